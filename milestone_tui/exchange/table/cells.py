"""Texts cut, padded or wrapped to cells of a terminal."""

from __future__ import annotations

from milestone_tui.plan.language.cell_width import width


def cut(text: str, cells: int, mark: str = "…") -> str:
    """Return a text that takes at most so many cells; one that is cut ends with `mark`, one cell wide."""
    if width(text) <= cells:
        return text
    return _begin(text, cells - 1) + mark


def padded(text: str, cells: int, right: bool) -> str:
    """Return a text with blanks after it, or before it, so that it takes `cells`."""
    gap = " " * (cells - width(text))
    return gap + text if right else text + gap


def wrapped(text: str, first: int, others: int) -> list[str]:
    """Return a text as lines of at most `first` cells, then `others`; a word that is too long is broken."""
    if width(text) <= first:
        return [text]
    lines, line, room = [], "", first
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
            room = others
        while width(word) > room > 1:
            begun = _begin(word, room)
            lines.append(begun)
            word, room = word[len(begun) :], others
        line = word
    return [*lines, line] if line else lines


def _begin(text: str, cells: int) -> str:
    """Return the beginning of a text that takes at most so many cells."""
    taken = 0
    for place, character in enumerate(text):
        taken += width(character)
        if taken > cells:
            return text[:place]
    return text
