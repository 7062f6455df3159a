"""Dates as people type and read them."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.date_reader import parse_date
from milestone_tui.plan.wording import long_day
from milestone_tui.plan.workdays import OFFICE_DAYS, WorkCalendar

__all__ = ["distance", "explain_date", "parse_date"]


def explain_date(day: date, today: date, calendar: WorkCalendar = OFFICE_DAYS) -> str:
    """Return how a typed date was understood: "Tue 1 Dec 2026 · in 9 days · a working day"."""
    kind = "a working day" if calendar.is_working(day) else "a day off"
    return f"{long_day(day)} · {distance(day, today)} · {kind}"


def distance(day: date, today: date) -> str:
    """Return how far `day` is from `today` in words: days up to 30, then rounded weeks, months and years."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    far = abs(days)
    if far <= 30:
        count, unit = far, "day"
    elif far <= 90:
        count, unit = (far + 3) // 7, "week"
    elif far < 730:
        count, unit = (2 * far + 30) // 61, "month"
    else:
        count, unit = (4 * far + 730) // 1461, "year"
    return f"in {count} {unit}s" if days > 0 else f"{count} {unit}s ago"
