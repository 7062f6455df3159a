"""Many rows in one statement: where a table has triggers, each statement costs SQLite more than a row does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_BATCH = 500
"""Ids in one query; SQLite takes 32,766, older builds 999."""


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Return these ids in their order, each once, in batches that one query takes."""
    wanted = list(dict.fromkeys(ids))
    return (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))


def marks(batch: Sequence[int]) -> str:
    """Return the marks of the places that ids have in the text of a query."""
    return ",".join("?" * len(batch))


def insert_rows(db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, in this order; both names come from the program, never from a person."""
    names = ", ".join(columns)
    _fill(db, columns, rows)
    db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM temp.waiting ORDER BY rowid")
    db.execute("DROP TABLE temp.waiting")


def update_rows(db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set columns of rows, each given as its values and its id; names come from the program, no id comes twice."""
    _fill(db, ("new_id", *(f"new_{column}" for column in columns)), ((row[-1], *row[:-1]) for row in rows))
    assignments = ", ".join(f"{column} = new_{column}" for column in columns)
    try:
        db.execute(f"UPDATE {table} SET {assignments} FROM temp.waiting WHERE {table}.id = new_id")
    finally:
        db.execute("DROP TABLE temp.waiting")


def delete_rows(db: sqlite3.Connection, table: str, ids: Iterable[int]) -> None:
    """Delete the rows of these ids."""
    _fill(db, ("id",), ((id_,) for id_ in ids))
    db.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM temp.waiting)")
    db.execute("DROP TABLE temp.waiting")


def _fill(db: sqlite3.Connection, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    db.execute(f"CREATE TEMP TABLE waiting ({', '.join(columns)})")
    db.executemany(f"INSERT INTO temp.waiting VALUES ({', '.join('?' * len(columns))})", rows)
