"""One milestone with everything that belongs to it."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.agreements import Acceptance, GateDecision
from milestone_tui.plan.model import Criterion, Forecast, LinkedMilestone, Milestone, Project
from milestone_tui.plan.people import Assignment


class MilestoneDetail(NamedTuple):
    """Everything that the editor and the pane below the timeline show of a milestone."""

    project: Project
    milestone: Milestone
    criteria: tuple[Criterion, ...]
    predecessors: tuple[LinkedMilestone, ...]
    successors: tuple[LinkedMilestone, ...]
    assignments: tuple[Assignment, ...] = ()
    """The people who work on it, by name."""
    acceptances: tuple[Acceptance, ...] = ()
    """Every submission, newest first."""
    decisions: tuple[GateDecision, ...] = ()
    """Every decision at this gate, newest first."""
    forecasts: tuple[Forecast, ...] = ()
    """Every due date it has had, oldest first, the present one last."""
