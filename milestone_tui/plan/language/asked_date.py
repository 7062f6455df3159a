"""A typed date with everything it may refer to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS, within_limits
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.span_reader import Span
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import MONTH_NAMES


class TypedDay(NamedTuple):
    """A typed date, and the week, month or the like of which it is the last working day."""

    day: date
    span: Span | None = None
    is_end: bool = False
    """Whether the end of the span was typed, not the span itself."""
    so_far: bool = False
    """Whether the span goes on, and the day is the last working day by today."""

    @property
    def last(self) -> date:
        """The day, or the last day of the span, worked or not."""
        return self.day if self.span is None or self.so_far else self.span.last


class Asked(NamedTuple):
    """A text to read, with everything it may refer to; a reader returns None for a text of another form."""

    text: str
    """Lower case, single spaces."""
    today: date
    base: date
    baseline: date | None
    calendar: WorkCalendar
    past: bool
    order: DateOrder
    weekday: int | None = None
    """The weekday before the date, 0 for Monday."""
    typed: str = ""
    """The text before it was translated."""

    def refuse(self, why: str, brief: str = "") -> InvalidInput:
        """Return a mistake of the text."""
        shown = visible(self.typed or self.text)
        return InvalidInput("", f'"{shown if len(shown) <= 30 else shown[:29] + "…"}" {why}', brief or why)

    def moved(self, day: date, days: int) -> date:
        """Return the day so many days later; raise InvalidInput beyond the limits."""
        return self.plausible(day + timedelta(days))

    def plausible(self, day: date) -> date:
        """Return the day; raise InvalidInput if it is beyond the limits."""
        if within_limits(day):
            return day
        raise self.too_far()

    def exact(self, year: int, month: int, day: int) -> date:
        """Return the date of these numbers; raise InvalidInput if there is no such date."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise self.too_far()
        if not 1 <= month <= 12:
            raise self.refuse("is not a date: months go from 1 to 12.")
        length = month_length(year, month)
        if not 1 <= day <= length:
            raise self.refuse(f"is not a date: {MONTH_NAMES[month - 1]} {year} has {length} days.")
        return date(year, month, day)

    def nearest(self, in_year: Callable[[int], date | None]) -> date:
        """Return the next such date (with `past`: the last one), today included; 29 February may be 8 years away."""
        this_year = self.today.year
        for distant in range(9):
            year = this_year - distant if self.past else this_year + distant
            day = in_year(year) if FIRST_YEAR <= year <= LAST_YEAR else None
            if day is not None and (day <= self.today if self.past else day >= self.today):
                return day
        raise self.too_far()

    def too_far(self) -> InvalidInput:
        """Return the mistake of a date beyond the limits."""
        return self.refuse(f"is out of range: {LIMITS}.")


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
