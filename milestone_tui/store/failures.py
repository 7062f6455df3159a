"""What the driver and the ORM raise, turned into sentences a person can act on: the one place that does."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, MilestoneError, StoreUnavailable

_NOW = {
    "BUSY": "The database {path} is locked by another program; try again in a moment.",
    "LOCKED": "The database {path} is locked by another program; try again in a moment.",
    "FULL": "The disk that holds {path} is full; nothing was saved. Free some space and try again.",
    "READONLY": "The database {path} is read-only; nothing was saved. Make the file and its folder writable.",
    "IOERR": "The database {path} could not be read or written: the disk reported an error. Nothing was saved.",
    "PERM": "The database {path} may not be written by you; nothing was saved. Check the permissions of the file.",
}
_READING = {
    "FULL": "The disk that holds {path} is full, so it cannot be opened. Free some space and try again.",
    "READONLY": "The database {path} is read-only. Make the file and its folder writable.",
    "IOERR": "The database {path} could not be read or written: the disk reported an error.",
    "PERM": "The database {path} may not be opened by you. Check the permissions of the file.",
}
"""What is said instead where nobody asked for anything to be saved."""
_FILE = {
    "NOTADB": "{path} is not a milestone-tui database; choose another file with --db.",
    "CORRUPT": "The database {path} is damaged; {copies}choose another with --db.",
    "CANTOPEN": "The database {path} cannot be opened; check that its folder exists and that you may write there.",
}

_PAGE = 4096


def explain(error: sqlite3.Error, path: Path, *, reading: bool = False) -> MilestoneError:
    """Return the error to raise instead of what SQLite said about the file at `path`.

    `reading`: nothing was to be saved. A mistake of ours in asking (sqlite3.ProgrammingError) is raised as it is.
    """
    if isinstance(error, sqlite3.ProgrammingError):
        raise error
    code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]
    if code == "IOERR" and _is_full(path):
        code = "FULL"  # what is beside the database, its WAL for one, is made in ways that do not tell
    backups = path.parent / "backups"
    copies = f"restore one of the copies in {backups}, or " if backups.is_dir() else ""
    words = {"path": path, "copies": copies}
    if code in _FILE:
        return DatabaseUnusable(_FILE[code].format(**words))
    if code in _NOW:
        sentence = _READING.get(code, _NOW[code]) if reading else _NOW[code]
        return StoreUnavailable(sentence.format(**words))
    return StoreUnavailable(f"The database {path} could not be used: {error}.")


def _is_full(path: Path) -> bool:
    """Tell whether the disk has no room for so much as a page of the database."""
    try:
        return shutil.disk_usage(path.parent).free < _PAGE
    except OSError:
        return False


@contextmanager
def explained(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn what the driver raises inside the block into MilestoneErrors about the file at `path`.

    `reading`: nothing was to be saved.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path, reading=reading) from error
