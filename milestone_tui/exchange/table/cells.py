"""Texts cut or padded to cells of a terminal."""

from __future__ import annotations

from milestone_tui.plan.language.cell_width import width


def cut(text: str, cells: int, mark: str = "…") -> str:
    """Return a text that takes at most so many cells; one that is cut ends with `mark`, one cell wide."""
    if width(text) <= cells:
        return text
    kept, taken = [], 0
    for character in text:
        taken += width(character)
        if taken > cells - 1:
            break
        kept.append(character)
    return "".join(kept) + mark


def padded(text: str, cells: int, right: bool) -> str:
    """Return a text with blanks after it, or before it, so that it takes `cells`."""
    gap = " " * (cells - width(text))
    return gap + text if right else text + gap
