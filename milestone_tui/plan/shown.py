"""All that `show` prints of a project or of a milestone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from milestone_tui.plan.detail import MilestoneDetail
    from milestone_tui.plan.model import LinkedMilestone, Plan, ProjectSummary
    from milestone_tui.plan.monitoring import Cost, Risk
    from milestone_tui.plan.network.network import Network
    from milestone_tui.plan.people import ProjectRole


class ShownProject(NamedTuple):
    """A project with its figures on a day."""

    today: date
    summary: ProjectSummary
    plan: Plan
    network: Network
    """The network of its plan and all plans linked with it."""
    roles: tuple[ProjectRole, ...]
    risks: tuple[Risk, ...]
    """Its whole risk register."""
    spent: Mapping[int, Decimal]
    """What was spent on each milestone, by id."""


class ShownMilestone(NamedTuple):
    """A milestone with everything that belongs to it, on a day."""

    today: date
    detail: MilestoneDetail
    plan: Plan
    network: Network
    """As for a project."""
    costs: tuple[Cost, ...]
    risks: tuple[Risk, ...]
    """The entries of the risk register that threaten it."""

    @property
    def spent(self) -> Decimal | None:
        """Everything spent on it; None if nothing was."""
        return sum((cost.amount for cost in self.costs), Decimal(0)) if self.costs else None

    def slack(self, other: LinkedMilestone, *, before: bool) -> int | None:
        """Return the slack of the link to a predecessor (`before`) or successor; None without two dates."""
        id_ = self.detail.milestone.id
        ends = (other.id, id_) if before else (id_, other.id)
        network = self.network
        for link, slack in zip(network.links, network.slacks, strict=True):
            if (link.predecessor_id, link.successor_id) == ends:
                return slack
        return None
