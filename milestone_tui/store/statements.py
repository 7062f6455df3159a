"""Statements: edits of an import that say again what is so already, as its file says it.

A value that a file confirms is no change. But a file of an earlier day that is imported afterwards may change that
value for its own day; on the day of this file it is as this file says. So the journal has an edit whose sides are the
same. It belongs to no milestone, so no history of one shows it, and an undo has nothing of it to take back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping

from milestone_tui.store.bulk import batches, listed
from milestone_tui.store.replay import Values

Key = tuple[str, int]
Stated = Mapping[Key, frozenset[str]]
"""The columns of rows, by table and id, that a file speaks of."""

CHANGES_SOMETHING = "before IS NOT after"
"""SQL: whether an edit is no statement."""

_WRITE = """INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after)
    VALUES (?, ?, ?, ?, NULL, ?, ?)"""
_EDITED = "SELECT row_id, before IS NULL, after FROM edit WHERE change_id = ? AND entity = ?"


def write_statements(
    db: sqlite3.Connection, change_id: int, stated: Stated, row_on_day: Callable[[Key], Values | None] | None = None
) -> None:
    """Write what is stated, but for what the change itself has set; `row_on_day` returns a row, by default as it is."""
    edited: dict[Key, set[str]] = {}
    for entity in {entity for entity, _ in stated}:
        for row_id, adds, after in db.execute(_EDITED, (change_id, entity)):
            found = edited.setdefault((entity, row_id), set())
            whole = adds or after is None
            found.update(stated.get((entity, row_id), frozenset()) if whole else json.loads(after))
    rows = _rows(db, stated) if row_on_day is None else ((key, row_on_day(key)) for key in stated)
    for key, row in rows:
        left = sorted(stated[key].difference(edited.get(key, ())))
        if row is not None and left:
            text = json.dumps({name: row[name] for name in left}, ensure_ascii=False, separators=(",", ":"))
            db.execute(_WRITE, (change_id, *key, row["project_id"], text, text))


def _rows(db: sqlite3.Connection, keys: Iterable[Key]) -> Iterator[tuple[Key, Values]]:
    """Yield the rows that are there, read many at a time."""
    ids: dict[str, list[int]] = {}
    for entity, row_id in keys:
        ids.setdefault(entity, []).append(row_id)
    for entity, every in ids.items():
        for batch in batches(every):
            cursor = db.execute(f"SELECT * FROM {entity} WHERE id IN ({listed(batch)})")
            names = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                yield (entity, row["id"]), row
