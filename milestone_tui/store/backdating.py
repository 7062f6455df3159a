"""Changes that speak for an earlier day: they add history, and never overrule what was reported for a later day.

The tables always equal a replay of the journal in the order of history (see `replay`). So of a backdated change only
what nothing later touches goes into the tables; the triggers record that. The rest is written to the journal directly.

A command runs as if on its day: rows that existed then have their values of then, also milestones and links that were
deleted since, which stay deleted. Rows that came later are there too, with the values with which they came, so that a
plan of last year finds the milestones of a newer one; a row that it changes, or notes in `Transaction.existed`, existed
on that day too, with everything that the row refers to. Projects keep their present keys and names. A removal of what
was changed for a later day is left out. Drafts that a command writes are not kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import milestone_tui.store.undo as undo
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.plan.moment import Moment
from milestone_tui.store.bulk import listed
from milestone_tui.store.history import History, Key
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.readable import columns_of, edit_values, row_of
from milestone_tui.store.references import OPTIONAL, REFERENCES
from milestone_tui.store.replay import Rows, Values, defaults_of, differing, first_after, row_on, rows_at, void_changes
from milestone_tui.store.statements import write_statements

if TYPE_CHECKING:
    from milestone_tui.store.transaction import Transaction

_SAME_ROWS = """SELECT max(reported_on) FROM change WHERE id IN (
    SELECT other.change_id FROM edit AS mine
    JOIN edit AS other ON other.entity = mine.entity AND other.row_id = mine.row_id
    WHERE mine.change_id = :change AND other.change_id <> :change
    UNION
    SELECT change_id FROM edit
    WHERE project_id IN (SELECT project_id FROM edit WHERE change_id = :change) AND change_id <> :change)"""

_REMOVED_BY = """SELECT kind FROM edit JOIN change ON change.id = change_id
    WHERE entity = ? AND row_id = ? AND after IS NULL ORDER BY reported_on DESC, change.id DESC LIMIT 1"""


def day_of(db: sqlite3.Connection, change_id: int, today: date) -> date:
    """Return the day that an ordinary change speaks for: today, or the later day of what it builds on.

    Clocks differ between computers: a change of a row that was reported for tomorrow is reported for tomorrow too.
    """
    text = today.isoformat()
    (last,) = db.execute("SELECT max(reported_on) FROM change").fetchone()
    if last is None or last <= text:
        return today
    (later,) = db.execute(_SAME_ROWS, {"change": change_id}).fetchone()
    return date.fromisoformat(max(text, later or text))


def run(transaction: Transaction, work: Callable[[Transaction], object]) -> None:
    """Run a command for the day of its transaction, and record what it changed."""
    day = transaction.day
    assert day is not None
    transaction.clock = transaction.clock.at_end_of(day)
    db = transaction.connection
    (last,) = db.execute("SELECT max(reported_on) FROM change").fetchone()
    if last is None or last <= day.isoformat():
        work(transaction)  # nothing was reported for a later day
        return
    then = rows_at(db, Moment(day), transaction.projects)
    db.execute("SAVEPOINT backdated")
    try:
        _set_back(db, then, day)
        transaction.later = frozenset(id_ for (table, id_), row in then.items() if table == "milestone" and row is None)
        (first,) = db.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()
        work(transaction)
        transaction.session.flush()
        meant = _meant(db, transaction, first)
        is_whole = transaction.projects is None or not _is_beyond(db, transaction, transaction.projects)
    finally:
        db.execute("ROLLBACK TO backdated")
        db.execute("RELEASE backdated")
        transaction.session.expunge_all()
    if not is_whole:
        transaction.projects = None
        run(transaction, work)
        return
    history = History(db, transaction.change_id, day, then)
    history.record({key: one.on(history.row(key)) for key, one in meant.items()})
    if db.execute("SELECT 1 FROM edit WHERE change_id = ?", (transaction.change_id,)).fetchone() is not None:
        write_statements(db, transaction.change_id, transaction.stated, history.row)
        transaction.stated.clear()


def _is_beyond(db: sqlite3.Connection, transaction: Transaction, projects: Collection[int]) -> bool:
    """Return whether a command touched projects that are here besides those that it was to touch."""
    query = f"""SELECT EXISTS (SELECT 1 FROM edit WHERE change_id = :change AND project_id NOT IN ({listed(projects)})
        AND project_id IN (SELECT project_id FROM edit AS other WHERE other.project_id = edit.project_id
            AND other.change_id <> :change))"""
    if db.execute(query, {"change": transaction.change_id}).fetchone()[0]:
        return True
    found = listed({row_id for entity, row_id in transaction.existed if entity == "project"} - {*projects})
    query = f"SELECT EXISTS (SELECT 1 FROM edit WHERE project_id IN ({found}) AND change_id <> :change)"
    return bool(db.execute(query, {"change": transaction.change_id}).fetchone()[0])


def revert(db: sqlite3.Connection, change: Change, change_id: int) -> None:
    """Reverse a backdated change for its own day, within the open change `change_id`; raise UndoRefused."""
    assert change.reported_on is not None
    root = _undone_by(db, change)
    query = "SELECT DISTINCT project_id FROM edit WHERE change_id IN (?, ?) AND project_id IS NOT NULL"
    projects = [id_ for (id_,) in db.execute(query, (change.id, root))]
    history = History(db, change_id, change.reported_on, rows_at(db, Moment(change.reported_on), projects))
    left: Rows = {}
    for key, before, after in _edits_of(db, change.id):
        if before == after:
            continue
        left[key] = None if after is None else after if before is None else {**(left.get(key) or {}), **after}
    for key, values in left.items():
        _refuse_changed(db, change, key, values, history.row(key))
    meant: Rows = {}
    query = "SELECT DISTINCT entity, row_id FROM edit WHERE change_id = ?"
    touched: set[Key] = {*left, *db.execute(query, (root,))}
    void = void_changes(db) ^ {root}
    for key in touched:
        # What the change found is in its edits too, but a file of an earlier day may have been imported since.
        meant[key] = row_on(db, *key, change.reported_on.isoformat(), void)
    history.record(meant, undone=change)


def _undone_by(db: sqlite3.Connection, change: Change) -> int:
    """Return the id of the change that an undo or redo is about in the end."""
    id_, reverts = change.id, change.reverts
    while reverts is not None and reverts < id_:
        id_ = reverts
        (reverts,) = db.execute("SELECT reverts FROM change WHERE id = ?", (id_,)).fetchone()
    return id_


def _edits_of(db: sqlite3.Connection, change_id: int) -> Iterator[tuple[Key, Values | None, Values | None]]:
    query = "SELECT entity, row_id, before, after FROM edit WHERE change_id = ? ORDER BY id"
    for entity, row_id, *texts in db.execute(query, (change_id,)).fetchall():
        sides = [None if text is None else edit_values(columns_of(db, entity), text) for text in texts]
        if entity not in JOURNALLED or [side is None for side in sides] != [text is None for text in texts]:
            raise undo.tampered(entity, row_id)
        yield (entity, row_id), sides[0], sides[1]


def _refuse_changed(db: sqlite3.Connection, change: Change, key: Key, left: Values | None, then: Values | None) -> None:
    """Raise UndoRefused if a row no longer holds on its day what the change left in it."""
    if left is None or then is None:
        differs = set(then or left or ()) if then != left else set()
    else:
        differs = {name for name, value in left.items() if name in then and then[name] != value}
    if differs:
        raise undo.refusal(db, change, undo.last_edit(db, change, *key, differs))


def _set_back(db: sqlite3.Connection, then: Rows, day: date) -> None:
    """Give the rows the values that they had, or came with; what that would break stays as it is."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    exists: dict[Key, bool] = {}
    defaults = {entity: defaults_of(db, entity) for entity in {entity for entity, _ in then}}
    void = void_changes(db)
    for table in _REVIVED:
        for (entity, row_id), row in then.items():
            if entity != table or row_of(db, entity, row_id) is not None or not _was_deleted(db, entity, row_id):
                continue
            if (found := row or _first(db, entity, row_id, day, defaults[entity], void)) is not None:
                _revive(db, entity, found, exists)
    for (entity, row_id), row in then.items():
        now = row_of(db, entity, row_id)
        if now is None or (row is None and entity == "project"):
            continue
        if row is None and (row := _first(db, entity, row_id, day, defaults[entity], void)) is None:
            continue
        fields = differing(now, row) - _NAMES.get(entity, frozenset())
        if fields := frozenset(name for name in fields if _is_there(db, entity, name, row[name], exists)):
            assignments = ", ".join(f"{name} = ?" for name in fields)
            values = (*(row[name] for name in fields), row_id)
            db.execute(f"UPDATE OR IGNORE {entity} SET {assignments} WHERE id = ?", values)


def _first(
    db: sqlite3.Connection, entity: str, row_id: int, day: date, defaults: Values, void: Collection[int]
) -> Values | None:
    """Return a row as it came on a later day; None if the journal cannot say."""
    first = first_after(db, entity, row_id, day.isoformat(), void)
    return None if first is None else first.applied(None, defaults)


def _was_deleted(db: sqlite3.Connection, entity: str, row_id: int) -> bool:
    """Return whether a row that is gone was deleted, and not taken back by an undo."""
    return db.execute(_REMOVED_BY, (entity, row_id)).fetchone() not in (None, (ChangeKind.UNDO.value,))


def _revive(db: sqlite3.Connection, entity: str, row: Values, exists: dict[Key, bool]) -> None:
    """Add a row that was deleted since, without references to what is gone; not if it cannot be without them."""
    missing = {name for name, value in row.items() if not _is_there(db, entity, name, value, exists)}
    if any((entity, name) not in OPTIONAL for name in missing):
        return
    values = {name: None if name in missing else value for name, value in row.items()}
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT OR IGNORE INTO {entity} ({names}) VALUES ({marks})", tuple(values.values()))
    exists[entity, row["id"]] = row_of(db, entity, row["id"]) is not None


def _is_there(db: sqlite3.Connection, entity: str, column: str, value: Any, known: dict[Key, bool]) -> bool:
    """Return whether what a column refers to exists; True for a column that refers to nothing."""
    for parent in _PARENTS.get((entity, column), ()):
        if value is not None and (key := (parent, value)) not in known:
            known[key] = row_of(db, parent, value) is not None
        if value is not None and not known[parent, value]:
            return False
    return True


_REVIVED = ("milestone", "dependency", "milestone_source")
"""The tables whose deleted rows a command finds on a day on which they existed, parents first."""
_NAMES = {"project": frozenset(("key", "name"))}
"""Columns by which a command finds rows: they stay as they are now."""
_PARENTS = {(of.child, of.column): (of.parent,) for of in REFERENCES}


class _Meant(NamedTuple):
    """What a command did to a row."""

    row: Values | None
    fields: frozenset[str]
    """The columns that it changed."""

    def on(self, then: Values | None) -> Values | None:
        """Return the row of that day with the command's changes; a row that came later exists from then on."""
        if self.row is None or then is None:
            return self.row
        return then | {name: self.row[name] for name in self.fields}


def _meant(db: sqlite3.Connection, transaction: Transaction, first: int) -> dict[Key, _Meant]:
    """Return what the edits after the `first` ones did to each row, and the rows that the command found."""
    before: dict[Key, Values] = {}
    query = "SELECT entity, row_id, before FROM edit WHERE change_id = ? AND id > ? ORDER BY id"
    for entity, row_id, text in db.execute(query, (transaction.change_id, first)):
        values = {} if text is None else json.loads(text)
        before[entity, row_id] = values | before.get((entity, row_id), {})
    for key in transaction.existed:
        before.setdefault(key, {})
    found = {}
    for key, values in before.items():
        row = row_of(db, *key)
        changed = () if row is None else (name for name, value in values.items() if row[name] != value)
        found[key] = _Meant(row, frozenset(changed))
    return found
