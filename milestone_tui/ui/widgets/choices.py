"""The list of a panel whose field keeps the focus while the arrow keys move in the list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.ui.renderer import MARKED, Line, Renderer, ended
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.rows import RowView


class Choices(RowView):
    """List of ready-made lines; the first cell of each is blank for the cursor."""

    DEFAULT_CSS = "Choices { background: $panel; }"

    items: reactive[Sequence[Line]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer, *, beside_fields: bool = False) -> None:
        """`beside_fields`: mark the choice without highlighting it, since a field has the highlight."""
        super().__init__(renderer)
        self.can_focus = False
        self.beside_fields = beside_fields

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
        line = ended(self.items[index], self.size.width) if index < self.row_count() else ()
        if line and index == self.cursor:
            if not self.beside_fields:
                return super().render_line(y)
            (first, ink), *others = line
            line = ((MARKED, Ink.ACT), (first[1:], ink), *others)
        elif self.beside_fields:
            line = tuple((text, Ink.TEXT if ink is Ink.BRIGHT else ink) for text, ink in line)
        return self.renderer.strip(line, self.size.width, Ground.PANEL)
