"""Working days: is it one, the nth one from a day, how many between two days.

A week mask has bit 0 for Monday: 31 is Monday to Friday. All of it takes the same time for any distance.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.errors import InvalidInput


def is_working_day(day: date, working_days: int) -> bool:
    """Tell whether people work on `day`."""
    return bool(working_days >> day.weekday() & 1)


def add_working_days(day: date, n: int, working_days: int) -> date:
    """Return the `n`-th working day after `day` (before it for a negative `n`); 0 is `day` itself, working or not.

    Raises InvalidInput when that is beyond the calendar.
    """
    if n == 0:
        return day
    week = _week(working_days)
    ordinal = day.toordinal()
    target = week.count_up_to(ordinal) + n if n > 0 else week.count_up_to(ordinal - 1) + n + 1
    try:
        return date.fromordinal(week.ordinal_of(target))
    except (ValueError, OverflowError):
        raise InvalidInput("", f"That many working days from {day.isoformat()} are beyond the calendar.") from None


def working_days_between(a: date, b: date, working_days: int) -> int:
    """Return the working days after `a` up to and with `b`; negative when `b` is before `a`.

    So that add_working_days(a, working_days_between(a, b)) is b for working days, and distances add up for all days.
    """
    week = _week(working_days)
    return week.count_up_to(b.toordinal()) - week.count_up_to(a.toordinal())


class _Week(NamedTuple):
    """A week mask, ready to count: the working days since the calendar began, on a Monday, are numbered from 1."""

    up_to: tuple[int, ...]
    """For each weekday: the working days from Monday to it."""
    positions: tuple[int, ...]
    """The weekdays that are working days."""

    def count_up_to(self, ordinal: int) -> int:
        weeks, weekday = divmod(ordinal - 1, 7)
        return weeks * len(self.positions) + self.up_to[weekday]

    def ordinal_of(self, number: int) -> int:
        weeks, place = divmod(number - 1, len(self.positions))
        return weeks * 7 + self.positions[place] + 1


@lru_cache(maxsize=127)
def _week(working_days: int) -> _Week:
    if not 1 <= working_days <= 127:
        raise InvalidInput("working_days", "A week needs at least one working day, of its seven.")
    positions = tuple(weekday for weekday in range(7) if working_days >> weekday & 1)
    return _Week(tuple(sum(p <= weekday for p in positions) for weekday in range(7)), positions)
