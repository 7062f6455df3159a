"""Dates from one day to another, such as "14–18 Dec 2026": which text in it is the last day."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BETWEEN = re.compile(r"\s*(?:[-–—→…]+|\.\.+|\b(?:to|until|till|bis|au|al|ate|tot|t/m|do)\b)\s*", re.ASCII)
_DAY = re.compile(r"\d{1,2}\.?|\d{1,2}\.\s?\d{1,2}\.?|\d{1,2}/\d{1,2}", re.ASCII)
_MOST_CUTS = 8


def cuts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two sides of all that may stand between two days; `text` is in small letters, without accents."""
    for count, found in enumerate(_BETWEEN.finditer(text)):
        first, last = text[: found.start()], text[found.end() :]
        if count >= _MOST_CUTS:
            return
        if first and last:
            yield first, last


def is_short_day(text: str) -> bool:
    """Return whether a text is a day whose month or year follows with the last day: "14" of "14–18 Dec 2026"."""
    return _DAY.fullmatch(text) is not None
