"""Days off as a person types them: a day and what it is called, or a span of days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.quick_add_values import LONGEST_DAY, is_meant_as_a_day
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.plan.language.wording import count_words, day_words, long_day

_Read: TypeAlias = "partial[date]"
"""`parse_date` with the day and the order that a text is read with."""

_LONGEST_SPAN = 366
"""Days: a longer holiday is a slip of the finger."""
_DASHES = ("-", "–", "—")
_TO = re.compile(r" ?[-–—] ?| (?:to|until|till) ", re.IGNORECASE)
"""What may stand between the two days of a span; a dash may be a part of a day too."""
_MONTH_AND_DAY = re.compile(r"[^\W\d_]+\.? [0-9]{1,2}")


def parse_days_off(text: str, today: date, order: DateOrder = DateOrder.ASK) -> tuple[HolidayInput, ...]:
    """Return the days of `25 dec Christmas`, `24 dec - 2 jan Shutdown`, `24-31 dec` or `dec 24-31`, each with the name.

    A day without a year is the next one; `order` is how the person writes dates in numbers. Raises InvalidInput for
    "day".
    """
    words = tidy(text).split()
    if not words:
        raise InvalidInput("day", "Type a day and what it is called: 25 dec Christmas.")
    read = partial(parse_date, today=today, order=order)
    found = _span(" ".join(words), read) or _one_day(words, read)
    refused = _refused_day(words if found is None else found[2], read)
    if refused:
        raise InvalidInput("day", refused)
    if found is None:
        shown = visible(" ".join(words)[:30])
        raise InvalidInput("day", f"“{shown}” does not begin with a day: try 25 dec Christmas.")
    first, last, rest = found
    length = (last - first).days + 1
    if length < 1:
        raise InvalidInput("day", f"{long_day(last)} lies before {long_day(first)}.")
    if length > _LONGEST_SPAN:
        raise InvalidInput("day", f"That would be {count_words(length, 'day')} off: name the year of both ends.")
    name = " ".join(rest)
    return tuple(HolidayInput(first + timedelta(days), name) for days in range(length))


def days_off_words(days: Sequence[HolidayInput]) -> str:
    """`Fri 25 Dec 2026, Christmas`; `Thu 24 Dec → Sat 2 Jan 2027, 10 days, Shutdown`."""
    first, last = days[0], days[-1]
    words = [long_day(first.day)]
    if len(days) > 1:
        words = [f"{day_words(first.day)} → {long_day(last.day)}", count_words(len(days), "day")]
    return ", ".join([*words, visible(first.name)] if first.name else words)


def _span(text: str, read: _Read) -> tuple[date, date, list[str]] | None:
    """The first and the last day of what begins with two, and the words after them; None when it does not."""
    for between in _TO.finditer(text):
        before, after = text[: between.start()], text[between.end() :]
        alone = re.fullmatch(r"[0-9]{1,2}", before) is not None and after[:1].isdecimal()
        first = None if alone else _whole_day(before, read)
        # The second day comes after the first one.
        found = _day(after.split(), partial(read, today=first) if first else read) if first or alone else None
        if found is None and first is not None and _MONTH_AND_DAY.fullmatch(before):
            found = _later_in_month(first, after.split())  # dec 24-31
        if found is None:
            continue
        last, rest = found
        if alone and 0 < int(before) < last.day:
            first = last.replace(day=int(before))  # 24-31 dec: the month is that of both
        if first is not None:
            return first, last, rest
    return None


def _later_in_month(first: date, words: Sequence[str]) -> tuple[date, list[str]] | None:
    """The day that the first word numbers, where that comes after `first` in its month, and the words after it."""
    number = words[0] if words else ""
    if not re.fullmatch(r"[0-9]{1,2}", number) or not first.day < int(number) <= monthrange(first.year, first.month)[1]:
        return None
    return first.replace(day=int(number)), list(words[1:])


def _one_day(words: Sequence[str], read: _Read) -> tuple[date, date, list[str]] | None:
    """The same of what begins with one; a dash before its name goes."""
    found = _day(words, read)
    if found is None:
        return None
    day, rest = found
    return day, day, rest[1:] if rest and rest[0] in _DASHES else rest


def _refused_day(words: Sequence[str], read: _Read) -> str:
    """What is wrong with the day that the first words are meant as; empty when they are meant as none."""
    for count in range(min(LONGEST_DAY, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        if is_meant_as_a_day(phrase):
            try:
                read(phrase)
            except InvalidInput as refused:
                return str(refused)
    return ""


def _whole_day(text: str, read: _Read) -> date | None:
    try:
        return read(text)
    except InvalidInput:
        return None


def _day(words: Sequence[str], read: _Read) -> tuple[date, list[str]] | None:
    """The day that the first words are, as many as make one, and the words after it; None when they are no day."""
    for count in range(min(LONGEST_DAY, len(words)), 0, -1):
        day = _whole_day(" ".join(words[:count]), read)
        if day is not None:
            return day, list(words[count:])
    return None
