"""The day that the name of a file speaks for: `plan-2026-10.csv`, `Status Oktober 2026`, `Plan KW44 2026`, `Q3 2026`.

A week speaks for its Friday, a month, quarter or half-year for its last day: so the trend has them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.date_limits import EARLY, LAST_DAY
from milestone_tui.plan.language.date_names import month_of, span_of

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "e", "o"))
_QUARTER_LETTER = "t"
"""A quarter as French and Portuguese shorten it, before its number."""
_ALSO_WORDS = frozenset(("list",))
"""Short names of months that mean something else in the names of files."""
_FRIDAY = 5


class NamedDays(NamedTuple):
    """The days that the name of a file names."""

    first: date
    last: date
    """The day that the file speaks for; the days before it, from `first` on, belong to the same period."""
    rest: str
    """The name without them."""
    depends_on_order: bool = False
    """Whether another order of day and month gives other days."""


class _Token(NamedTuple):
    """A number or a word."""

    sign: str
    """The count of its digits (L for many), m for a month, w, q or h for a span, o for an ordinal, x for others."""
    text: str
    start: int
    end: int


class _Match(NamedTuple):
    """Tokens that name a period."""

    first: date
    last: date
    start: int
    end: int
    numeric: bool


_Span = tuple[date, date] | None
"""The first and the last day of a period; None for what is none."""


def days_of_names(names: Sequence[str], order: str | None) -> dict[str, NamedDays | None]:
    """Return the days of the names of the files of one folder; None for a name without one, or with several.

    `order` is that of day, month and year ("dmy", "mdy", "ymd"). Without it, what all names allow decides; if that is
    more than one, a name such as `plan 03-04-2026` names no day.
    """
    if order is not None:
        return {name: days_of_name(name, order) for name in names}
    found = {each: {name: days_of_name(name, each) for name in names} for each in ("dmy", "mdy")}
    numeric = [name for name in names if any(days is not None and days.depends_on_order for days in _both(found, name))]
    possible = [each for each, days in found.items() if all(days[name] is not None for name in numeric)]
    chosen = found[possible[0] if possible else "dmy"]
    if len(possible) == 1:
        return chosen
    return {name: None if name in numeric else days for name, days in chosen.items()}


def _both(found: Mapping[str, Mapping[str, NamedDays | None]], name: str) -> Iterator[NamedDays | None]:
    return (days[name] for days in found.values())


def days_of_name(name: str, order: str = "dmy") -> NamedDays | None:
    """Return the days that a name names; None if it names none, or several that do not lie within each other."""
    found = _matches(name, order)
    if not found:
        return None
    narrow = min(found, key=lambda match: match.last - match.first)
    if any(not match.first <= narrow.last <= match.last for match in found):
        return None
    other = _matches(name, "dmy" if order == "mdy" else "mdy") if any(match.numeric for match in found) else found
    depends = [match[:2] for match in other] != [match[:2] for match in found]
    rest = name
    for match in sorted(found, key=lambda match: -match.start):
        rest = f"{rest[: match.start]} {rest[match.end :]}"
    return NamedDays(narrow.first, narrow.last, rest, depends)


def reported_day(days: NamedDays, today: date) -> date:
    """Return the day that a file of these days speaks for: the last of them, or today if that is still to come."""
    return today if days.first <= today < days.last else days.last


def is_next(name: str, other: str) -> bool:
    """Return whether two names differ only in the days that they name, one of which may name none."""
    days, others = days_of_name(name), days_of_name(other)
    rests = [_words(found.rest if found else text) for text, found in ((name, days), (other, others))]
    one, two = ([word.casefold() for word in words] for words in rests)
    return (days is not None or others is not None) and one == two != []


def common_name(rests: Sequence[str]) -> str:
    """Return what names of files have in common, whose days are left out; empty if that is nothing."""
    words = [_words(rest) for rest in rests]
    shared = []
    for column in zip(*words, strict=False):
        if len({word.casefold() for word in column}) > 1:
            break
        shared.append(column[0])
    return " ".join(shared)


def _words(text: str) -> list[str]:
    """Return the words of a name; signs that stand alone are none."""
    return [word for part in re.split(r"[\s_]+", text) if (word := part.strip("-–.,;()[]"))]


# Reading ---------------------------------------------------------------------------------------------------


def _matches(name: str, order: str) -> list[_Match]:
    """Return the periods in a name; what one is made of is not part of another."""
    tokens = [*_tokens(name)]
    signs, places = _signature(name, tokens)
    found: list[_Match] = []
    for pattern, reading in _PATTERNS:
        for match in pattern.finditer(signs):
            used = [tokens[place] for place in places[match.start() : match.end()] if place is not None]
            texts = [token.text for token in used if token.sign != "o"]
            if "#" in match[0] or (span := reading(order, match[0], texts)) is None:
                continue
            if not (span[0] >= EARLY and span[1] <= LAST_DAY):
                continue
            found.append(_Match(*span, used[0].start, used[-1].end, numeric=reading is _numbers))
            signs = f"{signs[: match.start()]}{'#' * len(match[0])}{signs[match.end() :]}"
    return found


def _tokens(name: str) -> Iterator[_Token]:
    before = ""
    for match in _TOKEN.finditer(name):
        text = match[0]
        if text.isdecimal():
            sign = str(len(text)) if len(text) in (1, 2, 4, 6, 8) else "L" if len(text) in (12, 14) else "x"
        elif text.casefold() not in _ALSO_WORDS and month_of(text) is not None:
            sign = "m"
        elif (span := span_of(text)) is not None:
            sign = span[0]
        elif text.casefold() == _QUARTER_LETTER:
            sign = "q"
        else:
            sign = "o" if text.casefold() in _ORDINALS and before.isdecimal() else "x"
        before = text
        yield _Token(sign, text, match.start(), match.end())


def _signature(name: str, tokens: Sequence[_Token]) -> tuple[str, list[int | None]]:
    """Return the signs of tokens with what stands between them, and which token each sign is."""
    signs, places = "", list[int | None]()
    end = 0
    for number, token in enumerate(tokens):
        between = name[end : token.start]
        if number and between:
            light = not between.strip(" .,_-–/'") and len(between) <= len(" - ")
            signs += between if len(between) == 1 and light else "," if light else "|"
            places.append(None)
        signs += token.sign
        places.append(number)
        end = token.end
    return signs, places


def _numbers(order: str, signs: str, texts: Sequence[str]) -> _Span:
    """Read three numbers, the year last."""
    month_first = order == "mdy" and "." not in signs
    return _one_day(texts[2], *((texts[0], texts[1]) if month_first else (texts[1], texts[0])))


def _day_first(order: str, signs: str, texts: Sequence[str]) -> _Span:
    return _one_day(texts[2], str(_month(texts[1])), texts[0])


def _digits(order: str, signs: str, texts: Sequence[str]) -> _Span:
    """Read a day without separators."""
    text = texts[0][:8]
    return _one_day(text[:4], text[4:6], text[6:])


def _one_day(year: str, month: str, day: str) -> _Span:
    try:
        found = date(_year(year), int(month), int(day))
    except ValueError:
        return None
    return found, found


def _months(year: str, first: int, count: int = 1) -> _Span:
    if not 1 <= first <= 13 - count:
        return None
    last = first + count - 1
    number = _year(year)
    try:
        return date(number, first, 1), date(number, last, calendar.monthrange(number, last)[1])
    except ValueError:
        return None


def _week(year: str, week: str) -> _Span:
    try:
        monday = date.fromisocalendar(_year(year), int(week), 1)
        return monday, date.fromisocalendar(_year(year), int(week), _FRIDAY)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(word: str) -> int:
    return month_of(word) or 0


def _part(kind: str, year: str, number: str) -> _Span:
    """Read a week, a quarter or half a year."""
    if kind == "w":
        return _week(year, number)
    months = 3 if kind == "q" else 6
    return _months(year, (int(number) - 1) * months + 1, months)


def _part_first(order: str, signs: str, texts: Sequence[str]) -> _Span:
    return _part(signs[0], texts[2], texts[1])


def _part_after_year(order: str, signs: str, texts: Sequence[str]) -> _Span:
    return _part(re.sub("[^wqh]", "", signs), texts[0], texts[2])


def _part_after_number(order: str, signs: str, texts: Sequence[str]) -> _Span:
    return _part(re.sub("[^wqh]", "", signs), texts[2], texts[0])


_S = r"[-–._ /,']?"
_PATTERNS: Sequence[tuple[re.Pattern[str], Callable[[str, str, Sequence[str]], _Span]]] = tuple(
    (re.compile(pattern.replace("S", _S)), reading)
    for pattern, reading in (
        (r"4([-._ /])[12]\1[12]", lambda order, signs, t: _one_day(t[0], t[1], t[2])),
        (r"(?<![124][-._/])[12]([-._ /])[12]\1[42]", _numbers),
        ("[8L]", _digits),
        ("[12]o?SmS4", _day_first),
        ("mS[12]o?S4", lambda order, signs, t: _one_day(t[2], str(_month(t[0])), t[1])),
        ("4SmS[12](?!S4)", lambda order, signs, t: _one_day(t[0], str(_month(t[1])), t[2])),
        ("[12]o?SmS2", _day_first),
        ("wS[12]S[42]", _part_first),
        ("4SwS[12]", _part_after_year),
        ("[12]o?SwS[42]", _part_after_number),
        ("mS[42]", lambda order, signs, t: _months(t[1], _month(t[0]))),
        ("4Sm", lambda order, signs, t: _months(t[0], _month(t[1]))),
        (r"4[-._ /][12](?![-./][12])", lambda order, signs, t: _months(t[0], int(t[1]))),
        ("6", lambda order, signs, t: _months(t[0][:4], int(t[0][4:]))),
        (r"(?<![12][-._/])(?:2[-._ /]|1[-./])4", lambda order, signs, t: _months(t[1], int(t[0]))),
        ("[qh]S1S[42]", _part_first),
        ("4S[qh]S1", _part_after_year),
        ("1o?S[qh]S[42]", _part_after_number),
    )
)
"""The signs of a period, with how it is read from the texts of its tokens; the narrowest first."""
