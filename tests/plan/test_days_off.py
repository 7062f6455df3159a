from datetime import date, timedelta

import pytest
from factories import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days_off


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("25 dec Christmas", "Fri 25 Dec 2026, Christmas"),
        ("  2027-05-01   May Day ", "Sat 1 May 2027, May Day"),
        ("1 may 2028", "Mon 1 May 2028"),
        ("1 may", "Sat 1 May 2027"),
        ("fri Team day", "Fri 27 Nov 2026, Team day"),
        ("25 dec - Christmas", "Fri 25 Dec 2026, Christmas"),
        ("3 dec to be confirmed", "Thu 3 Dec 2026, to be confirmed"),
        ("24 dec - 2 jan Shutdown", "Thu 24 Dec → Sat 2 Jan 2027, 10 days, Shutdown"),
        ("24 dec – 26 dec", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("2026-12-24 until 2026-12-24 x", "Thu 24 Dec 2026, x"),
        ("24 dec-2 jan Shutdown", "Thu 24 Dec → Sat 2 Jan 2027, 10 days, Shutdown"),
        ("24 dec -26 dec", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24-26 dec Year's end", "Thu 24 Dec → Sat 26 Dec 2026, 3 days, Year's end"),
        ("dec 24-31 Shutdown", "Thu 24 Dec → Thu 31 Dec 2026, 8 days, Shutdown"),
        ("dec 24 - 26", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("dec 24 - jan 2 Rest", "Thu 24 Dec → Sat 2 Jan 2027, 10 days, Rest"),
        ("24 to 26 december 2027", "Fri 24 Dec → Sun 26 Dec 2027, 3 days"),
        ("24.12.–26.12. x-mas", "Thu 24 Dec → Sat 26 Dec 2026, 3 days, x-mas"),
        ("2026-12-24-2026-12-26", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24-dec-2026 x", "Thu 24 Dec 2026, x"),
        ("24-dec-26 half-day", "Thu 24 Dec 2026, half-day"),
        ("25 dec Christmas-24 dec", "Fri 25 Dec 2026, Christmas-24 dec"),
        ("24 dez bis 2 jan Betriebsferien", "Thu 24 Dec → Sat 2 Jan 2027, 10 days, Betriebsferien"),
        ("24.-26. Dezember", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24.12.2026 bis 26.12.2026", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24 au 26 décembre Fermé", "Thu 24 Dec → Sat 26 Dec 2026, 3 days, Fermé"),
        ("24 al 26 de diciembre", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24 dec t/m 26 dec", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("24 gru do 26 gru", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("2026-12-24..2026-12-26", "Thu 24 Dec → Sat 26 Dec 2026, 3 days"),
        ("Ende Dezember", "Thu 31 Dec 2026"),
    ],
)
def test_a_day_and_what_it_is_called(text: str, words: str) -> None:
    assert days_off_words(parse_days_off(text, TODAY)) == words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter a date"),
        ("Christmas", '"Christmas" does not start with a date'),
        ("2026-12-24 - 2026-12-20 x", "Sun 20 Dec 2026 is before Thu 24 Dec 2026"),
        ("2026-12-24 - 2028-12-24 x", "732 days off"),
        ("24 dec, 31 dec", '"31 dec" is another date. Add one day or span at a time.'),
        ("2026-12-24, 2026-12-31", '"2026-12-31" is another date'),
    ],
)
def test_what_is_no_day_off_is_refused_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence) as refused:
        parse_days_off(text, TODAY)
    assert refused.value.field == "day"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 365), st.sampled_from(("", "Shutdown", "x - y")))
@settings(max_examples=100, deadline=None)
def test_a_span_has_each_of_its_days_once(first: date, more: int, name: str) -> None:
    last = first + timedelta(more)
    days = parse_days_off(f"{first.isoformat()} - {last.isoformat()} {name}", TODAY)
    assert days == tuple(HolidayInput(first + timedelta(n), name) for n in range(more + 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9999-12-31 Never", '"9999-12-31" is out of range: dates go from 1900 to 2199.'),
        ("24 dec 2199 - 3 jan 2200", '"3 jan 2200" is out of range: dates go from 1900 to 2199.'),
        ("1/2/2027", '"1/2/2027" is ambiguous. Enter 1 feb 2027 or 2 jan 2027.'),
    ],
)
def test_a_day_that_is_none_is_no_name_of_a_day_off(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_days_off(text, date(2026, 11, 22))
    assert str(refused.value) == sentence
