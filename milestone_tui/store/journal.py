"""Queries of the journal that both sides of the store use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import Change, ChangeReason, Forecast

UNREVERTED = "NOT EXISTS (SELECT 1 FROM change AS later WHERE later.reverts = change.id)"
"""SQL: whether a change is in effect: not undone, or redone."""

_MINE = "login IN (:login, '') AND name = :name"
"""Compared by login and name; by name only where no login was stored."""

_FIRST_PROJECT = "(SELECT project_id FROM edit WHERE change_id = change.id AND project_id IS NOT NULL LIMIT 1)"
_FIRST_ROW = "(SELECT row_id FROM edit WHERE change_id = change.id LIMIT 1)"
_FIRST_TABLE = "(SELECT entity FROM edit WHERE change_id = change.id LIMIT 1)"
_LEFT_AGAIN = f"""EXISTS (SELECT 1 FROM edit AS arrival
    WHERE arrival.entity = iif({_FIRST_PROJECT} IS NULL, {_FIRST_TABLE}, 'project')
        AND arrival.row_id = coalesce({_FIRST_PROJECT}, {_FIRST_ROW})
        AND arrival.before = arrival.after AND arrival.change_id > change.id
        AND CASE arrival.entity WHEN 'project' THEN arrival.row_id NOT IN (SELECT id FROM project)
            WHEN 'person' THEN arrival.row_id NOT IN (SELECT id FROM person)
            ELSE arrival.row_id NOT IN (SELECT id FROM template) END)"""
"""Whether a change came with an archive, and what it is about is gone, such as by an undo of that import."""

_UNDOABLE = f"""SELECT {rows.CHANGE} FROM change
    WHERE {_MINE} AND kind IN ('do', 'redo') AND {UNREVERTED} AND NOT {_LEFT_AGAIN} ORDER BY id DESC LIMIT 1"""

_REDOABLE = f"""SELECT {rows.CHANGE} FROM change
    WHERE {_MINE} AND kind = 'undo' AND {UNREVERTED}
        AND id > coalesce((SELECT max(id) FROM change WHERE {_MINE} AND kind = 'do'), 0)
    ORDER BY id DESC LIMIT 1"""

FORECASTS = (
    "json_extract(edit.after, '$.due_on'), reason, reason_note",
    f"""edit JOIN change ON change.id = edit.change_id
    WHERE entity = 'milestone' AND row_id = :id AND json_extract(edit.after, '$.due_on') IS NOT NULL
        AND kind IN ('do', 'redo') AND {UNREVERTED} ORDER BY reported_on, change.id, edit.id""",
)
"""The columns and rows of the due dates that a milestone has had; undone changes do not count."""


def undoable(db: sqlite3.Connection, actor: Actor) -> Change | None:
    """Return the actor's latest change that is still in effect."""
    return rows.CHANGE.first(db.execute(_UNDOABLE, actor._asdict()))


def redoable(db: sqlite3.Connection, actor: Actor) -> Change | None:
    """Return the actor's latest undo that is still in effect, unless the actor has made a new change since."""
    return rows.CHANGE.first(db.execute(_REDOABLE, actor._asdict()))


def edits_of(db: sqlite3.Connection, change_id: int, most: int) -> int:
    """Return how many edits a change has, counting up to `most`."""
    query = "SELECT count(*) FROM (SELECT 1 FROM edit WHERE change_id = ? LIMIT ?) AS counted"
    return int(db.execute(query, (change_id, most)).fetchone()[0])


def touched_by(db: sqlite3.Connection, change_id: int) -> tuple[tuple[str, int], ...]:
    """Return the table and id of every row of a plan that a change edited, each once, in order of the first edits."""
    query = """SELECT entity, row_id FROM edit
        WHERE change_id = ? AND entity <> 'milestone_source' AND before IS NOT after
        GROUP BY entity, row_id ORDER BY min(id)"""
    return tuple(db.execute(query, (change_id,)).fetchall())


def reason_undone(db: sqlite3.Connection, undo: Change) -> tuple[ChangeReason | None, str]:
    """Return the reason and note of the undone change, which the redo uses again."""
    row = db.execute("SELECT reason, reason_note FROM change WHERE id = ?", (undo.reverts,)).fetchone()
    return (ChangeReason(row[0]), rows.text(row[1])) if row and row[0] is not None else (None, "")


def history(db: sqlite3.Connection, milestone_id: int | None, project_id: int | None, limit: int) -> tuple[Change, ...]:
    """Return the last changes of a milestone, of a project, or all, newest first."""
    if milestone_id is not None:
        where = "WHERE id IN (SELECT change_id FROM edit WHERE milestone_id = :milestone)"
    elif project_id is not None:
        where = "WHERE id IN (SELECT change_id FROM edit WHERE project_id = :project)"
    else:
        where = ""
    query = f"SELECT {rows.CHANGE} FROM change {where} ORDER BY id DESC LIMIT :limit"
    found = db.execute(query, {"milestone": milestone_id, "project": project_id, "limit": limit})
    return tuple(rows.CHANGE.read(found))


def forecasts_of(moves: Iterable[rows.Values]) -> tuple[Forecast, ...]:
    """Return the due dates that a milestone has had, in order, from the rows of `FORECASTS`."""
    found = []
    for text, reason, note in moves:
        with suppress(ValueError, TypeError):  # a repaired value of another program is not a date
            day, why = date.fromisoformat(text), None if reason is None else ChangeReason(reason)
            found.append(Forecast(day, why, rows.text(note)))
    return tuple(one for number, one in enumerate(found) if number == 0 or one.day != found[number - 1].day)
