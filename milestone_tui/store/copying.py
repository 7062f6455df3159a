"""Copying one database into another, and telling whether a database is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

PATIENCE = 10.0
"""Seconds that a copy waits for another program's lock; sqlite3 itself would wait for ever."""

FEW_PAGES = "PRAGMA cache_size = -128"
"""KiB: for a connection that asks for each page but once."""

_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")

Progress = Callable[[int, int, int], None]
"""What sqlite3 calls after each step of a copy, and when a lock is in its way: status, pages left, pages in all."""


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Make `target` what `source` is, in one transaction; raises sqlite3.Error, also for a lock that lasts."""
    source.backup(target, progress=progress or _deadline(PATIENCE))


def copy_to_scratch(source: sqlite3.Connection, scratch: Path, progress: Progress | None = None) -> bool:
    """Copy a database into an empty file that nobody else knows; tell whether the copy is sound.

    The copy is what is checked: it is what somebody will rely on. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(scratch)) as target:
        target.execute(FEW_PAGES)
        copy_pages(source, target, progress)
    # Immutable, so that nothing is written beside a copy in WAL mode.
    with closing(sqlite3.connect(f"{scratch.as_uri()}?immutable=1", uri=True)) as copy:
        return is_sound(copy)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds the pages of a database in order; values that break our rules are no damage."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    as_text, connection.text_factory = connection.text_factory, bytes  # what is damaged may be no UTF-8
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == b"ok")
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    finally:
        connection.text_factory = as_text
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite says that a file is no sound database."""
    return getattr(error, "sqlite_errorname", "").startswith(_DAMAGED)


def _deadline(patience: float) -> Callable[[int, int, int], None]:
    """Return what gives a copy up that has not come further for so many seconds."""
    since, least = monotonic(), -1

    def check(_status: int, remaining: int, _total: int) -> None:
        nonlocal since, least
        if remaining != least:
            since, least = monotonic(), remaining
        elif monotonic() - since > patience:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise error

    return check
