"""The values that a report is made of, as they stood on its day."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from milestone_tui.plan.analysis.burn_up import ScopeChange
from milestone_tui.plan.analysis.comparison import Move, Snapshot
from milestone_tui.plan.analysis.signals import NONE, Signals
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.analysis.trend import TrendHistory
from milestone_tui.plan.model import Plan
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Cost, Need, Review, Risk
from milestone_tui.plan.reporting import Beginning, ReportSubject


class ReportState(NamedTuple):
    """Everything known about a project on the day of a report."""

    day: date
    plan: Plan
    since: Moment
    """The period is what came after it, up to `day`."""
    beginning: Beginning = Beginning.DAYS
    before: Snapshot = Snapshot(date.min)
    """The project as it stood at `since`."""
    moves: Mapping[int, tuple[Move, ...]] = {}
    """The changes of due dates in the period, by milestone."""
    neighbours: tuple[Plan, ...] = ()
    """The projects linked to this one, directly or through others."""
    signals: Signals = NONE
    costs: tuple[Cost, ...] = ()
    risks: tuple[Risk, ...] = ()
    needs: tuple[Need, ...] = ()
    """What is needed from the client and not there yet, the longest wanted first."""
    reviews: tuple[Review, ...] = ()
    """The finished reviews, the latest first."""
    thresholds: Thresholds = DEFAULTS
    """The thresholds of health in the settings; the project's own go before."""
    trend: TrendHistory | None = None
    """What its trend chart is drawn from; None if it was not read, as in a report on all projects."""
    scope: tuple[ScopeChange, ...] = ()
    """What its burn-up is drawn from, beside the plan; empty if it was not read."""

    @property
    def after(self) -> Snapshot:
        """The project at the end of the period, as a comparison takes it."""
        return Snapshot(self.day, self.plan, self.spent, self.risks)

    @property
    def spent(self) -> Decimal | None:
        """Everything spent so far; None if nothing was recorded."""
        amounts = [cost.amount for cost in self.costs if cost.spent_on <= self.day]
        return sum(amounts, Decimal(0)) if amounts else None


class ReportStates(NamedTuple):
    """Everything known about the projects of a report on its day."""

    subject: ReportSubject
    day: date
    since: Moment
    """One moment for all projects."""
    beginning: Beginning
    projects: tuple[ReportState, ...]
    """One for a report on a project, else those that are not archived, by key."""

    def with_past(self, before: Mapping[int, Snapshot]) -> Self:
        """Return the states with the projects as they stood at the beginning, by id; those missing did not exist."""
        nothing = Snapshot(self.since.day)
        return self._replace(
            projects=tuple(state._replace(before=before.get(state.plan.project.id, nothing)) for state in self.projects)
        )
