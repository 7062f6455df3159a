"""Dates as spreadsheets write them; `03/04/2026` is ambiguous unless the whole file allows only one order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.language.wording import MONTH_NAMES, MONTHS

ORDERS = ("dmy", "mdy", "ymd")
"""The orders of day, month and year that a person can choose."""

_NUMBERS = re.compile(r"(\d{1,4})\s?([/.\-\s])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})\.?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[.\s\-/]*([a-z]{3,9})[.\s\-/,]*(\d{4}|\d\d)", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})[.\s\-/]*(\d{1,2})(?:st|nd|rd|th)?[.\s\-/,]+(\d{4}|\d\d)", re.ASCII)
_TIME_OF_DAY = re.compile(r"[t\s]\s?\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s?([ap]m)?\s?(z|utc|[+-]\d\d:?\d\d)?$", re.ASCII)
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+", re.ASCII)
_MONTHS = tuple(name.lower() for name in MONTHS)
_LONG_MONTHS = (*(name.lower() for name in MONTH_NAMES), "sept")


class DayCell(NamedTuple):
    """What a cell with a date says."""

    day: date | None
    """None if the text names no day: `note` or `no_date` says why."""
    is_done: bool = False
    """The day is marked as an actual one, as Primavera P6 does with an "A"."""
    span: str = ""
    """The kind of span that was written, such as "week" or "month", and whose last working day `day` is."""
    note: str = ""
    """The text, to be kept in the notes, of a cell that says roughly when, such as "mid January"."""
    no_date: str = ""
    """The text of a cell with a program's date for "none", such as 30.12.1899."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Three numbers that are a date in at least one order."""

    parts: tuple[int, int, int]
    digits: tuple[int, int, int]
    separator: str

    def readings(self) -> dict[str, tuple[int, int, int]]:
        """Return (year, month, day) for each possible order."""
        return {order: reading for order in ORDERS if (reading := self.in_order(order))}

    def in_order(self, order: str) -> tuple[int, int, int] | None:
        """Return (year, month, day) in `order`; None if the digits do not allow it, such as a year in the middle."""
        place = order.index("y")
        if self.digits[2 - place] > 2 or (self.digits[place] not in (2, 4)):
            return None
        year, month, day = (self.parts[order.index(letter)] for letter in "ymd")
        if self.digits[place] == 2:
            year = _whole_year(year)
        return (year, month, day) if month <= 12 and day <= 31 else None


@dataclass(frozen=True, slots=True)
class Orders:
    """The possible orders of day, month and year in a file's dates."""

    possible: frozenset[str]
    """Several if the file does not decide; none if its dates contradict each other."""
    proofs: Mapping[str, str]
    """For each order, a date that can be read only in that order."""


def orders_of(texts: Iterable[str]) -> Orders:
    """Return the orders in which `texts` can be read: only one if the texts decide, or if all give the same dates.

    Each separator is decided on its own: `12/31/2026` proves nothing about `01.12.2026`. A text that is not a date in
    any order is ignored.
    """
    proofs: dict[str, str] = {}
    by_separator: defaultdict[str, list[Mapping[str, tuple[int, int, int]]]] = defaultdict(list)
    for text in texts:
        found = _parse(text)
        if isinstance(found, _Numbers) and (readings := found.readings()):
            by_separator[found.separator].append(readings)
            if len(readings) == 1:
                proofs.setdefault(next(iter(readings)), text)
    possible, open_ = frozenset(ORDERS), frozenset[str]()
    for every in by_separator.values():
        own = frozenset(ORDERS).intersection(*every)
        possible &= own
        if any(len({readings[order] for order in own}) > 1 for readings in every):
            open_ |= own
    return Orders(possible and (open_ or frozenset(sorted(possible)[:1])), proofs)


def is_ambiguous(text: str) -> bool:
    """Return whether a text can be read as different dates."""
    found = _parse(text)
    return isinstance(found, _Numbers) and len(set(found.readings().values())) > 1


def read_day(text: str, order: str) -> DayCell | None:
    """Return the date that `text` names, with numbers read in `order`; None if it is not a date.

    ISO dates, eight digits and month names ("1 Dec 2026", "Dec 1, 2026") need no order. A time of day is cut off,
    without any conversion of time zones.
    """
    found = _parse(text)
    if isinstance(found, _Numbers):
        found = found.in_order(order)
    if found is None:
        return None
    try:
        return DayCell(date(*found))
    except ValueError:
        return None


def looks_like_day(text: str) -> bool:
    """Return whether `text` is a date in at least one order, a span such as `Q1 2027`, or a date for "none"."""
    return any(read_day(text, order) is not None for order in ORDERS)


def _parse(text: str) -> _Numbers | tuple[int, int, int] | None:
    """Return (year, month, day) if certain, numbers if it depends on the order, None for any other text."""
    text = _TIME_OF_DAY.sub("", _WEEKDAY.sub("", text.strip().lower())).strip()
    if match := _NUMBERS.fullmatch(text):
        first, separator, second, third = match.groups()
        if len(first) == 4:
            return int(first), int(second), int(third)
        if len(first) == 3:
            return None
        return _Numbers((int(first), int(second), int(third)), (len(first), len(second), len(third)), separator)
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    if month not in _MONTHS and month not in _LONG_MONTHS:
        return None
    return _whole_year(int(year)) if len(year) == 2 else int(year), _MONTHS.index(month[:3]) + 1, int(day)


def _whole_year(two_digits: int) -> int:
    """Return the year that two digits mean, from 1970 to 2069."""
    return two_digits + (1900 if two_digits >= 70 else 2000)
