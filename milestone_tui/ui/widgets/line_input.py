"""The one-line input of the panels: flat, still, and able to underline a mistake where it stands."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.widgets import Input

from milestone_tui.plan.language.pasting import pasted_line
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink

_RENAMED = frozenset({"slash", "backslash", "at", "minus", "plus", "underscore"})
_REDO = "ctrl+r"
"""Redoes a change on every screen, and searches in a shell: who is typing means neither of these."""


class _Mark(Highlighter):
    """Underlines a part of the text."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Style the part that is marked."""
        if self.span is not None:
            style = self.renderer.palette.style(Ink.MARK).without_color
            text.stylize(style, *self.span)
            text.stylize(self.renderer.palette.colour(Ink.MARK), *self.span)


class LineInput(Input):
    """A line of text; what is pasted is made one line."""

    DEFAULT_CSS = """
    LineInput { border: none; height: 1; padding: 0; width: 1fr; color: $bright; background: $panel; }
    LineInput:focus { border: none; background-tint: transparent; }
    LineInput:ansi { color: $bright; background: $panel; }
    LineInput:ansi > .input--cursor { color: $bright; background: $panel; text-style: reverse; }
    LineInput > .input--selection { text-style: $selection-style; }
    LineInput > .input--placeholder { color: $dim; text-style: $dim-style; }
    LineInput > .input--suggestion { color: $dim; text-style: $dim-style; }
    """

    def __init__(self, renderer: Renderer, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        self._mark = _Mark(renderer)
        super().__init__(value, placeholder=placeholder, highlighter=self._mark, select_on_focus=False, id=id)
        self.cursor_blink = False
        self._gets_focus = False
        """Whether the focus arrived a moment ago, perhaps by the click that comes next."""

    def validate_value(self, value: str) -> str:
        """What is put here, a name from a file for one, steers no terminal."""
        return value if value.isprintable() else visible(value)

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline the characters from `span[0]` up to `span[1]` as a mistake; None for none."""
        if span != self._mark.span:
            self._mark.span = span
            self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed here, and so does nothing else; Textual forgets the characters it renames."""
        return key in _RENAMED or key == _REDO or super().check_consume_key(key, character)

    def on_focus(self) -> None:
        """Note that a click which arrives with the focus must leave the text selected."""
        self._gets_focus = True
        self.call_later(setattr, self, "_gets_focus", False)  # after the click, which is in the queue already

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if self._gets_focus and self.select_on_focus:
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        # Stock inputs take the first line only, all of it, and let control characters through to the terminal.
        event.prevent_default()
        event.stop()
        text, cut = pasted_line(event.text, len(self.value) - len(self.selected_text))
        self.replace(text, *self.selection)
        if cut:
            self.post_message(StatusMessage(cut))
