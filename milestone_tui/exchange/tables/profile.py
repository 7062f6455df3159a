"""What the first cells of a column are: words for yes or no, numbers, days or percentages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from milestone_tui.exchange.tables.dates import looks_like_day
from milestone_tui.exchange.tables.words import word_of, words
from milestone_tui.plan.model import MilestoneKind

SAMPLED = 300
"""Rows that decide which column is what."""
_NUMBER = re.compile(r"[#]?[+-]?\d+([.,]\d+)?\.?", re.ASCII)
_PERCENT = re.compile(
    r"\d{1,3}([.,]\d+)?\s?(?:%|percent|per cent|pct|prozent|procent|pour cent)?", re.ASCII | re.IGNORECASE
)
_DURATION = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DURATIONS = re.compile(r"[+-]?(?:\d++(?:[.,]\d++)?\s*+(?:[^\W\d]++\.?)?\s*+)++\??")
_CODE = re.compile(r"(?:[^\W\d]{0,4}[ ._-]?)\d+(?:[.-]\d+)*[a-z]?", re.IGNORECASE)
"""A short name such as M1, MS-01 or 2.1."""
_DASHES = re.compile(r"[-–—_.?]+")
_LONGEST = 60
"""Characters; a longer text is none of these."""
_LONGEST_DURATION = 30
_OUTLINE = re.compile(r"\w+(\.\w+)*\.?")


class Profile(NamedTuple):
    """The cells of a column that are not empty, counted by what they can be."""

    filled: int
    flags: int
    marks: int
    numbers: int
    codes: int
    days: int
    percents: int
    durations: int
    outlines: int
    kinds: int
    milestones: int
    types: int
    states: int

    @property
    def is_flag(self) -> bool:
        """Return whether all cells say yes or no."""
        return 0 < self.filled == self.flags

    @property
    def is_mark(self) -> bool:
        """Return whether the only text is a short one, such as M, as beside what is a milestone."""
        return self.filled == self.marks == 1

    @property
    def is_number(self) -> bool:
        """Return whether all cells are numbers."""
        return 0 < self.filled == self.numbers

    @property
    def is_code(self) -> bool:
        """Return whether all cells are short names with a number, such as M1."""
        return 0 < self.filled == self.codes

    @property
    def is_day(self) -> bool:
        """Return whether all cells are dates."""
        return 0 < self.filled == self.days


def profile_of(cells: Sequence[str]) -> Profile:
    """Return what the cells of a column are; the same text counts once."""
    known = words()
    texts = {cell.strip() for cell in cells} - {""}
    long = {text for text in texts if len(text) > _LONGEST}
    texts = {
        text for text in texts - long if not _DASHES.fullmatch(text) and word_of(text) not in known.cells["nothing"]
    }
    folded = {word_of(text) for text in texts}
    types = known.cells["task"] | known.cells["phase"]
    milestones = sum(known.means("milestone", text) for text in texts)
    states = known.cells["done"] | known.cells["open"] | known.cells["cancelled"]
    return Profile(
        filled=len(texts) + len(long),
        flags=sum(word_of(text) in known.cells["yes"] or word_of(text) in known.cells["no"] for text in texts),
        marks=sum((len(text) == 1 and not text.isdigit()) or text.lower() == "ms" for text in texts),
        numbers=sum(_NUMBER.fullmatch(text) is not None for text in texts),
        codes=sum(_CODE.fullmatch(text) is not None for text in texts),
        days=sum(looks_like_day(text) and not text.isdecimal() for text in texts)
        + sum(text.isdecimal() and len(text) == 8 and looks_like_day(text) for text in texts),
        percents=sum(_PERCENT.fullmatch(text) is not None for text in texts),
        durations=sum(days_of(text) is not None for text in texts),
        outlines=sum(_OUTLINE.fullmatch(text) is not None for text in texts),
        kinds=sum(word in set(MilestoneKind) for word in folded),
        milestones=milestones,
        types=milestones + sum(word in types for word in folded),
        states=sum(word in states for word in folded),
    )


def days_of(text: str) -> float | None:
    """Return the numbers of a duration, added, such as 0 of "0 days"; None for any other text."""
    if not _DURATIONS.fullmatch(text.strip()[:_LONGEST_DURATION]):
        return None
    return sum(abs(float(number.replace(",", "."))) for number in _DURATION.findall(text))
