"""The reasons for the figures of one project, read when they are asked for."""

from __future__ import annotations

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.reasons import Reasons
from milestone_tui.plan.network.network import Network
from milestone_tui.ui.context import Context


def reasons_of(context: Context, project_id: int) -> Reasons:
    """Return a project's plan with its network and health; raise NotFound."""
    read, today = context.store.read, context.today
    plan = read.plan(project_id)
    network = Network.of([plan, *read.linked_plans(plan)])
    verdict = judge(
        plan.project,
        plan.milestones,
        plan.links,
        today,
        network=network,
        signals=read.signals(project_id, today),
        thresholds=read.thresholds,
    )
    return Reasons(plan, network, verdict, today)
