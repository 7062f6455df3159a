"""Which projects of a report are linked, so that each is judged with those, and not with all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.report_state import ReportState


def networks_of(states: Iterable[ReportState]) -> Mapping[int, Network]:
    """Return the network of each project with those that links lead to, by project id; linked projects share one."""
    known = {plan.project.id: plan for state in states for plan in (state.plan, *state.neighbours)}
    known |= {state.plan.project.id: state.plan for state in states}
    found: dict[int, Network] = {}
    for group in _groups(known):
        network = Network.of(group)
        found |= {plan.project.id: network for plan in group}
    return found


def _groups(plans: Mapping[int, Plan]) -> Iterable[list[Plan]]:
    """Return the plans in groups that no link leaves."""
    homes = {m.id: plan.project.id for plan in plans.values() for m in plan.milestones}
    above = {id_: id_ for id_ in plans}

    def top(id_: int) -> int:
        while above[id_] != id_:
            above[id_] = id_ = above[above[id_]]
        return id_

    for plan in plans.values():
        for link in plan.links:
            if link.predecessor_id in homes and link.successor_id in homes:
                above[top(homes[link.predecessor_id])] = top(homes[link.successor_id])
    groups: dict[int, list[Plan]] = {}
    for id_, plan in plans.items():
        groups.setdefault(top(id_), []).append(plan)
    return groups.values()
