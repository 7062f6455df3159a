"""The risks and issues that bear on the health of a project."""

from __future__ import annotations

from collections.abc import Iterable

from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.monitoring import Risk, RiskKind


def severe_risks(risks: Iterable[Risk], limits: Thresholds) -> tuple[Risk, ...]:
    """Return the open risks and issues that bear on the health, worst first."""
    found = (risk for risk in risks if risk.is_open and _is_severe(risk, limits))
    return tuple(sorted(found, key=lambda risk: (-(risk.score or 0), -(risk.impact or 0), risk.id)))


def _is_severe(risk: Risk, limits: Thresholds) -> bool:
    if risk.kind is RiskKind.ISSUE:
        return (risk.impact or 0) >= limits.issue
    return risk.kind is RiskKind.RISK and (risk.score or 0) >= limits.risk
