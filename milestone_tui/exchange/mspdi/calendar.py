"""The calendar of a Microsoft Project plan: its working week, its hours, its days off and its worked days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from milestone_tui.exchange.mspdi.recurrence import MOST_DAYS, days_of, period_of
from milestone_tui.exchange.mspdi.tasks import is_true, parse_clock, parse_whole
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.imported import IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy

Hours = Sequence[tuple[int, int]]
"""The working times of a day: (from, to) in minutes of the day."""

NINE_TO_FIVE: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""The default of Microsoft Project."""
MOST_HOLIDAYS = 20_000
"""Days off and worked days of one plan."""
_MONDAY_TO_FRIDAY = 31
_PERIOD = 0
"""The day type of an exception among the weekdays, as in files before 2007."""
_DEEPEST = 20
"""Levels of base calendars."""


class PlanCalendar(NamedTuple):
    """The working time of a plan."""

    week: int
    """The working days of the week, bit 0 for Monday."""
    hours: Mapping[int, Hours]
    """The hours of weekdays with their own times, 0 for Monday."""
    holidays: tuple[IncomingHoliday, ...]
    """In order, each day once."""
    skipped: tuple[Skipped, ...] = ()
    worked: tuple[IncomingHoliday, ...] = ()
    """Worked days outside the week, in order, each day once."""
    day_hours: Mapping[date, Hours] = MappingProxyType({})
    """The hours of single days with their own times."""

    @property
    def days(self) -> tuple[int, frozenset[date], frozenset[date]]:
        """Return what decides which days are working days."""
        off = frozenset(holiday.day for holiday in self.holidays if self.week >> holiday.day.weekday() & 1)
        return self.week, off, frozenset(worked.day for worked in self.worked)


def plan_calendar(project: Element, uid: str = "") -> PlanCalendar:
    """Return the calendar with this UID and what it has from its base calendars; by default that of the whole plan."""
    chain = calendar_chain(project, uid or project.text("CalendarUID"))
    week, hours = _MONDAY_TO_FRIDAY, dict[int, Hours]()
    for calendar in chain:
        for weekday, day in _weekdays(calendar):
            week &= ~(1 << weekday)
            if is_true(day.text("DayWorking")):
                week |= 1 << weekday
                hours[weekday] = _hours(day)
    week = _with_nights(week, hours) or _MONDAY_TO_FRIDAY
    # A week starts on Sunday (0) unless the file says so.
    days = _Days(week, hours, (parse_whole(project.text("WeekStartDay"), 0) - 1) % 7)
    for calendar in chain:
        days.add_work_weeks(calendar)
    for calendar in chain:
        days.add_exceptions(calendar)
    return PlanCalendar(week, hours, days.holidays(), tuple(days.skipped), days.worked(), days.hours)


def calendar_chain(project: Element, wanted: str) -> list[Element]:
    """Return the calendar with this UID (empty for the first) and its base calendars, the deepest first."""
    calendars = {calendar.text("UID"): calendar for calendar in project.each("Calendars", "Calendar")}
    chain: list[Element] = []
    wanted = wanted or next(iter(calendars), "")
    while wanted in calendars and len(chain) < _DEEPEST:
        chain.insert(0, calendars.pop(wanted))
        wanted = chain[0].text("BaseCalendarUID")
    return chain


def _weekdays(element: Element) -> Iterator[tuple[int, Element]]:
    """Yield the days of the week that a calendar or a work week describes, 0 for Monday."""
    for day in element.each("WeekDays", "WeekDay"):
        kind = parse_whole(day.text("DayType"), _PERIOD)
        if 1 <= kind <= 7:
            yield (kind - 2) % 7, day


def _with_nights(week: int, hours: dict[int, Hours]) -> int:
    """Move what a night shift works after midnight to the next day; return the week with the days that get some."""
    for weekday, shifts in list(hours.items()):
        rests = [(0, end - 1_440) for _, end in shifts if end > 1_440]
        if rests:
            hours[weekday] = [(begin, min(end, 1_440)) for begin, end in hours[weekday]]
            following = (weekday + 1) % 7
            hours[following] = [*rests, *hours.get(following, ())]
            week |= 1 << following
    return week


def _hours(day: Element) -> Hours:
    """Return the working times of a day, after midnight too for a night shift; the default ones if it has none."""
    hours = []
    for shift in day.each("WorkingTimes", "WorkingTime"):
        begin, end = parse_clock(shift.text("FromTime")), parse_clock(shift.text("ToTime"))
        if begin is not None and end is not None and (begin != end or begin == 0):
            hours.append((begin, end if end > begin else end + 1_440))
    return hours or NINE_TO_FIVE


def _is_worked(day: Element) -> bool:
    """Return whether people work on a day, which its times say where nothing else does."""
    said = day.text("DayWorking")
    return is_true(said) or (not said and any(day.each("WorkingTimes", "WorkingTime")))


class _Days:
    """Collector of the single days of calendars that differ from the week."""

    def __init__(self, week: int, week_hours: Mapping[int, Hours], first_weekday: int) -> None:
        self.skipped: list[Skipped] = []
        self.hours: dict[date, Hours] = {}
        """The hours of single days."""
        self._week = week
        self._week_hours = week_hours
        self._first_weekday = first_weekday
        self._off: dict[date, str] = {}
        """Names by day."""
        self._worked: dict[date, str] = {}
        self._count = 0

    def holidays(self) -> tuple[IncomingHoliday, ...]:
        """Return the days off in order."""
        return tuple(IncomingHoliday(day, self._off[day]) for day in sorted(self._off))

    def worked(self) -> tuple[IncomingHoliday, ...]:
        """Return the worked days outside the week in order."""
        return tuple(IncomingHoliday(day, self._worked[day]) for day in sorted(self._worked))

    def add_work_weeks(self, calendar: Element) -> None:
        """Add the days of spans with another working week."""
        where = f'calendar "{tidy(calendar.text("Name"))}"'
        for work_week in calendar.each("WorkWeeks", "WorkWeek"):
            name = tidy(work_week.text("Name"))
            period = period_of(work_week)
            if period is None or (period[1] - period[0]).days > 7 * MOST_DAYS or self._count > MOST_HOLIDAYS:
                self._skip(where, name or "a work week")
                continue
            for weekday, day in _weekdays(work_week):
                first = period[0] + timedelta(days=(weekday - period[0].weekday()) % 7)
                days = [first + timedelta(days=n) for n in range(0, (period[1] - first).days + 1, 7)]
                self._add(days, name, day, is_weekly=True)

    def add_exceptions(self, calendar: Element) -> None:
        """Add the exceptions of a calendar."""
        where = f'calendar "{tidy(calendar.text("Name"))}"'
        periods = set()
        for exception in calendar.each("Exceptions", "Exception"):
            periods.add(period_of(exception))
            self._add_exception(exception, where)
        for day in calendar.each("WeekDays", "WeekDay"):
            # Microsoft Project repeats each exception here for older programs.
            if parse_whole(day.text("DayType"), 1) == _PERIOD and period_of(day) not in periods:
                self._add_exception(day, where)

    def _add_exception(self, exception: Element, where: str) -> None:
        """Add the days of an exception."""
        name = tidy(exception.text("Name"))
        days = days_of(exception, self._first_weekday) if self._count <= MOST_HOLIDAYS else None
        if days is None:
            period = period_of(exception)
            self._skip(where, name or (f"an exception from {period[0]}" if period else "an exception"))
        else:
            self._add(days, name, exception)

    def _skip(self, where: str, what: str) -> None:
        self.skipped.append(Skipped(where, what, "its dates cannot be read, or are too many"))

    def _add(self, days: Iterable[date], name: str, day: Element, *, is_weekly: bool = False) -> None:
        """Add days as days off or worked days; weekly ones only where they differ from the week."""
        is_worked = _is_worked(day)
        hours = tuple((begin, min(end, 1_440)) for begin, end in _hours(day))
        for each in days:
            in_week = bool(self._week >> each.weekday() & 1)
            self._count += 1
            (self._off if is_worked else self._worked).pop(each, None)
            self.hours.pop(each, None)
            if is_worked and hours != tuple(self._week_hours.get(each.weekday(), NINE_TO_FIVE)):
                self.hours[each] = hours
            if is_worked and not in_week:
                self._worked[each] = self._worked.get(each) or name
            elif not is_worked and (in_week or not is_weekly):
                self._off[each] = self._off.get(each) or name
