"""What the tests of the readers ask of what was read."""

from __future__ import annotations

from milestone_tui.exchange.days_off.formats import Holidays
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone


def reasons(read: ImportedPlan | Holidays) -> list[str]:
    """What was left out, as a person is told."""
    return [f"{left.where}: {left.what}: {left.reason}" for left in read.remarks]


def links(incoming: ImportedPlan) -> dict[tuple[str, str], int]:
    """The lags of the only project, by predecessor and successor."""
    return {(link.predecessor_ref, link.successor_ref): link.lag for link in incoming.projects[0].links}


def only(incoming: ImportedPlan) -> IncomingMilestone:
    """The only milestone."""
    (found,) = incoming.projects[0].milestones
    return found
