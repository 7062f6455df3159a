"""The clock of working time of a Microsoft Project plan, which counts in ticks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

from milestone_tui.exchange.mspdi.calendar import NINE_TO_FIVE, Hours
from milestone_tui.exchange.mspdi.tasks import Lag, LagKind, Moment, minutes_between
from milestone_tui.plan.calendar.workdays import WorkCalendar

DAY = 1_440
"""Ticks of a working day of any length."""
TOLERANCE = 30
"""The largest sum of rounding errors, in ticks (ten minutes of eight hours)."""
_ORDINALS = range(1, date.max.toordinal() + 1)


class WorkClock:
    """A clock of working time in ticks since the calendar began, so that durations and lags are differences.

    The end of a working day and the beginning of the next are the same tick.
    """

    def __init__(
        self,
        calendar: WorkCalendar,
        hours: Mapping[int, Hours],
        minutes_per_day: int,
        day_hours: Mapping[date, Hours] = MappingProxyType({}),
    ) -> None:
        """Create a clock.

        `hours` are by weekday, 0 for Monday, and default to `NINE_TO_FIVE`; `day_hours` are those of single days.
        """
        self.calendar = calendar
        self._hours = hours
        self._day_hours = day_hours
        self._minutes_per_day = max(1, minutes_per_day)
        self._known: dict[Moment, int] = {}
        """Ticks by moment: many tasks start and finish together."""

    def at(self, moment: Moment) -> int:
        """Return the tick of a moment."""
        known = self._known.get(moment)
        if known is None:
            known = self._known[moment] = self._at(moment)
        return known

    def _at(self, moment: Moment) -> int:
        days = self.calendar.count(moment.day)
        if not self.calendar.is_working(moment.day):
            return days * DAY
        hours = self._hours_of(moment.day)
        return (days - 1) * DAY + round(_worked(hours, moment.minute) * DAY / _length(hours))

    def minutes(self, moment: Moment) -> int:
        """Return the minutes of working time from the start of the calendar to a moment."""
        total = self._minutes_before(moment.day.toordinal())
        return total + _worked(self._hours_of(moment.day), moment.minute) * self.calendar.is_working(moment.day)

    def ticks(self, minutes: int, since: Moment | None = None) -> int:
        """Return so many minutes of working time after a moment as ticks; the average if there is no moment."""
        if since is None or not minutes or self._is_even:
            return round(minutes * DAY / self._minutes_per_day)
        until = self.minutes(since) + minutes
        # The first day at whose end so many minutes have been worked.
        ordinal = bisect_left(_ORDINALS, until, key=lambda day: self._minutes_before(day + 1))
        if ordinal >= len(_ORDINALS):
            return round(minutes * DAY / self._minutes_per_day)
        day = date.fromordinal(_ORDINALS[ordinal])
        begun = (self.calendar.count(day) - self.calendar.is_working(day)) * DAY
        length = _length(self._hours_of(day))
        return begun + round((until - self._minutes_before(_ORDINALS[ordinal])) * DAY / length) - self.at(since)

    def _hours_of(self, day: date) -> Hours:
        """Return the working times of a working day."""
        return self._day_hours.get(day) or self._hours.get(day.weekday()) or NINE_TO_FIVE

    @cached_property
    def _is_even(self) -> bool:
        """Return whether every working day is as long as the plan's day."""
        week = (self._hours.get(weekday) or NINE_TO_FIVE for weekday in range(7) if self.calendar.week >> weekday & 1)
        every = (*week, *self._day_hours.values(), *map(self._hours_of, self.calendar.worked))
        return all(_length(hours) == self._minutes_per_day for hours in every)

    @cached_property
    def _week_minutes(self) -> list[int]:
        """The minutes of working time before each day of the week, and those of the whole week."""
        days = (_length(self._hours.get(n) or NINE_TO_FIVE) * (self.calendar.week >> n & 1) for n in range(7))
        return list(accumulate(days, initial=0))

    @cached_property
    def _single_days(self) -> tuple[list[int], list[int]]:
        """The ordinals of days that differ from the week, and by how many minutes all of them before each differ."""
        days = sorted({*self.calendar.holidays, *self.calendar.worked, *self._day_hours})
        week = self._week_minutes
        more = (
            _length(self._hours_of(day)) * self.calendar.is_working(day)
            - (week[day.weekday() + 1] - week[day.weekday()])
            for day in days
        )
        return [day.toordinal() for day in days], list(accumulate(more, initial=0))

    def _minutes_before(self, ordinal: int) -> int:
        """Return the minutes of working time before a day."""
        weeks, weekday = divmod(ordinal - 1, 7)
        days, more = self._single_days
        return weeks * self._week_minutes[-1] + self._week_minutes[weekday] + more[bisect_left(days, ordinal)]

    def elapsed(self, minutes: int, since: Moment | None) -> int:
        """Return the working time in so many minutes after a moment, in ticks; the average if there is no moment."""
        if since is not None:
            days, minute = divmod(since.minute + minutes, 1_440)
            try:
                return self.at(Moment(since.day + timedelta(days=days), minute)) - self.at(since)
            except OverflowError:
                pass  # past the last possible date, use the average
        return round(minutes * self.calendar.week.bit_count() * DAY / (7 * 1_440))

    def lag(self, lag: Lag, duration: int, begun: Moment | None, since: Moment | None, ended: Moment | None) -> int:
        """Return a lag in ticks.

        `duration`, `begun` and `ended` are those of the predecessor; `since` is its start or finish, which the link
        joins.
        """
        match lag.kind:
            case LagKind.WORKING:
                return self.ticks(lag.amount, since)
            case LagKind.ELAPSED:
                return self.elapsed(lag.amount, since)
            case LagKind.PERCENT:
                return round(duration * lag.amount / 100)
            case LagKind.ELAPSED_PERCENT:
                if begun is None or ended is None:
                    return round(duration * lag.amount / 100)
                return self.elapsed(round(minutes_between(begun, ended) * lag.amount / 100), since)

    def working_days(self, ticks: int, since: Moment | None, until: Moment | None) -> int:
        """Return a distance in ticks as working days between the dates of two moments.

        The end of a day and the beginning of the next are one tick but two dates. A moment at the end of its day keeps
        that date: five days after Friday evening are five working days, after Monday morning four.
        """
        reached = self._into_day(since) + ticks
        begins_day = until is not None and self._into_day(until) == 0
        days = (reached + TOLERANCE) // DAY if begins_day else -((TOLERANCE - reached) // DAY) - 1
        if ticks < -TOLERANCE:
            # From a day off, the first day back is the working day before it, where the distance begins.
            return days if since is None or self.calendar.is_working(since.day) else days - 1
        is_earlier = since is not None and until is not None and until.day < since.day
        return days if begins_day or is_earlier else max(0, days)

    def _into_day(self, moment: Moment | None) -> int:
        """Return the ticks of its day before a moment; all of them on a day off, and without a moment."""
        if moment is None:
            return DAY
        return self.at(moment) - (self.calendar.count(moment.day) - 1) * DAY


def _worked(hours: Hours, minute: int) -> int:
    """Return the working minutes of a day before one of its minutes."""
    return sum(max(0, min(minute, to) - begin) for begin, to in hours)


def _length(hours: Hours) -> int:
    """Return the working minutes of a whole day."""
    return sum(to - begin for begin, to in hours)
