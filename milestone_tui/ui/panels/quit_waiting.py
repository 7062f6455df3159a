"""Quitting while changes wait for another program: wait for them, or leave, and the next start offers them."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult

from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import list_words
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

End = Literal["saved", "leave"]

_LOOK_SECONDS = 0.5
_NAME_CELLS = 40


class QuitWaitingScreen(Panel[End]):
    """Asks whether to wait or to leave; answers by itself once all is saved."""

    BINDINGS: ClassVar[Keys] = [
        bind("quit.wait", "w,enter", "wait", "End the program once all is saved"),
        bind("quit.leave", "l", "leave", "End now; the next start offers what is not saved", "go"),
        bind("quit.stay", "escape", "stay", "Keep working", "leave"),
    ]

    tells_of_waiting = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._words = TextBlock(context.renderer)
        self._waits = False

    def compose_panel(self) -> ComposeResult:
        """What is at stake."""
        yield self._words

    def on_mount(self) -> None:
        """Follow what waits."""
        self.set_interval(_LOOK_SECONDS, self.show_words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to answer twice."""
        return not (action == "wait" and self._waits)

    def show_words(self) -> None:
        """Write what is not saved yet; where all is, close."""
        if (waiting := self.context.store.waiting) is None:
            self.dismiss("saved")
            return
        seen = visible(waiting.what)
        name = fit(seen, min(len(seen), _NAME_CELLS)).rstrip()
        said = f"Not saved yet: {name}. Another program has the database, {waiting.seconds:.0f} s."
        if self._waits:
            question = "The program ends as soon as it is saved."
        elif not waiting.lost:
            question = "Wait, or leave? What is not saved is kept, and the next start offers it."
        else:
            question = f"Wait, or leave? Leaving loses: {list_words([visible(name) for name in waiting.lost])}."
        width = max(20, self.app.size.width - 4)
        ink = Ink.BAD if waiting.lost and not self._waits else Ink.TEXT
        lines: list[Line] = [*paragraph(said, width, Ink.BRIGHT), *paragraph(question, width, ink)]
        self._words.lines = indented(tuple(lines), 2)

    def action_wait(self) -> None:
        """End once all is saved."""
        self._waits = True
        self.show_words()
        self.refresh_bindings()

    def action_go(self) -> None:
        """End now."""
        self.dismiss("leave")
