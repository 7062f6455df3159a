"""Dates written in digits, in any order of day and month: `31/12/2026`, `12-31-26`, `20261231`, `31/12`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR
from milestone_tui.plan.date_order import DateOrder

_SHAPES = (
    r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})",
    r"([0-9]{1,2})( )([0-9]{1,2})\2([0-9]{4})",
    r"([0-9]{1,2})(/)([0-9]{1,2})()",
)
"""The year comes last: two digits at the start are a day or a month, unless the date order is ymd."""

_YEAR_FIRST = re.compile(r"([0-9]{2})([/-])([0-9]{1,2})\2([0-9]{1,2})")


class Reading(NamedTuple):
    """One possible meaning of a text; the month may not have such a day."""

    day: int
    month: int
    year: int | None
    """With four digits; None if the text has no year."""


def number_readings(text: str, order: DateOrder = DateOrder.ASK) -> tuple[Reading, ...] | None:
    """Return every possible meaning of `text`, day before month first; None if it is not a date in digits.

    In the order ymd, `26/5/12` starts with the year.
    """
    if order is DateOrder.YMD and (found := _YEAR_FIRST.fullmatch(text)):
        year_first = Reading(int(found[4]), int(found[3]), int(found[1]) + 2000)
        if _is_possible(year_first):
            return (year_first,)
    if re.fullmatch(r"[0-9]{8}", text):
        return _of_eight_digits(text) or None
    found = next((found for shape in _SHAPES if (found := re.fullmatch(shape, text))), None)
    if found is None:
        return None
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0) if found[4] else None
    return _either(int(found[1]), int(found[3]), year)


def in_order(readings: Sequence[Reading], order: DateOrder) -> Reading | None:
    """Return the reading in the person's order; None if there are two and the order does not decide."""
    if len(readings) == 1:
        return readings[0]
    if order is DateOrder.DMY:
        return readings[0]
    if order is DateOrder.MDY or (order is DateOrder.YMD and readings[0].year is None):
        return readings[-1]
    return None


def _either(one: int, other: int, year: int | None) -> tuple[Reading, ...]:
    readings = (Reading(one, other, year), Reading(other, one, year))
    return tuple(dict.fromkeys(reading for reading in readings if _is_possible(reading)))


def _of_eight_digits(text: str) -> tuple[Reading, ...]:
    parts = [int(text[place : place + 2]) for place in range(0, 8, 2)]
    year_first = Reading(parts[3], parts[2], int(text[:4]))
    readings = (year_first, *_either(parts[0], parts[1], int(text[4:])))
    return tuple(
        reading for reading in readings if FIRST_YEAR <= (reading.year or 0) <= LAST_YEAR and _is_possible(reading)
    )


def _is_possible(reading: Reading) -> bool:
    return 1 <= reading.month <= 12 and 1 <= reading.day <= 31
