"""Builders of plan values for tests: name what matters, the rest is ordinary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from milestone_tui.plan.model import Link, Milestone, MilestoneState, Phase, Plan, Project

TODAY = date(2026, 11, 22)
"""The day of the pictures: a Sunday."""

_MILESTONE = Milestone(1, 1, title="Beta release", due_on=date(2027, 6, 1))
_PROJECT = Project(id=1, key="ACME", name="Customer portal", client="Acme Corp")


def milestone(**overrides: Any) -> Milestone:
    """An open milestone far in the future; a `done_on` makes it done, and `percent` follows from the rest."""
    made = _MILESTONE._replace(**overrides)
    if made.done_on is not None and "state" not in overrides:
        made = made._replace(state=MilestoneState.DONE)
    return made if "percent" in overrides else made._replace(percent=_percent(made))


def _percent(made: Milestone) -> int:
    """As the read views derive it."""
    if made.state is MilestoneState.DONE:
        return 100
    if made.criteria_total:
        return min(99, 100 * made.criteria_met // made.criteria_total)
    return made.progress


def project(**overrides: Any) -> Project:
    """An active project that works from Monday to Friday and has no target."""
    return _PROJECT._replace(**overrides)


def link(predecessor_id: int, successor_id: int, lag: int = 0) -> Link:
    """A dependency; its id is made of its ends."""
    return Link(predecessor_id * 100_000 + successor_id, predecessor_id, successor_id, lag)


def phases(*names: str) -> tuple[Phase, ...]:
    """Phases 1, 2, … in this order."""
    return tuple(Phase(number, 1, name, number) for number, name in enumerate(names, start=1))


def plan_of(
    milestones: Sequence[Milestone],
    *,
    phases: Sequence[Phase] = (),
    links: Sequence[Link] = (),
    project: Project = _PROJECT,
) -> Plan:
    """A plan in the order the store hands it out: by phase, date and id; without a phase and undated come last."""
    positions = {phase.id: phase.position for phase in phases}
    unphased = len(positions) + 1

    def place(m: Milestone) -> tuple[int, date, int]:
        return (positions.get(m.phase_id or 0, unphased), m.on or date.max, m.id)

    return Plan(project, tuple(phases), tuple(sorted(milestones, key=place)), tuple(links), None)
