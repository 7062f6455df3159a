"""The week whose due dates are counted: from Monday to Sunday, at a weekend the one that comes."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.calendar.any_day import day_after, day_before

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
    monday = day_before(day, day.weekday())
    return monday, day_after(monday, 6)


def due_week(today: date) -> DueWeek:
    """Return this week; on Saturday and Sunday the next one, since nobody plans the rest of a weekend."""
    if today.weekday() < _SATURDAY:
        return DueWeek(*week_of(today), "this week")
    return DueWeek(*week_of(day_after(today, 7)), "next week")
