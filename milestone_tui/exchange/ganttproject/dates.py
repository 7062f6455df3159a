"""Holidays as GanttProject writes them, in a plan and in a file of their own (.calendar)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.days_off.formats import Holidays, each_once
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import tidy

_WORKING = "WORKING_DAY"
_NEUTRAL = "NEUTRAL"


class GanDate(NamedTuple):
    """One `<date>`."""

    year: str
    """Empty: every year."""
    month: str
    day: str
    kind: str
    """"HOLIDAY" (also when it is empty), "WORKING_DAY", or "NEUTRAL" for a day that is only to be seen."""
    name: str
    line: int

    @classmethod
    def of(cls, element: Element) -> GanDate:
        """Return what an element says."""
        get = element.attributes.get
        day = get("year", ""), get("month", ""), get("date", "")
        return cls(*day, get("type", ""), element.text(""), element.line)


def gan_holidays(dates: Iterable[GanDate], years: range) -> Holidays:
    """The days off among `dates`; those of every year are told for each of `years`."""
    named: list[tuple[date, str]] = []
    left_out = []
    for found in dates:
        reason = ""
        days: list[date] = []
        if found.kind == _WORKING:
            reason = "a day of the weekend that is worked cannot be said here"
        elif found.kind == _NEUTRAL:
            reason = "it is not a day off"
        else:
            days = _days(found, years)
            if not days:
                reason = f"“{found.day}” of month “{found.month}” is not a day"
            elif not all(map(within_limits, days)):
                days, reason = [], no_date(days[0])
        if reason:
            what = tidy(found.name) or f"{found.year}-{found.month}-{found.day}".strip("-") or "a day"
            left_out.append(Skipped(f"line {found.line}", what, reason))
        named += ((day, found.name) for day in days)
    return Holidays(each_once(named), tuple(left_out))


def _days(found: GanDate, years: range) -> list[date]:
    """The day, or that of each of `years`; 29 February is only in some of them. Empty when it is no day."""
    days = []
    for year in years if not found.year.strip() else (found.year,):
        try:
            days.append(date(int(year), int(found.month), int(found.day)))
        except (ValueError, OverflowError):
            continue
    return days
