"""Undo from the journal alone: each edit of a change is turned round, as long as nobody has changed the same since."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

import milestone_tui.store.bulk as bulk
import milestone_tui.store.rows as rows
from milestone_tui.errors import UndoRefused
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.plan.wording import MONTHS
from milestone_tui.store.readable import columns_of, edit_values

_PAST = {
    "Accept": "accepted",
    "Add": "added",
    "Archive": "archived",
    "Confirm": "confirmed",
    "Decide": "decided",
    "Delete": "deleted",
    "Edit": "edited",
    "Import": "imported",
    "Move": "moved",
    "New": "added",
    "Reject": "rejected",
    "Save": "saved",
    "Select": "selected",
    "Submit": "submitted",
    "Tag": "tagged",
    "Take": "took",
    "Tick": "ticked",
    "Unarchive": "took out of the archive",
    "Untick": "unticked",
}

_NAME_MOST = 30
_TITLE_MOST = 40
"""Characters of a name and a title in the sentence that refuses."""

_TOUCHED_SINCE = """SELECT DISTINCT mine.entity, mine.row_id FROM edit AS mine
    JOIN edit AS later ON later.entity = mine.entity AND later.row_id = mine.row_id AND later.id > mine.id
    WHERE mine.change_id = :change AND later.change_id <> :change"""

_REFERENCES = (
    ("phase", "project_id", "project"),
    ("milestone", "project_id", "project"),
    ("milestone", "phase_id", "phase"),
    ("milestone", "owner_id", "person"),
    ("milestone", "approver_id", "person"),
    ("criterion", "milestone_id", "milestone"),
    ("dependency", "predecessor_id", "milestone"),
    ("dependency", "successor_id", "milestone"),
    ("baseline", "project_id", "project"),
    ("baseline_entry", "baseline_id", "baseline"),
    ("project", "baseline_id", "baseline"),
    ("holiday", "project_id", "project"),
    ("project_person", "project_id", "project"),
    ("project_person", "person_id", "person"),
    ("assignment", "milestone_id", "milestone"),
    ("assignment", "person_id", "person"),
    ("acceptance", "milestone_id", "milestone"),
    ("gate_decision", "milestone_id", "milestone"),
)
"""Child table, its column, and the table that refers to."""

_JOURNALLED = frozenset(name for child, _, parent in _REFERENCES for name in (child, parent)) | {"template"}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Edit:
    entity: str
    row_id: int
    before: Values | None
    after: Values | None

    @property
    def shape(self) -> tuple[str, tuple[str, ...] | None, bool]:
        """Edits of the same shape are turned round by the same statement."""
        values = self.before if self.before is not None else None
        return self.entity, tuple(values) if values is not None else None, self.after is not None


def take_back(db: sqlite3.Connection, change: Change) -> None:
    """Turn every edit of the change round, in the transaction and under the change that are open.

    Raises UndoRefused with who stands in the way, and since when.
    """
    _refuse_touched(db, change)
    try:
        for shape, edits in groupby(_edits(db, change.id), key=lambda edit: edit.shape):
            _turn_round(db, shape, list(edits))
    except sqlite3.IntegrityError as error:
        raise _in_the_way(db, change) from error


def _edits(db: sqlite3.Connection, change_id: int) -> Iterator[_Edit]:
    """The edits of a change, the last first."""
    query = "SELECT entity, row_id, before, after FROM edit WHERE change_id = ? ORDER BY id DESC"
    known = cache(lambda entity: columns_of(db, entity) if entity in _JOURNALLED else frozenset())
    for entity, row_id, *texts in db.execute(query, (change_id,)).fetchall():
        sides = [None if text is None else edit_values(known(entity), text) for text in texts]
        if any(text is not None and side is None for text, side in zip(texts, sides, strict=True)):
            # Its names would become part of statements.
            raise UndoRefused(
                f"Another program has changed the journal: what was done to {entity} {row_id} cannot be read. "
                "Run `milestone-tui check`."
            )
        yield _Edit(entity, row_id, *sides)


def _turn_round(db: sqlite3.Connection, shape: tuple[str, tuple[str, ...] | None, bool], edits: list[_Edit]) -> None:
    entity, fields, was_kept = shape
    if fields is None:
        bulk.delete_rows(db, entity, (edit.row_id for edit in edits))
        return
    values = [tuple(edit.before.values()) for edit in edits if edit.before is not None]
    if was_kept:
        assignments = ", ".join(f"{field} = ?" for field in fields)
        parameters = [(*new, edit.row_id) for new, edit in zip(values, edits, strict=True)]
        db.executemany(f"UPDATE {entity} SET {assignments} WHERE id = ?", parameters)
    else:
        bulk.insert_rows(db, entity, fields, values)


def _refuse_touched(db: sqlite3.Connection, change: Change) -> None:
    """Raise when a row that others have touched since no longer holds what the change left in it."""
    for entity, row_id in db.execute(_TOUCHED_SINCE, {"change": change.id}).fetchall():
        left: dict[str, Any] | None = {}
        query = "SELECT after FROM edit WHERE change_id = ? AND entity = ? AND row_id = ? ORDER BY id"
        for (after,) in db.execute(query, (change.id, entity, row_id)):
            left = None if after is None else {**(left or {}), **json.loads(after)}
        now = _row(db, entity, row_id)
        if left is None:
            differing = None if now is None else set(now)
        elif now is None:
            differing = set(left)
        else:
            differing = {field for field, value in left.items() if field in now and now[field] != value}
        if differing:
            raise UndoRefused(_sentence(db, change, _last_touch(db, change, entity, row_id, differing)))


def _row(db: sqlite3.Connection, entity: str, row_id: int) -> dict[str, Any] | None:
    cursor = db.execute(f"SELECT * FROM {entity} WHERE id = ?", (row_id,))
    found = cursor.fetchone()
    return None if found is None else dict(zip((column[0] for column in cursor.description), found, strict=True))


def _last_touch(db: sqlite3.Connection, change: Change, entity: str, row_id: int, fields: set[str]) -> int | None:
    """The last change after this one that touched one of the fields of the row."""
    query = """SELECT change_id, coalesce(after, before) FROM edit
        WHERE entity = ? AND row_id = ? AND change_id > ? ORDER BY id DESC"""
    for change_id, values in db.execute(query, (entity, row_id, change.id)):
        if fields & json.loads(values).keys():
            return int(change_id)
    return None


def _in_the_way(db: sqlite3.Connection, change: Change) -> UndoRefused:
    """Find what refers to a row that would go, or took the name of one that would come back."""
    for child, column, parent in _REFERENCES:
        query = f"""SELECT max(edit.change_id) FROM {child} JOIN edit ON entity = '{child}' AND row_id = {child}.id
            WHERE edit.change_id > :change AND {child}.{column} IN (
                SELECT row_id FROM edit WHERE change_id = :change AND entity = '{parent}')"""
        (found,) = db.execute(query, {"change": change.id}).fetchone()
        if found is not None:
            return UndoRefused(_sentence(db, change, found))
    (found,) = db.execute(
        """SELECT max(change_id) FROM edit WHERE change_id > :change AND entity IN (
            SELECT entity FROM edit WHERE change_id = :change AND before IS NOT NULL)""",
        {"change": change.id},
    ).fetchone()
    return UndoRefused(_sentence(db, change, found))


def _sentence(db: sqlite3.Connection, change: Change, culprit: int | None) -> str:
    row = db.execute(f"SELECT {rows.CHANGE} FROM change WHERE id = ?", (culprit,)).fetchone()
    if row is None:
        return f"{change.label} cannot be taken back: what it changed has changed since."
    other = rows.change(row)
    who = "you" if other.actor == change.actor else _shortened(other.actor, _NAME_MOST)
    past = re.sub('"([^"]+)"', lambda name: f'"{_shortened(name[1], _TITLE_MOST)}"', _past(other))
    # Who and when come first, and titles are short: what a narrow terminal cuts off is the end.
    return f"Not taken back: on {_moment(other.at)} {who} {past}, after your change: {change.label}."


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _past(change: Change) -> str:
    verb, _, rest = change.label.partition(" ")
    if change.kind is ChangeKind.UNDO:
        return f"took back: {change.label}"
    return f"{_PAST[verb]} {rest}" if verb in _PAST else f"made the change: {change.label}"


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {MONTHS[local.month - 1]} at {local:%H:%M}"
