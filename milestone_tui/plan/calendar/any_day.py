"""Steps from any day that a file may hold: another program may have written the first or the last day there is."""

from __future__ import annotations

from datetime import date, timedelta


def day_after(day: date, days: int = 1) -> date:
    """Return the day so many days later, or earlier if negative; the first or last day of the calendar beyond it."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def day_before(day: date, days: int = 1) -> date:
    """Return the day so many days earlier; the first day of the calendar if it is beyond it."""
    return day_after(day, -days)
