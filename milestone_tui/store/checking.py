"""Checking a database that another program may have written, and repairing it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable, cause
from milestone_tui.store.atomic import atomic
from milestone_tui.store.backups import BEFORE_REPAIR, back_up
from milestone_tui.store.database import WRITE_LOCK_SECONDS, Database, absolute, check_ours, connect, private_files
from milestone_tui.store.errors import OTHER_FILE, translate_errors
from milestone_tui.store.journal_check import journal_differences
from milestone_tui.store.moved import refuse_moved
from milestone_tui.store.rebuild import find_faults, rebuild
from milestone_tui.store.schema_check import differences, schema_at

_RULE_BROKEN = re.compile(r"(CHECK constraint failed|NULL value|(non-)?[A-Z]+ value) in ")
"""SQLite's messages about rows that break a rule of their table: those are found and named one by one."""


class Repair(NamedTuple):
    """What was repaired, in words, and the backup made before; no backup if there was nothing to do."""

    done: tuple[str, ...]
    copy: Path | None


def check_database(path: Path) -> tuple[str, ...]:
    """Return what is wrong with the database at `path`, in words; raise DatabaseUnusable and StoreUnavailable."""
    with _opened(path) as (db, version):
        faults = [*_damage(db), *differences(db, version)]
        return (*faults, *(one.fault for one in find_faults(db, schema_at(version))))


def check_journal(path: Path, most: int) -> tuple[str, ...]:
    """Return which rows are not as the journal says, in words, at most so many; raises as `check_database` does.

    The database must have no faults.
    """
    with _opened(path) as (db, _):
        db.execute("BEGIN")  # one snapshot, also while others write
        return tuple(islice(journal_differences(db), most))


def repair_database(path: Path) -> Repair:
    """Restore the schema and repair the rows that break its rules; return what was done.

    Raises DatabaseUnusable, also for a damaged file, and StoreUnavailable; then the file is unchanged.
    """
    with _opened(path) as (db, version):
        if damage := _damage(db):
            raise DatabaseUnusable(
                f"{path} is damaged and cannot be repaired: {damage[0]}. Restore a backup from "
                f"{path.parent / 'backups'} with `milestone-tui restore`."
            )
        schema = schema_at(version)
        if not differences(db, version) and not find_faults(db, schema, most=1):
            return Repair((), None)
        db.execute("PRAGMA foreign_keys = OFF")
        with atomic(db):
            copy = _copied(path)
            done = [*differences(db, version), *map(str, rebuild(db, schema))]
        return Repair(tuple(done), copy)


def _copied(path: Path) -> Path:
    try:
        return back_up(path, BEFORE_REPAIR).path
    except OSError as error:
        raise DatabaseUnusable(
            f"Nothing was repaired: the backup cannot be written to {path.parent / 'backups'}: {cause(error)}. "
            "Check that folder."
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    """Return a connection to a database of ours, with its version."""
    path = absolute(path)
    if not path.is_file():
        refuse_moved(path)
        raise DatabaseUnusable(
            f"There is no database at {path}. Run `milestone-tui` to create it, or name another with --db."
        )
    with translate_errors(path), private_files(), closing(connect(Database(path), WRITE_LOCK_SECONDS)) as db:
        check_ours(db, path)
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version == 0:
            raise DatabaseUnusable(f"{path} is not a milestone-tui database. {OTHER_FILE}")
        yield db, version


def _damage(db: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with the file itself."""
    messages = [row[0] for row in db.execute("PRAGMA quick_check")]
    return [words for words in messages if words != "ok" and not _RULE_BROKEN.match(words)]
