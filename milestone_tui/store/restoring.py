"""Putting a copy of the database in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, InvalidInput
from milestone_tui.store.backups import back_up, set_aside
from milestone_tui.store.database import WRITER_PATIENCE, check_ours, check_place, make_file, private_files
from milestone_tui.store.failures import explained
from milestone_tui.store.patience import Endless, await_lock

_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def restore_database(copy: Path, path: Path, patience: Endless | None = None) -> Path | None:
    """Make the database at `path` what the copy is, in one transaction, also while programs have it open.

    It waits for a lock as `patience` has it. Returns where what stood there before is kept; None where nothing did.
    Raises InvalidInput, DatabaseUnusable and StoreUnavailable; then the database is as it was.
    """
    copy, path = Path(os.path.abspath(copy)), Path(os.path.abspath(path))  # noqa: PTH100 - as `open_database` names it
    if not os.path.isfile(copy):  # noqa: PTH113 - a name that is too long is no file either, and no OSError
        raise InvalidInput("", f"There is no file {copy}.")
    if path.exists() and path.samefile(copy):
        raise InvalidInput("", f"{copy} is the database itself; name a copy of it.")
    check_place(path)
    if patience is not None and path.exists():
        await_lock(path, patience)
    in_use = copy.with_name(f"{copy.name}-wal").exists()
    with closing(sqlite3.connect(f"{copy.as_uri()}?{'mode=ro' if in_use else 'immutable=1'}", uri=True)) as source:
        with explained(copy):
            _check_sound(source, copy)
        with explained(path), private_files():
            kept = _kept(path)
            if not path.exists():
                make_file(path)
            with closing(sqlite3.connect(path, timeout=WRITER_PATIENCE)) as target:
                source.backup(target, progress=None if patience is None else patience.watch_copying)
    return kept


def _check_sound(source: sqlite3.Connection, copy: Path) -> None:
    check_ours(source, copy)
    if source.execute("PRAGMA user_version").fetchone()[0] == 0:
        raise DatabaseUnusable(f"{copy} is not a milestone-tui database; name a copy of one.")
    if source.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise DatabaseUnusable(f"{copy} is damaged; name another copy.")


def _kept(path: Path) -> Path | None:
    """Keep what stands there, be it damaged."""
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        return back_up(path, "before-restore")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") in _DAMAGED:
            return set_aside(path)
        raise
    except OSError as error:
        raise DatabaseUnusable(
            f"What stands in {path} cannot be kept in {path.parent / 'backups'}: {error.strerror}. Nothing was changed."
        ) from error
