"""The analysis of the plan that a screen shows; for a big plan in a thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from datetime import date

from textual.timer import Timer

from milestone_tui.plan.analysis.signals import Signals
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.model import Plan
from milestone_tui.ui.base.plan_analysis import PlanAnalysis, analyse_plan
from milestone_tui.ui.base.store_screen import AT_ONCE, REST_SECONDS, StoreScreen
from milestone_tui.ui.workers import start_worker


class PlanAnalyzer:
    """Analyser of one screen's plan; the last analysis stays until the next one is ready."""

    def __init__(self, screen: StoreScreen, judged: Callable[[], None]) -> None:
        """`judged` is called when an analysis is ready that was made in a thread."""
        self._screen = screen
        self._judged = judged
        self._asked: tuple[Plan, tuple[Plan, ...], date, Signals, Thresholds] | None = None
        self._pause: Timer | None = None
        self.analysis: PlanAnalysis | None = None

    def judge(self, plan: Plan, others: tuple[Plan, ...], signals: Signals) -> None:
        """Analyse a plan with its linked plans, its money and its risks."""
        self.put_off()
        context = self._screen.context
        self._asked = (plan, others, context.today, signals, context.store.read.thresholds)
        if sum(len(found.milestones) for found in (plan, *others)) <= AT_ONCE:
            self.analysis = analyse_plan(*self._asked)
        else:
            self._pause = self._screen.set_timer(
                REST_SECONDS, lambda: start_worker(self._screen, "judging", self._judge)
            )

    def put_off(self) -> None:
        """Drop an analysis that is not ready, since the plan has changed."""
        self._asked = None
        if self._pause is not None:
            self._pause.stop()

    async def _judge(self) -> None:
        if (asked := self._asked) is not None:
            found = await to_thread(analyse_plan, *asked)
            if asked is self._asked:
                self.analysis = found
                self._judged()
