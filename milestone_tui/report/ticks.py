"""The ticks of the axes of pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from milestone_tui.report.blocks import Tick
from milestone_tui.report.words import Words

_MOST_MONTHS, _MOST_QUARTERS = 16, 16
_MOST_YEARS = 12
_MOST_AMOUNTS = 5
_LAST_MONTH = 12 * 9999 + 11


class Dates(NamedTuple):
    """An axis of dates, from a first day of a month to another."""

    first: date
    last: date
    ticks: tuple[Tick, ...]


def date_axis(first: date, last: date, today: date, words: Words) -> Dates:
    """Return the axis around two days, with ticks at months; in a long time at quarters, or at years."""
    step = _step(_month(last) - _month(first) + 1)
    months = range(_month(first) // step * step, _month(last) // step * step + step + 1, step)
    labels = ((month, _label(month, step, place, today, words)) for place, month in enumerate(months))
    ticks = tuple(Tick(_day(month).toordinal(), label) for month, label in labels if 12 <= month <= _LAST_MONTH)
    return Dates(_day(months[0]), _day(months[-1]), ticks)


def amount_ticks(high: int) -> tuple[Tick, ...]:
    """Return at most six ticks from 0 to `high` or beyond it."""
    step = next(step for step in _steps() if step * _MOST_AMOUNTS >= high)
    return tuple(Tick(at, str(at)) for at in range(0, high + step, step))


def _step(months: int) -> int:
    """Return the months between two ticks."""
    if months <= _MOST_MONTHS:
        return 1
    return 3 if months <= 3 * _MOST_QUARTERS else 12 * -(-months // (12 * _MOST_YEARS))


def _steps() -> Iterator[int]:
    unit = 1
    while True:
        yield from (unit, 2 * unit, 5 * unit)
        unit *= 10


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(month: int) -> date:
    """Return the first day of a month, as near as the calendar has it."""
    if month > _LAST_MONTH:
        return date.max
    return date(max(month // 12, 1), month % 12 + 1, 1) if month >= 12 else date.min


def _label(month: int, step: int, place: int, today: date, words: Words) -> str:
    year = month // 12
    if step >= 12:
        return str(year)
    name = words.say(f"dates_and_numbers.short_months.{month % 12 + 1}")
    has_year = month % 12 == 0 or (place == 0 and year != today.year)
    return words.say("dates_and_numbers.month_with_year", month=name, year=year) if has_year else name
