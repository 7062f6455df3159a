"""The reasons for the figures of one project, read when they are asked for."""

from __future__ import annotations

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.money_reasons import money_reasons
from milestone_tui.plan.analysis.reasons import Reasons
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.model import Plan
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
    ).verdict
    return Reasons(plan, network, verdict, today)


def reasons_of_money(context: Context, plan: Plan) -> tuple[Explanation, ...]:
    """Return the reasons for what was spent on a project and for its payments."""
    read, inside = context.store.read, {m.id for m in plan.milestones}
    before = [link.predecessor_id for link in plan.links if link.predecessor_id not in inside]
    return money_reasons(plan, read.costs(plan.project.id), context.today, read.milestones(before))
