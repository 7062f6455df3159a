"""Typed days off and worked days: a day or a span of days, with a name."""

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
from milestone_tui.plan.language.date_reader import LONGEST_DAY, read_day
from milestone_tui.plan.language.quick_add_values import is_meant_as_a_day
from milestone_tui.plan.language.span_reader import SpanKind
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.plan.language.title_words import is_span_alone
from milestone_tui.plan.language.wording import count_words, day_words, long_day

_Read: TypeAlias = "partial[tuple[date, date]]"
"""`_first_and_last` with the day and the order that a text is read with."""

_LONGEST_SPAN = 366
"""Days; a longer span is a typing mistake."""
_DASHES = ("-", "–", "—")
_TO = re.compile(
    r" ?(?:[-–—]|\.\.+|…) ?| (?:to|until|till|thru|through|bis|au|a|al|hasta|fino al|até|t/m|tot|tot en met|do) ",
    re.IGNORECASE,
)
"""Separators between the two days of a span, in eight languages; a dash can also be part of a date."""
_WORK = ("work", "worked")
"""The first word of typed worked days."""
_MONTH_AND_DAY = re.compile(r"[^\W\d_]+\.? [0-9]{1,2}")


def parse_days(text: str, today: date, order: DateOrder = DateOrder.ASK) -> tuple[HolidayInput, ...]:
    """Return days off, or worked days for `work 12 dec Sprint weekend`, as `parse_days_off` reads them."""
    word, _, rest = tidy(text).partition(" ")
    is_worked = word.casefold() in _WORK
    return _parse(rest if is_worked else text, today, order, is_worked=is_worked)


def parse_worked_days(text: str, today: date, order: DateOrder = DateOrder.ASK) -> tuple[HolidayInput, ...]:
    """Return the worked days of `12 dec Sprint weekend` or `12-13 dec`, as `parse_days_off` reads them."""
    return _parse(text, today, order, is_worked=True)


def parse_days_off(text: str, today: date, order: DateOrder = DateOrder.ASK) -> tuple[HolidayInput, ...]:
    """Return the days of `25 dec Christmas`, `24 dec - 2 jan Shutdown`, `24-31 dec` or `dec 24-31`, each with the name.

    A week, or a month or quarter with its year, is all of its days: `w52 Shutdown`.
    A day without a year is the next such day; `order` is the person's order of dates in digits. Raises InvalidInput for
    the field "day".
    """
    return _parse(text, today, order, is_worked=False)


def _parse(text: str, today: date, order: DateOrder, *, is_worked: bool) -> tuple[HolidayInput, ...]:
    words = tidy(text).split()
    example = "12 dec Sprint weekend" if is_worked else "25 dec Christmas"
    if not words:
        raise InvalidInput("day", f"Enter a date and a name, such as {example}.")
    read = partial(_first_and_last, today=today, order=order)
    found = _span(" ".join(words), read) or _one_day(words, read)
    refused = _refused_day(words if found is None else found[2], read)
    if refused:
        raise InvalidInput("day", refused)
    if found is None:
        text = " ".join(words)
        shown = visible(text if len(text) <= 30 else f"{text[:29]}…")
        raise InvalidInput("day", f'"{shown}" does not start with a date. Try {example}.')
    first, last, rest = found
    length = (last - first).days + 1
    if length < 1:
        raise InvalidInput("day", f"{long_day(last)} is before {long_day(first)}. Enter the earlier date first.")
    if length > _LONGEST_SPAN:
        what = count_words(length, "worked day") if is_worked else f"{count_words(length, 'day')} off"
        raise InvalidInput("day", f"That is {what}. Add the year to both dates.")
    name = " ".join(rest)
    if re.search("[0-9]", name) and _whole_span(name, read) is not None:
        raise InvalidInput("day", f'"{visible(name)}" is another date. Add one day or span at a time.')
    return tuple(HolidayInput(first + timedelta(days), name, is_worked) for days in range(length))


def days_off_words(days: Sequence[HolidayInput]) -> str:
    """Return `Fri 25 Dec 2026, Christmas` or `Thu 24 Dec → Sat 2 Jan 2027, 10 days, Shutdown`.

    Worked days are called so: `Sat 12 Dec 2026, worked` or `Sat 12 Dec → Sun 13 Dec 2026, 2 worked days`.
    """
    first, last = days[0], days[-1]
    words = [long_day(first.day), *(("worked",) if first.is_worked else ())]
    if len(days) > 1:
        counted = count_words(len(days), "worked day" if first.is_worked else "day")
        words = [f"{day_words(first.day)} → {long_day(last.day)}", counted]
    return ", ".join([*words, visible(first.name)] if first.name else words)


def _span(text: str, read: _Read) -> tuple[date, date, list[str]] | None:
    """Return the first and last day of a text that begins with a span, and the words after it; else None."""
    for between in _TO.finditer(text):
        before, after = text[: between.start()], text[between.end() :]
        alone = re.fullmatch(r"[0-9]{1,2}\.?", before) is not None and after[:1].isdecimal()
        span = None if alone else _whole_span(before, read)
        first = span[0] if span else None
        # The second day comes after the first one.
        found = _day(after.split(), partial(read, today=first) if first else read) if first or alone else None
        if found is None and first is not None and _MONTH_AND_DAY.fullmatch(before):
            found = _later_in_month(first, after.split())  # dec 24-31
        if found is None:
            continue
        (_, last), rest = found
        if alone and 0 < (number := int(before.rstrip("."))) < last.day:
            first = last.replace(day=number)  # 24-31 dec: both days are in that month
        if first is not None:
            return first, last, rest
    return None


def _later_in_month(first: date, words: Sequence[str]) -> tuple[tuple[date, date], list[str]] | None:
    """Return the day of the number in the first word, if it is later in the month of `first`, and the other words."""
    number = words[0] if words else ""
    if not re.fullmatch(r"[0-9]{1,2}", number) or not first.day < int(number) <= monthrange(first.year, first.month)[1]:
        return None
    day = first.replace(day=int(number))
    return (day, day), list(words[1:])


def _one_day(words: Sequence[str], read: _Read) -> tuple[date, date, list[str]] | None:
    """Return the days of a text that begins with a day or a week, without a dash before the name; else None."""
    found = _day(words, read)
    if found is None:
        return None
    (first, last), rest = found
    return first, last, rest[1:] if rest and rest[0] in _DASHES else rest


def _refused_day(words: Sequence[str], read: _Read) -> str:
    """Return the mistake in a text that begins with the form of a date; empty for any other text."""
    for count in range(min(LONGEST_DAY, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        if is_meant_as_a_day(phrase):
            try:
                read(phrase)
            except InvalidInput as refused:
                return str(refused)
    return ""


def _first_and_last(text: str, today: date, order: DateOrder) -> tuple[date, date]:
    """Return the first and last day that a text means; raise InvalidInput, also for "May", which may be a name."""
    typed = read_day(text, today, order=order)
    if typed.span is None or typed.is_end:
        return typed.day, typed.day
    if typed.span.kind is not SpanKind.WEEK and is_span_alone(text):
        raise InvalidInput("", f'"{visible(text)}" needs its year.')
    return typed.span.first, typed.span.last


def _whole_span(text: str, read: _Read) -> tuple[date, date] | None:
    try:
        return read(text)
    except InvalidInput:
        return None


def _day(words: Sequence[str], read: _Read) -> tuple[tuple[date, date], list[str]] | None:
    """Return the days at the start of the words, as many words as possible, and the other words; None without a day."""
    for count in range(min(LONGEST_DAY, len(words)), 0, -1):
        if _is_next_of_a_list(words, count - 1):
            continue
        days = _whole_span(" ".join(words[:count]), read)
        if days is not None:
            return days, list(words[count:])
    return None


def _is_next_of_a_list(words: Sequence[str], last: int) -> bool:
    """Return whether a word is no year but the next of several days: "24 dec, 31 dec"."""
    is_number = re.fullmatch(r"[0-9]{1,2}\.?", words[last]) is not None
    return is_number and last > 0 and words[last - 1].endswith(",") and len(words) > last + 1
