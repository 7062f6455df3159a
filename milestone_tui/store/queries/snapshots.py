"""What a comparison of two moments needs of a project: its snapshot, and the changes of its due dates between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries.plans as plans
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.comparison import Move, Snapshot
from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.model import ChangeReason, Plan
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse
from milestone_tui.store.bulk import grouped, listed

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
_SPENT = """SELECT project_id, sum(amount_minor) FROM cost
    WHERE project_id IN ({ids}) AND spent_on <= ? GROUP BY project_id"""

_MOVES = """SELECT edit.project_id, row_id, reported_on, json_extract(after, '$.due_on'), login, name, reason,
        reason_note
    FROM change CROSS JOIN edit ON change_id = change.id
    WHERE +edit.project_id IN ({ids}) AND entity = 'milestone' AND before IS NOT NULL AND after IS NOT before
        AND after IS NOT NULL
        AND instr(after, '"due_on"') AND json_type(after, '$.due_on') IS NOT NULL AND kind IN ('do', 'redo')
        AND (reported_on > :day OR change.id > :last)
        AND NOT EXISTS (SELECT 1 FROM change AS later WHERE later.reverts = change.id)
    ORDER BY reported_on, change.id, edit.id"""
"""Beginning with the changes: those of a period are few, the edits of a project or of all are many."""


def snapshot(db: sqlite3.Connection, project_id: int, day: date) -> Snapshot:
    """Return a project with what was spent until the end of a day and its risks; without a plan if there was none."""
    return snapshots(db, (project_id,), day).get(project_id, Snapshot(day))


def snapshots(
    db: sqlite3.Connection, project_ids: Collection[int], day: date, known: Sequence[Plan] = ()
) -> Mapping[int, Snapshot]:
    """Return what `snapshot` does of those of these projects that exist, by id; the plans `known` are not read."""
    others = {*project_ids} - {plan.project.id for plan in known}
    found = (*known, *plans.plans(db, plans.projects(db, others)))
    spent = dict(db.execute(_SPENT.format(ids=listed(project_ids)), (day.isoformat(),)).fetchall())
    register = risks_of(db, project_ids)
    return {
        (id_ := plan.project.id): Snapshot(
            day,
            plan,
            from_minor(spent[id_], plan.project.currency) if id_ in spent else None,
            register.get(id_, ()),
        )
        for plan in found
    }


def risks_of(db: sqlite3.Connection, project_ids: Collection[int]) -> Mapping[int, tuple[Risk, ...]]:
    """Return the risk registers of those of these projects that have entries, each by id."""
    query = f"SELECT {_RISK} FROM risk WHERE project_id IN ({listed(project_ids)}) ORDER BY risk.id"
    return grouped(_RISK.read(db.execute(query)), lambda risk: risk.project_id)


def moves(db: sqlite3.Connection, project_id: int, since: Moment) -> Mapping[int, tuple[Move, ...]]:
    """Return the changes of due dates since a moment that were not undone, by milestone, in the order of history."""
    return moves_of(db, (project_id,), since).get(project_id, {})


def moves_of(
    db: sqlite3.Connection, project_ids: Collection[int], since: Moment
) -> Mapping[int, Mapping[int, tuple[Move, ...]]]:
    """Return what `moves` does, by project; those in which nothing moved are missing."""
    last = 2**63 - 1 if since.change_id is None else since.change_id
    given = {"day": since.day.isoformat(), "last": last}
    found: dict[int, dict[int, tuple[Move, ...]]] = {}
    for project_id, id_, day, due_on, login, name, reason, note in db.execute(
        _MOVES.format(ids=listed(project_ids)), given
    ):
        move = Move(date.fromisoformat(day), rows.day(due_on), Actor(login, name), _reason(reason), note)
        told = found.setdefault(project_id, {})
        told[id_] = (*told.get(id_, ()), move)
    return found


def existing(db: sqlite3.Connection) -> Iterable[int]:
    """Return the ids of all projects that are not archived."""
    return [id_ for (id_,) in db.execute("SELECT id FROM project WHERE archived_at IS NULL ORDER BY key")]


def _reason(text: str | None) -> ChangeReason | None:
    return None if text is None else ChangeReason(text)
