"""What to do with changes that were not saved."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

Parting = Literal["save", "discard"]


class LeaveScreen(Panel[Parting]):
    """Asks whether to save, discard or stay."""

    BINDINGS: ClassVar[Keys] = [
        bind("leave.save", "s,ctrl+s,enter", "save", "Save the changes and leave", "part('save')"),
        bind("leave.discard", "d", "discard", "Leave without the changes", "part('discard')"),
        bind("leave.stay", "escape", "stay", "Go on editing", "leave"),
    ]

    def __init__(self, context: Context, title: str, changed: tuple[str, ...]) -> None:
        """`changed`: what is not saved, in words."""
        super().__init__(context)
        self._title = title
        self._changed = changed

    def compose_panel(self) -> ComposeResult:
        """What is at stake."""
        shown = visible(self._title) if self._title else "This"
        name = fit(shown, min(40, len(shown)))
        width = max(20, self.app.size.width - 4)
        lines = paragraph(f"{name.strip()} is not saved: {', '.join(self._changed)}.", width, Ink.BRIGHT)
        yield TextBlock(self.context.renderer, indented(lines, 2))

    def action_part(self, answer: Parting) -> None:
        """Close with the answer."""
        self.dismiss(answer)
