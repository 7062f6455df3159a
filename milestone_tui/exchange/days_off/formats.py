"""Days off as readers return them, and the years for which a project needs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.date_limits import LAST_YEAR, within_limits
from milestone_tui.plan.imported import Changed, IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.model import Plan


class Holidays(NamedTuple):
    """The days off and worked days in a file."""

    holidays: tuple[IncomingHoliday, ...]
    """In order, each day once."""
    remarks: tuple[Changed | Skipped, ...] = ()
    worked: tuple[IncomingHoliday, ...] = ()
    """The same of worked days; none of them is a day off."""


def merge_by_day(named: Iterable[tuple[date, str]]) -> tuple[IncomingHoliday, ...]:
    """Return the days in order, each once with the first of its names."""
    names: dict[date, str] = {}
    for day, name in named:
        names[day] = names.get(day) or tidy(name)
    return tuple(IncomingHoliday(day, names[day]) for day in sorted(names))


_AFTER = 1
"""Years added after the last date, as plans slip."""
_MOST = 40
"""The longest plan, in years; a later date is probably a typing mistake."""


def years_of_plan(plan: Plan, today: date) -> range:
    """Return the years for which a project needs days off: from its first date or today to a year after its last."""
    days = [today, plan.project.start_on, plan.project.target_on]
    for milestone in plan.milestones:
        days += [milestone.due_on, milestone.deadline_on, milestone.done_on]
    return years_of(day for day in days if day is not None)


def years_of(days: Iterable[date]) -> range:
    """Return the years from the first of `days` to the year after the last; none without days."""
    years = sorted({day.year for day in days if within_limits(day)})
    if not years:
        return range(0)
    first = years[0]
    last = max(year for year in years if year < first + _MOST)
    return range(first, min(last + _AFTER, LAST_YEAR) + 1)
