"""Whether what stands in a text can be read: the journal's edits and the drafts are JSON. (Templates say it.)"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from milestone_tui.store.failures import UNREADABLE

Columns = Mapping[str, str]
"""The columns of a table with what stands in each: `number`, `text` or `day`."""

_LARGEST = 2**63 - 1


def columns_of(db: sqlite3.Connection, table: str) -> Columns:
    """Return the columns of a table of ours; none where there is no such table."""
    return {row[1]: _kind(row[1], row[2]) for row in db.execute("SELECT * FROM pragma_table_info(?)", (table,))}


def _kind(name: str, type_: str) -> str:
    if type_ == "INTEGER":
        return "number"
    return "day" if name == "day" or name.endswith("_on") else "text"


def edit_values(columns: Columns, text: str) -> dict[str, Any] | None:
    """Return the columns of a row that an edit tells of; None where the text is not what the journal writes."""
    try:
        values = json.loads(text)
    except UNREADABLE:
        return None
    return values if are_values(columns, values) else None


def are_values(columns: Columns, values: object) -> bool:
    """Tell whether something read from JSON is columns of a row with values that they can have."""
    if not isinstance(values, dict) or not values:
        return False
    return all(name in columns and _fits(columns[name], value) for name, value in values.items())


def _fits(kind: str, value: object) -> bool:
    if value is None:
        return True
    if kind == "number":
        return type(value) is int and abs(value) <= _LARGEST
    if type(value) is not str:
        return False
    if kind == "day":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    return True


def useless(db: sqlite3.Connection, table: str) -> Callable[[Mapping[str, Any]], str | None]:
    """Return what names the column that makes a row of this table useless, None for one that is of use.

    `db` has the tables that edits are of.
    """
    known = cache(lambda entity: columns_of(db, entity))

    def edit(row: Mapping[str, Any]) -> str | None:
        for side in ("before", "after"):
            if isinstance(row[side], str) and edit_values(known(row["entity"]), row[side]) is None:
                return side
        return None

    return {"edit": edit, "draft": _draft}.get(table, _any)


def _any(row: Mapping[str, Any]) -> None:  # noqa: ARG001 - called as all are
    return None


def _draft(row: Mapping[str, Any]) -> str | None:
    from milestone_tui.plan.unfinished import UnfinishedKind, from_json

    if row["kind"] not in list(UnfinishedKind) or not isinstance(row["typed"], str):
        return None  # for the table to judge
    try:
        from_json(UnfinishedKind(row["kind"]), row["target_id"], row["title"], row["typed"])
    except UNREADABLE:
        return "typed"
    return None
