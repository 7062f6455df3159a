"""The finish of a project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.plan.model import Milestone, MilestoneState


def project_finish(milestones: Iterable[Milestone], today: date) -> date | None:
    """Return the latest finish of the milestones that are not cancelled; an overdue one counts as `today`."""
    cancelled = MilestoneState.CANCELLED  # faster than looking it up for each milestone
    counted = (m.finish(today) for m in milestones if m.state is not cancelled)
    return max(filter(None, counted), default=None)
