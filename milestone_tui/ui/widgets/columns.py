"""Declared columns of a table, from which heads and rows are written. Imports no Textual: the first frame uses it."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from milestone_tui.ui.renderer import Line, Span, cells, fit
from milestone_tui.ui.theme import Ink

Row = TypeVar("Row")

_SORTED = " ↓"


class Column(NamedTuple, Generic[Row]):
    """One column of a table: its head, its width and its text for a row."""

    head: str
    text: Callable[[Row], str] = str
    width: int = 0
    """Cells; 0 for a column that shares the room left by the others."""
    ink: Ink | Callable[[Row], Ink] = Ink.TEXT
    current: Ink | None = None
    """Its ink in the row under the cursor, if different."""
    right: bool = False
    """Whether it is aligned right, as figures are."""
    gap: int = 2
    """Cells before it."""
    after: int = 0
    """Cells after it."""
    least: int = 0
    """The least cells of a column that shares the rest."""
    most: int = 1_000
    """The most cells of such a column."""
    at_width: int = 0
    """The width of the view below which the column is left out."""
    tag: Callable[[Row], str] | None = None
    """A word after the text, if there is one and room for it."""
    spans: Callable[[Row, int], Line] | None = None
    """Writes that many cells in several inks, in place of `text` and `ink`."""

    def write(self, row: Row, width: int, current: bool = False) -> Line:
        """Return the text of a row in `width` cells, with the gaps before and after it."""
        gap, after = " " * self.gap, " " * self.after
        if self.spans is not None:
            return ((gap, Ink.TEXT), *self.spans(row, width), (after, Ink.TEXT))
        ink = self.current if current else None
        ink = ink or (self.ink if isinstance(self.ink, Ink) else self.ink(row))
        tag = self.tag(row) if self.tag is not None else ""
        if not tag or width < 2 * (len(tag) + 2):
            return ((gap + fit(self.text(row), width, right=self.right) + after, ink),)
        shown = fit(self.text(row), width - len(tag) - 2).rstrip()
        return ((gap + shown, ink), (fit(f"  {tag}", width - cells(shown)) + after, Ink.ACT))


LaidOut = Sequence[tuple[Column[Row], int]]
"""Columns, each with its cells."""


def laid_out(columns: Sequence[Column[Row]], width: int, room: int) -> LaidOut[Row]:
    """Return the columns that a view of `width` cells shows, with their cells in `room`."""
    shown = [column for column in columns if column.at_width <= width]
    return tuple(zip(shown, column_widths(shown, room), strict=True))


def column_widths(columns: Sequence[Column[Row]], width: int) -> tuple[int, ...]:
    """Return the cells of each column in `width`, without its gaps.

    Columns without a width of their own share the room left by the others equally, between their least and most; room
    that one does not need goes to the others.
    """
    widths = [column.width for column in columns]
    left = width - sum(column.gap + column.width + column.after for column in columns)
    flexible = [place for place, column in enumerate(columns) if not column.width]
    flexible.sort(key=lambda place: columns[place].most)
    for taken, place in enumerate(flexible):
        column, later = columns[place], [columns[other].least for other in flexible[taken + 1 :]]
        share = min(left // (len(later) + 1), left - sum(later))
        widths[place] = min(column.most, max(column.least, share))
        left -= widths[place]
    return tuple(widths)


def head_words(layout: LaidOut[Row], sorted_by: str = "") -> str:
    """Return the heads of the columns, with a mark at the one that the rows are sorted by."""
    return "".join(
        " " * column.gap
        + fit(column.head + (_SORTED if sorted_by and column.head == sorted_by else ""), wide, right=column.right)
        + " " * column.after
        for column, wide in layout
    )


def row_words(layout: LaidOut[Row], row: Row, current: bool = False) -> list[Span]:
    """Return the columns of a row; `current` if it is under the cursor."""
    return [span for column, wide in layout for span in column.write(row, wide, current)]
