"""The whole days of an event, however a program writes them.

All-day events are written as dates; from midnight to a midnight, to 23:59 or 23:59:59; with a length instead of an end;
and with a mark beside times in UTC, which are midnight somewhere else.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from milestone_tui.exchange.ics.events import Event
from milestone_tui.plan.date_limits import no_date, within_limits

_LONGEST = 366
"""Days of one event; a longer one is not a day off."""
_MOMENT = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z?))?", re.ASCII)
"""Some programs write the dashes and colons of ISO 8601."""
_LENGTH = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.ASCII)
_MARKS = (
    *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"),
    *("X-FUNAMBOL-ALLDAY", "X-ALLDAY"),
)
_DAY = timedelta(1)
_TO_MIDNIGHT = timedelta(minutes=1)
"""An event that ends at 23:59 or 23:59:59 ends at midnight."""
_NEXT_DAY_FROM = 11
"""Midnight is at this hour of the day before in UTC, or later, in the zones from Auckland to Lisbon, and at an earlier
hour of the same day in the zones from Greenwich to Hawaii."""


class NotDayOff(Exception):
    """An event is not a day off; the message is the reason."""


class _Moment(NamedTuple):
    at: datetime
    has_time: bool
    is_utc: bool


class WholeDays(NamedTuple):
    """The first day of an event and its number of days."""

    first: date
    length: int
    is_midnight_elsewhere: bool
    """Whether times in UTC are midnights of another time zone."""

    @classmethod
    def marked(cls, event: Event) -> WholeDays:
        """Return one day that only tells how the days of an event are written."""
        return cls(date.min, 1, _is_marked(event))

    def day_of(self, text: str) -> date | None:
        """Return the day in a text that may have a time after it; None for any other text."""
        moment = _moment(text)
        return None if moment is None else _day(moment, self.is_midnight_elsewhere)

    def period_of(self, text: str) -> tuple[date, int] | None:
        """Return the first day and the number of days of a period such as `20261228T000000/P3D`; None for other texts.

        A day without an end has the length of the event.
        """
        begin, slash, end = text.partition("/")
        start = _moment(begin)
        if start is None:
            return None
        until = _moment(end)
        length = _duration(end) if until is None else until.at - start.at
        days = self.length if not slash or length is None else _days_in(length)
        return _day(start, self.is_midnight_elsewhere), min(days, _LONGEST)

    def last_of(self, text: str) -> date | None:
        """Return the last day on which an event may begin, by the end of its recurrence."""
        moment = _moment(text)
        if moment is None or moment.at.date() == date.max:
            return None if moment is None else date.max
        if moment.has_time and (moment.at + _TO_MIDNIGHT).minute == 0 and moment.at.minute:  # the end of a day
            begin = moment._replace(at=(moment.at + _TO_MIDNIGHT).replace(second=0))
            return _day(begin, elsewhere=True) - _DAY
        return _day(moment, elsewhere=True)


def whole_days_of(event: Event) -> WholeDays:
    """Return the days of an event. Raises NotDayOff."""
    text = event.values.get("DTSTART", "")
    start = _moment(text)
    if start is None:
        raise NotDayOff(f'its date "{text}" is not a date')
    if not within_limits(start.at.date()):
        raise NotDayOff(no_date(text))
    is_marked = _is_marked(event)
    length = _length(event, start)
    if start.has_time and not is_marked and not _is_whole(start, length):
        raise NotDayOff("it has a time of day, so it is not a day off")
    days = _days_in(length or _DAY)
    if days > _LONGEST:
        raise NotDayOff(f"it lasts {days} days; a day off lasts at most {_LONGEST}")
    return WholeDays(_day(start, is_marked), days, is_marked)


def _is_marked(event: Event) -> bool:
    return any(event.values.get(mark, "").upper() in ("TRUE", "1") for mark in _MARKS)


def _is_whole(start: _Moment, length: timedelta | None) -> bool:
    """Return whether a time of this length begins and ends at a midnight."""
    if length is None or length <= timedelta(0) or start.at != datetime.combine(start.at, time()):
        return False
    beyond = length % _DAY
    return not beyond or _DAY - beyond <= _TO_MIDNIGHT


def _length(event: Event, start: _Moment) -> timedelta | None:
    """Return the time from the start of an event to its end; None if it has none."""
    end = _moment(event.values.get("DTEND", ""))
    if end is not None:
        return end.at - start.at if start.has_time else end.at.date() - start.at.date()
    return _duration(event.values.get("DURATION", ""))


def _days_in(length: timedelta) -> int:
    """Return the whole days of a length, at least one."""
    return max(1, round((length + _TO_MIDNIGHT / 2) / _DAY))


def _duration(text: str) -> timedelta | None:
    """Return the length in a text such as `P1D`; None for any other text."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _day(moment: _Moment, elsewhere: bool) -> date:
    """Return the day of a moment; of a midnight elsewhere the day that it begins."""
    if elsewhere and moment.is_utc and moment.at.hour >= _NEXT_DAY_FROM and moment.at.date() < date.max:
        return moment.at.date() + _DAY
    return moment.at.date()


def _moment(text: str) -> _Moment | None:
    found = _MOMENT.fullmatch(text.strip().upper())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[part] or 0) for part in (1, 3, 4, 5, 6, 7))
    try:
        at = datetime.combine(date(year, month, day), time(hour, minute, second))
        return _Moment(at, found[5] is not None, bool(found[8]))
    except ValueError:
        return None
