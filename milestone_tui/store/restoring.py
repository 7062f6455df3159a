"""Restoring the database from a backup."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, InvalidInput, cause
from milestone_tui.store.backups import BEFORE_RESTORE, back_up, keep_damaged
from milestone_tui.store.copying import copy_pages, copy_to_scratch, flush, is_damage, is_sound, scratch_file
from milestone_tui.store.database import WRITE_LOCK_SECONDS, absolute, check_ours, check_place, private_files
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.file_modes import match_place
from milestone_tui.store.locks import WaitForever, await_lock
from milestone_tui.store.moved import refuse_moved
from milestone_tui.store.schema_check import check_schema


def restore_database(copy: Path, path: Path, on_lock_wait: Callable[[str], None] | None = None) -> Path | None:
    """Replace the contents of the database at `path` with the backup, in one transaction, even while it is open.

    With `on_lock_wait`, another program's lock is waited for until ctrl+c, with a message. Returns the backup of the
    replaced database; None if there was none. `copy` is never deleted. Raises InvalidInput, DatabaseUnusable and
    StoreUnavailable; then the database is unchanged.
    """
    copy, path = absolute(copy), absolute(path)
    if not os.path.isfile(copy):  # noqa: PTH113 - a name that is too long is no file either, and no OSError
        raise InvalidInput("", f"There is no file {copy}. Choose another file.")
    if path.exists() and path.samefile(copy):
        raise InvalidInput("", f"{copy} is the database in use. Choose a backup of it.")
    check_place(path)
    if not path.exists():
        refuse_moved(path)
    policy = None if on_lock_wait is None else WaitForever(on_lock_wait, path)
    if policy is not None and path.exists():
        await_lock(path, policy)
    with closing(_opened(copy)) as source:
        with translate_errors(copy, reading=True):
            _check_backup(source, copy)
        with translate_errors(path), private_files(path):
            return _put(source, copy, path, policy)


def _opened(copy: Path) -> sqlite3.Connection:
    """Return a read-only connection to the backup, including changes in a log beside it."""
    in_use = copy.with_name(f"{copy.name}-wal").exists()
    return sqlite3.connect(f"{copy.as_uri()}?{'mode=ro' if in_use else 'immutable=1'}", uri=True)


def _check_backup(source: sqlite3.Connection, copy: Path) -> None:
    """Raise DatabaseUnusable if the file is not a sound backup that this version can read."""
    try:
        check_ours(source, copy, "Choose another file.")
        version = source.execute("PRAGMA user_version").fetchone()[0]
        sound = version == 0 or is_sound(source)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        version, sound = 0 if error.sqlite_errorname == "SQLITE_NOTADB" else 1, False
    if version == 0:
        raise DatabaseUnusable(f"{copy} is not a milestone-tui backup. Choose another file.")
    if not sound:
        raise DatabaseUnusable(f"{copy} is damaged. Choose another backup.")
    check_schema(source, copy, version)


def _put(source: sqlite3.Connection, copy: Path, path: Path, policy: WaitForever | None) -> Path | None:
    """Back up the database at `path`, then replace it; return the backup."""
    if path.exists() and path.stat().st_size:
        try:
            kept = back_up(path, BEFORE_RESTORE, spare=copy).path
            with closing(sqlite3.connect(path, timeout=WRITE_LOCK_SECONDS)) as target:
                copy_pages(source, target, None if policy is None else policy.watch_copying)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        except OSError as error:
            raise DatabaseUnusable(
                f"Cannot back up the current database to {path.parent / 'backups'}: {cause(error)}. "
                "Nothing was changed. Check that folder."
            ) from error
        else:
            return kept
    return _replace(source, path)


def _replace(source: sqlite3.Connection, path: Path) -> Path | None:
    """Replace a file that SQLite cannot write, or create a missing one; return where the old file is kept."""
    try:
        with scratch_file(path.parent) as scratch:
            copy_to_scratch(source, scratch)
            flush(scratch)
            kept = keep_damaged(path)
            match_place(scratch, kept)
            scratch.replace(path)
            flush(path.parent)
    except OSError as error:
        raise DatabaseUnusable(f"Cannot write {path}: {cause(error)}. Choose another file with --db.") from error
    return kept
