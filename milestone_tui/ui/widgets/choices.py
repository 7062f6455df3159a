"""A short list to choose from in a panel: the field above it keeps the focus, the arrows move the cursor here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.ui.renderer import Line, Renderer, ended
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.widgets.rows import RowView


class Choices(RowView):
    """Lines that are written already; the first cell of each is the cursor's and blank."""

    DEFAULT_CSS = "Choices { background: $panel; }"

    items: reactive[Sequence[Line]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.can_focus = False

    def watch_items(self) -> None:
        """Other choices: the cursor stands on the first."""
        self.rows_changed(cursor=0)

    def row_count(self) -> int:
        """One row a choice."""
        return len(self.items)

    def row(self, index: int, width: int, current: bool) -> Line:
        """The line as it was handed in, as far as there is room."""
        return ended(self.items[index], width)

    def render_line(self, y: int) -> Strip:
        """One line on the ground of the panel, the cursor's on its own."""
        index = y + self.scroll_offset.y
        if index < self.row_count() and index == self.cursor:
            return super().render_line(y)
        line = ended(self.items[index], self.size.width) if index < self.row_count() else ()
        return self.renderer.strip(line, self.size.width, Ground.PANEL)
