"""The rows of a tab beside the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.reactive import reactive

from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row: a mark, a text that is cut if needed, and words at the right edge."""

    text: str = ""
    ink: Ink = Ink.TEXT
    mark: Line = ((" ", Ink.TEXT),)
    right: Line = ()
    selectable: bool = True


class SideRows(RowView):
    """The rows of a tab, with a cursor."""

    DEFAULT_CSS = "SideRows { height: auto; }"

    CURSOR_STAYS = False

    BINDINGS: ClassVar[Keys] = [hidden("side.open", "enter", "open the row", "Act on this row")]

    rows: reactive[tuple[SideRow, ...]] = reactive((), layout=True)

    def watch_rows(self) -> None:
        """Update the cursor and the size."""
        self.rows_changed()

    def replace_rows(self, rows: tuple[SideRow, ...], place: int | None) -> None:
        """Replace the rows and move the cursor to `place`, the new place of its row.

        A cursor that was never used stays at the top.
        """
        looked = self.has_focus or self.cursor != self.validate_cursor(0)
        self.rows = rows
        if looked and place is not None:
            self.cursor = place

    def row_count(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Return False for headings, blank rows and rows that cannot be edited."""
        return 0 <= index < len(self.rows) and self.rows[index].selectable

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the row as a line: the mark, the text, the words at the right edge."""
        row = self.rows[index]
        width = self.size.width  # also for the current row, so that its right edge does not move
        taken = 1 + line_width(row.mark) + 1 + (line_width(row.right) + 2 if row.right else 0) + 1
        ink = Ink.BRIGHT if current and row.ink is Ink.TEXT else row.ink
        right = ((" ", Ink.TEXT), *row.right) if row.right else ()
        return ((" ", Ink.TEXT), *row.mark, (" ", Ink.TEXT), (fit(row.text, max(0, width - taken)), ink), *right)

    def focus_input(self) -> None:
        """Put the focus into the list."""
        self.focus()


class HistoryRows(SideRows):
    """The rows of a history, from which earlier values can be restored."""

    BINDINGS: ClassVar[Keys] = [
        bind(
            "history.restore",
            "enter",
            "restore",
            "Restore this value; ctrl+s saves it",
            "open",
        )
    ]
