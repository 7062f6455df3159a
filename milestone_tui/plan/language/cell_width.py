"""The cells that a text takes on a terminal or in a fixed-width font."""

from __future__ import annotations

from functools import lru_cache


def width(text: str) -> int:
    """Return the cells that a text takes on a terminal, as far as the standard library knows."""
    if text.isascii():
        return len(text)
    return sum(map(_cell_width, text))


@lru_cache(4_096)  # a text has few characters, but long tables have many texts
def _cell_width(character: str) -> int:
    import unicodedata  # late: its tables are needed for more than ASCII only

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
