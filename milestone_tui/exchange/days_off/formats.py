"""Days off, as every reader of holidays hands them out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.imported import IncomingHoliday, Skipped
from milestone_tui.plan.language.text import tidy


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
