"""The values of Microsoft Project's XML: moments, durations, lags; each text is read or is None, none raises."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NamedTuple

from milestone_tui.plan.date_limits import no_date, within_limits

_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", re.ASCII)
_CLOCK = re.compile(r"(\d\d):(\d\d)", re.ASCII)
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_DURATION = re.compile(rf"(-)?P(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?", re.ASCII)
_ELAPSED_FORMATS = frozenset((4, 6, 8, 10, 12, 36, 38, 40, 42, 44))
_PERCENT_FORMATS = frozenset((19, 51))
_ELAPSED_PERCENT_FORMATS = frozenset((20, 52))
_LONGEST_LAG = 100_000 * 1_440
"""Minutes: far beyond what is taken, so that whoever takes a lag can tell that it was too much."""


def why_no_day(text: str) -> str:
    """Return why a text is no day, for a report."""
    return f"“{text}” is not a day" if parse_any_moment(text) is None else no_date(text)


class Moment(NamedTuple):
    """A time of a day, without a zone: what the plan's own clock shows."""

    day: date
    minute: int
    """Of the day, 0-1439."""


class LagKind(Enum):
    """What the amount of a lag counts."""

    WORKING = "minutes of working time"
    ELAPSED = "minutes that pass, also at night and on days off"
    PERCENT = "percent of the predecessor's duration"
    ELAPSED_PERCENT = "percent of the time that passes during the predecessor"


class Lag(NamedTuple):
    """How long after the one end of a link the other follows; negative is before it."""

    amount: int
    kind: LagKind


NO_LAG = Lag(0, LagKind.WORKING)


def parse_moment(text: str) -> Moment | None:
    """Read `2004-07-19T08:00:00`; a zone behind it does not count, for the file means its own clock.

    A day that no plan may have is none.
    """
    moment = parse_any_moment(text)
    return moment if moment is not None and within_limits(moment.day) else None


def parse_any_moment(text: str) -> Moment | None:
    """Read a moment as `parse_moment` does, on whatever day."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return Moment(day, min(1_439, int(found[4] or 0) * 60 + int(found[5] or 0)))


def parse_clock(text: str) -> int | None:
    """Read `08:30:00` as a minute of the day."""
    found = _CLOCK.match(text)
    return None if found is None else min(1_440, int(found[1]) * 60 + int(found[2]))


def parse_duration(text: str) -> int | None:
    """Read `PT40H30M0S` as minutes, rounded; a day in it has 24 hours."""
    found = _DURATION.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    total = round(days * 1_440 + hours * 60 + minutes + seconds / 60)
    return -total if found[1] else total


def parse_lag(amount: str, unit: str) -> Lag | None:
    """Read a `LinkLag` (tenths of a minute, or percent) in its `LagFormat`; nothing is no lag, in working time."""
    number, form = parse_number(amount or "0"), parse_number(unit or "7")
    if number is None or form is None:
        return None
    if form in _PERCENT_FORMATS:
        return Lag(round(number), LagKind.PERCENT)
    if form in _ELAPSED_PERCENT_FORMATS:
        return Lag(round(number), LagKind.ELAPSED_PERCENT)
    minutes = max(-_LONGEST_LAG, min(_LONGEST_LAG, round(number / 10)))
    return Lag(minutes, LagKind.ELAPSED if form in _ELAPSED_FORMATS else LagKind.WORKING)


def is_elapsed(unit: str) -> bool:
    """Does a `DurationFormat` count nights and days off too?"""
    return parse_number(unit or "7") in _ELAPSED_FORMATS


def parse_number(text: str) -> Decimal | None:
    """Read a number, whole or not, of at most some billions."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def parse_whole(text: str, default: int) -> int:
    """Read a whole number; `default` where there is none."""
    number = parse_number(text)
    return default if number is None else int(number)


def is_true(text: str) -> bool:
    """Read a yes or no: 1 and true, or anything else."""
    return text in ("1", "true")
