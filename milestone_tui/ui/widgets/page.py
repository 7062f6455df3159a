"""Text to read: a centred column of lines that scrolls, without a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink

_COLUMN = 88
"""Cells of a line at the most; longer ones are hard to read."""
_MARGIN = 2
_WHEEL = 3
_SCROLL = Binding.Group("scroll")

Write = Callable[[int], Sequence[Line]]
"""Returns the lines for a width."""


# Without a scroll view's keys, which have no names in help.
class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that a function writes for the width of the column."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Page { height: 1fr; overflow: hidden hidden; background: $background; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("rows.scroll_down", "j", "scroll", "Scroll a line down", "scroll_by(1)", group=_SCROLL),
        bind("rows.scroll_up", "k", "scroll", "Scroll a line up", "scroll_by(-1)", group=_SCROLL),
        hidden("rows.scroll_down_too", "down", "scroll", "Scroll a line down", "scroll_by(1)"),
        hidden("rows.scroll_up_too", "up", "scroll", "Scroll a line up", "scroll_by(-1)"),
        hidden("rows.page_down", "pagedown", "page down", action="page(1.0)"),
        hidden("rows.page_up", "pageup", "page up", action="page(-1.0)"),
        hidden("rows.half_down", "ctrl+d", "half a page down", action="page(0.5)"),
        hidden("rows.half_up", "ctrl+u", "half a page up", action="page(-0.5)"),
        hidden("rows.first", "g,home", "top", "Scroll to the top", "top"),
        hidden("rows.last", "G,end", "bottom", "Scroll to the end", "bottom"),
    ]

    below: reactive[int] = reactive(0, repaint=False)
    """The number of lines below the last one that is seen."""

    write: reactive[Write | None] = reactive(None, repaint=False, always_update=True)

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._lines: Sequence[Line] = ()
        self._written_for = 0

    def watch_write(self) -> None:
        """Write the lines again, at the same place in the text."""
        self._written_for = 0
        self._lay_out()

    def on_resize(self) -> None:
        """Write the lines for the new width."""
        self._lay_out()

    @property
    def column(self) -> int:
        """Return the cells of a line."""
        return max(1, min(_COLUMN, self.size.width - 2 * _MARGIN))

    def _lay_out(self) -> None:
        if self.write is None or not self.size.width:
            return
        if self._written_for != self.column:
            self._lines, self._written_for = self.write(self.column), self.column
        self.virtual_size = Size(self.size.width, len(self._lines) + 1)
        self._go(self.scroll_offset.y)
        self.refresh()

    @property
    def _lowest(self) -> int:
        return max(0, len(self._lines) - self.size.height)

    def render_line(self, y: int) -> Strip:
        """Return one line of the column."""
        width, index = self.size.width, y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else ()
        return self.renderer.strip(((" " * ((width - self.column) // 2), Ink.TEXT), *line), width)

    # Scrolling ---------------------------------------------------------------------------------------------

    def _go(self, y: int) -> None:
        y = max(0, min(y, self._lowest))
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)
            self.refresh()
        self.below = self._lowest - y

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by some lines."""
        self._go(self.scroll_offset.y + lines)

    def action_page(self, pages: float) -> None:
        """Scroll by a part of the page."""
        self.action_scroll_by(int(pages * max(1, self.size.height)))

    def action_top(self) -> None:
        """Scroll to the top."""
        self._go(0)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self._go(self._lowest)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three lines down."""
        event.stop()
        self.action_scroll_by(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three lines up."""
        event.stop()
        self.action_scroll_by(-_WHEEL)
