"""The journal replayed: what the rows were at a moment, or what they become after a change for an earlier day.

The order of history is (the day that a change speaks for, its id, the edit's id). In that order, an edit that adds a
row replaces one that is there as a whole; a change or removal of a row that is not there does nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from milestone_tui.plan.moment import Moment
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.readable import are_values, columns_of

Values = dict[str, Any]
Rows = dict[tuple[str, int], Values | None]
"""Rows by table and id; None for a row that does not exist."""

_BATCH = 1_000
"""Edits parsed from JSON at a time."""

_COUNTS = "reported_on <= :day AND change.id <= :last"
_LATER = """SELECT DISTINCT entity, row_id FROM edit
    WHERE change_id IN (SELECT id FROM change WHERE reported_on > :day UNION SELECT id FROM change WHERE id > :last)"""
_EARLIER = f"""SELECT edit.entity, edit.row_id, before IS NULL, after FROM temp.touched AS touched
    CROSS JOIN edit ON edit.entity = touched.entity AND edit.row_id = touched.row_id
    CROSS JOIN change ON change.id = edit.change_id
    WHERE {_COUNTS} ORDER BY reported_on, change.id, edit.id"""
_AFTER = """SELECT edit.entity, edit.row_id, before IS NULL, after FROM edit JOIN change ON change.id = edit.change_id
    WHERE entity = ? AND row_id = ? AND reported_on > ? ORDER BY reported_on, change.id, edit.id"""

_LARGEST = 2**63 - 1


class ReplayEdit(NamedTuple):
    """What an edit left in a row."""

    entity: str
    row_id: int
    adds: bool
    """Whether it added the row."""
    after: Values | None
    """The values that it set; None if it removed the row."""

    def applied(self, row: Values | None, defaults: Values) -> Values | None:
        """Return the row after this edit; a column that came later than the edit has its default."""
        if self.after is None:
            return None
        if self.adds:
            return defaults | self.after
        return None if row is None else row | self.after


def rows_at(db: sqlite3.Connection, moment: Moment) -> Rows:
    """Return every row that a change has touched which does not count at the moment, as the row was then."""
    bounds = {"day": moment.day.isoformat(), "last": _LARGEST if moment.change_id is None else moment.change_id}
    db.execute("CREATE TEMP TABLE touched (entity TEXT NOT NULL, row_id INTEGER NOT NULL)")
    try:
        db.execute(f"INSERT INTO temp.touched {_LATER}", bounds)
        found: Rows = dict.fromkeys(db.execute("SELECT entity, row_id FROM temp.touched"))
        defaults = {table: defaults_of(db, table) for table in {entity for entity, _ in found}}
        for edit in _parsed(db, db.execute(_EARLIER, bounds)):
            key = (edit.entity, edit.row_id)
            found[key] = edit.applied(found[key], defaults[edit.entity])
    finally:
        db.execute("DROP TABLE temp.touched")
    return {key: row for key, row in found.items() if key[0] in JOURNALLED}


def edits_after(db: sqlite3.Connection, entity: str, row_id: int, day: str) -> list[ReplayEdit]:
    """Return the edits of a row whose changes speak for a later day, in the order of history."""
    return list(_parsed(db, db.execute(_AFTER, (entity, row_id, day))))


def defaults_of(db: sqlite3.Connection, table: str) -> Values:
    """Return the default of each column of a table."""
    columns = db.execute("SELECT name, dflt_value FROM pragma_table_info(?) ORDER BY cid", (table,)).fetchall()
    values = db.execute(f"SELECT {', '.join(default or 'NULL' for _, default in columns)}").fetchone()
    return dict(zip((name for name, _ in columns), values, strict=True))


def _parsed(db: sqlite3.Connection, rows: sqlite3.Cursor) -> Iterator[ReplayEdit]:
    """Yield edits from their rows; those that the journal cannot have written are left out."""
    known: dict[str, frozenset[str]] = {}
    while batch := rows.fetchmany(_BATCH):
        for (entity, row_id, adds, _), after in zip(batch, _loaded([row[3] for row in batch]), strict=True):
            if entity not in known:
                known[entity] = columns_of(db, entity)
            if after is None or are_values(known[entity], after):
                yield ReplayEdit(entity, row_id, bool(adds), after)


def _loaded(texts: Iterable[str | None]) -> list[Any]:
    """Return the values of JSON texts; an unreadable one is an empty text, which no row can hold."""
    texts = list(texts)
    try:
        found: list[Any] = json.loads(f"[{','.join('null' if text is None else text for text in texts)}]")
    except UNREADABLE:
        found = []
    return found if len(found) == len(texts) else [_one(text) for text in texts]


def _one(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except UNREADABLE:
        return ""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the columns in which two versions of a row differ."""
    return frozenset(name for name, value in after.items() if before.get(name) != value)
