"""The last working day of a week, month, quarter, half or year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.calendar.spans import (
    early_in_month,
    last_of_half,
    last_of_month,
    last_of_quarter,
    last_of_week,
    last_of_year,
    mid_month,
)
from milestone_tui.plan.calendar.workdays import WorkCalendar

SUNDAY_TO_THURSDAY = WorkCalendar(0b1001111)


def test_the_last_working_day_is_on_or_before_the_end() -> None:
    assert last_of_week(2026, 50) == date(2026, 12, 11)
    assert last_of_week(2026, 53) == date(2027, 1, 1)
    assert last_of_month(2027, 1) == date(2027, 1, 29)
    assert last_of_month(2028, 2) == date(2028, 2, 29)
    assert last_of_quarter(2027, 2) == date(2027, 6, 30)
    assert last_of_half(2027, 2) == date(2027, 12, 31)
    assert last_of_year(2028) == date(2028, 12, 29)
    assert mid_month(2027, 5) == date(2027, 5, 14)
    assert early_in_month(2027, 1) == date(2027, 1, 8)


def test_the_projects_calendar_counts() -> None:
    assert last_of_week(2026, 50, SUNDAY_TO_THURSDAY) == date(2026, 12, 13)  # a worked Sunday
    holidays = WorkCalendar(31, [date(2026, 12, day) for day in (24, 25, 28, 29, 30, 31)])
    assert last_of_year(2026, holidays) == date(2026, 12, 23)


def test_a_week_without_a_working_day_ends_on_its_last_day() -> None:
    shut = WorkCalendar(31, [date(2026, 12, 21) + timedelta(day) for day in range(5)])
    assert last_of_week(2026, 52, shut) == date(2026, 12, 27)


@pytest.mark.parametrize("year", [1, 1900, 2199, 9999])
def test_the_first_and_last_years_have_ends_too(year: int) -> None:
    assert last_of_year(year).year == last_of_month(year, 12).year == year


def test_a_span_that_there_is_not_is_refused() -> None:
    for last, number in ((last_of_week, 53), (last_of_month, 13), (last_of_quarter, 5), (last_of_half, 3)):
        with pytest.raises(ValueError):
            last(2027, number)
        with pytest.raises(ValueError):
            last(2027, 0)


@given(st.integers(1900, 2199), st.integers(1, 12), st.integers(1, 127))
def test_every_month_has_one_within_it(year: int, month: int, week: int) -> None:
    calendar = WorkCalendar(week)
    day = last_of_month(year, month, calendar)
    assert (day.year, day.month) == (year, month) and calendar.is_working(day)
    assert not any(
        calendar.is_working(day + timedelta(more)) for more in range(1, 8) if (day + timedelta(more)).month == month
    )
