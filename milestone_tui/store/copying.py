"""Copying one database into another, all or nothing: a copy has a scratch name until it is found sound."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic

from milestone_tui.store.processes import has_ended, this_process

LOCK_SECONDS = 10.0
"""Seconds that a copy waits for another program's lock; sqlite3 itself would wait without limit."""

FEW_PAGES = "PRAGMA cache_size = -128"
"""KiB: enough for a connection that reads each page only once."""

_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")

Progress = Callable[[int, int, int], None]
"""The callback of sqlite3 after each step of a copy, or at a lock: status, pages left, pages in all."""


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Copy `source` over `target` in one transaction; raises sqlite3.Error, also for a lock that lasts."""
    source.backup(target, progress=progress or _deadline(LOCK_SECONDS))


def copy_to_scratch(source: sqlite3.Connection, scratch: Path, progress: Progress | None = None) -> bool:
    """Copy a database into an empty scratch file; return whether the copy is sound.

    The copy is checked, rather than the source, because it is what somebody will rely on. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(scratch)) as target:
        target.execute(FEW_PAGES)
        copy_pages(source, target, progress)
    # Immutable, so that nothing is written beside a copy in WAL mode.
    with closing(sqlite3.connect(f"{scratch.as_uri()}?immutable=1", uri=True)) as copy:
        return is_sound(copy)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite finds the pages of a database intact; values that break our rules are no damage."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    as_text, connection.text_factory = connection.text_factory, bytes  # damaged text may not be UTF-8
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
    """Return whether an SQLite error means that the file is not a sound database."""
    return getattr(error, "sqlite_errorname", "").startswith(_DAMAGED)


def _deadline(seconds: float) -> Callable[[int, int, int], None]:
    """Return a progress callback that raises when a copy makes no progress for so many seconds."""
    since, least = monotonic(), -1

    def check(_status: int, remaining: int, _total: int) -> None:
        nonlocal since, least
        if remaining != least:
            since, least = monotonic(), remaining
        elif monotonic() - since > seconds:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise error

    return check


_NAME = re.compile(r"\.milestone-tui\.(.+)\.(\d+)\.(\d*)\.\d+\.part(?:-journal|-wal|-shm)?", re.ASCII)
"""Name of a scratch file, or of SQLite's files beside one: host, number and start of the process that writes it."""
_BESIDE = ("", "-journal", "-wal", "-shm")
_serial = count()


@contextmanager
def scratch_file(folder: Path) -> Iterator[Path]:
    """Create an empty file in `folder` for its owner only; delete it after the block unless it was renamed.

    Scratch files of dead processes in the folder are deleted as well. Raises OSError.
    """
    host, number, start = this_process().rsplit("/", 2)
    path = folder / f".milestone-tui.{host}.{number}.{start}.{next(_serial)}.part"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _sweep(folder, _modified(path))
        yield path
    finally:
        for suffix in _BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def publish(scratch: Path, path: Path) -> None:
    """Give a finished scratch file its name; raise FileExistsError if the name is in use, and OSError."""
    flush(scratch)
    try:
        path.hardlink_to(scratch)  # the only call that never overwrites
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        scratch.rename(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk where the system can."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path, now: datetime) -> None:
    """Delete the scratch files of processes that have ended; `now` is by the clock of the folder's file system."""
    for entry in folder.iterdir():
        found = _NAME.fullmatch(entry.name)
        if found:
            with suppress(OSError):  # deleted already, or somebody else's
                if has_ended("/".join(found.groups()), _modified(entry), now):
                    entry.unlink()


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
