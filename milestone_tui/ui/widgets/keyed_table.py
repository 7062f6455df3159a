"""A table of declared columns: each row has a key, on which the cursor stays when the rows change."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic

from textual.reactive import reactive

from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column, LaidOut, Row, head_words, laid_out, row_words
from milestone_tui.ui.widgets.rows import RowView


class KeyedTable(RowView, Generic[Row]):
    """Base of the tables. A subclass declares its columns and says what the key of a row is."""

    MARGIN: ClassVar[int] = 2
    """Cells before the first column, which `margin` writes."""
    RIGHT_MARGIN: ClassVar[int] = 1
    """Cells after the last column."""
    HEAD_LINES: ClassVar[int] = 1
    """Lines above the rows: the heads, and blank ones below them. 0 for a table that needs no heads."""

    hint: reactive[str] = reactive("")
    """What stands in place of rows where there are none."""
    sorted_by: reactive[str] = reactive("")
    """The head of the column that the rows are sorted by, where that is to be seen."""

    def __init__(self, renderer: Renderer, hint: str = "") -> None:
        super().__init__(renderer)
        self.set_reactive(KeyedTable.hint, hint)
        self.entries: tuple[Row, ...] = ()
        self._places: Mapping[Any, int] = {}

    # What a subclass says ----------------------------------------------------------------------------------

    def columns(self, width: int) -> Sequence[Column[Row]]:
        """Return the columns of a view of `width` cells; those that ask for more are left out."""
        return ()

    def key_of(self, entry: Row) -> Hashable | None:
        """Return what a row is known by; None for a line that stands over others and is not for the cursor."""
        raise NotImplementedError

    def margin(self, entry: Row) -> Line:
        """Return what stands before the first column, in `MARGIN` cells."""
        return ((" " * self.MARGIN, Ink.TEXT),)

    def heading(self, entry: Row) -> Line:
        """Return the line of an entry without a key."""
        return ()

    # What follows ------------------------------------------------------------------------------------------

    def show_entries(self, entries: Sequence[Row], keep: Hashable | None = None, *, anew: bool = False) -> None:
        """Show these rows; the cursor goes to row `keep` where there is one, else stays with its own, or near it.

        Where the cursor and the columns stay in their places only the rows that changed are painted, unless all are to
        be painted `anew`.
        """
        before, known, shape = self.entries, self.selected, self._shape()
        self.entries = tuple(entries)
        keys = map(self.key_of, self.entries)
        self._places = {key: place for place, key in enumerate(keys) if key is not None}
        place = None if keep is None else self.place_of(keep)
        if place is None and known is not None:
            place = self.place_of(self.key_of(known))
        stays = place in (None, self.cursor) and len(before) == len(self.entries) and self.selectable(self.cursor)
        if anew or not stays or shape != self._shape():
            self.rows_changed(place)
        else:
            self._repaint(before)

    def _repaint(self, before: Sequence[Row]) -> None:
        """Repaint the rows in view that are others than before."""
        top = int(self.scroll_offset.y)
        for index in range(top, min(top + self.page_rows, len(self.entries))):
            if before[index] != self.entries[index]:
                self.refresh_row(index)

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.entries[self.cursor] if self.selectable(self.cursor) else None

    def place_of(self, key: Hashable) -> int | None:
        """Return the index of the row with a key, None where there is none."""
        return self._places.get(key)

    def select(self, key: Hashable) -> None:
        """Put the cursor on a row, if it is there."""
        if (place := self.place_of(key)) is not None:
            self.cursor = place

    def row_count(self) -> int:
        """One row each, or one for the hint."""
        return len(self.entries) or (1 if self.hint else 0)

    def selectable(self, index: int) -> bool:
        """Whether the cursor may stand there: not on a heading, nor on the hint."""
        return 0 <= index < len(self.entries) and self.key_of(self.entries[index]) is not None

    def head_count(self) -> int:
        """The heads."""
        return self.HEAD_LINES

    def head(self, line: int, width: int) -> Line:
        """The heads of the columns."""
        return () if line else ((" " * self.MARGIN + head_words(self._laid_out(), self.sorted_by), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:
        """One row."""
        if not self.entries:
            return ((f"   {self.hint}", Ink.DIM),)
        entry = self.entries[index]
        if self.key_of(entry) is None:
            return self.heading(entry)
        return (*self.margin(entry), *row_words(self._laid_out(), entry, current))

    def _laid_out(self) -> LaidOut[Row]:
        """Return the columns with their cells: those of all rows, also of the cursor's, written for one cell less."""
        width = self.size.width
        return laid_out(self.columns(width), width, width - self.MARGIN - self.RIGHT_MARGIN)

    def _shape(self) -> Sequence[tuple[str, int]]:
        """Return what all rows are written by, besides their entries."""
        return [(column.head, wide) for column, wide in self._laid_out()]
