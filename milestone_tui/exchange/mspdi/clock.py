"""The working time of a plan as one number: how far a moment is along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from milestone_tui.exchange.mspdi.values import Lag, LagKind, Moment
from milestone_tui.plan.calendar.workdays import WorkCalendar

DAY = 1_440
"""Ticks of a working day, however many hours it has."""
TOLERANCE = 30
"""Ticks (ten minutes of eight hours) that roundings may add up to."""

Hours = Sequence[tuple[int, int]]
"""The times of a day when people work: (from, to) in minutes of the day."""

NINE_TO_FIVE: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""What Microsoft Project takes where nothing is said."""


class WorkClock:
    """Counts working time in ticks since the calendar began, so that durations and lags are differences.

    The end of a working day and the begin of the next are the same tick.
    """

    def __init__(self, calendar: WorkCalendar, hours: Mapping[int, Hours], minutes_per_day: int) -> None:
        """`hours` by weekday (0 is Monday); a weekday without them has the usual ones."""
        self.calendar = calendar
        self._hours = hours
        self._minutes_per_day = max(1, minutes_per_day)

    def at(self, moment: Moment) -> int:
        """The tick of a moment."""
        days = self.calendar.count(moment.day)
        if not self.calendar.is_working(moment.day):
            return days * DAY
        hours = self._hours.get(moment.day.weekday()) or NINE_TO_FIVE
        worked = sum(max(0, min(moment.minute, to) - begin) for begin, to in hours)
        return (days - 1) * DAY + round(worked * DAY / sum(to - begin for begin, to in hours))

    def ticks(self, minutes: int) -> int:
        """How long so many minutes of working time take."""
        return round(minutes * DAY / self._minutes_per_day)

    def elapsed(self, minutes: int, since: Moment | None) -> int:
        """How much working time passes in so many minutes since a moment; on the average without one."""
        if since is not None:
            days, minute = divmod(since.minute + minutes, 1_440)
            try:
                return self.at(Moment(since.day + timedelta(days=days), minute)) - self.at(since)
            except OverflowError:
                pass  # beyond the calendar there are no dates, so the average has to do
        return round(minutes * self.calendar.week.bit_count() * DAY / (7 * 1_440))

    def lag(self, lag: Lag, duration: int, begun: Moment | None, since: Moment | None, ended: Moment | None) -> int:
        """A lag in ticks.

        `duration`, `begun` and `ended` are those of the predecessor; `since` is its end that the link leaves from.
        """
        match lag.kind:
            case LagKind.WORKING:
                return self.ticks(lag.amount)
            case LagKind.ELAPSED:
                return self.elapsed(lag.amount, since)
            case LagKind.PERCENT:
                return round(duration * lag.amount / 100)
            case LagKind.ELAPSED_PERCENT:
                if begun is None or ended is None:
                    return round(duration * lag.amount / 100)
                passed = (ended.day - begun.day).days * 1_440 + ended.minute - begun.minute
                return self.elapsed(round(passed * lag.amount / 100), since)

    def working_days(self, ticks: int, since: Moment | None, until: Moment | None) -> int:
        """A way of so many ticks as working days between the days of its two ends, which the plan has at two moments.

        The end of a day and the begin of the next are one tick on two days. What stands at the end of its day, as
        whatever follows work does, stays there: five days from Friday evening are five, from Monday morning four.
        """
        reached = self._into_day(since) + ticks
        begins_day = until is not None and self._into_day(until) == 0
        days = (reached + TOLERANCE) // DAY if begins_day else -((TOLERANCE - reached) // DAY) - 1
        if ticks < -TOLERANCE:
            # The first day back from a day off is the working day before it, which is where the way begins.
            return days if since is None or self.calendar.is_working(since.day) else days - 1
        stands_before = since is not None and until is not None and until.day < since.day
        return days if begins_day or stands_before else max(0, days)

    def _into_day(self, moment: Moment | None) -> int:
        """How many ticks of its day are over at a moment; all of them on a day off, and without a moment."""
        if moment is None:
            return DAY
        return self.at(moment) - (self.calendar.count(moment.day) - 1) * DAY
