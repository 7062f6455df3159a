"""Copies of the database: one a day, one before its schema changes, one before another takes its place."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

KEPT_BACKUPS = 10


def back_up(path: Path, name: str) -> Path:
    """Copy the database into the folder `backups` beside it and keep the last ten copies; return the new one.

    Raises OSError and sqlite3.Error; then there is no new copy.
    """
    taken = _taken(path)
    copy = _next(path, name, taken)
    scratch = copy.with_name(f".{copy.name}.{os.getpid()}")  # what could not be finished counts for nothing
    try:
        # A connection of its own: one that holds the write lock cannot be copied from.
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(scratch)) as target:
            for connection in (source, target):
                connection.execute("PRAGMA cache_size = -128")  # KiB: each page is asked for but once
            source.backup(target)
        scratch.chmod(0o600)
        scratch.replace(copy)
    finally:
        for suffix in ("", "-journal"):
            scratch.with_name(scratch.name + suffix).unlink(missing_ok=True)
    for _, old in taken[: max(0, len(taken) + 1 - KEPT_BACKUPS)]:
        old.unlink()
    return copy


def back_up_for_the_day(path: Path, today: date) -> Path | None:
    """Copy the database as it stands before the first change of a day; None where that was done, or nothing is older.

    Raises OSError and sqlite3.Error.
    """
    name = today.isoformat()
    if any(copy.stem.endswith(f"-{name}") for _, copy in _taken(path)):
        return None
    with closing(sqlite3.connect(path)) as db:
        if db.execute("SELECT 1 FROM change WHERE at < ? LIMIT 1", (name,)).fetchone() is None:
            return None
    return back_up(path, name)


def set_aside(path: Path) -> Path:
    """Move a damaged database, with what lies beside it, among the copies; return where it is now."""
    copy = _next(path, "damaged", _taken(path))
    for suffix in ("-wal", "-shm", ""):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(copy.with_name(copy.name + suffix))
    return copy


def _taken(path: Path) -> list[tuple[int, Path]]:
    """The copies that there are, by their numbers."""
    named = re.compile(re.escape(path.stem) + r"-(\d{4,})-.*" + re.escape(path.suffix))
    folder = path.parent / "backups"
    copies = folder.iterdir() if folder.exists() else ()
    return sorted((int(found[1]), copy) for copy in copies if (found := named.fullmatch(copy.name)))


def _next(path: Path, name: str, taken: list[tuple[int, Path]]) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    number = taken[-1][0] + 1 if taken else 1
    return folder / f"{path.stem}-{number:04d}-{name}{path.suffix}"
