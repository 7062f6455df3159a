"""The choice of when a milestone earns its value."""

from __future__ import annotations

from milestone_tui.plan.cycles import Cycle


class EarnedBy(Cycle):
    """When a milestone earns its value."""

    DONE = "done"
    """All of it when it is done, nothing before (0/100)."""
    PERCENT = "percent"
    """As much as its percent complete."""
