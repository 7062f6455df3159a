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
    """Return the lines of a text, wrapped as Textual's text area wraps them."""
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
    """Text area that wraps; ↑ on its first line and ↓ on its last leave it for the next field."""

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
        """Repaint, since Textual keeps lines painted before the text was wrapped for the new width."""
        self.refresh()

    def go_to(self, place: Offset) -> None:
        """Put the cursor on a cell of the wrapped text."""
        self.move_cursor(self.wrapped_document.offset_to_location(place))

    def action_cursor_up(self, select: bool = False) -> None:
        """Go one line up, or from the first line to the field above."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go one line down, or from the last line to the field below."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual's text area takes a text of any length, with its control characters.
        event.prevent_default()
        event.stop()
        text, cut = pasted_lines(event.text, len(self.text) - len(self.selected_text))
        self.replace(text, *self.selection, maintain_selection_offset=False)
        if cut:
            self.post_message(StatusMessage(cut))


class LongField(Field):
    """Field of many lines that takes the height left."""

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
        """The text until there is an input."""
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
        """Put the cursor at the clicked place."""
        if self._input is not None:
            self._input.call_after_refresh(self._input.go_to, Offset(cell, line))  # only then is it wrapped

    @property
    def input_height(self) -> int:
        """Return the height of the text."""
        if self._input is not None:
            return max(1, self._input.size.height)
        return max(1, self.room)

    @property
    def text(self) -> str:
        """Return the text."""
        return self._text if self._input is None else self._input.text

    def put(self, text: str) -> None:
        """Set the text."""
        if self._input is None:
            self._text = text
            self.repaint()
        elif text != self._input.text:
            self._input.load_text(text)

    def right_side(self, y: int, width: int) -> Line:
        """Return a line of the text, wrapped as the input wraps it, until there is an input."""
        if self._input is not None:
            return ()
        # The input reserves a cell for the cursor.
        lines = wrapped(self._text, max(1, width - self.indent - MARGIN - 1))
        # Blanks are cut, as `visible` would show them as escapes.
        return ((visible(lines[y].rstrip(_BLANKS)), Ink.TEXT),) if y < len(lines) else ()

    @on(TextArea.Changed)
    def report_change(self, event: TextArea.Changed) -> None:
        """Report that the text has changed."""
        event.stop()
        self.post_message(self.Typed(self))
