"""Pasted text for a field, cut if it is too long, with a message if something was cut."""

from __future__ import annotations

import re

from milestone_tui.plan.checks import LONGEST_LINE, LONGEST_TEXT
from milestone_tui.plan.field_texts import visible_lines
from milestone_tui.plan.language.text import is_blank, tidy, visible

_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"

_MOST_ENTRIES = 200
"""Most lines of a pasted list."""

_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}|[a-z](?=\)))[.)]\s+")
_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·–—]\s+)?(?:\[[ xX]?\]\s+)?")


def pasted_line(text: str, held: int) -> tuple[str, str]:
    """Return the pasted text for a one-line field that has `held` characters, and a message if it was cut.

    Line breaks and tabs become blanks, or disappear at the ends; other blanks stay.
    """
    length, text = len(text), text.strip(_BREAKS)
    begin = text[: 2 * LONGEST_LINE]  # more never fits
    if is_blank(begin):
        line = begin if not begin.strip(" ") else ""
    else:
        bare = begin.strip(" ")
        place = begin.index(bare)
        line = f"{begin[:place]}{visible(tidy(bare))}{begin[place + len(bare) :]}"
    return _fitted(line, length, len(begin) < len(text), LONGEST_LINE, held, "a line")


def pasted_entries(text: str) -> tuple[tuple[str, ...], str]:
    """Return the entries of a pasted list without bullets, numbers and blank lines, and a message if it was cut.

    Numbers are removed only if every line starts with one: "3. Oct" may be a date.
    """
    lines = [line for line in re.split(r"[\r\n]+", text[: 2 * LONGEST_LINE * _MOST_ENTRIES]) if not is_blank(line)]
    numbered = all(_NUMBER.match(line) for line in lines)
    bare = [_BULLET.sub("", _NUMBER.sub("", line, count=1) if numbered else line, count=1) for line in lines]
    entries = [visible(tidy(line)) for line in bare if not is_blank(line)]
    if len(entries) <= _MOST_ENTRIES:
        return tuple(entries), ""
    return tuple(entries[:_MOST_ENTRIES]), f"Pasted only the first {_MOST_ENTRIES} lines."


def pasted_lines(text: str, held: int) -> tuple[str, str]:
    """Return the pasted text for a field of several lines with `held` characters, and a message if it was cut."""
    begin = text[: 2 * LONGEST_TEXT]
    lines = visible_lines(begin.replace("\r\n", "\n").replace("\r", "\n"))
    return _fitted(lines, len(text), len(begin) < len(text), LONGEST_TEXT, held, "a text")


def _fitted(text: str, length: int, more: bool, most: int, held: int, what: str) -> tuple[str, str]:
    room = max(0, most - held)
    if len(text) <= room and not more:
        return text, ""
    taken = text[:room]
    if not taken:
        return "", f"Nothing pasted: {what} holds at most {most:,} characters."
    return taken, f"Pasted only the first {len(taken):,} of {length:,} characters: {what} holds at most {most:,}."
