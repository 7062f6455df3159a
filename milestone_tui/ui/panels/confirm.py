"""Ticking a milestone whose criteria are not all met: they are listed, and asked about once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.language.wording import count_words
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import OPEN, Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, flow, indented

_MOST = 6
"""More criteria than this are counted instead of listed: the panel leaves the plan in view."""


class TickAnswer(StrEnum):
    """How a milestone with unmet criteria is to be ticked."""

    AS_IT_IS = "as it is"
    ALL_MET = "all met"


class ConfirmTick(Panel[TickAnswer]):
    """Lists what is not met and asks whether the milestone is done all the same."""

    BINDINGS: ClassVar[Keys] = [
        bind("tick.anyway", "y", "tick it", "It is done, the criteria stay unmet", "answer('as it is')"),
        bind("tick.all_met", "c", "tick, all criteria met", "It is done and all are met", "answer('all met')"),
    ]

    def __init__(self, context: Context, title: str, unmet: Sequence[str]) -> None:
        """`title` is what is ticked, `unmet` its criteria in words."""
        super().__init__(context)
        self._title = title
        self._unmet = unmet

    def compose_panel(self) -> ComposeResult:
        """The question and the criteria."""
        yield TextBlock(self.context.renderer, (*self._question(), (), *self._criteria()))

    def _question(self) -> tuple[Line, ...]:
        count = len(self._unmet)
        are = "is" if count == 1 else "are"
        width = self.app.size.width - 2
        said: Line = (
            (f"{count_words(count, 'criterion', 'criteria')} of ", Ink.TEXT),
            (fit(self._title, max(12, width - 54)).rstrip(), Ink.BRIGHT),
            (f" {are} not met. ", Ink.TEXT),
        )
        return indented(flow((said, (("Tick it all the same?", Ink.TEXT),)), width, ("", Ink.TEXT)))

    def _criteria(self) -> tuple[Line, ...]:
        room = self.app.size.width - 4
        listed = self._unmet if len(self._unmet) <= _MOST else self._unmet[: _MOST - 1]
        lines: list[Line] = [((f" {OPEN} ", Ink.WARN), (fit(text, room).rstrip(), Ink.TEXT)) for text in listed]
        if len(listed) < len(self._unmet):
            lines.append(((f"   and {len(self._unmet) - len(listed)} more", Ink.DIM),))
        return tuple(lines)

    def action_answer(self, answer: str) -> None:
        """Close with the answer."""
        self.dismiss(TickAnswer(answer))
