"""Choosing the colours: the theme under the cursor is shown at once, the chosen one is remembered."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import SHORT_NAMES, THEME_WORDS, Ink
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock

_MEANINGS: Line = (
    (" What the colours say:  ", Ink.DIM),
    ("to act on", Ink.ACT),
    ("   ", Ink.TEXT),
    ("done or early", Ink.GOOD),
    ("   ", Ink.TEXT),
    ("slipping", Ink.WARN),
    ("   ", Ink.TEXT),
    ("late", Ink.BAD),
    ("   ", Ink.TEXT),
    ("names", Ink.BRIGHT),
)


class ThemePicker(ChoicePanel[str]):
    """The themes by their words; answers with the name of the chosen one."""

    BINDINGS: ClassVar[Keys] = [
        bind("theme.choose", "enter", "take it", "Keep these colours, next time too"),
        bind("theme.down", "down,j", "choose", "The next theme", "step(1)", display="↑ ↓"),
        hidden("theme.up", "up,k", "choose", "The theme before", "step(-1)"),
    ]

    DEFAULT_CSS = """
    ThemePicker Choices { height: 4; margin: 1 0; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._names: tuple[str, ...] = ()
        self._before = ""

    def compose_panel(self) -> ComposeResult:
        """The themes and a line that shows each meaning."""
        yield TextBlock(self.context.renderer, (((" The colours", Ink.BRIGHT),),))
        yield self._choices
        yield TextBlock(self.context.renderer, (_MEANINGS,))

    def on_mount(self) -> None:
        """The cursor on the theme of now."""
        super().on_mount()
        self._before = self.app.theme
        self._names = tuple(name for name in SHORT_NAMES.values() if name in self.app.available_themes)
        self._choices.items = tuple((("   " + THEME_WORDS[name], Ink.TEXT),) for name in self._names)
        if self._before in self._names:
            self._choices.cursor = self._names.index(self._before)

    @on(RowView.Highlighted)
    def _try(self, event: RowView.Highlighted) -> None:
        self.app.theme = self._names[event.index]

    def action_choose(self) -> None:
        """Answer with the theme under the cursor."""
        self.dismiss(self._names[self._choices.cursor])

    def action_leave(self) -> None:
        """Back to the colours of before."""
        self.app.theme = self._before
        super().action_leave()
