"""Typed dates, and their echo in words."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.language.asked_date import TypedDay
from milestone_tui.plan.language.date_reader import parse_date, read_day
from milestone_tui.plan.language.span_reader import SpanKind
from milestone_tui.plan.language.wording import far_words, long_day

__all__ = ["TypedDay", "explain_date", "explain_typed", "parse_date", "read_day"]


def explain_date(day: date, today: date, calendar: WorkCalendar = OFFICE_DAYS) -> str:
    """Return the echo of a typed date: `Tue 1 Dec 2026 · in 9 days · working day`."""
    kind = "working day" if calendar.is_working(day) else "non-working"
    return f"{long_day(day)} · {_distance(day, today)} · {kind}"


def explain_typed(typed: TypedDay, today: date, calendar: WorkCalendar = OFFICE_DAYS) -> str:
    """Return the echo of a typed date, `Fri 11 Dec 2026, last working day of week 50 · in 19 days` for a span."""
    day, span = typed.day, typed.span
    if span is None:
        return explain_date(day, today, calendar)
    if not calendar.is_working(day):
        whose = f"{span} has no working day" if not typed.so_far else f"{span} has had no working day"
        return f"{explain_date(day, today, calendar)}, {whose}"
    of = "up to" if span.kind in (SpanKind.EARLY, SpanKind.MIDDLE) else "of"
    so_far = " so far" if typed.so_far else ""
    return f"{long_day(day)}, last working day {of} {span}{so_far} · {_distance(day, today)}"


def _distance(day: date, today: date) -> str:
    """Return the distance to a date: in days up to a month away, since people compare dates here."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    words = f"{abs(days)} days" if abs(days) <= 30 else far_words(abs(days))
    return f"in {words}" if days > 0 else f"{words} ago"
