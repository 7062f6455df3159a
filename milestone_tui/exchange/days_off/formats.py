"""Days off, as every reader of holidays hands them out, and the years that a plan needs them for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.date_limits import LAST_YEAR, within_limits
from milestone_tui.plan.imported import IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.model import Plan


class Holidays(NamedTuple):
    """What a file says of days off."""

    holidays: tuple[IncomingHoliday, ...]
    """In the order of the days, each day once."""
    left_out: tuple[Skipped, ...] = ()


def each_once(named: Iterable[tuple[date, str]]) -> tuple[IncomingHoliday, ...]:
    """The days in their order, each once; of several names the first counts."""
    names: dict[date, str] = {}
    for day, name in named:
        names[day] = names.get(day) or tidy(name)
    return tuple(IncomingHoliday(day, names[day]) for day in sorted(names))


_AFTER = 1
"""Years after the last date: plans slip."""
_MOST = 40
"""More years than any plan takes; a date that far away is a slip of the pen."""


def years_of_plan(plan: Plan, today: date) -> range:
    """The years that a project needs its days off for: those that it has dates in, this one, and the one after."""
    days = [today, plan.project.start_on, plan.project.target_on]
    for milestone in plan.milestones:
        days += [milestone.due_on, milestone.deadline_on, milestone.done_on]
    return years_of(day for day in days if day is not None)


def years_of(days: Iterable[date]) -> range:
    """The years from the first of `days` to the one after the last; no year without any day."""
    years = sorted({day.year for day in days if within_limits(day)})
    if not years:
        return range(0)
    first = years[0]
    last = max(year for year in years if year < first + _MOST)
    return range(first, min(last + _AFTER, LAST_YEAR) + 1)
