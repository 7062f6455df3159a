"""A list of any length painted line by line: fixed head lines, scrolling rows, one cursor."""

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
from milestone_tui.ui.renderer import Line, Renderer, with_cursor
from milestone_tui.ui.theme import Ground

_STRIPS_KEPT = 512
"""Painted rows that are cached: some pages around the cursor."""


# Without a scroll view's keys, which would hide left and right of a time axis.
class RowView(ScrollView, can_focus=True, inherit_bindings=False):
    """Base of the tables and charts; subclasses return the number of rows and the line of each.

    A cursor move inside the view repaints two lines, a move out of it scrolls by half a page.
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
    """Whether the cursor is painted without the focus, too."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current row, which is always selectable."""

    @dataclass
    class Highlighted(Message):
        """The cursor has moved to another row."""

        view: RowView
        index: int

    @dataclass
    class Opened(Message):
        """A row was opened, by a click on the cursor or by ↵."""

        view: RowView
        index: int

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._strips: dict[Hashable, Strip] = {}

    # For subclasses ----------------------------------------------------------------------------------------

    def row_count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return one row in `width` cells; the first cell must be blank for the cursor's bar."""
        raise NotImplementedError

    def row_value(self, index: int) -> Hashable | None:
        """Return a cache key of all that the row is written from; None if rows are not cached."""
        return None

    def head_count(self) -> int:
        """Return the number of head lines, which do not scroll."""
        return 0

    def head(self, line: int, width: int) -> Line:
        """Return one of the head lines."""
        raise NotImplementedError

    def selectable(self, index: int) -> bool:
        """Return whether the cursor may be on a row."""
        return 0 <= index < self.row_count()

    # Painting ----------------------------------------------------------------------------------------------

    def rows_changed(self, cursor: int | None = None) -> None:
        """Measure again after a change of rows, put the cursor on `cursor` and repaint."""
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
        """Return how many rows fit below the head."""
        return max(1, self.size.height - self.head_count())

    def render_line(self, y: int) -> Strip:
        """Return a head line or a row."""
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
        """Hide the cursor, if it needs the focus."""
        self.on_focus()

    def _strip(self, index: int, width: int, current: bool) -> Strip:
        line = self.row(index, width, current)
        if not current:
            return self.renderer.strip(line, width)
        return self.renderer.strip(with_cursor(line), width, Ground.ROW)

    def refresh_row(self, index: int) -> None:
        """Repaint a row that is in view."""
        y = index - self.scroll_offset.y
        if 0 <= y < self.page_rows:
            self.refresh(Region(0, y + self.head_count(), self.size.width, 1))

    # Moving ------------------------------------------------------------------------------------------------

    def validate_cursor(self, value: int) -> int:
        """Return the nearest selectable row: downwards first, then upwards."""
        count = self.row_count()
        value = max(0, min(value, count - 1))
        below = next((index for index in range(value, count) if self.selectable(index)), None)
        if below is not None:
            return below
        return next((index for index in range(value, -1, -1) if self.selectable(index)), 0)

    def watch_cursor(self, old: int, new: int) -> None:
        """Scroll or repaint both rows, and report the move."""
        if not self._scroll_to_cursor(step=abs(new - old) <= 2):
            self.refresh_row(old)
            self.refresh_row(new)
        if self.row_count():
            self.post_message(self.Highlighted(self, new))

    def _scroll_to_cursor(self, step: bool = False) -> bool:
        """Bring the cursor into view; return whether that scrolled, which repaints everything."""
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
        """Return the first heading above a row that fits with it into `rows` rows; the row itself without one."""
        first = index
        while first > max(0, index - rows + 1) and not self.selectable(first - 1):
            first -= 1
        return first

    def action_step(self, step: int) -> None:
        """Go to the next selectable row, down or up."""
        index = self.cursor + step
        while 0 <= index < self.row_count() and not self.selectable(index):
            index += step
        if 0 <= index < self.row_count():
            self.cursor = index

    def action_page(self, pages: float) -> None:
        """Go by a part of a page."""
        target = self.cursor + int(pages * self.page_rows)
        count = self.row_count()
        if pages < 0:
            target = max(0, target)
            while target > 0 and not self.selectable(target):
                target -= 1
        self.cursor = min(target, count - 1) if count else 0

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Opened(self, self.cursor))

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = self.row_count() - 1

    # Mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row, or open it if the cursor is there."""
        index = event.y - self.head_count() + self.scroll_offset.y
        if event.y < self.head_count() or not self.selectable(index):
            return
        if index == self.cursor:
            self.post_message(self.Opened(self, index))
        else:
            self.cursor = index

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor three rows down."""
        event.stop()
        self.action_page(3 / self.page_rows)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor three rows up."""
        event.stop()
        self.action_page(-3 / self.page_rows)
