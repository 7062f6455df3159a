"""What-if for a re-plan: every milestone of a project that is too soon goes to the first day that fits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.move_wording import outcome_words
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Plan, Project
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Outcome, RippleMode
from milestone_tui.plan.network.what_if import ReplanWhatIf
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.what_if.screen import WhatIfScreen
from milestone_tui.ui.views.what_if.start import TimelineState
from milestone_tui.ui.views.what_if.words import finish_ink, tail_words

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class ReplanScreen(WhatIfScreen):
    """What-if that moves every milestone of a project that is too soon."""

    HIDDEN = frozenset({"day", "week", "date", "push/drag/only"})

    def __init__(
        self, context: Context, project: Project, shown: TimelineState | None = None, kept: Unfinished | None = None
    ) -> None:
        """Start from the timeline's state `shown`, with the reason of the draft `kept`."""
        if shown is not None:  # the cursor goes to the first move
            shown = shown._replace(view=shown.view._replace(milestone_id=None))
        super().__init__(context, project.id, (), what=project.key, shown=shown, kept=kept)
        self.what_if = ReplanWhatIf(context.today)
        self._begin = None
        """Nothing is moved by hand at the start."""
        self._has_pointed = False
        """Whether the cursor was put on the first milestone that moves."""

    def _preview(self, request: MoveRequest | None = None, mode: RippleMode | None = None) -> bool:
        """Show the moves; close when there are none or they are impossible."""
        now = self.what_if
        if not (could := super()._preview(request, mode)):
            self.call_later(self.close_because, self.key_bar.said[0][0])
        elif now.is_whole and not now.outcome.moves:
            self.call_later(self.close_because, nothing_to_replan(now.plan.project.key))
        elif not self._has_pointed and now.moves:
            self._has_pointed = True
            self.chart.select(next(iter(now.moves)))
        return could

    def why_nothing_moves(self, plan: Plan) -> str:
        """Return why nothing moves."""
        return nothing_to_replan(plan.project.key)

    def headline(self, room: int) -> Line:
        """Return `Re-plan ACME   finish 18 → 29 Jan · 3 milestones move`."""
        now = self.what_if
        outcome, project = now.outcome, now.plan.project
        name = fit(project.key, 12).rstrip()
        parts = outcome_words(outcome, self.context.today) if now.is_whole and outcome.moves else ()
        does = tail_words(parts[: len(parts) - len(outcome.targets)], room - len(f"Re-plan {name}"))
        return (("Re-plan ", Ink.WARN), (name, Ink.BRIGHT), (does, finish_ink(outcome)))

    def brief(self, room: int) -> Line:
        """Return the headline, which has no shorter form."""
        return self.headline(room)

    def action_switch_view(self, view_id: str) -> None:
        """Refuse to leave the re-plan for a view."""
        self.refuses_change()

    def refuses_change(self) -> bool:
        """Return True after saying why: the moves of a re-plan cannot be changed."""
        if not super().refuses_change():
            self.refuse_prompt("A re-plan moves only what is too soon. Apply it (↵) or cancel it (esc) first.")
        return True

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the moves, as a re-plan."""
        do.milestones.replan(self.project_id, days, seen, *why)

    def moved(self, outcome: Outcome) -> str:
        """Return the sentence about the finished re-plan."""
        count = count_words(len(outcome.moves), "milestone")
        return f"Re-planned {self.what_if.plan.project.key} · {count} moved · u to undo"


def nothing_to_replan(key: str) -> str:
    """Return why there is nothing to re-plan in a project."""
    return f"Nothing to re-plan: no milestone of {key} is too soon."
