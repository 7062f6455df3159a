"""The plan of a timeline, its linked plans, and their analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from milestone_tui.plan.analysis.signals import NONE
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.linked_plans import LinkedPlans
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.base.plan_analyzer import PlanAnalyzer
from milestone_tui.ui.base.store_screen import StoreScreen


class AnalysedPlan:
    """The plan of one screen with an analysis kept up to date, in a thread for a big plan."""

    def __init__(self, screen: StoreScreen, linked: Callable[[], None], analysed: Callable[[], None]) -> None:
        """Take `linked` and `analysed`, called when linked plans or an analysis arrive later."""
        self._screen = screen
        self._linked = LinkedPlans(screen, self._take_linked)
        self._on_linked = linked
        self._analyzer = PlanAnalyzer(screen, analysed)
        self._day: date | None = None
        self._signals = NONE
        self.plan: Plan | None = None
        self.others: tuple[Plan, ...] = ()
        """Those of the linked plans that are shown."""

    @property
    def analysis(self) -> PlanAnalysis | None:
        """Return the latest analysis; None while there is none."""
        return self._analyzer.analysis

    @property
    def known_others(self) -> tuple[Plan, ...] | None:
        """Return the linked plans; None while they are being read."""
        return None if self._linked.waits else self.others

    def read_linked(self, plan: Plan) -> None:
        """Read the plans that this one is linked with."""
        self._linked.read(plan)

    def changed(self, plan: Plan, news: StoreChanged) -> Mapping[int, Milestone]:
        """Return the milestones of `plan` that changed, by id, read again; also read linked plans that changed."""
        if self._linked.reached_by(news):
            self._linked.read(plan)
        if plan.project.id not in news.project_ids:
            return {}
        read = self._screen.context.store.read.milestones(tuple(news.milestone_ids))
        return {m.id: m for m in read if m.project_id == plan.project.id}

    def set_plan(self, plan: Plan) -> bool:
        """Take this plan and its linked plans; return False when nothing differs from before."""
        today, others = self._screen.context.today, self._linked.plans
        signals = self._screen.context.store.read.signals(plan.project.id, today)
        if (plan, others, today, signals) == (self.plan, self.others, self._day, self._signals):
            return False
        self.plan, self.others, self._day, self._signals = plan, others, today, signals
        self._analyse()
        return True

    def _take_linked(self) -> None:
        self.others = self._linked.plans
        self._analyse()
        self._on_linked()

    def _analyse(self) -> None:
        if self._linked.waits:
            self._analyzer.put_off()  # until the linked plans are there
        elif self.plan is not None:
            self._analyzer.judge(self.plan, self.others, self._signals)
