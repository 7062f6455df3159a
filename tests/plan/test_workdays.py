from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.dates import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))
STEPS = st.integers(-60, 60)
WEEKS = st.integers(1, 127)
MON_FRI = 31


def walk(day: date, n: int, working_days: int) -> date:
    while n:
        step = 1 if n > 0 else -1
        day += timedelta(step)
        n -= step * is_working_day(day, working_days)
    return day


@pytest.mark.parametrize(
    ("start", "n", "working_days", "end"),
    [
        ((2026, 11, 20), 1, MON_FRI, (2026, 11, 23)),
        ((2026, 11, 23), -1, MON_FRI, (2026, 11, 20)),
        ((2026, 11, 22), 0, MON_FRI, (2026, 11, 22)),
        ((2026, 11, 22), 1, MON_FRI, (2026, 11, 23)),
        ((2026, 11, 22), -1, MON_FRI, (2026, 11, 20)),
        ((2026, 11, 20), 5, MON_FRI, (2026, 11, 27)),
        ((2026, 11, 20), 65, MON_FRI, (2027, 2, 19)),
        ((2026, 11, 20), 3, 1, (2026, 12, 7)),
        ((2026, 11, 20), -3, 64, (2026, 11, 1)),
        ((2026, 11, 20), 1000, 127, (2029, 8, 16)),
    ],
)
def test_add_working_days(start: tuple[int, int, int], n: int, working_days: int, end: tuple[int, int, int]) -> None:
    assert add_working_days(date(*start), n, working_days) == date(*end)


@given(DAYS, STEPS, WEEKS)
@settings(deadline=None)
def test_adding_agrees_with_walking(day: date, n: int, working_days: int) -> None:
    assert add_working_days(day, n, working_days) == walk(day, n, working_days)


@given(DAYS, STEPS, WEEKS)
@settings(deadline=None)
def test_between_takes_adding_back(day: date, n: int, working_days: int) -> None:
    start = add_working_days(day, 1, working_days)
    end = add_working_days(start, n, working_days)
    assert working_days_between(start, end, working_days) == n
    assert add_working_days(end, -n, working_days) == start


@given(DAYS, st.integers(0, 100), WEEKS)
@settings(deadline=None)
def test_between_agrees_with_counting(day: date, length: int, working_days: int) -> None:
    days = [day + timedelta(step) for step in range(1, length + 1)]
    counted = sum(is_working_day(each, working_days) for each in days)
    assert working_days_between(day, day + timedelta(length), working_days) == counted
    assert working_days_between(day + timedelta(length), day, working_days) == -counted


@given(DAYS, DAYS, DAYS, WEEKS)
@settings(deadline=None)
def test_distances_add_up(a: date, b: date, c: date, working_days: int) -> None:
    parts = working_days_between(a, b, working_days) + working_days_between(b, c, working_days)
    assert parts == working_days_between(a, c, working_days)


@given(DAYS, STEPS, STEPS, WEEKS)
@settings(deadline=None)
def test_more_days_are_never_earlier(day: date, n: int, m: int, working_days: int) -> None:
    low, high = sorted((n, m))
    assert add_working_days(day, low, working_days) <= add_working_days(day, high, working_days)


@pytest.mark.parametrize("n", [10**7, -(10**7), 10**40, -(10**40)])
def test_beyond_the_calendar_is_a_sentence(n: int) -> None:
    with pytest.raises(InvalidInput, match="beyond the calendar"):
        add_working_days(date(2026, 11, 22), n, MON_FRI)


@pytest.mark.parametrize("working_days", [0, 128, -1])
def test_a_week_without_a_working_day_is_refused(working_days: int) -> None:
    with pytest.raises(InvalidInput, match="at least one working day"):
        add_working_days(date(2026, 11, 22), 1, working_days)
