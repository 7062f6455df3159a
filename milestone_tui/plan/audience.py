"""Who reads a report."""

from __future__ import annotations

from milestone_tui.plan.cycles import Cycle


class Audience(Cycle):
    """Who reads a report."""

    CLIENT = "client"
    INTERNAL = "internal"
