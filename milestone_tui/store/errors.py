"""Translation of SQLite's errors into sentences that a person can act on; no other module does this."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milestone_tui.errors import DatabaseLocked, DatabaseUnusable, MilestoneError, StoreUnavailable

_NOW = {
    "FULL": "Not saved: the disk is full. Free some space, then try again. The database is {path}.",
    "READONLY": "Not saved: the database is read-only. Make the file and its folder writable: {path}.",
    "IOERR": "Not saved: the disk reported an error. Check the disk, and copy the database elsewhere: {path}.",
    "PERM": "Not saved: no permission to write the database. Check the permissions of {path}.",
}
"""Temporary errors while saving; the path comes last, since a line of the screen may cut it off."""
_READING = {
    "FULL": "Cannot open the database: the disk is full. Free some space, then try again. The database is {path}.",
    "READONLY": "The database is read-only. Make the file and its folder writable: {path}.",
    "IOERR": "Cannot read the database: the disk reported an error. Check the disk, and copy {path} elsewhere.",
    "PERM": "No permission to open the database. Check the permissions of {path}.",
}
"""The messages for the same errors when nothing was being saved."""
_FILE = {
    "NOTADB": "{path} is not a milestone-tui database. {remedy}",
    "CORRUPT": "{path} is damaged. {backups}{remedy}",
    "CANTOPEN": "Cannot open {path}. Check that its folder exists and that you may write there.",
}

OTHER_FILE = "Choose another file with --db."
"""The remedy when the database itself is at fault."""

_LOCKED = "Another program has locked the database. Try again in a moment. The database is {path}."

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
        code = "FULL"  # creating files beside the database, such as the WAL, does not report a full disk
    folder = path.parent / "backups"
    backups = f"Restore a backup from {folder} with `milestone-tui restore`. " if folder.is_dir() else ""
    words = {"path": path, "backups": backups, "remedy": OTHER_FILE}
    if code in ("BUSY", "LOCKED"):
        return DatabaseLocked(_LOCKED.format(**words))
    if code in _FILE:
        return DatabaseUnusable(_FILE[code].format(**words))
    if code in _NOW:
        sentence = _READING.get(code, _NOW[code]) if reading else _NOW[code]
        return StoreUnavailable(sentence.format(**words))
    return StoreUnavailable(f"Cannot use the database {path}: {error}. If trying again fails too, restore a backup.")


def _is_full(path: Path) -> bool:
    """Return whether the disk has no room for a single page of the database."""
    import shutil  # late: seldom needed

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
