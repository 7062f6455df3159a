"""The question whether to save or discard unsaved changes."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

Parting = Literal["save", "discard"]


class LeaveScreen(Panel[Parting]):
    """Question whether to save, discard or keep editing."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("leave.save", "s,ctrl+s,enter", "save", "Save the changes and go back", "part('save')"),
        bind("leave.discard", "d", "discard", "Go back without the changes", "part('discard')"),
        bind("leave.stay", "escape", "keep editing", "Save nothing yet", "leave"),
    ]

    def __init__(
        self,
        context: Context,
        title: str,
        changed: tuple[str, ...],
        *,
        what: str = "changes to",
        listed: str = "Changed",
    ) -> None:
        """`changed`: the unsaved fields and lists; `what` and `listed`: the words before title and `changed`."""
        super().__init__(context)
        self._what, self._listed = what, listed
        self._title = title
        self._changed = changed

    def compose_panel(self) -> ComposeResult:
        """Compose the question and the list of changes."""
        shown = visible(self._title)
        name = f'"{fit(shown, min(40, cells(shown))).strip()}"' if shown else "this draft"
        words = " ".join(filter(None, ("Save", self._what, name)))
        width = max(20, self.app.size.width - 4)
        question = paragraph(f"{words}?", width, Ink.BRIGHT)
        changed = paragraph(f"{self._listed}: {', '.join(self._changed)}", width, Ink.TEXT)
        yield TextBlock(self.context.renderer, indented((*question, *changed), 2))

    def action_part(self, answer: Parting) -> None:
        """Close with the answer."""
        self.dismiss(answer)
