"""The day that a week, month, quarter or year means as a due date: its last working day."""

from __future__ import annotations

from datetime import date, timedelta

from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar

_EARLY, _MIDDLE = 10, 15
"""The days of a month with which its first third and its first half end."""


def last_of_week(year: int, week: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day of an ISO week; raise ValueError for a week that the year does not have."""
    monday = date.fromisocalendar(year, week, 1)
    return _last_working_day(monday, day_after(monday, 6), calendar)


def last_of_month(year: int, month: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day of a month; raise ValueError for a month outside 1 to 12."""
    return _last_of_months(year, month, 1, calendar)


def last_of_quarter(year: int, quarter: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day of a quarter; raise ValueError for a quarter outside 1 to 4."""
    return _last_of_months(year, quarter * 3 - 2, 3, calendar)


def last_of_half(year: int, half: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day of half a year; raise ValueError for a half other than 1 or 2."""
    return _last_of_months(year, half * 6 - 5, 6, calendar)


def last_of_year(year: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day of a year."""
    return _last_of_months(year, 1, 12, calendar)


def early_in_month(year: int, month: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day up to the 10th of a month; raise ValueError for a month outside 1 to 12."""
    return _last_working_day(date(year, month, 1), date(year, month, _EARLY), calendar)


def mid_month(year: int, month: int, calendar: WorkCalendar = OFFICE_DAYS) -> date:
    """Return the last working day up to the 15th of a month; raise ValueError for a month outside 1 to 12."""
    return _last_working_day(date(year, month, 1), date(year, month, _MIDDLE), calendar)


def _last_of_months(year: int, month: int, count: int, calendar: WorkCalendar) -> date:
    """Return the last working day of so many months from the first of `month` on."""
    first = date(year, month, 1)
    last_month = date(year, month + count - 1, 1)
    # the 31st day after the first of a month lies in the next one, or is the last of December in the last year
    last = day_before(day_after(last_month, 31).replace(day=1)) if last_month.month < 12 else date(year, 12, 31)
    return _last_working_day(first, last, calendar)


def _last_working_day(first: date, last: date, calendar: WorkCalendar) -> date:
    """Return the last working day from `first` to `last`; `last` itself if none of them is worked."""
    day = last
    while day > first and not calendar.is_working(day):
        day -= timedelta(1)
    return day if calendar.is_working(day) else last
