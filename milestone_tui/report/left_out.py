"""What a client's report leaves out of what an internal one says, for those who are about to send it."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.analysis.severe_risks import severe_risks
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.plan.report_state import ReportState, ReportStates


class LeftOut(NamedTuple):
    """How much of what there is a report does not say; nothing in an internal one."""

    milestones: int = 0
    """Internal milestones."""
    internal_risks: int = 0
    """Open risks, issues and assumptions, and decisions of the period, that are marked internal."""
    other_risks: int = 0
    """Severe risks and issues that are not."""
    payments: bool = False
    """Whether there are payments that are not shown."""
    costs: bool = False
    """Whether there are values, a budget or costs that are not shown."""
    notes: bool = False
    """Whether milestones have notes, or the last review a summary or next steps."""
    projects: tuple[str, ...] = ()
    """The keys of the projects that links lead to and that are not named."""


def left_out(states: ReportStates, audience: Audience) -> LeftOut:
    """Return what a report on these states leaves out for an audience."""
    if audience is not Audience.CLIENT:
        return LeftOut()
    every = [_of_project(state) for state in states.projects]
    own = {state.plan.project.key for state in states.projects}
    others = {plan.project.key for state in states.projects for plan in state.neighbours}
    return LeftOut(
        sum(one.milestones for one in every),
        sum(one.internal_risks for one in every),
        sum(one.other_risks for one in every),
        any(one.payments for one in every),
        any(one.costs for one in every),
        any(one.notes for one in every),
        tuple(sorted(others - own)),
    )


def _of_project(state: ReportState) -> LeftOut:
    project, milestones = state.plan.project, state.plan.milestones
    limits = known_thresholds(project.thresholds, state.thresholds)
    public = [risk for risk in state.risks if not risk.internal]
    last = state.reviews[:1]
    has_values = any(m.value is not None for m in milestones) or project.budget is not None or bool(state.costs)
    return LeftOut(
        milestones=sum(m.internal for m in milestones),
        internal_risks=sum(
            state.since.day < risk.raised_on <= state.day if risk.kind is RiskKind.DECISION else risk.is_open
            for risk in state.risks
            if risk.internal
        ),
        other_risks=len(severe_risks(public, limits)) if project.client_risks is ClientRisks.NOTHING else 0,
        payments=project.client_money is ClientMoney.NOTHING
        and any(m.invoiced_on is not None or m.paid_on is not None for m in milestones),
        costs=project.client_money is not ClientMoney.ALL and has_values,
        notes=any(m.notes for m in milestones) or any(review.summary or review.next for review in last),
    )


def left_out_words(found: LeftOut) -> str:
    """Return that as a line of the dashboard."""
    things = [
        count_words(found.milestones, "internal milestone") if found.milestones else "",
        "payments" if found.payments else "",
        "costs" if found.costs else "",
        f"{count_words(found.internal_risks, 'risk')} marked internal" if found.internal_risks else "",
        count_words(found.other_risks, "severe risk") if found.other_risks else "",
        "your notes" if found.notes else "",
        f"the names of {count_words(len(found.projects), 'other project')}" if len(found.projects) > 1 else "",
        "the name of 1 other project" if len(found.projects) == 1 else "",
    ]
    named = ", ".join(filter(None, things))
    return f"Left out for the client: {named}" if named else "Nothing is left out for the client"
