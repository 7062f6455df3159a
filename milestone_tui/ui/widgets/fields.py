"""Fields of an editor: a label, an input, and a note below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.cells import chop_cells
from textual import on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import CURSOR, Line, Renderer, Span, cells, ended, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import indented, paragraph

INDENT = 16
"""Cells before the value: two blanks, the label, and the bar of a focused field."""

MARGIN = 2
"""Cells after the value."""

_BEFORE_HINT = 2
"""Cells for the cursor and a blank."""


class FieldInput(LineInput, inherit_bindings=False):
    """Input of a field, on the screen's ground until it has the focus."""

    # The keys of a text, without scrolling: ↑ and ↓ go to the fields around.
    BINDINGS: ClassVar[Keys] = [*Input.BINDINGS]

    DEFAULT_CSS = """
    FieldInput { background: $background; color: $foreground; }
    FieldInput:focus { background: $row; color: $bright; }
    FieldInput > .input--selection { background: $selection; color: $bright; }
    """

    def __init__(self, renderer: Renderer, value: str = "", *, replace: bool = False, id: str | None = None) -> None:
        """Create the input; with `replace` the first typed letter replaces the text."""
        super().__init__(renderer, value, id=id)
        self.select_on_focus = replace
        self.renderer = renderer
        self.hint = ""
        """What the field means: at the right edge of the focused input, as long as the text leaves room."""

    def render_line(self, y: int) -> Strip:
        """Return the text, and the hint at its right."""
        strip, room = super().render_line(y), self.size.width - cells(self.hint)
        if not self.hint or not self.has_focus or cells(self.value) + _BEFORE_HINT > room:
            return strip
        hint = self.renderer.strip(((self.hint, Ink.DIM),), cells(self.hint), Ground.ROW)
        return Strip.join([strip.crop(0, room), hint])

    def on_focus(self) -> None:
        """Put the cursor at the end."""
        self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """Clear the selection and show the start of a long text."""
        self.cursor_position = 0
        self.scroll_to(x=0, animate=False, force=True, immediate=True)


class FieldPainter(Protocol):
    """Painter of fields that are not mounted."""

    def release(self, field: Field) -> None:
        """Mount a field in its place."""

    def measure(self) -> None:
        """Lay the fields out again."""

    def refresh(self) -> object:
        """Paint the fields again."""


class Field(Widget):
    """Base of all fields, which paint label, bar and note; the only child is the input.

    Until the field is mounted, a `FieldRun` paints it with its text.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; layout: vertical; }
    """

    note: reactive[Span | None] = reactive(None, layout=True, init=False)
    """How the text is understood, or its mistake."""
    active: reactive[bool] = reactive(False)
    """Whether the field has the focus."""
    grows: ClassVar[bool] = False
    """Whether the field takes the height left."""

    @dataclass
    class Typed(Message):
        """The text has changed."""

        field: Field

    @dataclass
    class Entered(Message):
        """The field got or lost the focus (`field.active` tells which)."""

        field: Field

    @dataclass
    class Finished(Message):
        """Enter was pressed in the field."""

        field: Field

    def __init__(
        self, renderer: Renderer, field: str, label: str, *, indent: int = INDENT, first: bool = False
    ) -> None:
        """Create the field named `field`; `first` puts a gap above it."""
        super().__init__(id=f"field-{field.replace('_', '-')}", classes="-first" if first else None)
        self.renderer = renderer
        self.field = field
        self.label = label
        self.hint = ""
        """What the field means."""
        self.indent = indent
        self.run: FieldPainter | None = None
        """The painter of the field while it is not mounted."""
        self.room = 0
        """The lines that it has there."""

    @property
    def text(self) -> str:
        """Return the text in the field."""
        raise NotImplementedError

    @property
    def resolved_text(self) -> str:
        """Return the text that the field would have after losing the focus."""
        return self.text

    def put(self, text: str) -> None:
        """Set the text."""
        raise NotImplementedError

    def settle(self) -> None:
        """Accept the highlighted choice; called before the field is read for saving."""

    def make_input(self) -> Widget | None:
        """Return the input; None for a field without one."""
        return None

    def compose(self) -> ComposeResult:
        """Yield the input, unless it is mounted already."""
        widget = self.make_input()
        if widget is not None and not widget.is_attached:
            yield widget

    @property
    def is_editable(self) -> bool:
        """Return whether the field can be edited."""
        return True

    def focus_input(self) -> None:
        """Focus the field, mounting it if necessary."""
        if self.run is not None:
            self.run.release(self)
            # Textual scrolls to the focused widget immediately, but this one has no place yet.
            self.call_after_refresh(self.scroll_visible, animate=False)
        if (widget := self.make_input()) is not None:
            if not widget.is_attached:
                self.mount(widget)
            widget.focus()

    def put_cursor(self, cell: int, line: int) -> None:
        """Put the cursor at the clicked place; for subclasses."""

    def show(self, shown: bool) -> None:
        """Show or hide the field."""
        if shown != self.display:
            self.display = shown
            self.measure()

    def watch_note(self) -> None:
        """Make room for the note."""
        self.measure()

    def measure(self) -> None:
        """Lay the field out again, mounted or not."""
        (self.run.measure if self.run is not None else self.refresh)()

    def repaint(self) -> None:
        """Repaint the field, mounted or not."""
        (self if self.run is None else self.run).refresh()

    @property
    def input_height(self) -> int:
        """Return the lines of the input."""
        return 1

    def below(self, width: int) -> tuple[tuple[Line, Ground], ...]:
        """Return the lines below the input, for `width` cells and the one of the bar before them."""
        if self.note is None:
            return ()
        text, ink = self.note
        return tuple((line, Ground.INK) for line in indented(paragraph(visible(text), width, ink)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of the whole field."""
        return self.height_at(width)

    def height_at(self, width: int) -> int:
        """Return the number of lines of the input and of the note below it."""
        return self.input_height + len(self.below(width - self.indent - MARGIN))

    def render_line(self, y: int) -> Strip:
        """Return the line of the label, or a line below it."""
        return self.line_at(y, self.size.width)

    def line_at(self, y: int, width: int) -> Strip:
        """Return a line of the field in `width` cells."""
        if y < self.input_height:
            label = fit(f"  {self.label}", self.indent - 1) if y == 0 else " " * (self.indent - 1)
            bar, ink, ground = (CURSOR, Ink.BRIGHT, Ground.ROW) if self.active else (" ", Ink.DIM, Ground.INK)
            line: Line = ((label, ink), (bar, Ink.ACT), *self.right_side(y, width))
            return self.renderer.strip(ended(line, width - 1), width, ground)
        room = max(1, width - self.indent - MARGIN)
        lines = self.below(room)
        line, ground = lines[y - self.input_height] if y - self.input_height < len(lines) else ((), Ground.INK)
        margin = self.renderer.strip((), self.indent - 1)
        return Strip.join([margin, self.renderer.strip(line, room + 1, ground), self.renderer.strip((), MARGIN)]).crop(
            0, width
        )

    def right_side(self, y: int, width: int) -> Line:
        """Return the text right of the bar, for a field whose input is not mounted."""
        return ()

    def on_descendant_focus(self) -> None:
        """Show the bar."""
        self.active = True
        self.post_message(self.Entered(self))

    def on_descendant_blur(self) -> None:
        """Hide the bar."""
        self.active = False
        self.settle()
        self.post_message(self.Entered(self))


class LineField(Field):
    """A field of one line."""

    DEFAULT_CSS = """
    LineField > FieldInput { margin-left: 16; margin-right: 2; }
    LineField.-link > FieldInput { color: $act; }
    """

    def __init__(
        self,
        renderer: Renderer,
        field: str,
        label: str,
        *,
        replace: bool = False,
        indent: int = INDENT,
        first: bool = False,
    ) -> None:
        """Create the field; with `replace` the first typed letter replaces the text (figures, dates, choices)."""
        super().__init__(renderer, field, label, indent=indent, first=first)
        self._replace = replace
        self._text = ""
        """The text until there is an input."""
        self._input: FieldInput | None = None

    @property
    def input(self) -> FieldInput:
        """Return the input, mounted or not."""
        if self._input is None:
            self._input = FieldInput(self.renderer, self._text, replace=self._replace)
            if self.indent != INDENT:
                self._input.styles.margin = (0, MARGIN, 0, self.indent)
            self._input.hint = self.hint
        return self._input

    def make_input(self) -> Widget:
        """Return the input."""
        return self.input

    @property
    def text(self) -> str:
        """Return the text in the field."""
        return self._text if self._input is None else self._input.value

    def right_side(self, y: int, width: int) -> Line:
        """Return the start of the text, until there is an input."""
        if self._input is not None and self._input.is_attached:
            return ()
        text, room = self.text, max(1, width - self.indent - MARGIN)
        text = chop_cells(text, room)[0] if cells(text) > room else text
        return ((text, Ink.ACT if self.has_class("-link") else Ink.TEXT),)

    def put_cursor(self, cell: int, line: int) -> None:
        """Put the cursor where the text was clicked; select a figure or a date, which typing replaces."""
        if self._replace:
            self.input.select_all()
            return
        text = self.text
        places = (place for place in range(len(text)) if cells(text[: place + 1]) > cell)
        self.input.cursor_position = next(places, len(text))

    def put(self, text: str) -> None:
        """Set the text, and show its start unless the field has the focus."""
        if self._input is None:
            self._text = text if text.isprintable() else visible(text)
            self.repaint()
        elif text != self.input.value:
            self.input.value = text
            self.input.cursor_position = len(text) if self.active else 0

    @on(Input.Changed)
    def report_change(self, event: Input.Changed) -> None:
        """Report that the text has changed."""
        event.stop()
        self.post_message(self.Typed(self))

    @on(Input.Submitted)
    def finish(self, event: Input.Submitted) -> None:
        """Handle enter."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Report that enter was pressed."""
        self.post_message(self.Finished(self))


class DateField(LineField):
    """Field for a date in any accepted form, with a month calendar."""

    BINDINGS: ClassVar[Keys] = [bind("editor.calendar", "down", "calendar", "Choose the date in a month calendar")]

    @dataclass
    class CalendarRequested(Message):
        """The month calendar was requested."""

        field: DateField

    def __init__(self, renderer: Renderer, field: str, label: str, *, first: bool = False) -> None:
        super().__init__(renderer, field, label, replace=True, first=first)

    def action_calendar(self) -> None:
        """Open the month calendar."""
        self.post_message(self.CalendarRequested(self))


class ReadOnlyField(Field):
    """Field that shows a value that cannot be edited here."""

    value: reactive[Line] = reactive((), init=False)

    @property
    def is_editable(self) -> bool:
        """Return False."""
        return False

    @property
    def text(self) -> str:
        """Return the text of the value."""
        return "".join(text for text, _ in self.value)

    def put(self, text: str) -> None:
        """Show a plain text, dim."""
        self.value = ((text, Ink.DIM),)

    def watch_value(self) -> None:
        """Repaint the field."""
        self.repaint()

    def right_side(self, y: int, width: int) -> Line:
        """Return the value."""
        return self.value
