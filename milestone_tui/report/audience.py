"""Who reads a report, and what is left out for them: before anything is counted, so that no figure gives it away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.comparison import Snapshot
from milestone_tui.plan.analysis.severe_risks import severe_risks
from milestone_tui.plan.analysis.signals import RiskSignal, Signals
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import list_words
from milestone_tui.plan.model import Milestone, MilestoneKind, Plan, Project
from milestone_tui.plan.monitoring import Cost, Review, Risk, RiskKind
from milestone_tui.plan.report_state import ReportState, ReportStates

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.burn_up import ScopeChange
    from milestone_tui.plan.analysis.trend import Held, TrendHistory


def seen_by(states: ReportStates, audience: Audience) -> ReportStates:
    """Return the states without what the audience may not know.

    A client sees no internal milestones, no notes, no computed health of a review, of money and risks what each project
    lets them see, and of projects that the report is not about neither names nor titles. Raises InvalidInput for a
    client's report on the projects of several.
    """
    if audience is not Audience.CLIENT:
        return states
    _check_one_client(states)
    named = frozenset() if states.subject.project_key else frozenset(of.plan.project.id for of in states.projects)
    return states._replace(projects=tuple(_seen_by_client(state, named) for state in states.projects))


def _check_one_client(states: ReportStates) -> None:
    projects = [state.plan.project for state in states.projects]
    clients = {tidy(project.client).casefold(): project.client for project in projects}
    if len(projects) > 1 and "" in clients:
        raise InvalidInput(
            "", "Projects without a client cannot share a client's report. Name one project, or choose an internal one."
        )
    if len(clients) > 1:
        names = list_words([clients[key] for key in sorted(clients)])
        raise InvalidInput(
            "",
            f"A client's report cannot be about the projects of {names}. Name one client, or choose an internal one.",
        )


def _seen_by_client(state: ReportState, named: Collection[int]) -> ReportState:
    hidden = {m.id for m in state.plan.milestones if m.internal}
    others = (_plan(one, ()) if one.project.id in named else _unnamed(one) for one in state.neighbours)
    own, *neighbours = _linked([_plan(state.plan, hidden), *others])
    earlier = state.before.plan
    before = Snapshot(state.before.day, earlier and _plan(earlier, hidden)._replace(links=()))
    public = {m.id for plan in (own, before.plan) if plan is not None for m in plan.milestones}
    trend = None if state.trend is None else _trend(state.trend, hidden)
    risks = tuple(_severe(state))
    return state._replace(
        plan=own,
        before=before,
        moves={id_: moves for id_, moves in state.moves.items() if id_ in public},
        neighbours=tuple(neighbours),
        signals=Signals(None, tuple(map(_signal, risks))),
        costs=tuple(_costs(state, hidden)),
        risks=(*risks, *_decisions(state.risks)),
        reviews=tuple(map(_review, state.reviews)),
        trend=trend,
        scope=() if trend is None else tuple(_scope(state.scope, trend.milestones)),
    )


def _plan(plan: Plan, hidden: Collection[int]) -> Plan:
    """Return a plan without internal and `hidden` milestones, and without the money that the client does not see."""
    money = plan.project.client_money
    shown = (_milestone(m, money) for m in plan.milestones if not m.internal and m.id not in hidden)
    budget = plan.project.budget if money is ClientMoney.ALL else None
    project = plan.project._replace(budget=budget, description="")
    return plan._replace(project=project, milestones=tuple(shown))


def _unnamed(plan: Plan) -> Plan:
    """Return the plan of another project: only its dates are left."""
    kept = ("id", "start_on", "target_on", "state", "working_days", "holidays", "archived_at")
    project = Project(**{name: getattr(plan.project, name) for name in kept})
    public = (_milestone(m, ClientMoney.NOTHING) for m in plan.milestones if not m.internal)
    shown = (m._replace(title="", owner="", approver="", phase="", outcome="", deliverable="") for m in public)
    return plan._replace(project=project, phases=(), milestones=tuple(shown), baseline=None)


def _linked(plans: list[Plan]) -> Iterator[Plan]:
    """Yield the plans with the links that have both ends in one of them."""
    known = {m.id for plan in plans for m in plan.milestones}
    for plan in plans:
        yield plan._replace(links=tuple(n for n in plan.links if {n.predecessor_id, n.successor_id} <= known))


def _milestone(milestone: Milestone, money: ClientMoney) -> Milestone:
    shown = milestone._replace(notes="", tags=(), invoice_number="")
    if money is ClientMoney.ALL or (money is ClientMoney.PAYMENTS and milestone.kind is MilestoneKind.PAYMENT):
        return shown
    return shown._replace(value=None, invoiced_on=None, paid_on=None)


def _costs(state: ReportState, hidden: Collection[int]) -> Iterator[Cost]:
    if state.plan.project.client_money is ClientMoney.ALL:
        yield from (cost._replace(note="") for cost in state.costs if cost.milestone_id not in hidden)


def _severe(state: ReportState) -> Iterator[Risk]:
    """Yield the severe risks and issues, if the client sees them, that are not internal."""
    project = state.plan.project
    if project.client_risks is ClientRisks.SEVERE:
        limits = known_thresholds(project.thresholds, state.thresholds)
        public = (risk for risk in state.risks if not risk.internal)
        yield from (risk._replace(notes="", milestone_ids=()) for risk in severe_risks(public, limits))


def _signal(risk: Risk) -> RiskSignal:
    is_issue = risk.kind is RiskKind.ISSUE
    return RiskSignal(risk.title, (risk.impact if is_issue else risk.score) or 0, is_issue)


def _decisions(risks: Iterable[Risk]) -> Iterator[Risk]:
    """Yield the decisions in a register that are not internal, without the rest of what it says."""
    for risk in risks:
        if risk.kind is RiskKind.DECISION and not risk.internal:
            yield Risk(risk.id, risk.project_id, risk.kind, title=risk.title, raised_on=risk.raised_on)


def _review(review: Review) -> Review:
    return review._replace(computed=None, summary="", next="", figures="")


# History -----------------------------------------------------------------------------------------------------


def _trend(trend: TrendHistory, hidden: Collection[int]) -> TrendHistory:
    """Return the histories of what is not hidden, and was not when it was deleted; a milestone begins when shown."""
    shown = {
        id_: tuple(_held(states))
        for id_, states in trend.milestones.items()
        if states and id_ not in hidden and not states[-1].is_internal
    }
    return trend._replace(
        milestones=shown, baselines={id_: dates for id_, dates in trend.baselines.items() if id_ in shown}
    )


def _held(states: Iterable[Held]) -> Iterator[Held]:
    """Yield what was held while it was shown; while it was not, there was no such milestone."""
    begun = False
    for held in states:
        if not held.is_internal:
            begun = True
            yield held
        elif begun:
            yield held._replace(exists=False, due_on=None, done_on=None, reason=None)


def _scope(changes: Iterable[ScopeChange], shown: Collection[int]) -> Iterator[ScopeChange]:
    """Yield how the scope of what is shown changed, by number and weight."""
    last: dict[int, tuple[bool, int]] = {}
    for change in changes:
        if change.milestone_id not in shown:
            continue
        counts = change.counts and not change.is_internal
        now = (counts, change.weight if counts else 0)
        if last.get(change.milestone_id, (False, 0)) != now:
            last[change.milestone_id] = now
            yield type(change)(change.day, change.milestone_id, counts, now[1])
