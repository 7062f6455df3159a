"""Typed dates, and their echo in words."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.language.date_reader import parse_date
from milestone_tui.plan.language.wording import far_words, long_day

__all__ = ["explain_date", "parse_date"]


def explain_date(day: date, today: date, calendar: WorkCalendar = OFFICE_DAYS) -> str:
    """Return the echo of a typed date: `Tue 1 Dec 2026 · in 9 days · working day`."""
    kind = "working day" if calendar.is_working(day) else "non-working"
    return f"{long_day(day)} · {_distance(day, today)} · {kind}"


def _distance(day: date, today: date) -> str:
    """Return the distance to a date: in days up to a month away, since people compare dates here."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    words = f"{abs(days)} days" if abs(days) <= 30 else far_words(abs(days))
    return f"in {words}" if days > 0 else f"{words} ago"
