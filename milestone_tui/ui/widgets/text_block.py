"""Lines of text, such as those above and below the field of a panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import RULE, Line, Renderer, Span, ended, line_width
from milestone_tui.ui.theme import Ground, Ink

ACROSS: Line = ((RULE, Ink.FAINT),)
"""A line that is painted as a rule across the screen."""


class TextBlock(Widget):
    """Block of lines on one ground, as high as its lines."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "TextBlock { height: auto; width: 1fr; }"

    lines: reactive[tuple[Line, ...]] = reactive((), layout=True)

    def __init__(
        self,
        renderer: Renderer,
        lines: tuple[Line, ...] = (),
        *,
        ground: Ground = Ground.PANEL,
        classes: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(classes=classes, id=id)
        self.renderer = renderer
        self.ground = ground
        self.set_reactive(TextBlock.lines, lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self.lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest line."""
        return max(map(line_width, self.lines), default=0)

    def render_line(self, y: int) -> Strip:
        """Return one line, cut at the right edge with an ellipsis."""
        width = self.size.width
        line = self.lines[y] if y < len(self.lines) else ()
        if line is ACROSS:
            line = ((" " + RULE * (width - 2), Ink.FAINT),)
        return self.renderer.strip(ended(line, width), width, self.ground)


def flow(pieces: Iterable[Line], width: int, gap: Span) -> tuple[Line, ...]:
    """Return pieces joined by `gap` in lines of at most `width` cells."""
    lines: list[list[Span]] = []
    used = 0
    for piece in pieces:
        size = line_width(piece)
        if lines and used + cell_len(gap[0]) + size <= width:
            lines[-1] += [gap, *piece]
            used += cell_len(gap[0]) + size
        else:
            lines.append(list(piece))
            used = size
    return tuple(map(tuple, lines))


def paragraph(text: str, width: int, ink: Ink = Ink.TEXT) -> tuple[Line, ...]:
    """Return a sentence wrapped at words; a word wider than a line gets its own line."""
    return flow((((word, ink),) for word in text.split()), width, (" ", ink))


def indented(lines: Sequence[Line], cells: int = 1) -> tuple[Line, ...]:
    """Return the lines moved right by `cells`."""
    return tuple(((" " * cells, Ink.TEXT), *line) for line in lines)
