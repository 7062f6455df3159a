"""A change of the journal as a JSON record."""

from __future__ import annotations

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.model import Change


def change_record(change: Change) -> Record:
    """Return a change; `at` is its instant in UTC, `reported_on` the day that it speaks for."""
    return {
        "change": change.id,
        "at": change.at.isoformat(),
        "by": change.actor.name,
        "login": change.actor.login or None,
        "label": change.label,
        "kind": change.kind.value,
        "reverts": change.reverts,
        "reason": change.reason,
        "reason_note": change.reason_note or None,
        "reported_on": iso(change.reported_on),
        "backdated": change.backdated,
    }
