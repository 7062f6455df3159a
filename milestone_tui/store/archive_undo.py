"""Undo of an import that brought whole projects with their history: it deletes them, if nobody changed them since."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.undo as undo
from milestone_tui.plan.model import Change
from milestone_tui.store.references import REFERENCES
from milestone_tui.store.transaction import Transaction

_BROUGHT = """SELECT count(*), count(*) FILTER (WHERE before = after AND entity IN ('project', 'person', 'template'))
    FROM edit WHERE change_id = ?"""
_CAME = "SELECT row_id FROM edit WHERE change_id = ? AND entity = ? ORDER BY id"
_LATER = """SELECT max(later.change_id) FROM edit AS mine JOIN edit AS later ON later.project_id = mine.row_id
    WHERE mine.change_id = :change AND mine.entity = 'project' AND later.change_id > :change"""
_REFERRED = """SELECT max(edit.change_id) FROM milestone
    JOIN {child} ON {child}.{column} = milestone.id
    JOIN edit ON edit.entity = '{child}' AND edit.row_id = {child}.id AND edit.change_id > :change
    WHERE milestone.project_id IN (SELECT row_id FROM edit WHERE change_id = :change AND entity = 'project')"""
_CHANGED = "SELECT 1 FROM edit WHERE entity = ? AND row_id = ? AND change_id > ?"


def brought(db: sqlite3.Connection, change: Change) -> bool:
    """Return whether a change is the import of an archive: its edits only name what came."""
    edits, naming = db.execute(_BROUGHT, (change.id,)).fetchone()
    return bool(edits) and bool(edits == naming)


def take_back(transaction: Transaction, change: Change) -> None:
    """Delete the projects that an import brought, the people whom nobody needs, and the templates.

    Their history stays. Raises UndoRefused, naming who, if somebody has changed one of the projects since, or linked a
    milestone of another project with one of theirs.
    """
    from milestone_tui.store.commands.projects import Projects  # late: the commands are loaded with the first change

    db = transaction.connection
    if (later := _later(db, change.id)) is not None:
        raise undo.refusal(db, change, later)
    transaction.add_label(change.label, whole=True)
    came = {
        table: [id_ for (id_,) in db.execute(_CAME, (change.id, table))] for table in ("project", "person", "template")
    }
    if came["project"]:
        Projects(transaction).delete_all(came["project"])
    db = transaction.connection
    for id_ in came["template"]:
        if db.execute(_CHANGED, ("template", id_, change.id)).fetchone() is None:
            db.execute("DELETE FROM template WHERE id = ?", (id_,))
    for id_ in came["person"]:
        if not _is_needed(db, id_, change.id):
            db.execute("DELETE FROM absence WHERE person_id = ?", (id_,))
            db.execute("DELETE FROM person WHERE id = ?", (id_,))


def _later(db: sqlite3.Connection, change_id: int) -> int | None:
    """Return a later change of what an import brought, or of what refers to it; None if there is none."""
    referring = (_REFERRED.format(child=of.child, column=of.column) for of in REFERENCES if of.parent == "milestone")
    found = (db.execute(query, {"change": change_id}).fetchone()[0] for query in (_LATER, *referring))
    return max((later for later in found if later is not None), default=None)


def _is_needed(db: sqlite3.Connection, person_id: int, change_id: int) -> bool:
    """Return whether a person has to do with anything here, or was changed since."""
    if db.execute(_CHANGED, ("person", person_id, change_id)).fetchone() is not None:
        return True
    columns = [(of.child, of.column) for of in REFERENCES if of.parent == "person" and of.child != "absence"]
    return any(
        db.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (person_id,)).fetchone() is not None
        for table, column in columns
    )
