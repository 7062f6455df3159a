"""A list of any length painted line by line: head lines that stay, rows that scroll, one cursor."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from milestone_tui.ui.keys import Keys, hidden
from milestone_tui.ui.renderer import Line, Renderer, pointed_at
from milestone_tui.ui.theme import Ground

_STRIPS_KEPT = 512
"""So many painted rows are kept: some pages around the cursor."""


# The keys of a scroll view would hide those of the screen: left and right belong to a time axis.
class RowView(ScrollView, can_focus=True, inherit_bindings=False):
    """Base of the tables and charts. Subclasses say how many rows there are and how one is written.

    A cursor move inside the view repaints two lines; a move out of it scrolls by half a page.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    RowView { height: 1fr; overflow: hidden hidden; background: $background; }
    """

    BINDINGS: ClassVar[Keys] = [
        hidden("rows.down", "down,j", "next row", action="step(1)"),
        hidden("rows.up", "up,k", "previous row", action="step(-1)"),
        hidden("rows.page_down", "pagedown", "page down", action="page(1.0)"),
        hidden("rows.page_up", "pageup", "page up", action="page(-1.0)"),
        hidden("rows.half_down", "ctrl+d", "half a page down", action="page(0.5)"),
        hidden("rows.half_up", "ctrl+u", "half a page up", action="page(-0.5)"),
        hidden("rows.first", "g,home", "first row"),
        hidden("rows.last", "G,end", "last row"),
    ]

    CURSOR_STAYS: ClassVar[bool] = True
    """Whether the cursor is painted also while the keys go elsewhere."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current row; stands on selectable rows only."""

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row now."""

        view: RowView
        index: int

    @dataclass
    class Opened(Message):
        """The row was chosen: by a second click, or by ↵ where a list takes that itself."""

        view: RowView
        index: int

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._strips: dict[Hashable, Strip] = {}

    # What a subclass says ----------------------------------------------------------------------------------

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, index: int, width: int, current: bool) -> Line:
        """One row, written for `width` cells; the first cell is the cursor's bar and must be a blank."""
        raise NotImplementedError

    def row_value(self, index: int) -> Hashable | None:
        """All that the row is written from, where rows are worth keeping; None where they are not."""
        return None

    def head_count(self) -> int:
        """How many lines stand above the rows and do not scroll."""
        return 0

    def head(self, line: int, width: int) -> Line:
        """One of the lines above the rows."""
        raise NotImplementedError

    def selectable(self, index: int) -> bool:
        """Whether the cursor may stand on a row."""
        return 0 <= index < self.row_count()

    # Painting ----------------------------------------------------------------------------------------------

    def rows_changed(self, cursor: int | None = None) -> None:
        """Call when there are other rows: measures again, puts the cursor on `cursor` and repaints."""
        self._measure()
        self.set_reactive(RowView.cursor, self.validate_cursor(self.cursor if cursor is None else cursor))
        self._scroll_to_cursor()
        self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self.row_count() + self.head_count())

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._measure()
        self._scroll_to_cursor()

    @property
    def page_rows(self) -> int:
        """How many rows fit below the head."""
        return max(1, self.size.height - self.head_count())

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width = self.size.width
        heads = self.head_count()
        if y < heads:
            return self.renderer.strip(self.head(y, width), width)
        index = y - heads + self.scroll_offset.y
        if index >= self.row_count():
            return self.renderer.strip((), width)
        current = index == self.cursor and self.selectable(index) and (self.CURSOR_STAYS or self.has_focus)
        if (value := self.row_value(index)) is None:
            return self._strip(index, width, current)
        key = (value, width, current, self.renderer.palette.name)
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) >= _STRIPS_KEPT:
                self._strips.clear()
            strip = self._strips[key] = self._strip(index, width, current)
        return strip

    def on_focus(self) -> None:
        """Show the cursor."""
        if not self.CURSOR_STAYS:
            self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor where it does not stay."""
        self.on_focus()

    def _strip(self, index: int, width: int, current: bool) -> Strip:
        line = self.row(index, width, current)
        if not current:
            return self.renderer.strip(line, width)
        return self.renderer.strip(pointed_at(line), width, Ground.ROW)

    def refresh_row(self, index: int) -> None:
        """Repaint one row, if it is in view."""
        y = index - self.scroll_offset.y
        if 0 <= y < self.page_rows:
            self.refresh(Region(0, y + self.head_count(), self.size.width, 1))

    # Moving ------------------------------------------------------------------------------------------------

    def validate_cursor(self, value: int) -> int:
        """The nearest row that may be selected: downwards first, then upwards."""
        count = self.row_count()
        value = max(0, min(value, count - 1))
        below = next((index for index in range(value, count) if self.selectable(index)), None)
        if below is not None:
            return below
        return next((index for index in range(value, -1, -1) if self.selectable(index)), 0)

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint what the move touched and tell the screen."""
        if not self._scroll_to_cursor(step=abs(new - old) <= 2):
            self.refresh_row(old)
            self.refresh_row(new)
        if self.row_count():
            self.post_message(self.Highlighted(self, new))

    def _scroll_to_cursor(self, step: bool = False) -> bool:
        """Bring the cursor into view; True when that scrolled (and so repaints everything)."""
        top, rows, cursor = self.scroll_offset.y, self.page_rows, self.cursor
        first = self._headed(cursor, rows)
        if top <= first and cursor < top + rows:
            return False
        edge = first if first < top else cursor - rows + 1
        target = cursor - rows // 2 if step else edge
        target = max(0, min(target, self.row_count() - rows))
        if first < top:
            target = self._headed(target, target - cursor + rows)
        if target == top:
            return False
        self.scroll_to(y=target, animate=False, force=True, immediate=True)
        self.refresh()
        return True

    def _headed(self, index: int, rows: int) -> int:
        """The first of the rows above that belong to this one (a heading), as far as they fit into so many with it."""
        first = index
        while first > max(0, index - rows + 1) and not self.selectable(first - 1):
            first -= 1
        return first

    def action_step(self, step: int) -> None:
        """To the next selectable row, down or up."""
        index = self.cursor + step
        while 0 <= index < self.row_count() and not self.selectable(index):
            index += step
        if 0 <= index < self.row_count():
            self.cursor = index

    def action_page(self, pages: float) -> None:
        """By a part of the page."""
        target = self.cursor + int(pages * self.page_rows)
        count = self.row_count()
        if pages < 0:
            target = max(0, target)
            while target > 0 and not self.selectable(target):
                target -= 1
        self.cursor = min(target, count - 1) if count else 0

    def action_open(self) -> None:
        """Act on the row under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Opened(self, self.cursor))

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = self.row_count() - 1

    # Mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; a click on the cursor opens."""
        index = event.y - self.head_count() + self.scroll_offset.y
        if event.y < self.head_count() or not self.selectable(index):
            return
        if index == self.cursor:
            self.post_message(self.Opened(self, index))
        else:
            self.cursor = index

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view through the cursor."""
        event.stop()
        self.action_page(3 / self.page_rows)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view through the cursor."""
        event.stop()
        self.action_page(-3 / self.page_rows)
