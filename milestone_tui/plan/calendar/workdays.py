"""Arithmetic on working days, given a working week, days off and worked days.

A week mask has bit 0 for Monday: 31 is Monday to Friday. Every operation takes constant time, whatever the distance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import exact_day

MONDAY_TO_FRIDAY = 31
"""The most common week mask."""


class WorkCalendar:
    """Working days: a week mask without the days off, and with the worked days; immutable and equal by value.

    A worked day counts although its weekday is not in the week or it is a day off.
    Working days are numbered from 1, starting on Monday 1 Jan of year 1; a distance is the difference of two numbers.
    """

    __slots__ = (
        "_days_off",
        "_days_worked",
        "_next_numbers",
        "_off",
        "_positions",
        "_up_to",
        "_worked",
        "_worked_numbers",
        "holidays",
        "week",
        "worked",
    )

    def __init__(
        self, week: int = MONDAY_TO_FRIDAY, holidays: Iterable[date] = (), worked: Iterable[date] = ()
    ) -> None:
        """Use a week mask, days off and worked days in any order; raise InvalidInput for a mask without working days."""
        if not 1 <= week <= 127:
            raise InvalidInput("working_days", "Choose at least one working day.")
        self.week = week
        self.worked = tuple(sorted(set(worked)))
        """Sorted, without duplicates; some may be in the working week anyway."""
        self._days_worked = frozenset(self.worked)
        self._days_off = frozenset(holidays) - self._days_worked
        self.holidays = tuple(sorted(self._days_off))
        """Sorted, without duplicates and without worked days."""
        self._positions = tuple(weekday for weekday in range(7) if week >> weekday & 1)  # the weekdays that count
        self._up_to = tuple((week & (2 << weekday) - 1).bit_count() for weekday in range(7))  # of them, from Monday
        self._off: list[int] = []  # the ordinals of days off within the working week
        self._worked: list[int] = []  # the ordinals of worked days outside it
        off = [day.toordinal() for day in self.holidays if week >> day.weekday() & 1]
        # for each of these, the number of the first working day after it, were no day outside the week worked
        self._next_numbers = [self._number(ordinal) - place for place, ordinal in enumerate(off)]
        self._off = off
        self._worked = [day.toordinal() for day in self.worked if not week >> day.weekday() & 1]
        self._worked_numbers = [self._number(ordinal) for ordinal in self._worked]

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        return (bool(self.week >> day.weekday() & 1) and day not in self._days_off) or day in self._days_worked

    def count(self, day: date) -> int:
        """Return the number of working days from the start of the calendar up to and including `day`."""
        return self._number(day.toordinal())

    def between(self, a: date, b: date) -> int:
        """Return the number of working days after `a` up to and including `b`; negative if `b` is before `a`.

        `add(a, between(a, b))` is `b` for working days, and distances add up for all days.
        """
        return self._number(b.toordinal()) - self._number(a.toordinal())

    def add(self, day: date, n: int) -> date:
        """Return the `n`-th working day after `day`, or before it if `n` is negative; `day` itself if `n` is 0.

        Raises InvalidInput if the result is out of range.
        """
        if n == 0:
            return day
        ordinal = day.toordinal()
        number = self._number(ordinal) + n if n > 0 else self._number(ordinal - 1) + n + 1
        try:
            return self.day(number)
        except (ValueError, OverflowError):
            raise InvalidInput("", f"Too many working days from {exact_day(day)}: the date is out of range.") from None

    def day(self, number: int) -> date:
        """Return the working day with this number, the inverse of `count`; raise ValueError or OverflowError."""
        if self._worked:
            place = bisect_left(self._worked_numbers, number)
            if place < len(self._worked) and self._worked_numbers[place] == number:
                return date.fromordinal(self._worked[place])
            number -= place  # as if no day outside the week were worked
        number += bisect_right(self._next_numbers, number)  # as if the days off before it were working days
        weeks, place = divmod(number - 1, len(self._positions))
        return date.fromordinal(weeks * 7 + self._positions[place] + 1)

    def _number(self, ordinal: int) -> int:
        weeks, weekday = divmod(ordinal - 1, 7)
        number = weeks * len(self._positions) + self._up_to[weekday]
        if self._off:
            number -= bisect_right(self._off, ordinal)
        return number + bisect_right(self._worked, ordinal) if self._worked else number

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, WorkCalendar) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __repr__(self) -> str:
        return f"WorkCalendar({self.week}, {self.holidays}, {self.worked})"

    @property
    def _parts(self) -> tuple[int, tuple[date, ...], tuple[date, ...]]:
        return self.week, self.holidays, self.worked


@lru_cache(maxsize=1_024)  # enough for a portfolio; projects with the same days share one calendar
def work_calendar(week: int, holidays: tuple[date, ...], worked: tuple[date, ...]) -> WorkCalendar:
    """Return the calendar of a week mask, days off and worked days, one object for equal arguments.

    Raises InvalidInput.
    """
    return WorkCalendar(week, holidays, worked)


OFFICE_DAYS = work_calendar(MONDAY_TO_FRIDAY, (), ())
"""Monday to Friday without days off: the calendar without a project."""
