"""The panel for a colour theme: the highlighted theme is shown immediately, the chosen one is remembered."""

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
    (" Meaning:  ", Ink.DIM),
    ("act on", Ink.ACT),
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
    """List of the themes; answers with the name of the chosen one."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("theme.choose", "enter", "use", "Use this theme from now on"),
        bind("theme.down", "down,j", "choose", "Go to the next theme", "step(1)", display="↑ ↓"),
        hidden("theme.up", "up,k", "choose", "Go to the previous theme", "step(-1)"),
    ]

    DEFAULT_CSS = """
    ThemePicker Choices { height: 4; margin: 1 0; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._names: tuple[str, ...] = ()
        self._before = ""

    def compose_panel(self) -> ComposeResult:
        """Compose the list of themes and a legend of the colours."""
        yield TextBlock(self.context.renderer, (((" Choose a colour theme", Ink.BRIGHT),),))
        yield self._choices
        yield TextBlock(self.context.renderer, (_MEANINGS,))

    def on_mount(self) -> None:
        """Put the cursor on the present theme."""
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
        """Close with the theme under the cursor."""
        self.dismiss(self._names[self._choices.cursor])

    def action_leave(self) -> None:
        """Go back to the theme before."""
        self.app.theme = self._before
        super().action_leave()
