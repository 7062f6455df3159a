"""Rows written past the journal, for an archive that brings its own: the triggers are set aside, and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"


@contextmanager
def journal_paused(db: sqlite3.Connection, tables: Iterable[str]) -> Iterator[None]:
    """Record no edit of these tables within the `with` block, which must be inside a transaction.

    If the block raises, the caller rolls the transaction back, and the triggers with it.
    """
    names = [f"{table}_journal_{action}" for table in tables for action in ("insert", "update")]
    found = [row for name in names for row in db.execute(_TRIGGERS, (name,))]
    for name, _ in found:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        db.execute(sql)
