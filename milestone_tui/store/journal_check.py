"""The journal replayed from its beginning, in the order of history (see `replay`), and compared with the tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from milestone_tui.store.bulk import listed
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.mending import words_of_table
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.readable import columns_of
from milestone_tui.store.replay import Values, defaults_of, void_changes

_EDITS = "SELECT row_id, before IS NULL, after FROM edit WHERE entity = ? ORDER BY row_id, id"
_EDITS_BY_DAY = """SELECT row_id, before IS NULL, after FROM edit JOIN change ON change.id = change_id
    WHERE entity = ? AND change.id NOT IN ({void}) ORDER BY row_id, reported_on, change.id, edit.id"""
_ANY_BACKDATED = "SELECT EXISTS (SELECT 1 FROM change WHERE backdated)"
_SHOWN = 40
"""Characters of a value in a sentence."""


def journal_differences(db: sqlite3.Connection) -> Iterator[str]:
    """Yield, in words, each row that is not as the journal says, table by table and row by row.

    Both sides are read in the order of the ids, so that only one row is in memory at a time. A column that came later
    than an edit has its default there.
    """
    edits = _EDITS_BY_DAY.format(void=listed(void_changes(db))) if _has_backdated(db) else _EDITS
    for table in JOURNALLED:
        if columns_of(db, table):  # an older database lacks some
            yield from _of_table(db, table, edits)


def _has_backdated(db: sqlite3.Connection) -> bool:
    """Return whether the order of history may differ from that in which the journal was written."""
    return "backdated" in columns_of(db, "change") and bool(db.execute(_ANY_BACKDATED).fetchone()[0])


def _of_table(db: sqlite3.Connection, table: str, query: str) -> Iterator[str]:
    """Yield the differences of a table; the query reads its edits."""
    defaults, name = defaults_of(db, table), words_of_table(table)
    there = _present(db, table)
    now = next(there, None)
    for id_, edits in groupby(db.execute(query, (table,)), itemgetter(0)):
        while now is not None and now["id"] < id_:
            yield f"{name} {now['id']}: the journal does not know it"
            now = next(there, None)
        row = None
        if now is not None and now["id"] == id_:
            row, now = now, next(there, None)
        try:
            words = _difference(row, _replayed(edits, defaults))
        except UNREADABLE:
            words = "the journal cannot be read"
        if words is not None:
            yield f"{name} {id_}: {words}"
    while now is not None:
        yield f"{name} {now['id']}: the journal does not know it"
        now = next(there, None)


def _present(db: sqlite3.Connection, table: str) -> Iterator[Values]:
    cursor = db.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _replayed(edits: Iterable[tuple[Any, ...]], defaults: Values) -> Values | None:
    """Return a row as its edits leave it; None if it was removed. Raises UNREADABLE."""
    row: Values | None = None
    for _, is_new, after in edits:
        if after is None:
            row = None
        elif is_new:
            row = defaults | json.loads(after)
        elif row is not None:
            row |= json.loads(after)
    return row


def _difference(row: Values | None, written: Values | None) -> str | None:
    """Return how a row differs from the journal, in words; None if it does not."""
    if row is None or written is None:
        if row is written:
            return None
        return "it is missing, but the journal does not remove it" if row is None else "the journal says it was removed"
    columns = [column for column in row if row[column] != written.get(column)]
    if not columns:
        return None
    told = (f"{column} is {_shown(row[column])}, the journal says {_shown(written.get(column))}" for column in columns)
    return "; ".join(told)


def _shown(value: object) -> str:
    text = "nothing" if value is None else f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
