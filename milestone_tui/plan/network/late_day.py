"""Late dates: the last day on which a milestone still keeps all that binds it, as a backward pass compares them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from milestone_tui.plan.calendar.workdays import WorkCalendar

_ANY_DAY = date.max.toordinal()
"""As an ordinal: the working day and all days off after it."""
_WORKING_DAY = 0
"""As an ordinal: the working day, no day off after it."""


class LateDay(NamedTuple):
    """A last day: compared first by working days, then among the days off that follow the same one.

    The numbers stand for days as long as everything is in one calendar, which is quicker than to find the days.
    """

    number: int
    """The working days up to and with it (`WorkCalendar.count`)."""
    ordinal: int
    """The day itself; or that any day off, or none, after the working day of that number is early enough."""

    def before(self, lag: int, stays: date | None, number: int) -> LateDay:
        """Return the last day of a predecessor on which its successor can still keep this late date.

        `stays` is the successor's day where that is a day off, and `number` that day's. After a lag any day counts as
        the working day before it; a lead has to begin on that day itself. Without a lag a successor that has to go
        later goes to a working day, so it can keep no day off but the one that it has.
        """
        if lag:
            return LateDay(self.number - lag, _ANY_DAY if lag > 0 else _WORKING_DAY)
        if stays is not None and number == self.number and stays.toordinal() <= self.ordinal:
            return LateDay(number, stays.toordinal())
        return LateDay(self.number, _WORKING_DAY)

    def in_calendar(self, calendar: WorkCalendar, own: WorkCalendar) -> LateDay:
        """Return the same day by the working days of another calendar; `own` is the one that it is counted in.

        What lies beyond the calendar's ends stays as far away as it is.
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
    """Return a day that is fixed (a deadline, a target) as a late date."""
    return LateDay(calendar.count(limit), limit.toordinal())
