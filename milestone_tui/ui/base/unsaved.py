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

    BINDINGS: ClassVar[Keys] = [
        bind("leave.save", "s,ctrl+s,enter", "save", "Save the changes and go back", "part('save')"),
        bind("leave.discard", "d", "discard", "Go back without the changes", "part('discard')"),
        bind("leave.stay", "escape", "keep editing", "Save nothing yet", "leave"),
    ]

    def __init__(self, context: Context, title: str, changed: tuple[str, ...], *, is_new: bool = False) -> None:
        """`changed`: the names of the unsaved fields and lists; `is_new`: nothing of it is saved yet."""
        super().__init__(context)
        self._asks, self._list = ("Save", "Typed") if is_new else ("Save changes to", "Changed")
        self._title = title
        self._changed = changed

    def compose_panel(self) -> ComposeResult:
        """Compose the question and the list of changes."""
        shown = visible(self._title)
        name = fit(shown, min(40, cells(shown))).strip()
        name = name if '"' in name else f'"{name}"' if name else "this draft"
        width = max(20, self.app.size.width - 4)
        question = paragraph(f"{self._asks} {name}?", width, Ink.BRIGHT)
        changed = paragraph(f"{self._list}: {', '.join(self._changed)}", width, Ink.TEXT)
        yield TextBlock(self.context.renderer, indented((*question, *changed), 2))

    def action_part(self, answer: Parting) -> None:
        """Close with the answer."""
        self.dismiss(answer)
