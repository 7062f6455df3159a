"""The objects in JSON as programming interfaces return it: one, an array of them, or several such, page after page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from milestone_tui.errors import ImportRefused

MOST_OBJECTS = 100_000
"""Milestones of one file."""
_BLANK = re.compile(r"\s*")


def objects_of(data: bytes) -> list[Mapping[str, Any]]:
    """Return the objects of all pages in order; anything else in the arrays is left out. Raises ImportRefused."""
    found: list[Mapping[str, Any]] = []
    for page in _pages(data):
        found += [one for one in (page if isinstance(page, list) else [page]) if isinstance(one, dict)]
        if len(found) > MOST_OBJECTS:
            raise ImportRefused(f"Nothing was imported: this JSON has more than {MOST_OBJECTS:,} objects.")
    return found


def text_of(data: bytes) -> str:
    """Return the text of a JSON file in any of its encodings, also with a byte order mark; raise ImportRefused."""
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise ImportRefused("This JSON is not text in UTF-8, UTF-16 or UTF-32. Save or copy it again.") from error


def broken(text: str, error: ValueError | RecursionError) -> ImportRefused:
    """Return the refusal of JSON that cannot be read."""
    if isinstance(error, json.JSONDecodeError):
        end = " It is cut off." if error.pos >= len(text.rstrip()) else ""
        return ImportRefused(f"This JSON is damaged in line {error.lineno}: {error.msg}.{end} Save or copy it again.")
    return ImportRefused("This JSON is damaged: it is nested too deeply, or has a number that is too long.")


def _pages(data: bytes) -> Iterator[Any]:
    text = text_of(data)
    decoder = json.JSONDecoder()
    at = 0
    while True:
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        if at == len(text):
            return
        try:
            page, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise broken(text, error) from error
        yield page
