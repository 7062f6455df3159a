"""One widget that paints unfocused fields: mounting a field and its input is what makes a form slow."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.widgets.fields import Field

LEAST_ROWS = 4
"""The least lines of a field that grows."""


class FieldRun(Widget):
    """Painter of fields one below the other; a field that gets the focus leaves it and is mounted."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    FieldRun { height: auto; width: 1fr; }
    FieldRun.-grows { height: 1fr; }
    """

    gap: reactive[int] = reactive(1, layout=True)
    """Blank lines above a field that is set apart."""

    def __init__(self, renderer: Renderer, fields: Sequence[Field], gap: int) -> None:
        super().__init__()
        self.renderer = renderer
        self.set_reactive(FieldRun.gap, gap)
        self._fields: tuple[Field, ...] = ()
        self._lines: list[tuple[Field, int] | None] | None = None
        """The field in each line, and its line there; None until laid out."""
        self._adopt(fields)

    def _adopt(self, fields: Sequence[Field]) -> None:
        self._fields, self._lines = tuple(fields), None
        for field in fields:
            field.run = self
        self.set_class(any(field.grows for field in fields), "-grows", update=self.is_attached)

    @property
    def _shown(self) -> list[Field]:
        return [field for field in self._fields if field.display]

    def _gap(self, field: Field) -> int:
        return self.gap if field.has_class("-first") else 0

    def measure(self) -> None:
        """Lay the fields out again."""
        self._lines = None
        self._keep_room()
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Lay the fields out for the new size."""
        self._lines = None
        self._keep_room()

    def _keep_room(self) -> None:
        """Take at least the height that all fields need; in a low window the form scrolls."""
        least = self.get_content_height(self.size, self.size, self.size.width) if self.has_class("-grows") else 0
        if self.size and (least > self.size.height or self.styles.min_height is not None):
            self.styles.min_height = least

    def watch_gap(self) -> None:
        """Lay the fields out again."""
        self.measure()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of all fields."""
        return sum(self._gap(field) + (LEAST_ROWS if field.grows else field.height_at(width)) for field in self._shown)

    def _lay_out(self) -> list[tuple[Field, int] | None]:
        """Return for each line its field and the line's number within it; None for a gap."""
        width, fields = self.size.width, self._shown
        heights = {field: field.height_at(width) for field in fields if not field.grows}
        left = self.size.height - sum(heights.values()) - sum(map(self._gap, fields))
        lines: list[tuple[Field, int] | None] = []
        for field in fields:
            field.room = heights.get(field, max(LEAST_ROWS, left))
            lines += [None] * self._gap(field)
            lines += [(field, y) for y in range(field.room)]
        return lines

    def _at(self, y: int) -> tuple[Field, int] | None:
        if self._lines is None:
            self._lines = self._lay_out()
        return self._lines[y] if y < len(self._lines) else None

    def render_line(self, y: int) -> Strip:
        """Return a line of a field."""
        width, found = self.size.width, self._at(y)
        return self.renderer.strip((), width) if found is None else found[0].line_at(found[1], width)

    def on_click(self, event: events.Click) -> None:
        """Focus the field that was clicked, with the cursor at that place."""
        if (found := self._at(event.y)) is not None:
            field, y = found
            in_text = y < field.input_height and event.x >= field.indent  # asked first: a new input has no size yet
            field.focus_input()
            if in_text:
                self.call_after_refresh(field.put_cursor, event.x - field.indent, y)

    def release(self, field: Field) -> None:
        """Mount a field in its place; another run paints the fields below it."""
        place = self._fields.index(field)
        above, below = self._fields[:place], self._fields[place + 1 :]
        field.run = None
        form = self.parent
        assert isinstance(form, Widget)
        form.mount(field, *([FieldRun(self.renderer, below, self.gap)] if below else []), after=self)
        self._adopt(above)
        if above:
            self.measure()
        else:
            self.remove()
