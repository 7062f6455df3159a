"""Texts in cells of a terminal, as far as the standard library knows their widths."""

from __future__ import annotations


def width(text: str) -> int:
    """Return the cells that a text takes on a terminal, as far as the standard library knows."""
    if text.isascii():
        return len(text)
    return sum(map(_cell_width, text))


def _cell_width(character: str) -> int:
    import unicodedata  # late: its tables are needed for more than ASCII only

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


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
