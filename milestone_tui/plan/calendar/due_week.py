"""The week whose due dates are counted: from Monday to Sunday, at a weekend the one that comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

_SATURDAY = 5


class DueWeek(NamedTuple):
    """A week from Monday to Sunday."""

    monday: date
    sunday: date
    words: str
    """`this week` or `next week`."""

    def first(self, today: date) -> date:
        """Return its first day that has not passed."""
        return max(self.monday, today)


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def due_week(today: date) -> DueWeek:
    """Return this week; on Saturday and Sunday the next one, since nobody plans the rest of a weekend."""
    if today.weekday() < _SATURDAY:
        return DueWeek(*week_of(today), "this week")
    return DueWeek(*week_of(today + timedelta(days=7)), "next week")
