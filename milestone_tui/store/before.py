"""Projects as they stood at the beginning of a period: only what later changes have touched is read from the past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.comparison import Snapshot
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.store.queries.plan import in_order

if TYPE_CHECKING:
    from milestone_tui.store.as_of import Past
    from milestone_tui.store.reader import Reader


def snapshots_before(read: Reader, past: Past, plans: Sequence[Plan]) -> Mapping[int, Snapshot]:
    """Return the snapshots of the projects of these plans, which `read` has, in the past, by id; some may be missing.

    They are as `past.read.snapshots` has them.
    """
    ids, day = [plan.project.id for plan in plans], past.moment.day
    touched = read.touched_since(past.moment)
    if touched.projects is None:
        return past.read.snapshots(ids, day)
    read_whole = {*touched.projects}
    for side in (read, past.read):
        read_whole |= side.projects_of_links(touched.links)
    milestones = {milestone.id: milestone for milestone in past.read.milestones([*touched.milestones])}
    known = [_turned_back(plan, milestones) for plan in plans if plan.project.id not in read_whole]
    return past.read.snapshots(ids, day, known)


def _turned_back(plan: Plan, milestones: Mapping[int, Milestone]) -> Plan:
    """Return a plan with earlier milestones in place of its own."""
    if all(milestone.id not in milestones for milestone in plan.milestones):
        return plan
    earlier = (milestones.get(milestone.id, milestone) for milestone in plan.milestones)
    return plan._replace(milestones=in_order(earlier, plan.phases))
