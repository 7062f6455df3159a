"""The question on quitting while changes wait for a locked database: wait for them, or quit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from textual.app import App, ComposeResult

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
    """Question whether to wait or to quit; it closes by itself once everything is saved."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("quit.wait", "w,enter", "wait", "Quit once everything is saved"),
        bind("quit.leave", "l", "leave now", "Quit now; the next start offers unsaved changes", "go"),
        bind("quit.stay", "escape", "keep working", "Do not quit", "leave"),
    ]

    shows_waiting = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._words = TextBlock(context.renderer)
        self._waits = False

    def compose_panel(self) -> ComposeResult:
        """Compose the question."""
        yield self._words

    def on_mount(self) -> None:
        """Start to update the question."""
        self.set_interval(_LOOK_SECONDS, self.update_content)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable waiting once it was chosen."""
        return not (action == "wait" and self._waits)

    def update_content(self) -> None:
        """Write what is not saved yet, or close if everything is."""
        if (waiting := self.context.store.waiting) is None:
            self.dismiss("saved")
            return
        seen = visible(waiting.what)
        name = fit(seen, min(len(seen), _NAME_CELLS)).rstrip()
        said = f"Not saved yet: {name}. Another program has locked the database for {waiting.seconds:.0f} s."
        if self._waits:
            question = "milestone-tui quits as soon as everything is saved."
        elif not waiting.lost:
            question = "Wait, or leave now? Unsaved changes are kept, and the next start offers them."
        else:
            question = f"Wait, or leave now? Leaving loses: {list_words([visible(name) for name in waiting.lost])}."
        width = max(20, self.app.size.width - 4)
        ink = Ink.BAD if waiting.lost and not self._waits else Ink.TEXT
        lines: list[Line] = [*paragraph(said, width, Ink.BRIGHT), *paragraph(question, width, ink)]
        self._words.lines = indented(tuple(lines), 2)

    def action_wait(self) -> None:
        """Quit once everything is saved."""
        self._waits = True
        self.update_content()
        self.refresh_bindings()

    def action_go(self) -> None:
        """Quit now."""
        self.dismiss("leave")


def ask_before_quitting(app: App[Any], context: Context, end: Callable[[], None]) -> None:
    """Ask whether to wait or to quit, and call `end` unless the person keeps working."""

    def answered(answer: End | None) -> None:
        if answer == "leave":
            context.store.leave_waiting()
        if answer is not None:
            end()

    if not isinstance(app.screen, QuitWaitingScreen):
        app.push_screen(QuitWaitingScreen(context), answered)
