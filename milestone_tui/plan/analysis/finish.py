"""When a project finishes, and how far it has slipped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.plan.model import Milestone, MilestoneState


def project_finish(milestones: Iterable[Milestone], today: date) -> date | None:
    """Return the latest finish of what is not cancelled; what is overdue counts from `today`."""
    cancelled = MilestoneState.CANCELLED  # a name of an enum costs more than what is asked of it
    counted = (m.finish(today) for m in milestones if m.state is not cancelled)
    return max(filter(None, counted), default=None)
