"""The filter of a timeline's rows: the typed filter and the critical path."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from milestone_tui.plan.language.filter import Filter, milestone_facts
from milestone_tui.plan.model import Plan
from milestone_tui.ui.base.plan_analysis import PlanAnalysis


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A filter of milestones, optionally of the critical path only; false when everything is shown."""

    filter: Filter
    critical_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.filter) or self.critical_only

    @property
    def needs_network(self) -> bool:
        """Whether the filter depends on the links of the plan."""
        return self.filter.needs_network or self.critical_only

    def shown(self, plan: Plan, judged: PlanAnalysis | None, today: date) -> frozenset[int] | None:
        """Return the milestones that match, as far as the analysis is known; None when all are shown."""
        if not self:
            return None
        critical = judged.critical if judged else frozenset()
        early = {successor for _, successor in judged.violated} if judged else frozenset()
        return frozenset(
            m.id
            for m in plan.milestones
            if (m.id in critical or not self.critical_only)
            and self.filter.matches(milestone_facts(m, plan.project, today, m.id in critical, m.id in early))
        )


def landing(plan: Plan, visible: Collection[int] | None, wanted: int | None) -> int | None:
    """Return where the cursor starts: the wanted milestone, otherwise the next open one that is visible (None: all)."""
    shown = [m for m in plan.milestones if visible is None or m.id in visible]
    if any(m.id == wanted for m in shown):
        return wanted
    open_ones = [m for m in shown if m.is_open]
    return min(open_ones, key=lambda m: (m.due_on or date.max, m.id)).id if open_ones else None
