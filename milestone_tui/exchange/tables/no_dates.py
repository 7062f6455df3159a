"""What people and programs write for "no date", and days that are doubtful because programs write them for it."""

from __future__ import annotations

import re
from datetime import date

from milestone_tui.exchange.tables.date_words import date_words
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import WEEKDAY_NAMES, exact_day

_ZERO = re.compile(
    r"0+([-/.])0+\1(?:0+|1900)|0?0([-/.])0?1\2(?:1900|00)|0?1([-/.])0?0\3(?:1900|00)|(?:1900|0+)([-/.])0?[01]\4 ?0?0"
    r"|0{1,8}([.,]0+)?|0?0:00(:00)?",
    re.ASCII,
)
"""The day 0 of databases and spreadsheets, alone or with midnight."""
_DASHES = re.compile(r"[-–—_.]+")
_DOUBTFUL = frozenset(
    (
        *(date(1970, 1, 1), date(1980, 1, 1)),  # the first days of Unix and DOS
        *(date(1984, 1, 1), date(2049, 12, 31), date(2149, 12, 31)),  # the first and last days of Microsoft Project
    )
)


def is_no_date(text: str) -> bool:
    """Return whether a cell has a word for "none"."""
    word = fold(text)
    return word in date_words().none or word.rstrip(".") in date_words().none


def is_dash(text: str) -> bool:
    """Return whether a cell has only a dash, as some write into an empty one."""
    return _DASHES.fullmatch(text) is not None


def is_zero(text: str) -> bool:
    """Return whether a text is the day 0."""
    return _ZERO.fullmatch(text) is not None


def doubt_about(day: date, weekdays: frozenset[int], *, has_short_year: bool) -> str:
    """Return why a person should look at a day; empty for no reason. `weekdays` are those that its text may name."""
    if weekdays and day.weekday() not in weekdays:
        return f"{exact_day(day)} is a {WEEKDAY_NAMES[day.weekday()]}"
    if day in _DOUBTFUL or (has_short_year and day in (date(1999, 12, 30), date(1999, 12, 31))):
        return f"programs write {exact_day(day)} for no date"
    return ""
