"""All that the pages of a review are written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.trend import History, Rate, first_day, weekly_rate
from milestone_tui.plan.model import Criterion, Health, Milestone, MilestoneState, Plan
from milestone_tui.plan.monitoring import Need, ReviewAnswer, Risk
from milestone_tui.plan.review_state import ReviewState
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.ui.base.plan_analysis import PlanAnalysis


class Scene(NamedTuple):
    """The plan, the state of its review, and what follows from them."""

    plan: Plan
    state: ReviewState
    criteria: Mapping[int, Sequence[Criterion]]
    """The unmet criteria of each milestone."""
    analysis: PlanAnalysis | None
    """None while a big plan is analysed."""
    today: date
    histories: Mapping[int, History]
    """The due dates of each milestone as they were held."""
    ascii_only: bool = False
    is_past: bool = False
    """Whether an earlier day is shown, when no key answers."""

    def milestone(self, id_: int) -> Milestone | None:
        """Return a milestone; None if it was deleted."""
        return next((m for m in self.plan.milestones if m.id == id_), None)

    def need(self, id_: int) -> Need | None:
        """Return a need; None if it was deleted."""
        return next((need for need in self.state.needs if need.id == id_), None)

    def risk(self, id_: int) -> Risk | None:
        """Return an open risk; None if there is none."""
        return next((risk for risk in self.state.risks if risk.id == id_), None)

    def answer(self, id_: int) -> ReviewAnswer | None:
        """Return what the review says about a milestone; None if it says nothing."""
        return next((answer for answer in self.state.answers if answer.milestone_id == id_), None)

    def rate(self, id_: int) -> Rate | None:
        """Return where the last reports of a milestone lead; None if there are too few."""
        history = self.histories.get(id_, ())
        return weekly_rate(history, first_day(self.histories) or self.today, self.today)

    @property
    def computed(self) -> Health | None:
        """The health as it is computed now; None while it is calculated, and without milestones to judge."""
        if self.analysis is None:
            return None
        health = self.analysis.verdict.health
        counts = any(milestone.state is not MilestoneState.CANCELLED for milestone in self.plan.milestones)
        return health if counts or health is Health.COMPLETED else None

    @property
    def judged(self) -> Health | None:
        """The health as it is judged so far: in this review, else in the last one."""
        review, last = self.state.review, self.state.last
        if review is not None and review.judged is not None:
            return review.judged
        return last.judged if last is not None else None

    @property
    def lacks_reason(self) -> bool:
        """Whether this review judges better than computed without a reason."""
        review = self.state.review
        return review is not None and judged_better(review.judged, self.computed) and not review.judged_reason
