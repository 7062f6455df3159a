"""A table of declared columns: each row has a key, on which the cursor stays when the rows change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.reactive import reactive

from milestone_tui.ui.renderer import Line, Renderer, Span, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

Row = TypeVar("Row")


class Column(NamedTuple, Generic[Row]):
    """One column: what it is called, how wide it is, and what it says of a row."""

    head: str
    text: Callable[[Row], str]
    width: int = 0
    """Cells; 0 for a column that takes a part of what the others leave."""
    ink: Ink | Callable[[Row], Ink] = Ink.TEXT
    right: bool = False
    """It ends on one edge, as figures do."""
    gap: int = 2
    """Cells before it."""
    least: int = 0
    """Cells that a column takes at least which takes a part of the rest."""
    most: int = 1_000
    """Cells that it takes at most."""
    tag: Callable[[Row], str] | None = None
    """A word behind the text, where there is one and room for it."""

    def write(self, row: Row, width: int) -> Line:
        """Return what the column says of a row, in `width` cells and the gap before them."""
        ink = self.ink if isinstance(self.ink, Ink) else self.ink(row)
        gap = " " * self.gap
        tag = self.tag(row) if self.tag is not None else ""
        if not tag or width < 2 * (len(tag) + 2):
            return ((gap + fit(self.text(row), width, right=self.right), ink),)
        shown = fit(self.text(row), width - len(tag) - 2).rstrip()
        return ((gap + shown, ink), (fit(f"  {tag}", width - cells(shown)), Ink.ACT))


def column_widths(columns: Sequence[Column[Row]], width: int) -> tuple[int, ...]:
    """Return the cells of each column in `width`, without the gaps.

    Columns without a width of their own take equal parts of what the others leave, between their least and their most;
    what one does not want is for the others.
    """
    widths = [column.width for column in columns]
    left = width - sum(column.gap + column.width for column in columns)
    flexible = [place for place, column in enumerate(columns) if not column.width]
    flexible.sort(key=lambda place: columns[place].most)
    for taken, place in enumerate(flexible):
        column, later = columns[place], [columns[other].least for other in flexible[taken + 1 :]]
        share = min(left // (len(later) + 1), left - sum(later))
        widths[place] = min(column.most, max(column.least, share))
        left -= widths[place]
    return tuple(widths)


class KeyedTable(RowView, Generic[Row]):
    """Base of the tables. A subclass declares its columns and says what the key of a row is."""

    MARGIN: ClassVar[int] = 2
    """Cells before the first column, which `marks` writes."""
    RIGHT_MARGIN: ClassVar[int] = 1
    """Cells after the last column."""
    HEAD_LINES: ClassVar[int] = 1
    """Lines above the rows: the heads, and blank ones below them. 0 for a table that needs no heads."""

    entries: reactive[tuple[Row, ...]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer, hint: str = "") -> None:
        super().__init__(renderer)
        self.hint = hint
        """What stands there where there are no rows."""

    # What a subclass says ----------------------------------------------------------------------------------

    def columns(self, width: int) -> Sequence[Column[Row]]:
        """Return the columns for which there is room in `width` cells."""
        raise NotImplementedError

    def key_of(self, entry: Row) -> Hashable:
        """Return what a row is known by."""
        raise NotImplementedError

    def marks(self, entry: Row) -> Line:
        """Return what stands before the first column, in `MARGIN` cells."""
        return ((" " * self.MARGIN, Ink.TEXT),)

    def heading(self, entry: Row) -> Line | None:
        """Return the line of an entry that stands over others and is not for the cursor, None for a row."""
        return None

    # What follows ------------------------------------------------------------------------------------------

    def show_entries(self, entries: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or near the place where that stood."""
        known = self.selected
        self.entries = tuple(entries)
        self.rows_changed(None if known is None else self.place_of(self.key_of(known)))

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.entries[self.cursor] if self.selectable(self.cursor) else None

    def place_of(self, key: Hashable) -> int | None:
        """Return the index of the row with a key, None where there is none."""
        rows = ((index, entry) for index, entry in enumerate(self.entries) if self.heading(entry) is None)
        return next((index for index, entry in rows if self.key_of(entry) == key), None)

    def select(self, key: Hashable) -> None:
        """Put the cursor on a row, if it is there."""
        place = self.place_of(key)
        if place is not None:
            self.cursor = place

    def row_count(self) -> int:
        """One row each, or one for the hint."""
        return len(self.entries) or (1 if self.hint else 0)

    def selectable(self, index: int) -> bool:
        """Whether the cursor may stand there: not on a heading, nor on the hint."""
        return 0 <= index < len(self.entries) and self.heading(self.entries[index]) is None

    def head_count(self) -> int:
        """The heads."""
        return self.HEAD_LINES

    def head(self, line: int, width: int) -> Line:
        """The heads of the columns."""
        if line:
            return ()
        heads = (" " * c.gap + fit(c.head, wide, right=c.right) for c, wide in self._laid_out())
        return ((" " * self.MARGIN + "".join(heads), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:
        """One row."""
        if not self.entries:
            return ((f"   {self.hint}", Ink.DIM),)
        entry = self.entries[index]
        heading = self.heading(entry)
        if heading is not None:
            return heading
        spans: list[Span] = [*self.marks(entry)]
        for column, wide in self._laid_out():
            spans += column.write(entry, wide)
        return tuple(spans)

    def _laid_out(self) -> Iterator[tuple[Column[Row], int]]:
        """The columns with their cells: those of all rows, also of the cursor's, which is written for one cell less."""
        columns = self.columns(self.size.width)
        return zip(columns, column_widths(columns, self.size.width - self.MARGIN - self.RIGHT_MARGIN), strict=True)
