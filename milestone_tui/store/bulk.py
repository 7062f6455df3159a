"""Reading and writing the rows of many ids in one statement, which costs SQLite more than a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

_Value = TypeVar("_Value")

_BATCH = 500
"""Ids per query; SQLite allows 32,766, older builds 999."""


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Return these ids in order, each once, in batches that fit one query."""
    wanted = list(dict.fromkeys(ids))
    return (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))


def marks(batch: Sequence[int]) -> str:
    """Return the placeholders for these ids in the text of a query."""
    return ",".join("?" * len(batch))


def listed(ids: Iterable[int]) -> str:
    """Return these ids for `IN (…)` in the text of a query, which takes any number of them."""
    return ", ".join(str(int(id_)) for id_ in ids)


def grouped(values: Iterable[_Value], by: Callable[[_Value], int]) -> Mapping[int, tuple[_Value, ...]]:
    """Return values by an id, such as that of their project, in their order; no group is empty."""
    found: dict[int, list[_Value]] = {}
    for value in values:
        found.setdefault(by(value), []).append(value)
    return {id_: tuple(group) for id_, group in found.items()}


def insert_rows(db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in this order; table and column names must come from the program, never from a person."""
    names = ", ".join(columns)
    _fill(db, columns, rows)
    db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM temp.waiting ORDER BY rowid")
    db.execute("DROP TABLE temp.waiting")


def update_rows(db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows, each given as its values and its id; names come from the program, no id is repeated."""
    _fill(db, ("new_id", *(f"new_{column}" for column in columns)), ((row[-1], *row[:-1]) for row in rows))
    assignments = ", ".join(f"{column} = new_{column}" for column in columns)
    try:
        db.execute(f"UPDATE {table} SET {assignments} FROM temp.waiting WHERE {table}.id = new_id")
    finally:
        db.execute("DROP TABLE temp.waiting")


def delete_rows(db: sqlite3.Connection, table: str, ids: Iterable[int]) -> None:
    """Delete the rows with these ids."""
    _fill(db, ("id",), ((id_,) for id_ in ids))
    db.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM temp.waiting)")
    db.execute("DROP TABLE temp.waiting")


def _fill(db: sqlite3.Connection, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    db.execute(f"CREATE TEMP TABLE waiting ({', '.join(columns)})")
    db.executemany(f"INSERT INTO temp.waiting VALUES ({', '.join('?' * len(columns))})", rows)
