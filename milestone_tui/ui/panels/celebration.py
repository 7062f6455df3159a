"""The message that a phase or project is complete, after a tick or a sign-off."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.celebration import celebration
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import DONE


def celebration_of(context: Context, milestone: Milestone, plan_of: Callable[[int], Plan], width: int) -> str | None:
    """Return in `width` cells which phase or project this milestone completed, None for none."""
    try:
        if not context.store.read.completes(milestone.id):
            return None  # most ticks complete nothing, so the plan is not read for them
        plan = plan_of(milestone.project_id)
    except MilestoneError:
        return None  # somebody has deleted the project
    return celebration(None, plan, milestone.id, context.today, width - cell_len(f" {DONE} "))
