"""Base of the panes under a chart or table: a rule and the lines below it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import RULE, Line, Renderer
from milestone_tui.ui.theme import Ink


class DetailPane(Widget):
    """Pane with a rule, then the lines of a subclass."""

    ALLOW_SELECT = False

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def lines(self, width: int) -> Sequence[Line]:
        """Return the lines below the rule, each at most `width` cells wide."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return the rule, or a line below it."""
        width = self.size.width
        if y == 0:
            return self.renderer.strip(((" " + RULE * (width - 2), Ink.FAINT),), width)
        lines = self.lines(width - 2)
        return self.renderer.strip(((" ", Ink.TEXT), *(lines[y - 1] if y <= len(lines) else ())), width)
