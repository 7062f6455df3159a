"""The drafts that an earlier program left behind."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.drafts import KeptDraft, UnfinishedKind, from_json
from milestone_tui.store.processes import has_ended


class _Row(NamedTuple):
    """A row of `draft` with the project that it belongs to."""

    id: int
    kind: str
    target_id: int | None
    title: str
    typed: str
    kept_at: datetime
    process: str
    project_key: str
    gone: bool


_KINDS = ", ".join(f"'{kind}'" for kind in UnfinishedKind)
"""A kind of a later version is left to that version."""
_TARGET_IS_GONE = "target_id IS NOT NULL AND coalesce(milestone.id, person.id, risk.id, own.id) IS NULL"
_ROW = rows.Mapper(
    _Row,
    "draft",
    project_key=rows.Column(rows.each(lambda key: key and rows.key(key)), "coalesce(project.key, '')"),
    gone=rows.Column(rows.flags, _TARGET_IS_GONE),
)

_KEPT = f"""SELECT {_ROW}
    FROM draft
    LEFT JOIN milestone
        ON draft.kind IN ('milestone', 'gate decision', 'sign-off', 'invoice') AND milestone.id = target_id
    LEFT JOIN person ON draft.kind IN ('person', 'absence') AND person.id = target_id
    LEFT JOIN risk ON draft.kind = 'risk' AND risk.id = target_id
    LEFT JOIN project AS own
        ON draft.kind NOT IN ('milestone', 'gate decision', 'sign-off', 'invoice', 'person', 'absence', 'risk')
            AND own.id = target_id
    LEFT JOIN project ON project.id = coalesce(own.id, milestone.project_id, json_extract(typed, '$.project_id'))
    WHERE draft.name = ? AND draft.login IN (?, '') AND draft.kind IN ({_KINDS})
    ORDER BY kept_at DESC, draft.id DESC"""


def kept(db: sqlite3.Connection, actor: Actor, now: datetime) -> tuple[KeptDraft, ...]:
    """Return the drafts of `actor` whose programs have ended, the latest first."""
    return tuple(
        KeptDraft(
            row.id,
            from_json(UnfinishedKind(row.kind), row.target_id, row.title, row.typed),
            row.kept_at,
            row.project_key,
            row.gone,
            row.process,
        )
        for row in _ROW.read(db.execute(_KEPT, (actor.name, actor.login)))
        if has_ended(row.process, row.kept_at, now)
    )
