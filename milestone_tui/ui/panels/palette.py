"""The command palette: every action by name, with its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.commands import Command, Found, search
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden, plain_keys
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

_ROWS = 12
_ABOVE = 8
"""Lines that stay for the screen below and the panel's own."""


class PaletteScreen(ChoicePanel[Command]):
    """Panel with a field and the actions that match it; answers with the command to run."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
        bind("palette.choose", "enter", "run", "Run this action", priority=True),
        bind("palette.down", "down,ctrl+n", "choose", "Go to the next action", "step(1)", display="↑ ↓"),
        hidden("palette.up", "up,ctrl+p", "choose", "Go to the previous action", "step(-1)"),
        hidden("palette.page_down", "pagedown", "page down", "Go a page down", "page(1.0)"),
        hidden("palette.page_up", "pageup", "page up", "Go a page up", "page(-1.0)"),
    ]

    DEFAULT_CSS = """
    PaletteScreen Horizontal { height: 1; margin-bottom: 1; }
    PaletteScreen Horizontal TextBlock { width: 3; }
    """

    def __init__(self, context: Context, commands: Sequence[Command]) -> None:
        super().__init__(context)
        if context.renderer.ascii_only:
            commands = [replace(command, keys=plain_keys(command.keys)) for command in commands]
        self._commands = commands
        self._found: tuple[Found, ...] = ()
        self._text = ""
        self._input = LineInput(context.renderer, placeholder="search for an action")
        self._keys_width = max((cell_len(context.renderer.written(command.keys)) for command in commands), default=0)
        self._name_width = max((cell_len(command.name) for command in commands), default=0)

    def compose_panel(self) -> ComposeResult:
        """Compose the field and the list."""
        with Horizontal():
            yield TextBlock(self.context.renderer, (((" : ", Ink.KEY),),))
            yield self._input
        yield self._choices

    def show_words(self) -> None:
        """Fit the list to the screen."""
        self._choices.styles.height = max(1, min(_ROWS, len(self._commands), self.app.size.height - _ABOVE))
        cursor = self._choices.cursor
        self._show(self._text)
        self._choices.cursor = cursor

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, text: str) -> None:
        self._text = text
        self._found = search(self._commands, text)
        self._choices.items = tuple(map(self._line, self._found)) or (((" No matching action", Ink.DIM),),)

    def _line(self, found: Found) -> Line:
        command = found.command
        plain = Ink.TEXT if command.enabled else Ink.FAINT
        tooltip = Ink.DIM if command.enabled else Ink.FAINT
        room = self.app.size.width - self._name_width - self._keys_width - 10  # what stands between them
        name = [
            (letter, Ink.ACT if place in found.places and command.enabled else plain)
            for place, letter in enumerate(command.name)
        ]
        return (
            ("   ", Ink.TEXT),
            *name,
            (" " * (self._name_width - cell_len(command.name) + 3), Ink.TEXT),
            (
                fit(self.context.renderer.written(command.keys), self._keys_width + 3),
                Ink.KEY if command.enabled else Ink.FAINT,
            ),
            (fit(command.tooltip, room).rstrip(), tooltip),
        )

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self._choices.action_page(pages)

    def action_choose(self) -> None:
        """Close with the action under the cursor."""
        if self._input.value != self._text:  # enter may arrive before the change of the text
            self._show(self._input.value)
        if not self._found:
            self.show_error("No matching action. Type fewer letters.")
            return
        command = self._found[self._choices.cursor].command
        if command.enabled:
            self.dismiss(command)
        else:
            self.show_error(f'"{command.name}" is not available here.')
