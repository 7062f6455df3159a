"""What the milestones of a project counted over time, from the journal."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from decimal import Decimal
from typing import Any

from milestone_tui.plan.analysis.burn_up import ScopeChange
from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.model import MilestoneState

_EDITS = """SELECT change.reported_on, row_id, before IS NULL, after FROM edit JOIN change ON change.id = change_id
    WHERE entity = 'milestone' AND edit.project_id = ? AND (before IS NULL OR after IS NULL
        OR json_type(after, '$.state') IS NOT NULL OR json_type(after, '$.weight') IS NOT NULL
        OR json_type(after, '$.value_minor') IS NOT NULL OR json_type(after, '$.internal') IS NOT NULL)
    ORDER BY change.reported_on, change.id, edit.id"""


def scope_changes(db: sqlite3.Connection, project_id: int) -> tuple[ScopeChange, ...]:
    """Return what each milestone of a project counted from which day on, by day; the present project's currency."""
    row = db.execute("SELECT currency FROM project WHERE id = ?", (project_id,)).fetchone()
    there: dict[int, dict[str, Any]] = {}
    found: list[ScopeChange] = []
    for day, milestone_id, is_new, after in db.execute(_EDITS, (project_id,)):
        if after is None:
            there.pop(milestone_id, None)
        elif is_new:
            there[milestone_id] = json.loads(after)
        elif milestone_id in there:
            there[milestone_id] |= json.loads(after)
        else:
            continue  # it speaks for a day on which the milestone was not there
        values = there.get(milestone_id)
        change = ScopeChange(date.fromisoformat(day), milestone_id, counts=False)
        if values is not None:
            minor = values.get("value_minor")
            change = change._replace(
                counts=values["state"] != MilestoneState.CANCELLED,
                weight=values["weight"],
                value=Decimal(0) if minor is None else from_minor(minor, row[0]),
                is_internal=bool(values.get("internal")),
            )
        found.append(change)
    return tuple(found)
