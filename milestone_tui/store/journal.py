"""Questions to the journal that both sides of the store ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import Change, ChangeReason, Forecast

_UNREVERTED = "NOT EXISTS (SELECT 1 FROM change AS later WHERE later.reverts = change.id)"

_MINE = "login IN (:login, '') AND name = :name"
"""By the pair; where no login was kept, by the name."""

_UNDOABLE = f"""SELECT {rows.CHANGE} FROM change
    WHERE {_MINE} AND kind IN ('do', 'redo') AND {_UNREVERTED} ORDER BY id DESC LIMIT 1"""

_REDOABLE = f"""SELECT {rows.CHANGE} FROM change
    WHERE {_MINE} AND kind = 'undo' AND {_UNREVERTED}
        AND id > coalesce((SELECT max(id) FROM change WHERE {_MINE} AND kind = 'do'), 0)
    ORDER BY id DESC LIMIT 1"""

FORECASTS = (
    "json_extract(edit.after, '$.due_on'), reason, reason_note",
    f"""edit JOIN change ON change.id = edit.change_id
    WHERE entity = 'milestone' AND row_id = :id AND json_extract(edit.after, '$.due_on') IS NOT NULL
        AND kind IN ('do', 'redo') AND {_UNREVERTED} ORDER BY edit.id""",
)
"""The columns and the rows of what a milestone was expected on; what was undone does not count."""


def undoable(db: sqlite3.Connection, actor: Actor) -> Change | None:
    """Return the actor's latest change that still stands."""
    return rows.CHANGE.first(db.execute(_UNDOABLE, actor._asdict()))


def redoable(db: sqlite3.Connection, actor: Actor) -> Change | None:
    """Return the actor's latest undo that still stands, unless the actor has done something new since."""
    return rows.CHANGE.first(db.execute(_REDOABLE, actor._asdict()))


def edits_of(db: sqlite3.Connection, change_id: int, most: int) -> int:
    """Return how many edits a change has, counted no further than `most`."""
    query = "SELECT count(*) FROM (SELECT 1 FROM edit WHERE change_id = ? LIMIT ?) AS counted"
    return int(db.execute(query, (change_id, most)).fetchone()[0])


def reason_undone(db: sqlite3.Connection, undo: Change) -> tuple[ChangeReason | None, str]:
    """Return the reason of what was undone with its note, which hold again when it is done again."""
    row = db.execute("SELECT reason, reason_note FROM change WHERE id = ?", (undo.reverts,)).fetchone()
    return (ChangeReason(row[0]), rows.text(row[1])) if row and row[0] is not None else (None, "")


def history(db: sqlite3.Connection, milestone_id: int | None, project_id: int | None, limit: int) -> tuple[Change, ...]:
    """Return the last changes of a milestone, of a project, or of everything, newest first."""
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
    """Return the days a milestone was expected on, one after the other, from the rows of `FORECASTS`."""
    found = []
    for text, reason, note in moves:
        with suppress(ValueError, TypeError):  # what another program wrote, and was mended, is no day
            day, why = date.fromisoformat(text), None if reason is None else ChangeReason(reason)
            found.append(Forecast(day, why, rows.text(note)))
    return tuple(one for number, one in enumerate(found) if number == 0 or one.day != found[number - 1].day)
