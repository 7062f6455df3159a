"""What of a pasted text goes into a field, however long it is, and what is said where some of it is left out."""

from __future__ import annotations

from milestone_tui.plan.checks import LONGEST_LINE, LONGEST_TEXT
from milestone_tui.plan.draft_values import visible_lines
from milestone_tui.plan.text import is_blank, tidy, visible


def pasted_line(text: str, held: int) -> tuple[str, str]:
    """What goes into a line that holds so many characters already, as one line; and what is to be said about it."""
    begin = text[: 2 * LONGEST_LINE].lstrip()  # the rest need not be looked at
    line = "" if is_blank(begin) else visible(tidy(begin))
    return _fitted(line, len(text), len(begin) < len(text.lstrip()), LONGEST_LINE, held, "A line")


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
