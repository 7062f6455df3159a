"""Names in a plot, such as those of its lines: moved so that all of each can be read, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.chart_paint import Canvas

_ROWS_OFF, _CELLS_OFF = 2, 24
"""How far a name may be from its place."""
_ROW_COST = 4
"""Cells to the side that are as bad as one row up or down."""
_OFFSETS = sorted(
    product(range(-_ROWS_OFF, _ROWS_OFF + 1), range(-_CELLS_OFF, _CELLS_OFF + 1)),
    key=lambda to: (abs(to[0]) * _ROW_COST + abs(to[1]), to),
)
"""Rows down and cells to the right, the nearest first."""


class PlotWord(NamedTuple):
    """A name and the cell where its first letter belongs."""

    row: int
    column: int
    text: str
    ink: Ink


def write_words(words: Sequence[PlotWord], canvases: Sequence[Canvas]) -> None:
    """Write names over what is drawn, in their order: inside the plot, and none beside or over another one."""
    taken: set[tuple[int, int]] = set()
    for word in words:
        if (place := _place(word, canvases, taken)) is None:
            continue
        row, column = place
        canvases[row].write(column, word.text, word.ink)
        taken.update((row, cell) for cell in range(column - 1, column + len(word.text) + 1))


def _place(word: PlotWord, canvases: Sequence[Canvas], taken: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the nearest row and column where a name fits; None if there is none."""
    last = (canvases[0].width if canvases else 0) - len(word.text)
    for down, right in _OFFSETS:
        row, column = word.row + down, word.column + right
        if not (0 <= row < len(canvases) and 0 <= column <= last):
            continue
        if all((row, cell) not in taken for cell in range(column, column + len(word.text))):
            return row, column
    return None
