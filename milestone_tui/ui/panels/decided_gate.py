"""The question before a passed gate is decided again or unticked."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.sign_off import UNDECIDED, signed_words
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_TITLE_CELLS = 40


class GateAnswer(StrEnum):
    """What to do with a passed gate."""

    DECIDE = "decide"
    UNTICK = "untick"


class DecidedGate(Panel[GateAnswer]):
    """Question with the last decision of a gate; answers whether to decide again or untick."""

    BINDINGS: ClassVar[Keys] = [
        bind("gate.decide", "a", "decide again", "Record another decision", "answer('decide')"),
        bind("gate.untick", "t", "untick", "Reopen the gate; the history keeps its decision", "answer('untick')"),
        bind("gate.leave", "escape", "cancel", "Keep the gate passed"),
    ]

    def __init__(self, context: Context, detail: MilestoneDetail) -> None:
        super().__init__(context)
        self._detail = detail

    def compose_panel(self) -> ComposeResult:
        """Compose the last decision and the question."""
        name = fit(self._detail.milestone.title, _TITLE_CELLS).rstrip()
        decided = UNDECIDED
        if self._detail.decisions:
            last = self._detail.decisions[0]
            day = date_words(last.decided_on, self.context.today)
            decided = signed_words(last.decision.value, day, last.decided_by, last.note)
        width = self.app.size.width - 2
        yield TextBlock(
            self.context.renderer,
            (
                *indented(paragraph(f'"{name}" is passed · {decided}', width, Ink.BRIGHT)),
                *indented(paragraph("Decide it again, or untick it?", width, Ink.TEXT)),
            ),
        )

    def action_answer(self, answer: str) -> None:
        """Close with the answer."""
        self.dismiss(GateAnswer(answer))
