"""Dates as people and programs write them; `03/04/2026` is ambiguous unless the whole file allows only one order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.exchange.tables.date_words import date_words
from milestone_tui.exchange.tables.named_dates import Named, names_month, read_named, whole_year
from milestone_tui.exchange.tables.no_dates import doubt_about, is_dash, is_no_date, is_zero
from milestone_tui.exchange.tables.ranges import cuts, is_short_day
from milestone_tui.plan.calendar.spans import last_of_month, last_of_week
from milestone_tui.plan.date_limits import NO_DAYS
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import exact_day

ORDERS = ("dmy", "mdy", "ymd")
"""The orders of day, month and year that a person can choose."""

_NEAR, _FAR = 4, 10
"""Years between the dates of a plan, at most, and those that speak against an order."""
_LONGEST = 80
"""Characters of the longest text that may be a date."""
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[ \-/]([A-Za-z]{3,9})[ \-/](\d{4}|\d\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,4})\s?([/.\-\s])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})\.?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?", re.ASCII)
_MONTH = re.compile(r"(?:(\d{1,2})[/.\-](\d{4})|(\d{4})[/.\-](\d{1,2}))", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}\.\s?\d{1,2}\.|\d{1,2}/\d{1,2}", re.ASCII)
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_DAY_NUMBER = re.compile(r"[2-7]\d{4}([.,]\d+)?", re.ASCII)
_TIME = (
    r"\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?\s?(?:[ap]\.?\s?m\.?|uhr|h)?\s?(?:z\b|utc|gmt|ce?s?t)?\s?(?:[+-]\d\d(?::?\d\d)?)?"
    r"|\d{1,2}h(?:\d\d)?|\d{1,2}\s?uhr|\d{1,2}\s?[ap]\.?m\.?"
)
_TIME_OF_DAY = re.compile(rf"(?:(?<=\d)t|[\s,]+(?:(?:um|at|a|as|alle|om|o|godz\.?|las)\s)*)\s?(?:{_TIME})$", re.ASCII)
_TIME_WITHIN = re.compile(r"\s\d\d:\d\d:\d\d(?=\s\d{4}$)", re.ASCII)
"""The time in `Fri Dec 11 17:00:00 2026`."""
_BRACKETS = re.compile(r"\(([^)]*)\)")
_WORD_BEFORE = re.compile(r"([a-z]+(?:-feira)?)[.,:]*\s*(?=\w)|[~≈]\s?", re.ASCII)
_WORD_AFTER = re.compile(r"(?<=\d)[.,]?\s*([a-z]+(?:-feira)?)\.?$", re.ASCII)

_Ymd = tuple[int, int, int]


class DayCell(NamedTuple):
    """What a cell with a date says."""

    day: date | None = None
    """None if the text names no day: `note` or `no_date` says why, or the cell is only a dash."""
    is_done: bool = False
    """The day is marked as an actual one, as Primavera P6 does with an "A"."""
    span: str = ""
    """The kind of span that was written, such as "week" or "month", and whose last working day `day` is."""
    note: str = ""
    """The text, to be kept in the notes, of a cell that says when without a year, such as "mid January"."""
    no_date: str = ""
    """The text of a cell with a word or a program's date for "none", such as TBD or 30.12.1899."""
    doubt: str = ""
    """Why a person should look at the day, such as a weekday that is another one; empty for no reason."""
    is_range: bool = False
    """Two days were written, and `day` is the last one."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Three numbers that are a date in at least one order."""

    parts: tuple[int, int, int]
    digits: tuple[int, int, int]
    separator: str
    is_done: bool = False
    weekdays: frozenset[int] = frozenset()
    """The weekdays that the text may name; none if it does not."""
    is_range: bool = False
    is_week: bool = False
    """The week with the day is meant."""

    def readings(self) -> dict[str, _Ymd]:
        """Return (year, month, day) for each possible order, of several only those with the right weekday."""
        found = {order: reading for order in ORDERS if (reading := self.in_order(order))}
        right = {order: reading for order, reading in found.items() if self._has_weekday(reading)}
        return right or found

    def in_order(self, order: str) -> _Ymd | None:
        """Return (year, month, day) in `order`; None if the digits do not allow it, such as a year in the middle."""
        place = order.index("y")
        if self.digits[2 - place] > 2 or (self.digits[place] not in (2, 4)):
            return None
        year, month, day = (self.parts[order.index(letter)] for letter in "ymd")
        return (whole_year(year, self.digits[place]), month, day) if month <= 12 and day <= 31 else None

    def _has_weekday(self, reading: _Ymd) -> bool:
        day = _date(reading)
        return day is not None and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Orders:
    """The possible orders of day, month and year in a file's dates."""

    possible: frozenset[str]
    """Several if the file does not decide; none if its dates contradict each other."""
    proofs: Mapping[str, str]
    """For each order, a date that can be read only in that order."""
    by_years: tuple[int, int] | None = None
    """The first and the last year, if only they speak for the order: in another one the years are all over."""


def orders_of(texts: Iterable[str]) -> Orders:
    """Return the orders in which `texts` can be read: only one if the texts decide, or if all give the same dates.

    Each separator is decided on its own: `12/31/2026` proves nothing about `01.12.2026`. A text that is not a date in
    any order is ignored.
    """
    proofs: dict[str, str] = {}
    by_separator: defaultdict[str, list[Mapping[str, _Ymd]]] = defaultdict(list)
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
    orders = Orders(possible and (open_ or frozenset(sorted(possible)[:1])), proofs)
    return _by_years(orders, [readings for every in by_separator.values() for readings in every])


def _by_years(orders: Orders, dates: Sequence[Mapping[str, _Ymd]]) -> Orders:
    """Return the orders without those in which the years are far apart, if they are near each other in another one.

    Of "28.09.26" and "05.10.26" the years are 2026, not 2028 and 2005.
    """
    if len(orders.possible) < 2:
        return orders
    years = {order: sorted({found[order][0] for found in dates if order in found}) for order in orders.possible}
    spans = {order: every[-1] - every[0] for order, every in years.items()}
    near = frozenset(order for order, span in spans.items() if span <= _NEAR)
    if not near or any(spans[order] < _FAR for order in orders.possible - near):
        return orders
    first = min(near)
    return Orders(near, orders.proofs, (years[first][0], years[first][-1]) if near != orders.possible else None)


def is_ambiguous(text: str) -> bool:
    """Return whether a text can be read as different dates."""
    found = _parse(text)
    return isinstance(found, _Numbers) and len(set(found.readings().values())) > 1


def read_day(text: str, order: str) -> DayCell | None:
    """Return what `text` says of a date, with numbers read in `order`; None if it is no date at all.

    ISO dates, eight digits and names of months ("1 Dec 2026", "18 grudnia 2026") need no order. A time of day is cut
    off, without any conversion of time zones.
    """
    found = _parse(text)
    if not isinstance(found, _Numbers):
        return found
    reading = found.in_order(order)
    if reading is None and any(_date(reading) in NO_DAYS for reading in found.readings().values()):
        return DayCell(no_date=text.strip())  # whatever the order
    if reading is None:
        return None
    cell = _cell(reading, text, found.is_done, found.weekdays, found.digits[order.index("y")] == 2)
    if found.is_week:
        return cell and _its_week(cell)
    return cell._replace(is_range=True) if cell is not None and found.is_range else cell


def looks_like_day(text: str) -> bool:
    """Return whether `text` is a date in at least one order, a span such as `Q1 2027`, or a date for "none".

    A year alone, and a week or quarter without a year, may be any number or id.
    """
    found = _parse(text)
    if isinstance(found, _Numbers):
        return any(_date(reading) for reading in found.readings().values())
    if found is None:
        return False
    if found.day:
        return not (text.isdigit() and (len(text) == 4 or _SECONDS.fullmatch(text)))
    if found.no_date:
        return sum(letter.isdigit() for letter in text) >= 4 and not text.isdigit() and text[2:3] != ":"
    return any(letter.isdigit() for letter in found.note) and names_month(fold(text))


def is_day_number(text: str) -> bool:
    """Return whether a text is the number of a day from 1954 to 2119; which one depends on the spreadsheet."""
    return _DAY_NUMBER.fullmatch(text) is not None


def _parse(text: str) -> DayCell | _Numbers | None:
    """Return what is certain, numbers if it depends on their order, None for any other text."""
    return _parse_short(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1 << 14)  # the texts of a table are few, and each is asked about several times
def _parse_short(text: str) -> DayCell | _Numbers | None:
    plain = text.strip()
    if match := _ISO.fullmatch(plain):
        return _in_order(match[1], match[2], match[3], text)
    if match := _NUMBERS.fullmatch(plain):
        return _numbers(match, text)
    if match := _DAY_MONTH_YEAR.fullmatch(plain):  # the quick way for what has words most often
        month = date_words().months.get(match[2].lower())
        if month:
            year = whole_year(int(match[3]), len(match[3]))
            return _cell((year, month, int(match[1])), text, has_short_year=len(match[3]) == 2)
    if is_dash(plain):
        return DayCell()
    if plain and is_no_date(plain):
        return DayCell(no_date=plain)
    if _SECONDS.fullmatch(plain):
        return _of_seconds(plain)
    folded = fold(_east_asian(plain))
    return _in_week(folded, text) or _in_words(folded, text) or _in_range(folded, text)


def _of_seconds(text: str) -> DayCell:
    """Return the day of a number of seconds or milliseconds since 1970, as programs keep an instant."""
    day = datetime.fromtimestamp(int(text[:10]), UTC).date()
    return DayCell(day, doubt=f"a number of {'milli' * (len(text) > 10)}seconds, read as {exact_day(day)}")


def _in_week(plain: str, text: str) -> DayCell | _Numbers | None:
    """Return what a text such as "w/c 7 Dec 2026" or "week ending 11/12/2026" says."""
    found = date_words().week_of.match(plain)
    if found is None:
        return None
    rest = plain[found.end() :]
    day = _in_words(rest, rest) or _in_range(rest, rest)
    if isinstance(day, DayCell) and day.note:
        return DayCell(note=text.strip())
    if not found["of"] or day is None or day.is_range:
        return day
    return replace(day, is_week=True) if isinstance(day, _Numbers) else _its_week(day)


def _its_week(cell: DayCell) -> DayCell:
    """Return the last working day of the week with a day."""
    if cell.day is None or cell.span:
        return cell
    year, week, _ = cell.day.isocalendar()
    return DayCell(last_of_week(year, week), cell.is_done, "week", doubt=cell.doubt)


def _in_range(plain: str, text: str) -> DayCell | _Numbers | None:
    """Return the last day of a text with two days."""
    for first, last in cuts(plain):
        end = _in_words(last, last)
        if isinstance(end, _Numbers):
            if is_short_day(first) or isinstance(_in_words(first, first), _Numbers):
                return replace(end, is_range=True)
            continue
        if end is None or not (end.day or end.note) or end.span == "year":
            continue
        begin = _in_words(first, first)
        if isinstance(begin, DayCell) and (begin.day or begin.note):
            is_forward = not (begin.day and end.day) or begin.day <= end.day
        else:
            is_forward = is_short_day(first) and not end.span
        if is_forward:
            return DayCell(note=text.strip()) if end.note else end._replace(is_range=not end.span)
    return None


def _in_words(plain: str, text: str) -> DayCell | _Numbers | None:
    """Return what a text in small letters says that is not only three numbers."""
    plain = " ".join(plain.replace("–", "-").replace("’", "'").split())
    starred = plain.rstrip("* ")
    plain = starred.removesuffix(" a") if starred[-3:-2].isdigit() or starred.endswith("m a") else starred
    is_done = plain != starred
    plain = _BRACKETS.sub(_in_brackets, plain).strip()
    plain = _TIME_OF_DAY.sub("", _TIME_WITHIN.sub("", plain)).rstrip(" ,;")
    bare, weekdays = _without_words(plain)
    if match := _NUMBERS.fullmatch(bare):
        return _numbers(match, text, is_done, weekdays)
    if match := _COMPACT.fullmatch(bare):
        return _in_order(match[1], match[2], match[3], text, is_done, weekdays)
    if match := _MONTH.fullmatch(bare):
        return _month(match, text)
    if is_zero(bare):
        return DayCell(no_date=text.strip())
    if _NO_YEAR.fullmatch(bare):
        return DayCell(note=text.strip())
    try:
        named = read_named(plain)
    except ValueError:
        return None
    return _of_name(named, text, is_done) if named else None


def _in_brackets(found: re.Match[str]) -> str:
    """Return what counts of brackets: a weekday or month, and not a remark such as "tbc"."""
    return f" {found[1]} " if found[1].isalpha() and found[1] not in date_words().none else " "


def _east_asian(text: str) -> str:
    """Return a text with the date in it as digits, if it has one such as 2026年12月18日."""
    if text.isascii():
        return text
    return _EAST_ASIAN.sub(lambda found: "-".join(number for number in found.groups() if number), text)


def _without_words(plain: str) -> tuple[str, frozenset[int]]:
    """Return a text without the words before and after its digits, and the weekdays that they may name."""
    words = date_words()
    weekdays = frozenset[int]()
    while (match := _WORD_BEFORE.match(plain)) and (not (word := match[1]) or word in words.before):
        plain = plain[match.end() :]
        weekdays = words.weekdays.get(word or "", weekdays)
    if (match := _WORD_AFTER.search(plain)) and match[1] in words.before:
        plain = plain[: match.start()]
        weekdays = words.weekdays.get(match[1], weekdays)
    return plain, weekdays


def _numbers(
    match: re.Match[str], text: str, is_done: bool = False, weekdays: frozenset[int] = frozenset()
) -> DayCell | _Numbers | None:
    """Return what three numbers say."""
    first, separator, second, third = match.groups()
    if is_zero(match[0]):
        return DayCell(no_date=text.strip())
    if len(first) == 4:
        return _in_order(first, second, third, text, is_done, weekdays)
    if len(first) == 3:
        return None
    digits = (len(first), len(second), len(third))
    return _Numbers((int(first), int(second), int(third)), digits, separator, is_done, weekdays)


def _in_order(
    year: str, month: str, day: str, text: str, is_done: bool = False, weekdays: frozenset[int] = frozenset()
) -> DayCell | None:
    """Return what a year, a month and a day say."""
    if is_zero(f"{year}-{month}-{day}"):
        return DayCell(no_date=text.strip())
    return _cell((int(year), int(month), int(day)), text, is_done, weekdays)


def _cell(
    reading: _Ymd,
    text: str,
    is_done: bool = False,
    weekdays: frozenset[int] = frozenset(),
    has_short_year: bool = False,
) -> DayCell | None:
    """Return what a cell says that has this year, month and day; None if there is no such day."""
    day = _date(reading)
    if day is None:
        return None
    if day in NO_DAYS:
        return DayCell(no_date=text.strip())
    return DayCell(day, is_done, doubt=doubt_about(day, weekdays, has_short_year=has_short_year))


def _month(match: re.Match[str], text: str) -> DayCell | None:
    """Return what the number of a month and a year say."""
    year, month = (match[2], match[1]) if match[2] else (match[3], match[4])
    try:
        return DayCell(last_of_month(int(year), int(month)), span="month")
    except ValueError:
        return None


def _of_name(named: Named, text: str, is_done: bool) -> DayCell | None:
    """Return what a date with words says."""
    if named.day is None:
        return DayCell(note=text.strip())
    if named.span:
        return DayCell(named.day, is_done, named.span)
    return _cell((named.day.year, named.day.month, named.day.day), text, is_done, named.weekdays)


def _date(reading: _Ymd) -> date | None:
    try:
        return date(*reading)
    except ValueError:
        return None
