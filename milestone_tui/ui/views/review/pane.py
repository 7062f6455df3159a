"""The right side of a review: the present question, or the text of a past review, beside a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import ELLIPSIS, Line, Renderer, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_RULE = "│"
_BEFORE = 4
"""Cells before the text."""


def squeezed(lines: Sequence[Line], height: int) -> list[Line]:
    """Return lines without as many blank ones, from the last, as do not fit in `height`; "…" if lines are left out."""
    kept = list(lines)
    for place in range(len(kept) - 1, -1, -1):
        if len(kept) <= height:
            break
        if not kept[place]:
            del kept[place]
    return kept if len(kept) <= height else [*kept[: max(0, height - 1)], ((ELLIPSIS, Ink.DIM),)]


class QuestionPane(Widget):
    """The present question."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "QuestionPane { width: 1fr; height: 1fr; }"

    lines: reactive[tuple[Line, ...]] = reactive(())

    def __init__(self, renderer: Renderer, resized: Callable[[], None]) -> None:
        """`resized` is called when there is another room for the lines."""
        super().__init__()
        self.renderer = renderer
        self._resized = resized

    def on_resize(self) -> None:
        """Ask for lines of the new width."""
        self._resized()

    @property
    def room(self) -> int:
        """Return the cells for a line."""
        return max(10, self.size.width - _BEFORE - 1)

    def render_line(self, y: int) -> Strip:
        """Return the rule and a line."""
        width = self.size.width
        shown = squeezed(self.lines, self.size.height)
        line = shown[y] if y < len(shown) else ()
        return self.renderer.strip(((_RULE + " " * (_BEFORE - 1), Ink.FAINT), *ended(line, width - _BEFORE)), width)


class TextRows(RowView):
    """A text of many lines that scrolls by its cursor, such as a past review."""

    CURSOR_STAYS = False

    DEFAULT_CSS = "TextRows { width: 1fr; }"

    lines: reactive[tuple[Line, ...]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer, resized: Callable[[], None]) -> None:
        """`resized` is called when there is another room for the lines."""
        super().__init__(renderer)
        self._resized = resized

    def on_resize(self) -> None:
        """Ask for lines of the new width."""
        super().on_resize()
        self._resized()

    @property
    def room(self) -> int:
        """Return the cells for a line."""
        return max(10, self.size.width - _BEFORE - 1)

    def watch_lines(self) -> None:
        """Show another text from its beginning."""
        self.rows_changed(cursor=0)

    def row_count(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return a line."""
        return ((f" {_RULE}" + " " * (_BEFORE - 2), Ink.FAINT), *ended(self.lines[index], width - _BEFORE))
