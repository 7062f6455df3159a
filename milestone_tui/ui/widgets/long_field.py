"""A field of many lines."""

from __future__ import annotations

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.widgets import TextArea

from milestone_tui.plan.language.pasting import pasted_lines
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.widgets.fields import Field


class LongInput(TextArea):
    """A text of many lines that wraps; leaving it upwards and downwards goes to the fields around it."""

    DEFAULT_CSS = """
    LongInput, LongInput:focus { border: none; padding: 0; color: $foreground; background: $background; }
    LongInput { scrollbar-size-vertical: 0; }
    LongInput:focus { background: $row; color: $bright; }
    LongInput > .text-area--cursor { background: $background; color: $foreground; }
    LongInput:focus > .text-area--cursor, LongInput:dark:focus > .text-area--cursor,
    LongInput:light:focus > .text-area--cursor { background: $act; color: $ink; }
    LongInput:ansi:focus > .text-area--cursor { background: $ink; color: $bright; text-style: reverse; }
    LongInput > .text-area--selection { background: $selection; color: $bright; text-style: $selection-style; }
    """

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def on_resize(self) -> None:
        """Paint again: what is painted before the text is wrapped for another width stays otherwise, cut off."""
        self.refresh()

    def action_cursor_up(self, select: bool = False) -> None:
        """One line up; from the first line to the field above."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """One line down; from the last line to the field below."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    async def _on_paste(self, event: events.Paste) -> None:
        # In place of the inherited handler, which takes all and lets control characters through to the terminal.
        event.prevent_default()
        event.stop()
        text, cut = pasted_lines(event.text, len(self.text) - len(self.selected_text))
        self.replace(text, *self.selection, maintain_selection_offset=False)
        if cut:
            self.post_message(StatusMessage(cut))


class LongField(Field):
    """A field of many lines; takes the height that is left."""

    DEFAULT_CSS = """
    LongField { height: 1fr; min-height: 4; }
    LongField > LongInput { margin-left: 16; margin-right: 2; height: 1fr; }
    """

    def __init__(self, renderer: Renderer, field: str, label: str, *, first: bool = False) -> None:
        super().__init__(renderer, field, label, first=first)
        self.input = LongInput()

    def compose(self) -> ComposeResult:
        """The text."""
        yield self.input

    @property
    def input_height(self) -> int:
        """Lines that the text takes."""
        return max(1, self.input.size.height)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.input.text

    def put(self, text: str) -> None:
        """Have `text` stand in the field."""
        if text != self.input.text:
            self.input.load_text(text)

    @on(TextArea.Changed)
    def tell(self, event: TextArea.Changed) -> None:
        """Pass on that something was typed."""
        event.stop()
        self.post_message(self.Typed(self))
