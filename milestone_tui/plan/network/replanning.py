"""A re-plan under way: what of a project is too soon, pushed to the first day that its links allow."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import RippleMode
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import replan
from milestone_tui.plan.network.what_if import WhatIf, prepared


class Replanning(WhatIf):
    """A what-if in which nobody chose what moves."""

    ways: ClassVar[tuple[RippleMode, ...]] = ()

    def __init__(self, today: date) -> None:
        super().__init__(MoveRequest(()), today)

    def take(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Go by these plans from now on, and prepare their network where that is to be done `at_once`."""
        self.plans, self.is_whole = plans, at_once
        self.network = prepared(plans) if at_once else Network((self.plan.project,), (), ())
        return True

    def ask(self, wish: MoveRequest | None = None, way: RippleMode | None = None) -> None:
        """Work out what moves; raises InvalidInput, and all stays, when something would leave the calendar."""
        self.outcome = replan(self.network, self.plan.project.id).counted_from(self.today)
