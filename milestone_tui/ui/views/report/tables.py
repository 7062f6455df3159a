"""Tables of a report in aligned columns; cells that are too wide are wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from milestone_tui.report.blocks import Cell, Table, Tone
from milestone_tui.ui.renderer import Line, Span, cells, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.wrapping import INKS, plain, wrap
from milestone_tui.ui.widgets.text_block import flow

_GAP, _LEAST_GAP = 3, 2
_MARGIN = 2
"""Cells before the first column, for a sign."""
_LEAST = 12
"""Cells below which no column is made narrower."""


class _Laid(NamedTuple):
    """The columns of a table: their widths, which of them end on their right edge, and the cells between them."""

    widths: Sequence[int]
    ends: Sequence[bool]
    gap: int


def table_lines(table: Table, width: int, sign: Span | None = None) -> Iterator[Line]:
    """Yield a table, with a sign before each row; where even wrapped columns do not fit, each row as an entry."""
    table = table.without_empty_columns()
    laid = _laid_out(table, width - _MARGIN)
    if laid is None:
        for row in table.rows:
            yield from _entry(table, row, width, sign)
        return
    yield from _row([(plain(column.head).upper(), Ink.DIM) for column in table.columns], laid, None)
    for row in table.rows:
        yield from _row([(plain(cell.text), INKS[cell.tone]) for cell in row], laid, _sign(row, sign))


def _sign(row: Sequence[Cell], sign: Span | None) -> Span | None:
    """Return the sign in the colour of the worst that the row says."""
    tones = {cell.tone for cell in row}
    if sign is None or not tones & {Tone.WARN, Tone.BAD} or sign[1] is Ink.BAD:
        return sign
    return sign[0], Ink.BAD if Tone.BAD in tones else Ink.WARN


def _laid_out(table: Table, room: int) -> _Laid | None:
    """Return the columns, the widest made narrower until all fit; None if they cannot."""
    ends = [
        column.is_number or _has_dates([row[place] for row in table.rows]) for place, column in enumerate(table.columns)
    ]
    heads = [plain(column.head).upper() for column in table.columns]
    widths, gap = _widths(table, [[head] for head in heads]), _GAP
    if sum(widths) + gap * (len(widths) - 1) > room:
        widths = _widths(table, [head.split() for head in heads])  # heads are wrapped before cells are
    if sum(widths) + gap * (len(widths) - 1) > room:
        gap = _LEAST_GAP
    room -= gap * (len(widths) - 1)
    while (excess := sum(widths) - room) > 0:
        wrapped = [place for place, is_at_end in enumerate(ends) if not is_at_end]
        widest = max(wrapped, key=lambda place: widths[place], default=-1)
        if widest < 0 or widths[widest] <= _LEAST:
            return None
        others = [widths[place] for place in wrapped if widths[place] < widths[widest]]
        widths[widest] = max(_LEAST, widths[widest] - excess, min(max(others, default=0), widths[widest] - 1))
    return _Laid(widths, ends, gap)


def _widths(table: Table, heads: Sequence[Sequence[str]]) -> list[int]:
    """Return the cells that each column needs, its head in pieces."""
    return [
        max(map(cells, (*pieces, *(plain(row[place].text) for row in table.rows))), default=1)
        for place, pieces in enumerate(heads)
    ]


def _has_dates(column: Sequence[Cell]) -> bool:
    values = [cell.value for cell in column if cell.value is not None]
    return bool(values) and all(isinstance(value, date) for value in values)


def _row(texts: Sequence[Span], laid: _Laid, sign: Span | None) -> Iterator[Line]:
    wrapped = [wrap((text,), width) for text, width in zip(texts, laid.widths, strict=True)]
    for number, pieces in enumerate(zip_longest(*wrapped, fillvalue=())):
        mark, ink = sign if sign is not None and number == 0 else (" ", Ink.TEXT)
        spans: list[Span] = [(mark.ljust(_MARGIN), ink)]
        for place, (piece, width, at_end) in enumerate(zip(pieces, laid.widths, laid.ends, strict=True)):
            blank = (" " * (width - line_width(piece)), Ink.TEXT)
            spans += ((" " * (laid.gap if place else 0), Ink.TEXT), *((blank, *piece) if at_end else (*piece, blank)))
        yield tuple(spans)


def _entry(table: Table, row: Sequence[Cell], width: int, sign: Span | None) -> Iterator[Line]:
    """Yield a row as a title with its facts below."""
    title, *facts = ((plain(cell.text), INKS[cell.tone]) for cell in row)
    heads = [plain(column.head) for column in table.columns[1:]]
    mark, ink = _sign(row, sign) or (" ", Ink.TEXT)
    for number, line in enumerate(wrap((title,), width - _MARGIN)):
        yield ((mark.ljust(_MARGIN) if number == 0 else " " * _MARGIN, ink), *line)
    said = [((f"{head}: ", Ink.DIM), one) for head, one in zip(heads, facts, strict=True) if one[0]]
    for line in _joined(said, width - 2 * _MARGIN):
        yield ((" " * 2 * _MARGIN, Ink.TEXT), *line)


def _joined(facts: Sequence[Line], width: int) -> Iterator[Line]:
    """Yield facts, as many in a line as fit; one that is wider than a line is wrapped by itself."""
    together: list[Line] = []
    for fact in facts:
        if line_width(fact) <= width:
            together.append(fact)
            continue
        yield from flow(together, width, (" · ", Ink.FAINT))
        yield from wrap(fact, width)
        together = []
    yield from flow(together, width, (" · ", Ink.FAINT))
