"""The calendar of a Microsoft Project plan: its working week, its hours and its days off, with recurrences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any, NamedTuple

from dateutil import rrule

from milestone_tui.exchange.mspdi.tasks import is_true, parse_any_moment, parse_clock, parse_moment, parse_whole
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.date_limits import LAST_DAY, within_limits
from milestone_tui.plan.imported import IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy

Hours = Sequence[tuple[int, int]]
"""The working times of a day: (from, to) in minutes of the day."""

NINE_TO_FIVE: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""The default of Microsoft Project."""

MOST_DAYS = 4_000
"""Days of one exception: a day off a week for a working life."""
_LONGEST_PERIOD = 1_000

# The kinds of recurrence, from the reference of the file format.
_EVERY_DAY = 1
_YEARLY_BY_DAY = 2
_YEARLY_BY_POSITION = 3
_MONTHLY_BY_DAY = 4
_MONTHLY_BY_POSITION = 5
_WEEKLY = 6
_EVERY_SO_MANY_DAYS = 7
_NONE = 9
_FREQUENCIES = {
    _YEARLY_BY_DAY: rrule.YEARLY,
    _YEARLY_BY_POSITION: rrule.YEARLY,
    _MONTHLY_BY_DAY: rrule.MONTHLY,
    _MONTHLY_BY_POSITION: rrule.MONTHLY,
    _WEEKLY: rrule.WEEKLY,
    _EVERY_SO_MANY_DAYS: rrule.DAILY,
}
_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""Python's numbers of the weekdays, in the order of the file."""
_MONTH_ITEMS = (tuple(range(7)), (0, 1, 2, 3, 4), (5, 6), *((weekday,) for weekday in _SUNDAY_FIRST))
"""The weekdays meant by a month item: any day, Monday to Friday, the weekend, Sunday, …"""


def period_of(element: Element) -> tuple[date, date] | None:
    """Return the first and the last day of an exception, within the limits of a plan; None if it has none."""
    for period in element.each("TimePeriod"):
        begin, end = parse_moment(period.text("FromDate")), parse_any_moment(period.text("ToDate"))
        if begin is not None and end is not None and begin.day <= end.day:
            return begin.day, min(end.day, LAST_DAY)
    return None


def days_of(exception: Element) -> tuple[date, ...] | None:
    """Return the days of an exception; None if they cannot be read, or are too many."""
    period = period_of(exception)
    if period is None:
        return None
    begin, end = period
    kind = parse_whole(exception.text("Type"), _EVERY_DAY)
    if kind in (_EVERY_DAY, _NONE, 0):
        length = (end - begin).days + 1
        days: Iterable[date] = (begin + timedelta(days=n) for n in range(min(length, MOST_DAYS + 1)))
    elif kind in _FREQUENCIES:
        try:
            rule = rrule.rrule(dtstart=datetime.combine(begin, time()), **_rule(exception, kind, end))
        except (ValueError, OverflowError):
            return None
        days = takewhile(within_limits, (moment.date() for moment in rule))
    else:
        return None
    found = tuple(islice(days, MOST_DAYS + 1))
    return found if 0 < len(found) <= MOST_DAYS else None


def _rule(exception: Element, kind: int, end: date) -> dict[str, Any]:
    """Return the recurrence of an exception as arguments of `rrule`. Raises ValueError if it is invalid."""
    rule: dict[str, Any] = {"freq": _FREQUENCIES[kind], "until": datetime.combine(end, time())}
    rule["interval"] = max(1, min(_LONGEST_PERIOD, parse_whole(exception.text("Period"), 1)))
    if is_true(exception.text("EnteredByOccurrences")):
        rule["count"] = max(1, parse_whole(exception.text("Occurrences"), 1))
        del rule["until"]
    if kind in (_YEARLY_BY_DAY, _YEARLY_BY_POSITION):
        rule["interval"] = 1
        rule["bymonth"] = parse_whole(exception.text("Month"), 0) + 1
    if kind in (_YEARLY_BY_DAY, _MONTHLY_BY_DAY):
        rule["bymonthday"] = parse_whole(exception.text("MonthDay"), 1)
    # Raises ValueError for a day that never comes, which the library would search for until the calendar ends.
    date(2024, rule.get("bymonth", 1), rule.get("bymonthday", 1))
    if kind in (_YEARLY_BY_POSITION, _MONTHLY_BY_POSITION):
        item = parse_whole(exception.text("MonthItem"), 0)
        position = parse_whole(exception.text("MonthPosition"), 0)
        if not (0 <= item < len(_MONTH_ITEMS) and 0 <= position <= 4):
            raise ValueError("no such day of a month")
        rule["byweekday"] = _MONTH_ITEMS[item]
        rule["bysetpos"] = -1 if position == 4 else position + 1
    if kind == _WEEKLY:
        bits = parse_whole(exception.text("DaysOfWeek"), 0)
        rule["byweekday"] = [weekday for bit, weekday in enumerate(_SUNDAY_FIRST) if bits >> bit & 1]
        if not rule["byweekday"]:
            raise ValueError("no day of the week")
    return rule


MOST_HOLIDAYS = 20_000
"""Days off of one plan."""
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
    skipped: tuple[Skipped, ...]


def plan_calendar(project: Element) -> PlanCalendar:
    """Return the calendar of a whole plan; those of single people and tasks are ignored."""
    week, hours = _MONDAY_TO_FRIDAY, dict[int, Hours]()
    days_off = _DaysOff()
    for calendar in _chain(project):
        for day in calendar.each("WeekDays", "WeekDay"):
            weekday = (parse_whole(day.text("DayType"), _PERIOD) - 2) % 7
            if not 1 <= parse_whole(day.text("DayType"), _PERIOD) <= 7:
                continue
            week &= ~(1 << weekday)
            if is_true(day.text("DayWorking")):
                week |= 1 << weekday
                hours[weekday] = _hours(day)
    for calendar in _chain(project):
        days_off.add_exceptions(calendar, week)
    return PlanCalendar(week or _MONDAY_TO_FRIDAY, hours, days_off.holidays(), tuple(days_off.skipped))


def _chain(project: Element) -> list[Element]:
    """Return the calendar of the plan and its base calendars, the deepest first."""
    calendars = {calendar.text("UID"): calendar for calendar in project.each("Calendars", "Calendar")}
    chain: list[Element] = []
    wanted = project.text("CalendarUID") or next(iter(calendars), "")
    while wanted in calendars and len(chain) < _DEEPEST:
        chain.insert(0, calendars.pop(wanted))
        wanted = chain[0].text("BaseCalendarUID")
    return chain


def _hours(day: Element) -> Hours:
    """Return the working times of a day; the default ones if it has none."""
    hours = []
    for shift in day.each("WorkingTimes", "WorkingTime"):
        begin, end = parse_clock(shift.text("FromTime")), parse_clock(shift.text("ToTime"))
        if begin is not None and end is not None and begin != end:
            hours.append((begin, end if end > begin else 1_440))  # midnight is the end of the day
    return hours or NINE_TO_FIVE


class _DaysOff:
    """Collector of the days off of calendars, with remarks on what is not supported."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []
        self._names: dict[date, str] = {}
        self._count = 0

    def holidays(self) -> tuple[IncomingHoliday, ...]:
        """Return the days off in order."""
        return tuple(IncomingHoliday(day, self._names[day]) for day in sorted(self._names))

    def add_exceptions(self, calendar: Element, week: int) -> None:
        """Add the exceptions of a calendar."""
        where = f'calendar "{tidy(calendar.text("Name"))}"'
        periods = set()
        for exception in calendar.each("Exceptions", "Exception"):
            periods.add(period_of(exception))
            self._add_exception(exception, where, week)
        for day in calendar.each("WeekDays", "WeekDay"):
            # Microsoft Project repeats each exception here for older programs.
            if parse_whole(day.text("DayType"), 1) == _PERIOD and period_of(day) not in periods:
                self._add_exception(day, where, week)
        weeks = sum(1 for _ in calendar.each("WorkWeeks", "WorkWeek"))
        if weeks:
            reason = "only one working week per project is supported"
            self.skipped.append(Skipped(where, f"{weeks} work week{'s' * (weeks != 1)}", reason))

    def _add_exception(self, exception: Element, where: str, week: int) -> None:
        """Add the days off of an exception, or remove those on which people work."""
        name = tidy(exception.text("Name"))
        days = days_of(exception) if self._count <= MOST_HOLIDAYS else None
        if days is None:
            period = period_of(exception)
            what = name or (f"an exception from {period[0]}" if period else "an exception")
            self.skipped.append(Skipped(where, what, "its dates cannot be read, or are too many"))
            return
        self._count += len(days)
        if not is_true(exception.text("DayWorking")):
            for day in days:
                self._names[day] = self._names.get(day) or name
            return
        for day in days:
            self._names.pop(day, None)
        if not all(week >> day.weekday() & 1 for day in days):
            what = name or f"work from {days[0]}"
            self.skipped.append(Skipped(where, what, "working weekends are not supported"))
