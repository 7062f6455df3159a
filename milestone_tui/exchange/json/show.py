"""Write a project or a milestone as one JSON object, with everything that `show` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record, project_records, records
from milestone_tui.exchange.json.risks import risk_record
from milestone_tui.plan.agreements import Acceptance, GateDecision
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.plan.shown import ShownMilestone, ShownProject


def project_record(shown: ShownProject) -> Record:
    """Return the record of `list --projects --json`, with phases, roles, risks and the records of the milestones."""
    (record,) = project_records((shown.summary,))
    ids = frozenset(milestone.id for milestone in shown.plan.milestones)
    return {
        **record,
        "next_id": shown.summary.next_id,
        "reviewed_on": iso(shown.summary.reviewed_on),
        "judged": shown.summary.judged,
        "phases": [phase.name for phase in shown.plan.phases],
        "roles": [{"person": role.person, "role": role.role.value} for role in shown.roles],
        "risks": [risk_record(risk, shown.summary.project.key) for risk in shown.risks],
        "milestone_records": [*records((shown.plan,), ids, shown.today, shown.network, shown.spent)],
    }


def milestone_record(shown: ShownMilestone) -> Record:
    """Return the record of `list --json`, with everything that belongs to the milestone."""
    detail = shown.detail
    spent = {} if shown.spent is None else {detail.milestone.id: shown.spent}
    (record,) = records((shown.plan,), frozenset((detail.milestone.id,)), shown.today, shown.network, spent)
    return {
        **record,
        "progress": detail.milestone.progress,
        "criteria": [{"text": one.text, "met_on": iso(one.met_on)} for one in detail.criteria],
        "predecessors": [*_links(shown, detail.predecessors, before=True)],
        "successors": [*_links(shown, detail.successors, before=False)],
        "people": [{"person": one.person, "effort_days": str(one.effort_days)} for one in detail.assignments],
        "costs": [
            {"id": one.id, "spent_on": iso(one.spent_on), "amount": str(one.amount), "note": one.note or None}
            for one in shown.costs
        ],
        "risks": [risk_record(risk, detail.project.key) for risk in shown.risks],
        "acceptances": [*map(_acceptance, detail.acceptances)],
        "decisions": [*map(_decision, detail.decisions)],
        "due_dates": [
            {"due_on": iso(one.day), "reason": one.reason, "reason_note": one.reason_note or None}
            for one in detail.forecasts
        ],
    }


def _acceptance(one: Acceptance) -> Record:
    return {
        "submitted_on": iso(one.submitted_on),
        "submitted_by": one.submitted_by or None,
        "answer": one.answer,
        "answered_on": iso(one.answered_on),
        "answered_by": one.answered_by or None,
        "note": one.note or None,
    }


def _decision(one: GateDecision) -> Record:
    return {
        "decision": one.decision.value,
        "decided_on": iso(one.decided_on),
        "decided_by": one.decided_by or None,
        "note": one.note or None,
    }


def _links(shown: ShownMilestone, ends: Iterable[LinkedMilestone], *, before: bool) -> Iterator[Record]:
    for end in ends:
        yield {
            "id": end.id,
            "project": end.project_key,
            "title": end.title,
            "due_on": iso(end.due_on),
            "done_on": iso(end.done_on),
            "lag_days": end.lag,
            "float_days": shown.slack(end, before=before),
        }
