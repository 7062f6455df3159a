"""Errors that name the row whose value breaks the rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable
from milestone_tui.store.errors import UNREADABLE


@contextmanager
def name_unreadable_row(db: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Raise DatabaseUnusable naming the faulty row if the block meets a value that breaks the rules.

    Exceptions with another cause pass unchanged.
    """
    try:
        yield
    except (*UNREADABLE, sqlite3.OperationalError) as error:
        if getattr(error, "sqlite_errorname", "SQLITE_ERROR") != "SQLITE_ERROR":
            raise
        found = _fault(db)
        if found is None:
            raise

        from traceback import clear_frames  # late: seldom needed

        from milestone_tui.store.schema_check import repair_hint

        clear_frames(error.__traceback__)  # a query that is left half-read there keeps its table from being changed
        raise DatabaseUnusable(f"{found}, which is not valid. {repair_hint(path)}") from error


def _fault(db: sqlite3.Connection) -> str | None:
    """Return the first row that breaks the rules, in words."""
    from milestone_tui.store.migrations import LATEST  # late: seldom needed
    from milestone_tui.store.rebuild import find_faults
    from milestone_tui.store.schema_check import schema_at  # late: seldom needed

    found = find_faults(db, schema_at(LATEST), most=1)
    return found[0].fault if found else None
