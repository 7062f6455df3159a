"""The days that a report is about, as typed and in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.periods import period_words, read_period
from milestone_tui.plan.language.wording import MONTH_NAMES
from milestone_tui.plan.reporting import Beginning, Period

TODAY = date(2026, 11, 22)
"""A Sunday."""
DAYS = st.dates(date(1901, 1, 1), date(2198, 12, 31))


def read(text: str) -> tuple[str, str]:
    """The first and last day of a period."""
    period = read_period(text, TODAY)
    assert period.since_on is not None and period.beginning is Beginning.CHOSEN
    return (period.since_on + timedelta(1)).isoformat(), period.until_on.isoformat()


OCTOBER, Q3 = ("2026-10-01", "2026-10-31"), ("2026-07-01", "2026-09-30")


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (("oct", "Oct.", "October 2026", "oct '2026", "2026-10", "2026/10", "10/2026", "last month"), OCTOBER),
        (("1 oct - 31 oct", "2026-10-01..2026-10-31", "1 Oct to 31 Oct", "1 Oct – 31 October 2026"), OCTOBER),
        (("1-31 oct", "from 1-31 oct", "1 - 31 Oct 2026", "oct - oct", "1 oct until end of oct"), OCTOBER),
        (("nov", "this month", "Nov 2026", "1 nov..", "from 1 nov", "from nov", "nov…"), ("2026-11-01", "2026-11-22")),
        (("since oct", "since 31 oct", "after 31 Oct"), ("2026-11-01", "2026-11-22")),
        (("dec", "dec 2025", "1 dec 2025 - 31 dec"), ("2025-12-01", "2025-12-31")),
        (("q3", "Q3 2026", "2026-Q3", "q3/2026", "last quarter", "jul - sep", "jul to q3"), Q3),
        (("q4", "this quarter", "oct - nov", "1 oct - today"), ("2026-10-01", "2026-11-22")),
        (("2025", "last year", "q1 2025 - q4 2025"), ("2025-01-01", "2025-12-31")),
        (("2026", "this year"), ("2026-01-01", "2026-11-22")),
        (("this week", "7 days", "last 7 days", "1 week", "1w", "since 15 nov"), ("2026-11-16", "2026-11-22")),
        (("last week",), ("2026-11-09", "2026-11-15")),
        (("mon - fri", "16 nov to 20 nov 2026", "16.11. - 20.11."), ("2026-11-16", "2026-11-20")),
        (("1 dec - 15 jan", "1 dec to 15 jan 2026"), ("2025-12-01", "2026-01-15")),
        (("nov - jan",), ("2025-11-01", "2026-01-31")),
        (("yesterday - today",), ("2026-11-21", "2026-11-22")),
    ],
)
def test_each_form_is_read(texts: tuple[str, ...], meant: tuple[str, str]) -> None:
    assert {text: read(text) for text in texts} == dict.fromkeys(texts, meant)


@pytest.mark.parametrize("text", ["last report", "since last report", "since the last report"])
def test_a_period_can_begin_where_something_ended(text: str) -> None:
    assert read_period(text, TODAY) == Period(None, TODAY, Beginning.REPORT)
    assert read_period(text.replace("report", "review"), TODAY) == Period(None, TODAY, Beginning.REVIEW)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Enter a period, such as oct 2026"),
        ("soon", '"soon" is not a period. Try oct 2026'),
        ("6 nov", '"6 nov" is not a period'),
        ("0 days", '"0 days" is not a period'),
        ("x" * 99, '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is not a period'),
        ("\x1b[2J", '"␛[2j" is not a period'),
        ("dec 2026", "1 Dec 2026 is after the day of the report, 22 Nov 2026. Enter earlier days."),
        ("1 nov - 30 nov", "30 Nov 2026 is after the day of the report, 22 Nov 2026. Enter earlier days."),
        ("since today", "23 Nov 2026 is after the day of the report, 22 Nov 2026. Enter earlier days."),
        ("2026-10-31..2026-10-01", "1 Oct 2026 is before 31 Oct 2026. Enter the earlier day first."),
        ("2026-13", '"2026-13" is not a month: months go from 1 to 12.'),
        ("3000", '"3000" is out of range: dates go from 1900 to 2199.'),
        ("0000-10", '"0000-10" is out of range'),
        ("1/2 - 3/4", '"3/4" is ambiguous. Enter 3 apr or 4 mar.'),
        ("30 feb 2026 - today", "February 2026 has 28 days."),
        ("soon - today", '"soon" is not a date.'),
    ],
)
def test_a_mistake_is_told_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_period(text, TODAY)
    assert why in str(refused.value)


def test_digits_are_read_in_the_persons_order() -> None:
    assert read_period("1/2 - 3/4", TODAY, DateOrder.DMY).until_on == date(2026, 4, 3)
    assert read_period("1/2 - 3/4", TODAY, DateOrder.MDY).until_on == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("oct", "October 2026"),
        ("q3", "Q3 2026"),
        ("2025", "2025"),
        ("this month", "1 Nov – 22 Nov 2026"),
        ("1 dec - 15 jan", "1 Dec 2025 – 15 Jan 2026"),
        ("from today", "22 Nov 2026"),
        ("last review", "since the last review"),
    ],
)
def test_a_period_is_said_as_a_person_says_it(text: str, words: str) -> None:
    assert period_words(read_period(text, TODAY)) == words


@given(DAYS, DAYS, DAYS)
def test_two_dates_are_a_period_of_both_and_of_all_between(one: date, other: date, third: date) -> None:
    first, last, today = sorted((one, other, third))
    period = read_period(f"{first}..{last}", today)
    assert period == Period(first - timedelta(1), last)
    assert read_period(f"{first} to {last}", today) == period
    if first != last:  # one day is no text for a period
        assert read_period(period_words(period), today) == period


@given(DAYS, st.integers(0, 40))
def test_a_month_without_a_year_is_the_last_that_has_begun(today: date, months: int) -> None:
    number = today.year * 12 + today.month - 1 - months
    year, month = divmod(number, 12)
    assume(year >= 1901)
    named = read_period(f"{MONTH_NAMES[month]} {year}", today)
    assert named.since_on is not None
    days = [named.since_on + timedelta(n + 1) for n in range((named.until_on - named.since_on).days)]
    assert {(day.year, day.month) for day in days} == {(year, month + 1)}
    assert named.until_on == today or (named.until_on + timedelta(1)).month != month + 1
    assert days[0].day == 1 and named.until_on <= today
    if months < 12:
        assert read_period(MONTH_NAMES[month][:3], today) == named
    assert read_period(f"{year}-{month + 1:02}", today) == named


_TYPED = (
    "oct q3 2026 1900 2199 - .. … to since from last this month week 1 31 0 feb days report fri today end of ' / +2w"
)
_WORDS = st.sampled_from([*_TYPED.split(), "2026-02-30", "31.12."])


@given(st.one_of(st.text(max_size=20), st.lists(_WORDS, max_size=6).map(" ".join), st.lists(_WORDS).map("".join)), DAYS)
def test_any_text_is_a_period_until_today_or_refused_in_a_sentence(text: str, today: date) -> None:
    try:
        period = read_period(text, today)
    except InvalidInput as refused:
        assert str(refused).endswith(".")
        return
    assert period.until_on <= today
    if period.since_on is None:
        assert period.beginning in (Beginning.REPORT, Beginning.REVIEW) and period.until_on == today
    else:
        assert period.since_on < period.until_on
