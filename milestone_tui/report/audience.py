"""Who reads a report, and what is left out for them: before anything is counted, so that no figure gives it away."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from milestone_tui.plan.analysis.comparison import Snapshot
from milestone_tui.plan.analysis.signals import NONE
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Milestone, Plan, Project
from milestone_tui.plan.monitoring import Review, Risk, RiskKind
from milestone_tui.plan.report_state import ReportState


def seen_by(state: ReportState, audience: Audience) -> ReportState:
    """Return the state without what the audience may not know.

    A client sees no internal milestones, notes, money, risks and issues, no computed health of a review, and of other
    projects neither names nor titles.
    """
    return _seen_by_client(state) if audience is Audience.CLIENT else state


def _seen_by_client(state: ReportState) -> ReportState:
    hidden = {m.id for m in state.plan.milestones if m.internal}
    plans = [_plan(state.plan, hidden), *(_unnamed(plan) for plan in state.neighbours)]
    known = {m.id for plan in plans for m in plan.milestones}
    own, *others = (
        plan._replace(links=tuple(n for n in plan.links if {n.predecessor_id, n.successor_id} <= known))
        for plan in plans
    )
    earlier = state.before.plan
    before = Snapshot(state.before.day, earlier and _plan(earlier, hidden)._replace(links=()))
    public = {m.id for plan in (own, before.plan) if plan is not None for m in plan.milestones}
    return state._replace(
        plan=own,
        before=before,
        moves={id_: moves for id_, moves in state.moves.items() if id_ in public},
        neighbours=tuple(others),
        signals=NONE,
        costs=(),
        risks=_decisions(state.risks),
        reviews=tuple(map(_review, state.reviews)),
    )


def _plan(plan: Plan, hidden: Collection[int]) -> Plan:
    """Return a plan of the project without internal and `hidden` milestones, and without money."""
    shown = (_milestone(m) for m in plan.milestones if not m.internal and m.id not in hidden)
    project = plan.project._replace(budget=None, description="")
    return plan._replace(project=project, milestones=tuple(shown))


def _unnamed(plan: Plan) -> Plan:
    """Return the plan of another project: only its dates are left."""
    kept = ("id", "start_on", "target_on", "state", "working_days", "holidays", "archived_at")
    project = Project(**{name: getattr(plan.project, name) for name in kept})
    shown = (_milestone(m)._replace(title="", owner="", approver="") for m in plan.milestones if not m.internal)
    return plan._replace(project=project, phases=(), milestones=tuple(shown), baseline=None)


def _milestone(milestone: Milestone) -> Milestone:
    return milestone._replace(notes="", value=None, tags=(), invoiced_on=None, invoice_number="", paid_on=None)


def _decisions(risks: Iterable[Risk]) -> tuple[Risk, ...]:
    """Return the decisions in a register that are not internal, without the rest of what it says."""
    return tuple(
        Risk(risk.id, risk.project_id, risk.kind, title=risk.title, raised_on=risk.raised_on)
        for risk in risks
        if risk.kind is RiskKind.DECISION and not risk.internal
    )


def _review(review: Review) -> Review:
    return review._replace(computed=None, summary="", next="", figures="")
