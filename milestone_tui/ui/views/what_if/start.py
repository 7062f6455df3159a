"""What a what-if starts from: the state of the timeline below it, and its first step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.outline import Row, Sorting, outline
from milestone_tui.plan.model import Plan
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.views.timeline.chart import ChartView


class TimelineState(NamedTuple):
    """The state of a timeline, for a what-if to start from."""

    plan: Plan
    others: tuple[Plan, ...] | None
    """The linked plans; None while they are being read."""
    sorting: Sorting
    visible: frozenset[int] | None
    """The milestones that match its filter; None for all."""
    rows: Sequence[Row]
    """The plan, sorted and filtered."""
    analysis: PlanAnalysis | None
    view: ChartView


class FirstStep(NamedTuple):
    """The start of a what-if: a first move, or the field for a date."""

    days: int = 0
    weeks: int = 0
    typing: bool = False


def rows_of(plan: Plan, shown: TimelineState | None, today: date, *, gaps: bool) -> Sequence[Row]:
    """Return the rows of a plan, sorted and filtered as in the timeline below; `gaps` are blank rows between phases."""
    if shown is None:
        return outline(plan, today, Sorting.PHASE, None, gaps=gaps)
    return shown.rows if plan is shown.plan else outline(plan, today, shown.sorting, shown.visible, gaps=gaps)
