"""Lines of which one at a time can be edited where it stands: the base of the lists beside an editor's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

from milestone_tui.plan.language.pasting import pasted_entries
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.renderer import Line, Renderer, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.fields import FieldInput
from milestone_tui.ui.widgets.rows import RowView


@dataclass(frozen=True, slots=True)
class SideRow:
    """One line: a mark, a text that gives way, and what stands at the right edge."""

    text: str = ""
    ink: Ink = Ink.TEXT
    mark: Line = ((" ", Ink.TEXT),)
    right: Line = ()
    selectable: bool = True


class SideRows(RowView):
    """The lines; the cursor is painted only while the list has the focus."""

    DEFAULT_CSS = "SideRows { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open the row", show=False, id="side.open", tooltip="Act on this row"),
    ]

    rows: reactive[tuple[SideRow, ...]] = reactive((), layout=True)

    def watch_rows(self) -> None:
        """Measure again."""
        self.rows_changed()

    def follow(self, rows: tuple[SideRow, ...], place: int | None) -> None:
        """Have other lines, with the cursor on `place`: where that which it stood on is now.

        Who has not looked yet begins at the top.
        """
        looked = self.has_focus or self.cursor != self.validate_cursor(0)
        self.rows = rows
        if looked and place is not None:
            self.cursor = place

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def row_count(self) -> int:
        """How many lines there are."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Headings, blank lines and what cannot be changed are passed over."""
        return 0 <= index < len(self.rows) and self.rows[index].selectable

    def row(self, index: int, width: int, current: bool) -> Line:
        """The mark, the text, what stands at the right edge."""
        row = self.rows[index]
        width = self.size.width  # the same for the current row, so that its right edge does not move
        taken = 1 + line_width(row.mark) + 1 + (line_width(row.right) + 2 if row.right else 0) + 1
        ink = Ink.BRIGHT if current and row.ink is Ink.TEXT else row.ink
        right = ((" ", Ink.TEXT), *row.right) if row.right else ()
        return ((" ", Ink.TEXT), *row.mark, (" ", Ink.TEXT), (fit(row.text, max(0, width - taken)), ink), *right)

    def render_line(self, y: int) -> Strip:
        """One line, without a cursor while the keys go elsewhere."""
        if self.has_focus:
            return super().render_line(y)
        index = y + self.scroll_offset.y
        line = self.row(index, self.size.width, False) if index < len(self.rows) else ()
        return self.renderer.strip(line, self.size.width)

    def focus_input(self) -> None:
        """Put the focus into the list."""
        self.focus()

    def action_open(self) -> None:
        """Act on the row under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Opened(self, self.cursor))


class HistoryRows(SideRows):
    """What was changed, of which the value from before can be had again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "restore",
            id="history.restore",
            tooltip="Have it as it was before again, in its field or its list; saving keeps it",
        ),
    ]


class InlineInput(FieldInput):
    """Stands over the line that is being edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep", id="inline.keep", tooltip="Take the line as it is typed"),
        Binding("escape", "abandon", "leave it", id="inline.abandon", tooltip="Leave the line as it was"),
    ]

    @dataclass
    class Abandoned(Message):
        """The line is to stay as it was."""

    @dataclass
    class ListPasted(Message):
        """Several lines were pasted where each can be an entry."""

        entries: tuple[str, ...]
        """The first with what stood before it, the last with what stood behind it."""

    takes_lists = False
    """Whether several lines that are pasted become several entries."""

    def action_abandon(self) -> None:
        """Leave the line as it was."""
        self.post_message(self.Abandoned())

    def _on_paste(self, event: events.Paste) -> None:
        entries, cut = pasted_entries(event.text) if self.takes_lists else ((), "")
        if len(entries) < 2:
            return  # one line goes into the text, as in every input
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        *others, last = entries
        self.post_message(self.ListPasted((self.value[:start] + others[0], *others[1:], last + self.value[end:])))
        if cut:
            self.post_message(StatusMessage(cut))


class InlineList(Vertical):
    """Lines, and the input that is laid over one of them; subclasses say what is written and what comes of it."""

    DEFAULT_CSS = """
    InlineList { height: auto; layers: lines edit; }
    InlineList > SideRows { layer: lines; }
    InlineList > InlineInput { layer: edit; display: none; width: 100%; }
    """

    @dataclass
    class Changed(Message):
        """The list says something else now."""

        source: InlineList

    @dataclass
    class Typing(Message):
        """Something is being typed over a line; the list says what it did until that is taken."""

    @dataclass
    class Refused(Message):
        """A key did nothing; the sentence says why."""

        sentence: str

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self.lines = SideRows(renderer)
        self.input = InlineInput(renderer)
        self._edited: int | None = None
        self._left = 0

    def compose(self) -> ComposeResult:
        """The lines below, the input above."""
        yield self.lines
        yield self.input

    # What a subclass says ----------------------------------------------------------------------------------

    def finish(self, index: int, text: str) -> bool:
        """Take what was typed over the line `index`; False keeps the input open."""
        raise NotImplementedError

    def reset(self) -> None:
        """Nothing is being edited any more: write the lines as they are."""
        raise NotImplementedError

    # Editing in place --------------------------------------------------------------------------------------

    @property
    def is_typing(self) -> bool:
        """Whether the input lies over a line: another list would move that line away from under it."""
        return self._edited is not None

    def edit(self, index: int, text: str, *, left: int = 3, replace: bool = False) -> None:
        """Lay the input over a line, `left` cells from its start."""
        self._edited = None
        self.lines.cursor = index
        self.input.value = text
        self.input.select_on_focus = replace
        self.input.takes_lists = False
        self.input.cursor_position = len(text)
        self.input.display = True
        self._edited = index
        self._left = left
        self._lay_over()
        self.input.focus()

    def on_resize(self) -> None:
        """Keep the input on its line, which there may be only now."""
        if self._edited is not None:
            self._lay_over()

    def _lay_over(self) -> None:
        self.input.styles.offset = (self._left, self.lines.cursor - self.lines.scroll_offset.y)
        self.input.styles.width = max(4, self.size.width - self._left - 1)

    def close(self, focus: bool = True) -> None:
        """Take the input away."""
        if self._edited is None:
            return
        self._edited = None
        self.input.display = False
        self.reset()
        if focus:
            self.lines.focus()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Enter takes the line."""
        event.stop()
        self._take(focus=True)

    @on(Input.Changed)
    def keep(self, event: Input.Changed) -> None:
        """What is being typed changes nothing yet."""
        event.stop()
        if self._edited is not None:
            self.post_message(self.Typing())

    @on(InlineInput.Abandoned)
    def abandon(self, event: InlineInput.Abandoned) -> None:
        """Escape leaves it as it was."""
        event.stop()
        self.close()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed is not lost when the focus goes elsewhere."""
        if event.widget is self.input:
            self._take(focus=False)

    def settle(self) -> bool:
        """Take what is being typed, before the list is read for saving; whether it could be taken."""
        self._take(focus=True)
        return self._edited is None

    def _take(self, focus: bool) -> None:
        index = self._edited
        if index is not None and self.finish(index, self.input.value) and self._edited == index:
            self.close(focus)

    def focus_input(self) -> None:
        """Put the focus into the line that is being edited, else into the list."""
        (self.lines if self._edited is None else self.input).focus()
