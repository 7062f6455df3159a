"""One milestone with all that hangs on it."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.agreements import Acceptance, GateDecision
from milestone_tui.plan.model import Criterion, Forecast, LinkedMilestone, Milestone, Project
from milestone_tui.plan.people import Assignment


class MilestoneDetail(NamedTuple):
    """What the editor edits, and what there is to tell of the milestone under the cursor."""

    project: Project
    milestone: Milestone
    criteria: tuple[Criterion, ...]
    predecessors: tuple[LinkedMilestone, ...]
    successors: tuple[LinkedMilestone, ...]
    assignments: tuple[Assignment, ...] = ()
    """Who works on it, by name."""
    acceptances: tuple[Acceptance, ...] = ()
    """Every time it was submitted, the last first."""
    decisions: tuple[GateDecision, ...] = ()
    """What was decided at this gate, the last first."""
    forecasts: tuple[Forecast, ...] = ()
    """The forecasts it has had, the first one first, the one of now last."""
