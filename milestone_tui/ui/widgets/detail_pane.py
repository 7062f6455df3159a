"""A rule across the screen, and below it as many lines as there is room for: the base of the strips under a chart."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import RULE, Line, Renderer
from milestone_tui.ui.theme import Ink


class DetailPane(Widget):
    """A rule, then what a subclass says."""

    ALLOW_SELECT = False

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def lines(self, width: int) -> Sequence[Line]:
        """What stands below the rule, each line in at most `width` cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The rule, then what there is to say."""
        width = self.size.width
        if y == 0:
            return self.renderer.strip(((" " + RULE * (width - 2), Ink.FAINT),), width)
        lines = self.lines(width - 2)
        return self.renderer.strip(((" ", Ink.TEXT), *(lines[y - 1] if y <= len(lines) else ())), width)
