"""Opening of what-ifs from a timeline: moves, done dates and re-plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from milestone_tui.plan.analysis.outline import NO_PHASE
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.done_dates import is_done, movable_done
from milestone_tui.plan.network.move_request import movable
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.views.timeline.marking import MarkingScreen
from milestone_tui.ui.views.timeline.words import immovable, unmovable
from milestone_tui.ui.views.what_if.done_dates import RedateScreen, refusal, staying
from milestone_tui.ui.views.what_if.replan import ReplanScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen
from milestone_tui.ui.views.what_if.start import FirstStep, TimelineState


class WhatIfs:
    """Opener of what-ifs above one timeline, which takes over their zoom and scroll position afterwards."""

    def __init__(self, screen: MarkingScreen, shown: Callable[[], TimelineState | None]) -> None:
        """Take `shown`, which returns the state of the timeline, or None while it has no plan."""
        self._screen = screen
        self._shown = shown

    def move(self, days: int = 0, weeks: int = 0) -> None:
        """Move the milestone under the cursor, or all marked ones; without a step, ask for a date.

        Done milestones move their done date; marked ones only when none of the marked is open.
        """
        screen, shown = self._screen, self._shown()
        first_step = FirstStep(days, weeks, typing=not (days or weeks))
        if screen.marks.ids and shown is not None:
            marked = [m for m in shown.plan.milestones if m.id in screen.marks.ids]
            if (ids := movable(marked)) or not any(map(is_done, marked)):
                self._move(ids, first_step=first_step)
            else:
                self._redate(marked, first_step)
        elif milestone := screen.here():
            if is_done(milestone):
                self._redate([milestone], first_step)
            elif reason := unmovable(milestone, not first_step.typing):
                screen.refuse_prompt(reason)
            else:
                self._move((milestone.id,), first_step=first_step)

    def move_phase(self) -> None:
        """Move the phase of the milestone under the cursor."""
        shown = self._shown()
        if shown is not None and (milestone := self._screen.here()):
            phase = [m for m in shown.plan.milestones if m.phase_id == milestone.phase_id]
            self._move(movable(phase), milestone.phase or NO_PHASE)

    def move_project(self) -> None:
        """Move the whole project."""
        if (shown := self._shown()) is not None:
            self._move(movable(shown.plan.milestones), shown.plan.project.key)
        else:
            self._screen.here()

    def replan(self) -> None:
        """Open a re-plan: every milestone that is too soon goes to the first day that fits."""
        if (shown := self._shown()) is not None:
            self._open(ReplanScreen(self._screen.context, shown.plan.project, shown))

    def resume(self, kept: Unfinished, there: Sequence[Milestone]) -> bool:
        """Reopen the what-if of a draft for the milestones that still exist; return False for another kind of draft."""
        shown = self._shown()
        if "done_on" in kept.texts:
            self._redate([m for m in there if is_done(m)], FirstStep(), kept)
        elif "reason" in kept.texts and not kept.choices.get("ids") and shown is not None:
            self._open(ReplanScreen(self._screen.context, shown.plan.project, shown, kept))
        elif "due_on" in kept.texts or "reason" in kept.texts:
            self._move(tuple(m.id for m in there if m.is_open), str(kept.choices.get("what", "")), kept=kept)
        else:
            return False
        return True

    def _move(
        self, ids: tuple[int, ...], what: str = "", first_step: FirstStep | None = None, kept: Unfinished | None = None
    ) -> None:
        screen, shown = self._screen, self._shown()
        if shown is None or not ids:
            screen.refuse_prompt(immovable(what))
            return
        what_if = WhatIfScreen(
            screen.context, screen.project_id, ids, what=what, first_step=first_step, shown=shown, kept=kept
        )
        marked = [] if what else [m for m in shown.plan.milestones if m.id in screen.marks.ids]
        self._open(what_if, staying(marked, ids))

    def _redate(self, done: list[Milestone], first_step: FirstStep, kept: Unfinished | None = None) -> None:
        screen, shown = self._screen, self._shown()
        if shown is None:
            return
        if words := refusal(done, screen.context.today, first_step.days, first_step.weeks):
            screen.refuse_prompt(words)
            return
        ids = movable_done(done)
        what_if = RedateScreen(screen.context, screen.project_id, ids, first_step, shown, kept)
        self._open(what_if, staying(done, ids))

    def _open(self, what_if: WhatIfScreen, message: StatusMessage | None = None) -> None:
        screen = self._screen
        screen.app.push_screen(what_if, lambda _: screen.chart.take_view(what_if.view))
        if message is not None:
            screen.app.post_message(message)
