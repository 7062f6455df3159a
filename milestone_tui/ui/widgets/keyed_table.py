"""A table of declared columns; each row has a key, by which the cursor stays on its row when the rows change."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic

from textual.reactive import reactive

from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column, LaidOut, Row, head_words, laid_out, row_words
from milestone_tui.ui.widgets.rows import RowView


class KeyedTable(RowView, Generic[Row]):
    """Base of the tables; subclasses declare the columns and return the key of a row."""

    MARGIN: ClassVar[int] = 2
    """Cells before the first column, which `margin` writes."""
    RIGHT_MARGIN: ClassVar[int] = 1
    """Cells after the last column."""
    HEAD_LINES: ClassVar[int] = 1
    """Lines above the rows: the heads and blank lines below them; 0 without heads."""

    hint: reactive[str] = reactive("")
    """The text shown when there are no rows."""
    sorted_by: reactive[str] = reactive("")
    """The head of the column to be marked as sorted; empty for none."""

    def __init__(self, renderer: Renderer, hint: str = "") -> None:
        super().__init__(renderer)
        self.set_reactive(KeyedTable.hint, hint)
        self.entries: tuple[Row, ...] = ()
        self._places: Mapping[Any, int] = {}

    # For subclasses ----------------------------------------------------------------------------------------

    def columns(self, width: int) -> Sequence[Column[Row]]:
        """Return the columns for a view of `width` cells."""
        return ()

    def key_of(self, entry: Row) -> Hashable | None:
        """Return the key of a row; None for a heading, which the cursor skips."""
        raise NotImplementedError

    def margin(self, entry: Row) -> Line:
        """Return the `MARGIN` cells before the first column."""
        return ((" " * self.MARGIN, Ink.TEXT),)

    def heading(self, entry: Row) -> Line:
        """Return the line of a heading."""
        return ()

    # Rows --------------------------------------------------------------------------------------------------

    def show_entries(self, entries: Sequence[Row], keep: Hashable | None = None, *, repaint_all: bool = False) -> None:
        """Show these rows; the cursor goes to row `keep` if it exists, otherwise stays on its row or near it.

        If cursor and columns keep their places, only the changed rows are repainted, unless `repaint_all` asks for all.
        """
        before, known, shape = self.entries, self.selected, self._shape()
        self.entries = tuple(entries)
        keys = map(self.key_of, self.entries)
        self._places = {key: place for place, key in enumerate(keys) if key is not None}
        place = None if keep is None else self.place_of(keep)
        if place is None and known is not None:
            place = self.place_of(self.key_of(known))
        stays = place in (None, self.cursor) and len(before) == len(self.entries) and self.selectable(self.cursor)
        if repaint_all or not stays or shape != self._shape():
            self.rows_changed(place)
        else:
            self._repaint(before)

    def _repaint(self, before: Sequence[Row]) -> None:
        """Repaint the rows in view that differ from `before`."""
        top = int(self.scroll_offset.y)
        for index in range(top, min(top + self.page_rows, len(self.entries))):
            if before[index] != self.entries[index]:
                self.refresh_row(index)

    @property
    def selected(self) -> Row | None:
        """Return the row under the cursor."""
        return self.entries[self.cursor] if self.selectable(self.cursor) else None

    def place_of(self, key: Hashable) -> int | None:
        """Return the index of the row with a key; None if there is none."""
        return self._places.get(key)

    def select(self, key: Hashable) -> None:
        """Put the cursor on the row with a key, if there is one."""
        if (place := self.place_of(key)) is not None:
            self.cursor = place

    def start_on(self, key: Hashable | None) -> None:
        """Put the cursor on the row with a key, if there is one, before the layout shows whether that is in view."""
        if (place := self.place_of(key)) is not None:
            self.set_reactive(RowView.cursor, place)

    def row_count(self) -> int:
        """Return the number of rows, or 1 for the hint."""
        return len(self.entries) or (1 if self.hint else 0)

    def selectable(self, index: int) -> bool:
        """Return whether a row is neither a heading nor the hint."""
        return 0 <= index < len(self.entries) and self.key_of(self.entries[index]) is not None

    def head_count(self) -> int:
        """Return the number of head lines."""
        return self.HEAD_LINES

    def head(self, line: int, width: int) -> Line:
        """Return the heads of the columns, or a blank line."""
        return () if line else ((" " * self.MARGIN + head_words(self._laid_out(), self.sorted_by), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return one row, a heading or the hint."""
        if not self.entries:
            return ((f"   {self.hint}", Ink.DIM),)
        entry = self.entries[index]
        if self.key_of(entry) is None:
            return self.heading(entry)
        return (*self.margin(entry), *row_words(self._laid_out(), entry, current))

    def _laid_out(self) -> LaidOut[Row]:
        """Return the columns with their cells, the same for all rows."""
        width = self.size.width
        return laid_out(self.columns(width), width, width - self.MARGIN - self.RIGHT_MARGIN)

    def _shape(self) -> Sequence[tuple[str, int]]:
        """Return heads and widths, on which all rows depend."""
        return [(column.head, wide) for column, wide in self._laid_out()]
