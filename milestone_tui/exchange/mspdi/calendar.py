"""The calendar of a Microsoft Project plan: its week, its hours and its days off, however they return."""

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
"""The times of a day when people work: (from, to) in minutes of the day."""

NINE_TO_FIVE: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""What Microsoft Project takes where nothing is said."""


MOST_DAYS = 4_000
"""Days of one exception: a day off each week for a working life."""
_LONGEST_PERIOD = 1_000

# The kinds of recurrence, as in the elements' reference.
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
"""Weekdays as Python counts them, in the order of the file."""
_MONTH_ITEMS = (tuple(range(7)), (0, 1, 2, 3, 4), (5, 6), *((weekday,) for weekday in _SUNDAY_FIRST))
"""What returns at a position of a month: a day, a day from Monday to Friday, one of the weekend, a Sunday, …"""


def period_of(element: Element) -> tuple[date, date] | None:
    """The first and the last day of an exception, at most the last that a plan may have; None where it says none."""
    for period in element.each("TimePeriod"):
        begin, end = parse_moment(period.text("FromDate")), parse_any_moment(period.text("ToDate"))
        if begin is not None and end is not None and begin.day <= end.day:
            return begin.day, min(end.day, LAST_DAY)
    return None


def days_of(exception: Element) -> tuple[date, ...] | None:
    """The days of an exception; None when they cannot be told, or are too many for any calendar."""
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
    """The recurrence of an exception as arguments of a rule; raises ValueError where it makes no sense."""
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
    # A day that never comes would be looked for until the calendar ends.
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
"""The day type of an exception that stands among the days of the week, as files before 2007 have them."""
_DEEPEST = 20
"""Calendars that can build on each other."""


class PlanCalendar(NamedTuple):
    """When a plan is worked on."""

    week: int
    """The working days of the week, bit 0 for Monday."""
    hours: Mapping[int, Hours]
    """Of the weekdays that have times of their own, 0 for Monday."""
    holidays: tuple[IncomingHoliday, ...]
    """In the order of the days, each day once."""
    left_out: tuple[Skipped, ...]


def plan_calendar(project: Element) -> PlanCalendar:
    """The calendar that a plan as a whole goes by; those of single people and tasks do not count."""
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
        days_off.take(calendar, week)
    return PlanCalendar(week or _MONDAY_TO_FRIDAY, hours, days_off.holidays(), tuple(days_off.left_out))


def _chain(project: Element) -> list[Element]:
    """The calendar of the plan and those that it builds on, the deepest first."""
    calendars = {calendar.text("UID"): calendar for calendar in project.each("Calendars", "Calendar")}
    chain: list[Element] = []
    wanted = project.text("CalendarUID") or next(iter(calendars), "")
    while wanted in calendars and len(chain) < _DEEPEST:
        chain.insert(0, calendars.pop(wanted))
        wanted = chain[0].text("BaseCalendarUID")
    return chain


def _hours(day: Element) -> Hours:
    """The times of a day; the usual ones where it has none."""
    hours = []
    for shift in day.each("WorkingTimes", "WorkingTime"):
        begin, end = parse_clock(shift.text("FromTime")), parse_clock(shift.text("ToTime"))
        if begin is not None and end is not None and begin != end:
            hours.append((begin, end if end > begin else 1_440))  # midnight is the end of a day, too
    return hours or NINE_TO_FIVE


class _DaysOff:
    """Collects the days off of calendars, and what cannot be said."""

    def __init__(self) -> None:
        self.left_out: list[Skipped] = []
        self._names: dict[date, str] = {}
        self._taken = 0

    def holidays(self) -> tuple[IncomingHoliday, ...]:
        """The days off in their order."""
        return tuple(IncomingHoliday(day, self._names[day]) for day in sorted(self._names))

    def take(self, calendar: Element, week: int) -> None:
        """Take the exceptions of a calendar."""
        where = f"calendar “{tidy(calendar.text('Name'))}”"
        told = set()
        for exception in calendar.each("Exceptions", "Exception"):
            told.add(period_of(exception))
            self._exception(exception, where, week)
        for day in calendar.each("WeekDays", "WeekDay"):
            # Microsoft Project writes an exception here once more, for programs that know of no others.
            if parse_whole(day.text("DayType"), 1) == _PERIOD and period_of(day) not in told:
                self._exception(day, where, week)
        weeks = sum(1 for _ in calendar.each("WorkWeeks", "WorkWeek"))
        if weeks:
            reason = "a plan here has one week for all its time"
            self.left_out.append(Skipped(where, f"{weeks} work week{'s' * (weeks != 1)}", reason))

    def _exception(self, exception: Element, where: str, week: int) -> None:
        name = tidy(exception.text("Name"))
        days = days_of(exception) if self._taken <= MOST_HOLIDAYS else None
        if days is None:
            period = period_of(exception)
            what = name or (f"an exception from {period[0]}" if period else "an exception")
            self.left_out.append(Skipped(where, what, "its days cannot be told, or are too many"))
            return
        self._taken += len(days)
        if not is_true(exception.text("DayWorking")):
            for day in days:
                self._names[day] = self._names.get(day) or name
            return
        for day in days:
            self._names.pop(day, None)
        if not all(week >> day.weekday() & 1 for day in days):
            what = name or f"work from {days[0]}"
            self.left_out.append(Skipped(where, what, "a day of the weekend that is worked cannot be said here"))
