"""What of a pasted text goes into a field, however long it is, and what is said where some of it is left out."""

from __future__ import annotations

import re

from milestone_tui.plan.checks import LONGEST_LINE, LONGEST_TEXT
from milestone_tui.plan.form_state import visible_lines
from milestone_tui.plan.language.text import is_blank, tidy, visible

_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"

_MOST_ENTRIES = 200
"""Lines of a pasted list that are taken: more are a document, and no list."""

_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}|[a-z](?=\)))[.)]\s+")
_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·–—]\s+)?(?:\[[ xX]?\]\s+)?")


def pasted_line(text: str, held: int) -> tuple[str, str]:
    """What goes into a line that holds so many characters already, as one line; and what is to be said about it.

    Line breaks and tabs become blanks, those at its ends nothing; its own blanks stay.
    """
    length, text = len(text), text.strip(_BREAKS)
    begin = text[: 2 * LONGEST_LINE]  # the rest need not be looked at
    if is_blank(begin):
        line = begin if not begin.strip(" ") else ""
    else:
        bare = begin.strip(" ")
        place = begin.index(bare)
        line = f"{begin[:place]}{visible(tidy(bare))}{begin[place + len(bare) :]}"
    return _fitted(line, length, len(begin) < len(text), LONGEST_LINE, held, "A line")


def pasted_entries(text: str) -> tuple[tuple[str, ...], str]:
    """The entries of a list that is pasted, without bullets, numbers and blank lines; and what is to be said about it.

    A number in front is one of the list only where every line has one: "3. Oct" may be a day.
    """
    lines = [line for line in re.split(r"[\r\n]+", text[: 2 * LONGEST_LINE * _MOST_ENTRIES]) if not is_blank(line)]
    numbered = all(_NUMBER.match(line) for line in lines)
    bare = [_BULLET.sub("", _NUMBER.sub("", line, count=1) if numbered else line, count=1) for line in lines]
    entries = [visible(tidy(line)) for line in bare if not is_blank(line)]
    if len(entries) <= _MOST_ENTRIES:
        return tuple(entries), ""
    return tuple(entries[:_MOST_ENTRIES]), f"Only the first {_MOST_ENTRIES} lines were pasted."


def pasted_lines(text: str, held: int) -> tuple[str, str]:
    """What goes into a text of many lines that holds so many characters already; and what is to be said about it."""
    begin = text[: 2 * LONGEST_TEXT]
    lines = visible_lines(begin.replace("\r\n", "\n").replace("\r", "\n"))
    return _fitted(lines, len(text), len(begin) < len(text), LONGEST_TEXT, held, "A text")


def _fitted(text: str, length: int, more: bool, most: int, held: int, what: str) -> tuple[str, str]:
    room = max(0, most - held)
    if len(text) <= room and not more:
        return text, ""
    taken = text[:room]
    if not taken:
        return "", f"{what} holds {most:,} characters: nothing more was pasted."
    return taken, f"{what} holds {most:,} characters: only the first {len(taken):,} of {length:,} were pasted."
