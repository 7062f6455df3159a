"""Reading the drafts that are there to go on with."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from milestone_tui.plan.unfinished import KeptDraft, UnfinishedKind, from_json
from milestone_tui.store.processes import is_over

_KEPT = """SELECT draft.id, draft.kind, target_id, draft.title, typed, kept_at, process, coalesce(project.key, ''),
        target_id IS NOT NULL AND coalesce(milestone.id, person.id, own.id) IS NULL
    FROM draft
    LEFT JOIN milestone ON draft.kind IN ('milestone', 'gate decision', 'sign-off') AND milestone.id = target_id
    LEFT JOIN person ON draft.kind = 'person' AND person.id = target_id
    LEFT JOIN project AS own
        ON draft.kind NOT IN ('milestone', 'gate decision', 'sign-off', 'person') AND own.id = target_id
    LEFT JOIN project ON project.id = coalesce(own.id, milestone.project_id, json_extract(typed, '$.project_id'))
    WHERE actor = ? ORDER BY kept_at DESC, draft.id DESC"""


def kept(db: sqlite3.Connection, actor: str, now: datetime) -> tuple[KeptDraft, ...]:
    """Return what `actor` typed in programs that are over by now and did not save, the latest first."""
    found = []
    for id_, kind, target_id, title, typed, at, process, key, gone in db.execute(_KEPT, (actor,)):
        kept_at = datetime.fromisoformat(at)
        if is_over(process, kept_at, now):
            unfinished = from_json(UnfinishedKind(kind), target_id, title, typed)
            found.append(KeptDraft(id_, unfinished, kept_at, key, bool(gone), process))
    return tuple(found)
