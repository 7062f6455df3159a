"""What the strip below a timeline tells of the milestone under the cursor, read for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.views.timeline.pane import MilestoneStory

if TYPE_CHECKING:
    from milestone_tui.store.reader import Reader


def milestone_summary(read: Reader, milestone_id: int, today: date, judged: PlanAnalysis | None) -> MilestoneStory:
    """Read it, with what is known of its float and its links; raises NotFound."""
    detail = read.detail(milestone_id)
    if judged is None:
        return MilestoneStory(detail, today)
    return MilestoneStory(
        detail,
        today,
        judged.floats.get(milestone_id),
        judged.drivers.get(milestone_id),
        judged.early.get(milestone_id, {}),
    )
