"""Saying why dates are moved: a short list, in which "none" stands first."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from milestone_tui.plan.model import ChangeReason
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.screens.choice_panel import ChoicePanel
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.words import Words

REASONS: tuple[ChangeReason | None, ...] = (None, *ChangeReason)


class ReasonScreen(ChoicePanel[tuple[ChangeReason | None]]):
    """Answers with the chosen reason in a tuple of one, so that "none" is an answer too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "take it", id="reason.choose", tooltip="This is why the dates are moved"),
        Binding("down,j,r", "step(1)", "choose", id="reason.down", key_display="↑ ↓", tooltip="The next reason"),
        Binding("up,k", "step(-1)", "choose", show=False, id="reason.up", tooltip="The reason before"),
    ]

    def __init__(self, desk: Desk, reason: ChangeReason | None) -> None:
        super().__init__(desk)
        self._reason = reason

    def compose_panel(self) -> ComposeResult:
        """The question and the reasons."""
        yield Words(self.desk.look, (((" Why are the dates moved?", Ink.BRIGHT),), ()))
        self._choices.styles.height = len(REASONS)
        yield self._choices

    def on_mount(self) -> None:
        """The cursor on the reason of now."""
        super().on_mount()
        self._choices.items = tuple(
            ((f"   {'none' if reason is None else reason.value}", Ink.TEXT),) for reason in REASONS
        )
        self._choices.cursor = REASONS.index(self._reason)

    def action_choose(self) -> None:
        """Answer with the reason under the cursor."""
        self.dismiss((REASONS[self._choices.cursor],))
