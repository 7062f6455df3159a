"""Write the agenda as JSON: its groups, with the records of `list --json` and of risks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TextIO

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record, records
from milestone_tui.plan.analysis.agenda import AgendaGroup, AgendaItem
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.monitoring import Risk
from milestone_tui.plan.network.network import Network


def write_agenda(
    groups: Sequence[AgendaGroup], plans: Sequence[Plan], spent: Mapping[int, Decimal], today: date, out: TextIO
) -> None:
    """Write an object with the day and the groups.

    `plans` are those of the milestones and all linked with them; `spent` is what was spent on each milestone.
    """
    ids = frozenset(item.subject.id for group in groups for item in group.items if item.milestone is not None)
    known = {record["id"]: record for record in records(plans, ids, today, Network.of(plans), spent)}
    found = [
        {"group": group.title, "count": len(group.items), "entries": [_entry(item, known) for item in group.items]}
        for group in groups
    ]
    print(json.dumps({"today": iso(today), "groups": found}, indent=1), file=out)


def _entry(item: AgendaItem, known: dict[object, Record]) -> Record:
    """Return the record of a milestone or a risk, with the day that it is on the agenda for."""
    subject = item.subject
    record = known[subject.id] if isinstance(subject, Milestone) else _risk(item, subject)
    return {"on": iso(item.on), **record}


def _risk(item: AgendaItem, risk: Risk) -> Record:
    return {
        "risk": risk.called,
        "project": item.project.key,
        "title": risk.title,
        "owner": risk.owner or None,
        "probability": risk.probability,
        "impact": risk.impact,
        "score": risk.score,
        "review_on": iso(risk.review_on),
    }
