"""The matrix of what is open: probability upwards, impact to the right, and how many entries each cell holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.plan.analysis.risks import Band, Bands
from milestone_tui.plan.checks import LARGEST_RATING
from milestone_tui.ui.keys import Keys, hidden
from milestone_tui.ui.renderer import OPEN, Line, Renderer, Span, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.risks.table import BAND_GLYPHS, BAND_INKS

_CELL, _MOST_CELL = 6, 10
"""Cells of the screen for one of the matrix: at least, and where it has the screen for itself."""
_LABEL = 4
_AFTER = 2
"""Cells of the matrix after the last figure."""
_FULL = range(1, LARGEST_RATING + 1)
_EDGE = 3
"""Cells before the matrix, at most."""
_APART = 3
"""Lines from one row of the matrix to the next where there is room."""
_AROUND = 6
"""Lines above and below the rows: heads, figures, the name of the axis, the bands."""


class MatrixData(NamedTuple):
    """What the matrix shows."""

    counts: Mapping[tuple[int, int], int]
    """How many open entries there are, by probability and impact."""
    cursor: tuple[int, int] | None
    """The cell of the entry under the cursor."""
    bands: Bands


NOTHING = MatrixData({}, None, Bands())


def matrix_lines(data: MatrixData, height: int, width: int = 0) -> Sequence[Line]:
    """Return the lines of the matrix, rows and columns further apart where `height` and `width` have room.

    On a low screen there is no blank line below the heads, and the bands share a line with the name of the axis.
    """
    apart = max(1, min(_APART, (height - _AROUND) // LARGEST_RATING))
    cell = max(_CELL, min(_MOST_CELL, (width - _LABEL) // LARGEST_RATING))
    wide, is_low = _LABEL + LARGEST_RATING * cell - _AFTER, height < _AROUND + LARGEST_RATING
    lines: list[Line] = [(("PROBABILITY" + "of what is open".rjust(wide - len("PROBABILITY")), Ink.DIM),)]
    lines += [] if is_low else [()]
    for probability in reversed(_FULL):
        lines += [_row(data, probability, cell), *[()] * (apart - 1)]
    figures = "".join(_placed(str(impact), cell) for impact in _FULL)
    lines.append(((" " * _LABEL + figures, Ink.DIM),))
    bands = legend(data.bands)
    if is_low:
        return (*lines, (*bands, ("IMPACT".rjust(wide - line_width(bands)), Ink.DIM)))
    return (*lines, (("IMPACT".rjust(wide), Ink.DIM),), bands)


def legend(bands: Bands) -> Line:
    """Return the bands that a score can have, with their glyphs: `■ 15 and more  ▲ 8 to 14  ● less`."""
    words = {
        Band.SEVERE: f"{bands.severe} and more",
        Band.ELEVATED: f"{bands.elevated} to {bands.severe - 1}",
        Band.LOW: "less",
    }
    if bands.elevated == bands.severe:
        del words[Band.ELEVATED]
    spans = [((f"{BAND_GLYPHS[band]} ", BAND_INKS[band]), (f"{text}  ", Ink.DIM)) for band, text in words.items()]
    return tuple(span for pair in spans for span in pair)


def _row(data: MatrixData, probability: int, cells: int) -> Line:
    spans: list[Span] = [(str(probability).ljust(_LABEL), Ink.DIM)]
    for impact in _FULL:
        spans += _cell(data, (probability, impact), cells)
    return tuple(spans)


def _cell(data: MatrixData, cell: tuple[int, int], cells: int) -> Sequence[Span]:
    """Return a cell of `cells`: a dot if it is empty, else glyph and count, in brackets under the cursor."""
    band = data.bands.of_score(cell[0] * cell[1])
    ink = BAND_INKS[band]
    if not (count := data.counts.get(cell)):
        return ((_placed(OPEN, cells), ink),)
    before, after = "[]" if cell == data.cursor else "  "
    words = f"{BAND_GLYPHS[band]}{min(count, 999):>2}" if count < 100 else f"{min(count, 999)}"
    lead = " " * (cells - _CELL)
    return ((lead + before, Ink.BRIGHT), (words, ink), (after, Ink.BRIGHT), (" " * (_CELL - 2 - len(words)), Ink.TEXT))


def _placed(sign: str, cells: int) -> str:
    """Return a sign at the place of a count's last digit."""
    return sign.rjust(cells - _AFTER).ljust(cells)


class RiskMatrix(Widget, can_focus=False):
    """The matrix beside or in place of the register; in its place it has the focus, and keys move through entries."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "RiskMatrix { width: 38; height: 1fr; }"

    BINDINGS: ClassVar[Keys] = [
        hidden("rows.matrix_down", "down,j", "next row", action="step(1)"),
        hidden("rows.matrix_up", "up,k", "previous row", action="step(-1)"),
    ]

    data: reactive[MatrixData] = reactive(NOTHING, repaint=False)

    @dataclass
    class Stepped(Message):
        """Request to put the cursor on another entry."""

        step: int

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def watch_data(self) -> None:
        """Repaint."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a line of the matrix."""
        lines = matrix_lines(self.data, self.size.height, self.size.width - _EDGE)
        edge: Span = (" ", Ink.TEXT) if self.can_focus else ("│  ", Ink.FAINT)
        return self.renderer.strip((edge, *(lines[y] if y < len(lines) else ())), self.size.width)

    def action_step(self, step: int) -> None:
        """Ask for the next or previous entry."""
        self.post_message(self.Stepped(step))
