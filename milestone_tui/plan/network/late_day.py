"""Late dates of the backward pass: the last day on which a milestone delays nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from milestone_tui.plan.calendar.workdays import WorkCalendar

_ANY_DAY = date.max.toordinal()
"""As an ordinal: the working day or any day off after it."""
_WORKING_DAY = 0
"""As an ordinal: only the working day itself."""


class LateDay(NamedTuple):
    """A last day, compared first by its number of working days, then by ordinal among the days off after it.

    Within one calendar numbers represent days, which is faster than computing the days.
    """

    number: int
    """The number of working days up to and including it (`WorkCalendar.count`)."""
    ordinal: int
    """The ordinal of the day; or `_ANY_DAY` or `_WORKING_DAY`."""

    def before(self, lag: int, stays: date | None, number: int) -> LateDay:
        """Return the last day of a predecessor with which the successor still meets this late date.

        `stays` is the successor's day if it is a day off, and `number` is that day's number. With a lag, a day off
        counts as the working day before it; a lead has to start on a working day. Without a lag a delayed successor
        moves to a working day, so the only day off it can be on is its present one.
        """
        if lag:
            return LateDay(self.number - lag, _ANY_DAY if lag > 0 else _WORKING_DAY)
        if stays is not None and number == self.number and stays.toordinal() <= self.ordinal:
            return LateDay(number, stays.toordinal())
        return LateDay(self.number, _WORKING_DAY)

    def in_calendar(self, calendar: WorkCalendar, own: WorkCalendar) -> LateDay:
        """Return the same day counted in another calendar; `own` is the calendar of this late day.

        A day beyond the ends of the calendar is returned unchanged.
        """
        try:
            if self.ordinal == _WORKING_DAY:
                day = own.day(self.number)
            elif self.ordinal == _ANY_DAY:
                day = own.day(self.number + 1) - timedelta(days=1)
            else:
                day = date.fromordinal(self.ordinal)
        except (ValueError, OverflowError):
            return self
        return late_day(day, calendar)


def late_day(limit: date, calendar: WorkCalendar) -> LateDay:
    """Return a fixed day (a deadline, a target) as a late date."""
    return LateDay(calendar.count(limit), limit.toordinal())
