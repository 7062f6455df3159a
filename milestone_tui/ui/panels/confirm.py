"""The question before a milestone with unmet criteria is ticked."""

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
"""The most lines for criteria; more of them are counted, so that the plan stays in view."""


class TickAnswer(StrEnum):
    """How to tick a milestone with unmet criteria."""

    AS_IT_IS = "as it is"
    ALL_MET = "all met"


class ConfirmTick(Panel[TickAnswer]):
    """Question with the list of unmet criteria; answers how to tick."""

    BINDINGS: ClassVar[Keys] = [
        bind("tick.anyway", "y", "tick anyway", "Tick, and leave the criteria unmet", "answer('as it is')"),
        bind("tick.all_met", "c", "tick criteria too", "Tick, and set all criteria to met", "answer('all met')"),
    ]

    def __init__(self, context: Context, unmet: Sequence[str], *, title: str = "", count: int = 1) -> None:
        """`unmet` has the texts of the criteria; `title` names the milestone, without one `count` is shown."""
        super().__init__(context)
        self._title = title
        self._count = count
        self._unmet = unmet

    def compose_panel(self) -> ComposeResult:
        """Compose the question and the list of criteria."""
        yield TextBlock(self.context.renderer, (*self._question(), (), *self._criteria()))

    def _question(self) -> tuple[Line, ...]:
        count = count_words(len(self._unmet), "unmet criterion", "unmet criteria")
        width = self.app.size.width - 2
        title = f'"{fit(self._title, max(12, width - 45)).rstrip()}"' if self._title else ""
        said: Line = (
            (title or count_words(self._count, "milestone"), Ink.BRIGHT),
            (f" {'has' if self._count == 1 else 'have'} {count}. ", Ink.TEXT),
        )
        return indented(flow((said, (("Tick anyway?", Ink.TEXT),)), width, ("", Ink.TEXT)))

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
