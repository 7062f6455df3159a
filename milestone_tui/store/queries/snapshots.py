"""What a comparison of two moments needs of a project: its snapshot, and the changes of its due dates between them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries.plan as plans
from milestone_tui.errors import NotFound
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.comparison import Move, Snapshot
from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse

_RISK = rows.Mapper(
    Risk,
    "risk",
    kind=rows.Column(rows.words(RiskKind), "risk.kind"),
    response=rows.Column(rows.words(RiskResponse), "risk.response"),
    owner=rows.Column(rows.texts, "coalesce((SELECT name FROM person WHERE id = owner_id), '')"),
    milestone_ids=rows.Column(
        rows.each(lambda ids: () if ids is None else tuple(sorted(map(int, ids.split(","))))),
        "(SELECT group_concat(milestone_id) FROM risk_milestone WHERE risk_id = risk.id)",
    ),
)
_SPENT = "SELECT count(*), sum(amount_minor) FROM cost WHERE project_id = ? AND spent_on <= ?"

_MOVES = """SELECT row_id, reported_on, json_extract(after, '$.due_on'), login, name, reason, reason_note
    FROM edit JOIN change ON change.id = change_id
    WHERE edit.project_id = :project AND entity = 'milestone' AND before IS NOT NULL AND after IS NOT NULL
        AND instr(after, '"due_on"') AND json_type(after, '$.due_on') IS NOT NULL AND kind IN ('do', 'redo')
        AND (reported_on > :day OR change.id > :last)
        AND NOT EXISTS (SELECT 1 FROM change AS later WHERE later.reverts = change.id)
    ORDER BY reported_on, change.id, edit.id"""


def snapshot(db: sqlite3.Connection, project_id: int, day: date) -> Snapshot:
    """Return a project with what was spent until the end of a day and its risks; without a plan if there was none."""
    try:
        plan = plans.plan(db, plans.project(db, project_id))
    except NotFound:
        return Snapshot(day)
    count, spent = db.execute(_SPENT, (project_id, day.isoformat())).fetchone()
    return Snapshot(day, plan, from_minor(spent, plan.project.currency) if count else None, risks(db, project_id))


def risks(db: sqlite3.Connection, project_id: int) -> tuple[Risk, ...]:
    """Return the risk register of a project, by id."""
    query = f"SELECT {_RISK} FROM risk WHERE project_id = ? ORDER BY risk.id"
    return tuple(_RISK.read(db.execute(query, (project_id,))))


def moves(db: sqlite3.Connection, project_id: int, since: Moment) -> Mapping[int, tuple[Move, ...]]:
    """Return the changes of due dates since a moment that were not undone, by milestone, in the order of history."""
    last = 2**63 - 1 if since.change_id is None else since.change_id
    found = db.execute(_MOVES, {"project": project_id, "day": since.day.isoformat(), "last": last})
    by_id: defaultdict[int, list[Move]] = defaultdict(list)
    for id_, day, due_on, login, name, reason, note in found:
        move = Move(date.fromisoformat(day), rows.day(due_on), Actor(login, name), _reason(reason), note)
        by_id[id_].append(move)
    return {id_: tuple(told) for id_, told in by_id.items()}


def existing(db: sqlite3.Connection) -> Iterable[int]:
    """Return the ids of all projects that are not archived."""
    return [id_ for (id_,) in db.execute("SELECT id FROM project WHERE archived_at IS NULL ORDER BY key")]


def _reason(text: str | None) -> ChangeReason | None:
    return None if text is None else ChangeReason(text)
