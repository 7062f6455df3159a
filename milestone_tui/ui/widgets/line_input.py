"""The one-line input: flat, without animation, and able to underline a mistake."""

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
"""Bound to redo on every screen, and to search in a shell: ignored while typing."""


class _Mark(Highlighter):
    """Highlighter that underlines a part of the text."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Underline the marked part."""
        if self.span is not None:
            style = self.renderer.palette.style(Ink.MARK).without_color
            text.stylize(style, *self.span)
            text.stylize(self.renderer.palette.colour(Ink.MARK), *self.span)


class LineInput(Input):
    """Input of one line; pasted lines are joined."""

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
        """Make control characters visible, so that a name from a file cannot steer the terminal."""
        return value if value.isprintable() else visible(value)

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline the characters from `span[0]` up to `span[1]` as a mistake; None underlines nothing."""
        if span != self._mark.span:
            self._mark.span = span
            self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is typed here; Textual overlooks the characters that it renames."""
        return key in _RENAMED or key == _REDO or super().check_consume_key(key, character)

    def on_focus(self) -> None:
        """Note that a click which arrives with the focus must leave the text selected."""
        self._gets_focus = True
        self.call_later(setattr, self, "_gets_focus", False)  # after the click, which is in the queue already

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if self._gets_focus and self.select_on_focus:
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's input takes only the first line, of any length, with its control characters.
        event.prevent_default()
        event.stop()
        text, cut = pasted_line(event.text, len(self.value) - len(self.selected_text))
        self.replace(text, *self.selection)
        if cut:
            self.post_message(StatusMessage(cut))
