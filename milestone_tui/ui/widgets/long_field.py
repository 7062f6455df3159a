"""A field of many lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from rich.cells import chop_cells
from textual import events, on
from textual.actions import SkipAction
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import TextArea

from milestone_tui.plan.language.pasting import pasted_lines
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.messages import StatusMessage, TextEditRequested
from milestone_tui.ui.renderer import Line, Renderer, cells
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.fields import MARGIN, Field

_WORD = re.compile(r"\S+\s*|\s+")
_TAB = 4
_BLANKS = " \u00a0\u3000"


@lru_cache(maxsize=2)
def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, wrapped at words as Textual's text area does it."""
    lines: list[str] = []
    for line in text.split("\n"):
        row = ""
        for word in _WORD.findall(line.expandtabs(_TAB)):
            if cells(row) + cells(word) <= width:
                row += word
                continue
            lines += [row] if row else []
            *full, row = chop_cells(word, width) if cells(word) > width else [word]
            lines += full
        lines.append(row)
    return lines


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

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def on_resize(self) -> None:
        """Paint again: what is painted before the text is wrapped for another width stays otherwise, cut off."""
        self.refresh()

    def go_to(self, place: Offset) -> None:
        """Put the cursor where this cell of the wrapped text is."""
        self.move_cursor(self.wrapped_document.offset_to_location(place))

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

    BINDINGS: ClassVar[Keys] = [
        bind("editor.external", "ctrl+o", "open in editor", "Edit the text in $VISUAL or $EDITOR"),
    ]

    grows = True

    def __init__(self, renderer: Renderer, field: str, label: str, *, first: bool = False) -> None:
        super().__init__(renderer, field, label, first=first)
        self._text = ""
        """What stands in the field until there is an input."""
        self._input: LongInput | None = None

    def make_input(self) -> Widget:
        """Return the input."""
        if self._input is None:
            self._input = LongInput(self._text)
        return self._input

    def action_external(self) -> None:
        """Open the text in the person's own editor."""
        self.post_message(TextEditRequested(self.label, self.text, self.put))

    def put_cursor(self, cell: int, line: int) -> None:
        """Put the cursor where the text was clicked."""
        if self._input is not None:
            self._input.call_after_refresh(self._input.go_to, Offset(cell, line))  # it is wrapped only then

    @property
    def input_height(self) -> int:
        """Lines that the text takes."""
        if self._input is not None:
            return max(1, self._input.size.height)
        return max(1, self.room)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._text if self._input is None else self._input.text

    def put(self, text: str) -> None:
        """Have `text` stand in the field."""
        if self._input is None:
            self._text = text
            self.repaint()
        elif text != self._input.text:
            self._input.load_text(text)

    def right_side(self, y: int, width: int) -> Line:
        """Return a line of the text, wrapped as the input wraps it, until there is one."""
        if self._input is not None:
            return ()
        # The input keeps a cell for the cursor.
        lines = wrapped(self._text, max(1, width - self.indent - MARGIN - 1))
        # A line of blanks is no text without ink, which would be shown by its escapes.
        return ((visible(lines[y].rstrip(_BLANKS)), Ink.TEXT),) if y < len(lines) else ()

    @on(TextArea.Changed)
    def tell(self, event: TextArea.Changed) -> None:
        """Pass on that something was typed."""
        event.stop()
        self.post_message(self.Typed(self))
