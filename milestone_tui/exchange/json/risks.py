"""An entry of the risk register as a JSON record."""

from __future__ import annotations

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.monitoring import Risk


def risk_record(risk: Risk, project_key: str) -> Record:
    """Return an entry with all its fields; its names never change."""
    return {
        "id": risk.id,
        "risk": risk.called,
        "project": project_key,
        "kind": risk.kind.value,
        "title": risk.title,
        "owner": risk.owner or None,
        "probability": risk.probability,
        "impact": risk.impact,
        "score": risk.score,
        "response": risk.response or None,
        "response_text": risk.response_text or None,
        "raised_on": iso(risk.raised_on),
        "review_on": iso(risk.review_on),
        "occurred_on": iso(risk.occurred_on),
        "closed_on": iso(risk.closed_on),
        "open": risk.is_open,
        "internal": risk.internal,
        "notes": risk.notes or None,
        "milestone_ids": [*risk.milestone_ids],
    }
