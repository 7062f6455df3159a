"""The list and the pane of Trend, which show what its present face gives them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from textual.containers import Vertical

from milestone_tui.ui.renderer import Line, Renderer, ended
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.detail_pane import DetailPane
from milestone_tui.ui.widgets.keyed_table import KeyedTable


class FaceSide(Vertical):
    """The list with its notes, which share the height."""

    def __init__(self, resized: Callable[[], None], id: str) -> None:
        """`resized` is called when there is another height to share."""
        super().__init__(id=id)
        self._resized = resized

    def on_resize(self) -> None:
        """Share the new height."""
        self._resized()


class FaceList(KeyedTable[Any]):
    """The rows of a face; None is a blank line."""

    RIGHT_MARGIN = 1

    def __init__(self, renderer: Renderer, face: Face[Any, Any, Any]) -> None:
        super().__init__(renderer)
        self.face = face
        self.spaced = False
        """Whether there is room for blank lines."""

    def take(self, face: Face[Any, Any, Any]) -> None:
        """Take another face; the rows of the one before are no rows of this."""
        if face is not self.face:
            self.face, self.entries, self._places = face, (), {}

    def head_count(self) -> int:
        """Return the number of head lines: the heads, and a blank line where there is room."""
        return 2 if self.spaced else 1

    def columns(self, width: int) -> Sequence[Column[Any]]:
        """Return the columns of the face."""
        return self.face.columns(width)

    def key_of(self, entry: Any) -> Hashable | None:
        """Return the key of a row; None for a blank line."""
        return None if entry is None else (type(self.face), self.face.key_of(entry))

    def margin(self, entry: Any) -> Line:
        """Return the cells before the columns."""
        return self.face.row_margin(entry)

    def show_rows(self, room: int) -> None:
        """Show the rows of the face, with blank lines if all fit into `room` lines."""
        rows = self.face.rows()
        spaced = [row for each in rows for row in (each, None)][:-1] if self.face.SPACED else [*rows]
        self.spaced = len(spaced) + 2 <= room
        self.styles.height = min(room, len(spaced) + 2) if self.spaced else min(room, len(rows) + 1)
        self.show_entries(spaced if self.spaced else [row for row in rows if row is not None])


class FacePane(DetailPane):
    """The lines about the row under the cursor."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.face: Face[Any, Any, Any] | None = None
        self.current: Any = None

    def show(self, face: Face[Any, Any, Any], current: Any) -> None:
        """Show a row of a face."""
        self.face, self.current = face, current
        self.refresh()

    def lines(self, width: int) -> Sequence[Line]:
        """Return the lines of the face."""
        return [ended(line, width) for line in self.face.pane(self.current, width)] if self.face is not None else ()
