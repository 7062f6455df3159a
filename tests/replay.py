"""The tables as they are, and as the journal says they should be."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from milestone_tui.store.references import REFERENCES

TABLES = (
    *("project", "phase", "person", "milestone", "criterion", "dependency", "baseline", "baseline_entry"),
    *("holiday", "project_person", "assignment", "acceptance", "gate_decision", "template"),
    *("cost", "absence", "risk", "risk_milestone", "review", "review_answer", "need", "report"),
    "milestone_source",
)

Tables = dict[str, dict[int, dict[str, Any]]]


def contents(path: Path) -> Tables:
    """Every row of every table under the journal."""
    found: Tables = {}
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        for table in TABLES:
            found[table] = {row["id"]: dict(row) for row in db.execute(f"SELECT * FROM {table}")}
    return found


def replayed(path: Path) -> Tables:
    """The same, from the journal alone; a column that came later than an edit has its default there."""
    found: Tables = {table: {} for table in TABLES}
    with closing(sqlite3.connect(path)) as db:
        defaults = {table: _defaults(db, table) for table in TABLES}
        for entity, row_id, before, after in db.execute("SELECT entity, row_id, before, after FROM edit ORDER BY id"):
            rows = found[entity]
            if before is None:
                assert row_id not in rows
                rows[row_id] = defaults[entity] | json.loads(after)
            elif after is None:
                assert rows.pop(row_id) == defaults[entity] | json.loads(before)
            else:
                assert {field: rows[row_id][field] for field in json.loads(before)} == json.loads(before)
                rows[row_id].update(json.loads(after))
    return found


def history(path: Path, day: date = date.max, change: int = 2**62) -> Tables:
    """The tables at the end of a day, from the changes up to this one, by the naive reading of the order of history.

    What adds a row replaces one that is there; what changes or removes one that is not there does nothing. A backdated
    change that is undone does not count, and no undo or redo of one.
    """
    found: Tables = {table: {} for table in TABLES}
    with closing(sqlite3.connect(path)) as db:
        defaults = {table: _defaults(db, table) for table in TABLES}
        query = """SELECT change.id, entity, row_id, before, after FROM edit JOIN change ON change.id = change_id
            WHERE reported_on <= ? AND change.id <= ? ORDER BY reported_on, change.id, edit.id"""
        void = _void(db, change)
        for id_, entity, row_id, before, after in db.execute(query, (day.isoformat(), change)):
            if id_ in void:
                continue
            rows = found[entity]
            if after is None:
                rows.pop(row_id, None)
            elif before is None:
                rows[row_id] = defaults[entity] | json.loads(after)
            elif row_id in rows:
                rows[row_id] |= json.loads(after)
    return found


def _void(db: sqlite3.Connection, last: int) -> set[int]:
    """Walk the changes in their order: an undo or redo turns what it is about off or on."""
    void: set[int] = set()
    about: dict[int, int] = {}
    for id_, reverts in db.execute("SELECT id, reverts FROM change WHERE backdated AND id <= ? ORDER BY id", (last,)):
        about[id_] = id_ if reverts is None else about[reverts]
        if reverts is not None:
            void ^= {about[id_]}
            void.add(id_)
    return void


def dangling(tables: Tables) -> list[tuple[str, int, str]]:
    """The rows that refer to a row that is not there."""
    return [
        (of.child, id_, of.column)
        for of in REFERENCES
        for id_, row in tables[of.child].items()
        if row[of.column] is not None and row[of.column] not in tables[of.parent]
    ]


def _defaults(db: sqlite3.Connection, table: str) -> dict[str, Any]:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    return {name: db.execute(f"SELECT {default or 'NULL'}").fetchone()[0] for _, name, _, _, default, _ in columns}
