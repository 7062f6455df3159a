"""Checks that JSON text in the database can be read: the journal's edits and the drafts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from milestone_tui.store.errors import UNREADABLE

_LARGEST = 2**63 - 1


def columns_of(db: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the names of a table's columns; none if there is no such table."""
    return frozenset(row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def row_of(db: sqlite3.Connection, table: str, id_: int | None) -> dict[str, Any] | None:
    """Return the row with this id by column name; None if there is none."""
    cursor = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id_,))
    found = cursor.fetchone()
    return None if found is None else dict(zip((column[0] for column in cursor.description), found, strict=True))


def edit_values(columns: Collection[str], text: str) -> dict[str, Any] | None:
    """Return the column values recorded in an edit; None if the text is not what the journal writes."""
    try:
        values = json.loads(text)
    except UNREADABLE:
        return None
    return values if are_values(columns, values) else None


def are_values(columns: Collection[str], values: object) -> bool:
    """Return whether a value read from JSON is a set of columns with values that they can hold."""
    if not isinstance(values, dict) or not values:
        return False
    return all(name in columns and _can_be_stored(value) for name, value in values.items())


def _can_be_stored(value: object) -> bool:
    return value is None or type(value) is str or (type(value) is int and -_LARGEST - 1 <= value <= _LARGEST)


def useless_column_finder(db: sqlite3.Connection, table: str) -> Callable[[Mapping[str, Any]], str | None]:
    """Return a function that names the column which makes a row of this table useless, or None for a usable row.

    `db` holds the tables that edits refer to.
    """
    known = cache(lambda entity: columns_of(db, entity))

    def edit(row: Mapping[str, Any]) -> str | None:
        for side in ("before", "after"):
            if isinstance(row[side], str) and edit_values(known(row["entity"]), row[side]) is None:
                return side
        return None

    return {"edit": edit, "draft": _draft}.get(table, lambda _: None)


def _draft(row: Mapping[str, Any]) -> str | None:
    from milestone_tui.plan.drafts import UnfinishedKind, from_json

    if row["kind"] not in list(UnfinishedKind) or not isinstance(row["typed"], str):
        return None  # the rules of the table decide
    try:
        from_json(UnfinishedKind(row["kind"]), row["target_id"], row["title"], row["typed"])
    except UNREADABLE:
        return "typed"
    return None
