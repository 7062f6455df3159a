"""The calendar of a Microsoft Project plan: its week, its hours and its days off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.mspdi.clock import NINE_TO_FIVE, Hours
from milestone_tui.exchange.mspdi.exceptions import days_of, period_of
from milestone_tui.exchange.mspdi.values import is_true, parse_clock, parse_whole
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.imported import IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy

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
    for time in day.each("WorkingTimes", "WorkingTime"):
        begin, end = parse_clock(time.text("FromTime")), parse_clock(time.text("ToTime"))
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
