"""The layout of text in cells, and where terminals may disagree about it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rich.cells import cell_len, split_graphemes

UNKNOWN: Final = "\0"
"""The character of an unknown cell; no text contains it."""

REST: Final = ""
"""The character of the second cell of a wide character."""


class Layout(NamedTuple):
    """A text split into cells."""

    leading: str
    """Combining marks for the character before the text."""
    cells: str | tuple[str, ...]
    unsure: bool
    """Some terminals give this text another width."""


@lru_cache(maxsize=4096)  # the same words are painted again and again
def layout(text: str) -> Layout:
    """Return the cells that Textual and Rich expect for a text."""
    if text.isascii() or all(map(_is_narrow, text)):
        return Layout("", text, unsure=False)
    leading = ""
    cells: list[str] = []
    unsure = False
    for start, end, width in split_graphemes(text)[0]:
        cluster = text[start:end]
        if width == 0:
            leading += cluster
            continue
        unsure = unsure or not is_sure(cluster)
        if cells and _is_half_a_flag(cluster) and _is_half_a_flag(cells[-1]):
            cells[-1] += cluster
            cells.extend([REST] * width)
        else:
            cells.append(cluster)
            cells.extend([REST] * (width - 1))
    return Layout(leading, tuple(cells), unsure or leading != "")


def is_sure(cluster: str) -> bool:
    """Return whether every terminal gives it the same width: one narrow or East Asian character."""
    if len(cluster) != 1:
        return cluster == REST
    return _is_narrow(cluster) or "\u1100" <= cluster <= "\u115f" or "\u2e80" <= cluster < "\U0001f000"


@lru_cache(maxsize=1024)
def _is_narrow(char: str) -> bool:
    return cell_len(char) == 1 and not _is_half_a_flag(char)


def _is_half_a_flag(cluster: str) -> bool:
    return len(cluster) == 1 and "\U0001f1e6" <= cluster <= "\U0001f1ff"
