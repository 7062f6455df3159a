"""Translation of SQLite's errors into sentences that a person can act on; no other module does this."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milestone_tui.errors import DatabaseLocked, DatabaseUnusable, MilestoneError, StoreUnavailable

_NOW = {
    "FULL": "The disk is full: nothing was saved. Free some space and try again ({path}).",
    "READONLY": "The database is read-only: nothing was saved. Make the file and its folder writable ({path}).",
    "IOERR": "The database could not be read or written: the disk reported an error. Nothing was saved ({path}).",
    "PERM": "You may not write the database: nothing was saved. Check the permissions of the file ({path}).",
}
"""Temporary errors while saving; the path comes last, since a line of the screen may cut it off."""
_READING = {
    "FULL": "The disk is full, so the database cannot be opened. Free some space and try again ({path}).",
    "READONLY": "The database is read-only. Make the file and its folder writable ({path}).",
    "IOERR": "The database could not be read or written: the disk reported an error ({path}).",
    "PERM": "You may not open the database. Check the permissions of the file ({path}).",
}
"""The messages for the same errors when nothing was being saved."""
_FILE = {
    "NOTADB": "{path} is not a milestone-tui database; choose another file with --db.",
    "CORRUPT": "The database {path} is damaged; {copies}choose another with --db.",
    "CANTOPEN": "The database {path} cannot be opened; check that its folder exists and that you may write there.",
}

_LOCKED = "The database is locked by another program; try again in a moment ({path})."

_PAGE = 4096

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""Exceptions raised when a stored value is malformed."""


def explain(error: sqlite3.Error, path: Path, *, reading: bool = False) -> MilestoneError:
    """Return the error to raise for an SQLite error about the file at `path`.

    `reading`: nothing was being saved. Raises sqlite3.ProgrammingError unchanged: it is a mistake in our code.
    """
    if isinstance(error, sqlite3.ProgrammingError):
        raise error
    code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]
    if code == "IOERR" and _is_full(path):
        code = "FULL"  # what is beside the database, its WAL for one, is made in ways that do not tell
    backups = path.parent / "backups"
    copies = f"restore one of the copies in {backups}, or " if backups.is_dir() else ""
    words = {"path": path, "copies": copies}
    if code in ("BUSY", "LOCKED"):
        return DatabaseLocked(_LOCKED.format(**words))
    if code in _FILE:
        return DatabaseUnusable(_FILE[code].format(**words))
    if code in _NOW:
        sentence = _READING.get(code, _NOW[code]) if reading else _NOW[code]
        return StoreUnavailable(sentence.format(**words))
    return StoreUnavailable(f"The database could not be used: {error} ({path}).")


def _is_full(path: Path) -> bool:
    """Return whether the disk has no room for a single page of the database."""
    try:
        return shutil.disk_usage(path.parent).free < _PAGE
    except OSError:
        return False


@contextmanager
def translate_errors(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Translate SQLite errors raised inside the block into MilestoneErrors about the file at `path`.

    `reading`: nothing was being saved.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path, reading=reading) from error
