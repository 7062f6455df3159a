from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import project
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar, work_calendar

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))
STEPS = st.integers(-60, 60)
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CHRISTMAS = WorkCalendar(31, (date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)))
SPRINT_WEEKEND = WorkCalendar(31, (date(2026, 12, 14),), (date(2026, 12, 12), date(2026, 12, 13)))
SOME = st.lists(NEAR, max_size=40)
CALENDARS = st.builds(WorkCalendar, st.integers(1, 127), SOME, SOME)


def walk(day: date, n: int, calendar: WorkCalendar) -> date:
    while n:
        step = 1 if n > 0 else -1
        day += timedelta(step)
        n -= step * calendar.is_working(day)
    return day


@pytest.mark.parametrize(
    ("start", "n", "calendar", "end"),
    [
        ((2026, 11, 20), 1, OFFICE_DAYS, (2026, 11, 23)),
        ((2026, 11, 23), -1, OFFICE_DAYS, (2026, 11, 20)),
        ((2026, 11, 22), 0, OFFICE_DAYS, (2026, 11, 22)),
        ((2026, 11, 22), 1, OFFICE_DAYS, (2026, 11, 23)),
        ((2026, 11, 22), -1, OFFICE_DAYS, (2026, 11, 20)),
        ((2026, 11, 20), 5, OFFICE_DAYS, (2026, 11, 27)),
        ((2026, 11, 20), 65, OFFICE_DAYS, (2027, 2, 19)),
        ((2026, 11, 20), 3, WorkCalendar(1), (2026, 12, 7)),
        ((2026, 11, 20), -3, WorkCalendar(64), (2026, 11, 1)),
        ((2026, 11, 20), 1000, WorkCalendar(127), (2029, 8, 16)),
        ((2026, 12, 23), 1, CHRISTMAS, (2026, 12, 28)),
        ((2026, 12, 23), 5, CHRISTMAS, (2027, 1, 4)),
        ((2027, 1, 4), -5, CHRISTMAS, (2026, 12, 23)),
        ((2026, 12, 25), 0, CHRISTMAS, (2026, 12, 25)),
        ((2026, 12, 25), -1, CHRISTMAS, (2026, 12, 23)),
        ((2026, 12, 11), 1, SPRINT_WEEKEND, (2026, 12, 12)),
        ((2026, 12, 11), 2, SPRINT_WEEKEND, (2026, 12, 13)),
        ((2026, 12, 11), 3, SPRINT_WEEKEND, (2026, 12, 15)),
        ((2026, 12, 15), -1, SPRINT_WEEKEND, (2026, 12, 13)),
        ((2026, 12, 5), 8, SPRINT_WEEKEND, (2026, 12, 15)),
    ],
)
def test_add(start: tuple[int, int, int], n: int, calendar: WorkCalendar, end: tuple[int, int, int]) -> None:
    assert calendar.add(date(*start), n) == date(*end)


@given(DAYS | NEAR, STEPS, CALENDARS)
@settings(deadline=None)
@example(date(2026, 5, 1), 3, WorkCalendar(31, [date(2026, 4, 30) + timedelta(n) for n in range(40)]))
def test_adding_agrees_with_walking(day: date, n: int, calendar: WorkCalendar) -> None:
    assert calendar.add(day, n) == walk(day, n, calendar)


@given(DAYS | NEAR, STEPS, CALENDARS)
@settings(deadline=None)
def test_between_takes_adding_back(day: date, n: int, calendar: WorkCalendar) -> None:
    start = calendar.add(day, 1)
    end = calendar.add(start, n)
    assert calendar.between(start, end) == n
    assert calendar.add(end, -n) == start


@given(DAYS | NEAR, st.integers(0, 100), CALENDARS)
@settings(deadline=None)
def test_between_agrees_with_counting(day: date, length: int, calendar: WorkCalendar) -> None:
    days = [day + timedelta(step) for step in range(1, length + 1)]
    counted = sum(calendar.is_working(each) for each in days)
    assert calendar.between(day, day + timedelta(length)) == counted
    assert calendar.between(day + timedelta(length), day) == -counted


@given(NEAR, st.integers(1, 127), SOME, SOME)
@settings(deadline=None)
def test_a_worked_day_counts_whatever_the_week_and_the_days_off_say(
    day: date, week: int, off: list[date], worked: list[date]
) -> None:
    calendar = WorkCalendar(week, off, worked)
    in_week = bool(week >> day.weekday() & 1)
    assert calendar.is_working(day) is (day in worked or (in_week and day not in off))
    assert calendar.between(day - timedelta(1), day) == calendar.is_working(day)
    assert not {*calendar.holidays} & {*calendar.worked}


@given(st.integers(1, 127), SOME, SOME)
@settings(deadline=None)
def test_every_number_is_that_of_one_working_day(week: int, off: list[date], worked: list[date]) -> None:
    calendar = WorkCalendar(week, off, worked)
    days = [date(2025, 12, 25) + timedelta(step) for step in range(380)]
    working = [day for day in days if calendar.is_working(day)]
    first = calendar.count(working[0])
    assert [calendar.count(day) - first for day in working] == [*range(len(working))]
    assert [calendar.day(first + place) for place in range(len(working))] == working


@given(DAYS | NEAR, DAYS, DAYS | NEAR, CALENDARS)
@settings(deadline=None)
def test_distances_add_up(a: date, b: date, c: date, calendar: WorkCalendar) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert calendar.between(a, b) == calendar.count(b) - calendar.count(a)


@given(DAYS | NEAR, STEPS, STEPS, CALENDARS)
@settings(deadline=None)
def test_more_days_are_never_earlier(day: date, n: int, m: int, calendar: WorkCalendar) -> None:
    low, high = sorted((n, m))
    assert calendar.add(day, low) <= calendar.add(day, high)


@given(NEAR, CALENDARS)
@settings(deadline=None)
def test_a_working_day_is_found_by_its_number(day: date, calendar: WorkCalendar) -> None:
    found = calendar.day(calendar.count(day))
    assert found <= day
    assert calendar.is_working(found)
    assert (found == day) is calendar.is_working(day)


@pytest.mark.parametrize("n", [10**9, -(10**9), 10**30])
def test_days_beyond_the_calendar_are_refused(n: int) -> None:
    with pytest.raises(InvalidInput, match="the date is out of range"):
        CHRISTMAS.add(date(2026, 11, 22), n)


@pytest.mark.parametrize("week", [0, 128, -1])
def test_a_week_without_a_working_day_is_refused(week: int) -> None:
    with pytest.raises(InvalidInput, match="at least one working day"):
        WorkCalendar(week)


def test_a_calendar_is_its_week_and_its_holidays() -> None:
    days = (date(2026, 12, 24), date(2026, 12, 25))
    assert WorkCalendar(31, (days[1], days[0], days[1])) == WorkCalendar(31, days)
    assert WorkCalendar(31, days) != WorkCalendar(31) != WorkCalendar(127)
    assert len({WorkCalendar(31, days), WorkCalendar(31, days[::-1]), WorkCalendar(31), WorkCalendar(127, days)}) == 3
    assert WorkCalendar(31, days) != WorkCalendar(31)
    assert WorkCalendar(31, days, (days[0],)) == WorkCalendar(31, days[1:], days[:1]) != WorkCalendar(31, days)
    assert work_calendar(31, days, ()) is work_calendar(31, days, ())


def test_a_project_has_its_own_calendar() -> None:
    off = project(working_days=0b1001111, holidays=(date(2026, 12, 24),))
    assert off.calendar == WorkCalendar(0b1001111, (date(2026, 12, 24),))
    assert project().calendar is OFFICE_DAYS
