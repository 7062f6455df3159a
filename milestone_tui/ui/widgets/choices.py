"""The list of a panel whose field keeps the focus while the arrow keys move in the list."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.ui.renderer import Line, Renderer, ended
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.widgets.rows import RowView


class Choices(RowView):
    """List of ready-made lines; the first cell of each is blank for the cursor."""

    DEFAULT_CSS = "Choices { background: $panel; }"

    items: reactive[tuple[Line, ...]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.can_focus = False

    def watch_items(self) -> None:
        """Show other lines with the cursor on the first."""
        self.rows_changed(cursor=0)

    def row_count(self) -> int:
        """Return the number of choices."""
        return len(self.items)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the line of a choice, cut to the width."""
        return ended(self.items[index], width)

    def render_line(self, y: int) -> Strip:
        """Return one line on the panel's ground, or on the cursor's."""
        index = y + self.scroll_offset.y
        if index < self.row_count() and index == self.cursor:
            return super().render_line(y)
        line = ended(self.items[index], self.size.width) if index < self.row_count() else ()
        return self.renderer.strip(line, self.size.width, Ground.PANEL)
