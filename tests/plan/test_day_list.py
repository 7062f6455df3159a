"""What typed days off and worked days do to the list of a project."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.day_list import (
    Placed,
    aside_words,
    count_entries,
    entries_words,
    place,
    place_in,
    with_placed,
)
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days, parse_worked_days

TODAY = date(2026, 11, 22)
FRI, SAT, SUN, MON = (date(2026, 12, 11) + timedelta(days) for days in range(4))
EVE = date(2026, 12, 24)
NEAR = st.dates(date(2026, 12, 1), date(2026, 12, 31))


def worked(*days: date) -> tuple[HolidayInput, ...]:
    return tuple(HolidayInput(day, "", True) for day in days)


def off(*days: date) -> tuple[HolidayInput, ...]:
    return tuple(HolidayInput(day) for day in days)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("work 12 dec Sprint weekend", "Sat 12 Dec 2026, worked, Sprint weekend"),
        ("work 12-13 dec", "Sat 12 Dec → Sun 13 Dec 2026, 2 worked days"),
        ("Worked 12 dec - 2 jan Rush", "Sat 12 Dec → Sat 2 Jan 2027, 22 worked days, Rush"),
        ("25 dec Workshop", "Fri 25 Dec 2026, Workshop"),
        ("25 dec work", "Fri 25 Dec 2026, work"),
    ],
)
def test_worked_days_begin_with_a_word(text: str, words: str) -> None:
    assert days_off_words(parse_days(text, TODAY)) == words


def test_a_worked_day_without_a_date_is_refused_with_an_example() -> None:
    with pytest.raises(InvalidInput, match=r"does not start with a date\. Try 12 dec Sprint weekend"):
        parse_worked_days("Sprint", TODAY)
    with pytest.raises(InvalidInput, match="such as 12 dec Sprint weekend"):
        parse_days("work", TODAY)
    with pytest.raises(InvalidInput, match="732 worked days"):
        parse_days("work 2026-12-24 - 2028-12-24", TODAY)


def test_only_the_non_working_days_of_a_span_become_worked() -> None:
    placed = place(worked(FRI, SAT, SUN, MON), 31, (), ())
    assert placed == Placed(new=worked(SAT, SUN), working=worked(FRI, MON))
    assert aside_words(placed) == "2 days are working days anyway"


def test_a_day_off_is_worked_and_a_worked_day_is_off() -> None:
    placed = place((*worked(EVE), *off(SAT)), 31, (EVE,), (SAT,))
    assert placed == Placed(replacing=(*off(SAT), *worked(EVE)))
    assert aside_words(placed) == "2 days are no longer a day off or a worked day"
    assert aside_words(place(worked(EVE), 31, (EVE,), ())) == "Thu 24 Dec 2026 is no longer a day off"


def test_what_is_in_the_list_stays() -> None:
    placed = place((*worked(SAT, MON), *off(EVE)), 31, (EVE,), (SAT,))
    assert placed == Placed(known=(*worked(SAT), *off(EVE)), working=worked(MON))
    assert aside_words(placed) == "2 already there, Mon 14 Dec 2026 is a working day anyway"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ((), "0 days off"),
        (off(EVE), "1 day off"),
        (worked(SAT, SUN), "2 worked days"),
        ((*off(EVE), *worked(SAT)), "1 day off and 1 worked day"),
    ],
)
def test_entries_are_counted_by_kind(entries: tuple[HolidayInput, ...], words: str) -> None:
    assert count_entries(entries) == words
    assert entries_words(sum(not entry.is_worked for entry in entries), sum(e.is_worked for e in entries)) == words


@given(
    st.lists(st.builds(HolidayInput, NEAR, st.just(""), st.booleans()), max_size=12),
    st.integers(1, 127),
    st.dictionaries(NEAR, st.booleans(), max_size=12),
)
def test_after_that_each_day_is_what_was_typed_first(
    entries: list[HolidayInput], week: int, there: dict[date, bool]
) -> None:
    before = project(
        working_days=week,
        holidays=tuple(sorted(day for day, is_worked in there.items() if not is_worked)),
        worked=tuple(sorted(day for day, is_worked in there.items() if is_worked)),
    )
    placed = place_in(before, entries)
    after = with_placed(before, placed)
    typed = {entry.day: entry.is_worked for entry in reversed(entries)}
    assert sorted(entry.day for part in placed for entry in part) == sorted(typed)
    for day, is_worked in typed.items():
        assert after.calendar.is_working(day) is is_worked
    assert not {*after.holidays} & {*after.worked}
    untouched = {*before.holidays, *before.worked} - {*typed}
    assert {day: day in after.worked for day in untouched} == {day: there[day] for day in untouched}
