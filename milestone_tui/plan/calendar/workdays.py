"""Working days: is it one, the nth one from a day, how many between two days; by a week and its holidays.

A week mask has bit 0 for Monday: 31 is Monday to Friday. All of it takes the same time for any distance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import exact_day

MONDAY_TO_FRIDAY = 31
"""The week mask of most places."""


class WorkCalendar:
    """The days on which people work: a week mask less its holidays; immutable, equal by value, quick to ask.

    The working days since the calendar began, on a Monday, are numbered from 1; a distance is the difference of two
    numbers.
    """

    __slots__ = ("_days_off", "_next_numbers", "_off", "_positions", "_up_to", "holidays", "week")

    def __init__(self, week: int = MONDAY_TO_FRIDAY, holidays: Iterable[date] = ()) -> None:
        """Take a week mask, and the days off in any order, also such as the week has off; raises InvalidInput."""
        if not 1 <= week <= 127:
            raise InvalidInput("working_days", "A week needs at least one working day, of its seven.")
        self.week = week
        self.holidays = tuple(sorted(set(holidays)))
        """Sorted, each once."""
        self._days_off = frozenset(self.holidays)
        self._positions = tuple(weekday for weekday in range(7) if week >> weekday & 1)  # the weekdays that count
        self._up_to = tuple((week & (2 << weekday) - 1).bit_count() for weekday in range(7))  # of them, from Monday
        self._off: list[int] = []  # the ordinals of the holidays that would be working days
        off = [day.toordinal() for day in self.holidays if week >> day.weekday() & 1]
        # for each of these: the number that the first working day after it has
        self._next_numbers = [self._number(ordinal) - place for place, ordinal in enumerate(off)]
        self._off = off

    def is_working(self, day: date) -> bool:
        """Tell whether people work on `day`."""
        return bool(self.week >> day.weekday() & 1) and day not in self._days_off

    def count(self, day: date) -> int:
        """Return the working days since the calendar began, up to and with `day`."""
        return self._number(day.toordinal())

    def between(self, a: date, b: date) -> int:
        """Return the working days after `a` up to and with `b`; negative when `b` is before `a`.

        So that add(a, between(a, b)) is b for working days, and distances add up for all days.
        """
        return self._number(b.toordinal()) - self._number(a.toordinal())

    def add(self, day: date, n: int) -> date:
        """Return the `n`-th working day after `day` (before it for a negative `n`); 0 is `day` itself, working or not.

        Raises InvalidInput when that is beyond the calendar.
        """
        if n == 0:
            return day
        ordinal = day.toordinal()
        number = self._number(ordinal) + n if n > 0 else self._number(ordinal - 1) + n + 1
        try:
            return self.day(number)
        except (ValueError, OverflowError):
            raise InvalidInput("", f"That many working days from {exact_day(day)} are beyond the calendar.") from None

    def day(self, number: int) -> date:
        """Return the working day with this `number` (what `count` gives for it); raises ValueError or OverflowError."""
        number += bisect_right(self._next_numbers, number)  # as if the holidays before it were working days
        weeks, place = divmod(number - 1, len(self._positions))
        return date.fromordinal(weeks * 7 + self._positions[place] + 1)

    def _number(self, ordinal: int) -> int:
        weeks, weekday = divmod(ordinal - 1, 7)
        number = weeks * len(self._positions) + self._up_to[weekday]
        return number - bisect_right(self._off, ordinal) if self._off else number

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, WorkCalendar) and (self.week, self.holidays) == (other.week, other.holidays)

    def __hash__(self) -> int:
        return hash((self.week, self.holidays))

    def __repr__(self) -> str:
        return f"WorkCalendar({self.week}, {self.holidays})"


@lru_cache(maxsize=1_024)  # a portfolio's worth: two projects of one house share their calendar
def work_calendar(week: int, holidays: tuple[date, ...]) -> WorkCalendar:
    """Return the calendar of a week mask and its holidays, the same object for the same days; raises InvalidInput."""
    return WorkCalendar(week, holidays)


OFFICE_DAYS = work_calendar(MONDAY_TO_FRIDAY, ())
"""Monday to Friday without holidays: the calendar where no project is at hand to ask for its own."""
