"""What is completed by something that was done, in words: said the same after a tick and after a signature."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.celebration import celebration
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import DONE


def celebration_of(context: Context, milestone: Milestone, plan_of: Callable[[int], Plan], width: int) -> str | None:
    """Which phase or project was completed by this milestone, in words for a line of `width`; None when none was."""
    try:
        if not context.store.read.completes(milestone.id):
            return None  # most ticks complete nothing: the whole plan is not read for them
        plan = plan_of(milestone.project_id)
    except MilestoneError:
        return None  # somebody deleted the project since: nothing to celebrate
    return celebration(None, plan, milestone.id, context.today, width - cell_len(f" {DONE} "))
