"""Re-planning: everything of a project that is too soon, pushed to the first day that fits; a what-if before it."""

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
from milestone_tui.plan.network.what_if import Replanning
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.what_if.screen import Shown, WhatIfScreen
from milestone_tui.ui.views.what_if.words import finish_ink, tail_words

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class ReplanScreen(WhatIfScreen):
    """Shows what would move, and moves it."""

    HIDDEN = frozenset({"a day", "a week", "date", "push/drag/only"})

    def __init__(
        self, context: Context, project: Project, shown: Shown | None = None, kept: Unfinished | None = None
    ) -> None:
        """`shown` is what the timeline below shows; `kept`: a reason that was typed in an earlier program."""
        if shown is not None:  # the cursor goes to what moves
            shown = shown._replace(view=shown.view._replace(milestone_id=None))
        super().__init__(context, project.id, (), what=project.key, shown=shown, kept=kept)
        self.what_if = Replanning(context.today)
        self._typed_from = self.what_if.wish
        self._begin = None
        """Nothing is chosen to begin with."""
        self._has_pointed = False
        """The cursor was put on the first milestone that moves."""

    def _preview(self, wish: MoveRequest | None = None, way: RippleMode | None = None) -> bool:
        """Show what would move; where that is nothing, or cannot be, leave."""
        now = self.what_if
        if not (could := super()._preview(wish, way)):
            self.call_later(self.give_way, self.key_bar.said[0][0])
        elif now.is_whole and not now.outcome.moves:
            self.call_later(self.give_way, nothing_to_replan(now.plan.project.key))
        elif not self._has_pointed and now.moves:
            self._has_pointed = True
            self.chart.select(next(iter(now.moves)))
        return could

    def nothing_left(self, plan: Plan) -> str:
        """Why nothing moves."""
        return nothing_to_replan(plan.project.key)

    def headline(self, room: int) -> Line:
        """`Re-plan ACME   finish 18 → 29 Jan · 3 milestones move`."""
        now = self.what_if
        outcome, project = now.outcome, now.plan.project
        name = fit(project.key, 12).rstrip()
        parts = outcome_words(outcome, self.context.today) if now.is_whole and outcome.moves else ()
        does = tail_words(parts[: len(parts) - len(outcome.targets)], room - len(f"Re-plan {name}"))
        return (("Re-plan ", Ink.WARN), (name, Ink.BRIGHT), (does, finish_ink(outcome)))

    def brief(self, room: int) -> Line:
        """Nothing shorter than that: the name is in it once."""
        return self.headline(room)

    def action_switch_view(self, view_id: str) -> None:
        """Say what comes first."""
        self.refuses_change()

    def refuses_change(self) -> bool:
        """Always: nobody chose what moves."""
        if not super().refuses_change():
            self.show_error("A re-plan moves only what is too soon. Apply it (↵) or cancel it (esc) first.")
        return True

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the moves, as a re-plan."""
        do.milestones.replan(self.project_id, days, seen, *why)

    def moved(self, outcome: Outcome) -> str:
        """What was written."""
        count = count_words(len(outcome.moves), "milestone")
        return f"Re-planned {self.what_if.plan.project.key} · {count} moved · u to undo"


def nothing_to_replan(key: str) -> str:
    """Why a project is not re-planned."""
    return f"Nothing to re-plan: no link of {key} is too soon."
