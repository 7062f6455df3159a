"""The drafts that can be resumed."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.drafts import KeptDraft, UnfinishedKind, from_json
from milestone_tui.store.processes import is_over

_KEPT = """SELECT draft.id, draft.kind, target_id, draft.title, typed, kept_at, process, coalesce(project.key, ''),
        target_id IS NOT NULL AND coalesce(milestone.id, person.id, own.id) IS NULL
    FROM draft
    LEFT JOIN milestone ON draft.kind IN ('milestone', 'gate decision', 'sign-off') AND milestone.id = target_id
    LEFT JOIN person ON draft.kind = 'person' AND person.id = target_id
    LEFT JOIN project AS own
        ON draft.kind NOT IN ('milestone', 'gate decision', 'sign-off', 'person') AND own.id = target_id
    LEFT JOIN project ON project.id = coalesce(own.id, milestone.project_id, json_extract(typed, '$.project_id'))
    WHERE draft.name = ? AND draft.login IN (?, '') ORDER BY kept_at DESC, draft.id DESC"""


_KINDS = frozenset(UnfinishedKind)


def kept(db: sqlite3.Connection, actor: Actor, now: datetime) -> tuple[KeptDraft, ...]:
    """Return the unsaved drafts of `actor` from sessions that have ended, latest first."""
    found = []
    for id_, kind, target_id, title, typed, at, process, key, gone in db.execute(_KEPT, (actor.name, actor.login)):
        if kind not in _KINDS:
            continue  # of a later version, which can read it
        kept_at = rows.moment(at)
        if is_over(process, kept_at, now):
            unfinished = from_json(UnfinishedKind(kind), target_id, rows.text(title), typed)
            found.append(KeptDraft(id_, unfinished, kept_at, key and rows.key(key), bool(gone), process))
    return tuple(found)
