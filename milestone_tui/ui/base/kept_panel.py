"""Panels with text, which is kept as a draft while it is typed, and discarded only after a question."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.fields import panel_word
from milestone_tui.plan.language.text import is_blank, visible
from milestone_tui.plan.model import Change
from milestone_tui.ui.autosave import DraftAutosave
from milestone_tui.ui.base.panel import Answer, Panel
from milestone_tui.ui.base.unsaved import LeaveScreen, Parting
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import cells, fit

if TYPE_CHECKING:
    from milestone_tui.store import Commands


_SHORT = 30
"""Cells for a typed text in the question about it."""


class KeptPanel(Panel[Answer]):
    """Base of the panels with text; a subclass returns the draft and submits the text."""

    BINDINGS: ClassVar[Keys] = [bind("panel.leave", "escape", "cancel", "Close the panel; ask first about typed text")]

    def __init__(self, context: Context, kept: Unfinished | None = None) -> None:
        """`kept`: the draft of an earlier session to resume."""
        super().__init__(context)
        self.keeper = DraftAutosave(self, context.store, self.unfinished, self.show_error)
        if kept is not None:
            self.keeper.adopt(kept)
        self.busy = False
        """Whether the panel is being saved."""

    @abstractmethod
    def unfinished(self) -> Unfinished | None:
        """Return the draft, None if nothing is typed."""

    @abstractmethod
    def action_submit(self) -> None:
        """Save what is typed, or show why that is not possible."""

    @abstractmethod
    def complain(self, error: MilestoneError) -> None:
        """Show why it was not saved."""

    @on(Input.Changed)
    def _keep_typing(self) -> None:
        self.keeper.schedule()

    def keep_draft(self) -> None:
        """Keep what is typed as a draft."""
        self.keeper.keep()

    def carry_out(self, command: Callable[[Commands], object], done: Callable[[Change | None], None]) -> None:
        """Write one change and delete the draft with it; then call `done`, or `complain` on an error."""
        self.busy = True

        def failed(error: MilestoneError) -> None:
            self.busy = False
            self.keeper.not_saved()
            self.complain(error)

        self.run_command(self.keeper.save_and_discard(command), done, failed)

    def write_and_answer(self, command: Callable[[Commands], Answer], said: str = "") -> None:
        """Write one change, close with its result, and show `said` on the screen below."""
        answers: list[Answer] = []

        def done(_: Change | None) -> None:
            if said:
                self.show_below(said)
            self.dismiss(answers[-1])

        self.carry_out(lambda do: answers.append(command(do)), done)

    def refuses_text(self) -> bool:
        """Return True while the panel is being saved, since text typed then would be lost; show why."""
        waits = self.busy and self.is_writing
        if waits:
            self.show_error("Saving. Press esc to stop, then change it.")
        return waits

    def action_leave(self) -> None:
        """Close without an answer; ask first about typed text."""
        edit = self.unfinished()
        if edit is None or self.busy:
            self.discard()
            return

        def part(answer: Parting | None) -> None:
            if answer == "save":
                self.action_submit()
            elif answer == "discard":
                self.discard()

        typed = tuple(_short_text(name, text) for name, text in edit.texts.items())
        what, title = _named(edit)
        self.app.push_screen(LeaveScreen(self.context, title, typed, what=what, listed="Typed"), part)

    def discard(self) -> None:
        """Close without an answer and without a draft."""
        if not self.keeper.saving:
            self.keeper.discard()
        self.dismiss(None)


def _named(edit: Unfinished) -> tuple[str, str]:
    """Return `the gate decision` and `Go-live` for the title `Gate decision: "Go-live"`; else nothing and the title."""
    kind, quote, title = edit.title.partition('"')
    if edit.kind is UnfinishedKind.QUICK_ADD or not kind or not quote:
        return "", edit.title
    return f"the {kind.strip(' :').lower()}", title.removesuffix('"')


def _short_text(name: str, text: str) -> str:
    """Return a field's label and the beginning of its text."""
    return (
        panel_word(name) if is_blank(text) else f'{panel_word(name)} "{fit(text, min(_SHORT, cells(visible(text))))}"'
    )
