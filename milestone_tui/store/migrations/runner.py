"""Migration of a database to the current schema: numbered steps, all or nothing, after a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.errors import DatabaseUnusable
from milestone_tui.store.atomic import atomic
from milestone_tui.store.schema import OURS
from milestone_tui.store.schema_check import check_schema

if TYPE_CHECKING:
    from milestone_tui.store.mending import Mended
    from milestone_tui.store.migrations.step import Step

APPLICATION_ID = 0x4D545549
"""Marks a SQLite file as ours ("MTUI")."""


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> list[Mended]:
    """Run the missing steps on the file at `path` in one transaction; back it up first unless it is new.

    Returns the rows that had to be repaired. The connection must be in autocommit mode. Raises DatabaseUnusable for a
    damaged file or a foreign schema, sqlite3.Error, and OSError if the backup cannot be made; then the file is
    unchanged.
    """
    from milestone_tui.store.migrations.steps import run_steps  # late: seldom needed

    connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
    try:
        with ExitStack() as on_failure, atomic(connection):
            # Read under the lock: another program may already have migrated the file.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version:
                check_schema(connection, path, version)
            if 0 < version < len(steps):
                copy = _back_up(connection, path, version)
                on_failure.callback(copy.unlink, missing_ok=True)  # else each start would leave another
            mended = run_steps(connection, steps, version)
            _finish(connection, max(version, len(steps)))
            on_failure.pop_all()
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return mended


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    from milestone_tui.store.backups import back_up  # late: seldom needed
    from milestone_tui.store.copying import is_sound

    if not is_sound(connection):  # before the backup: else each start would make another
        raise DatabaseUnusable(
            f"{path} must be upgraded, but it is damaged, so it was not changed. "
            f"Restore a backup from {path.parent / 'backups'}, or choose another file with --db."
        )
    return back_up(path, f"v{version}").path


def _finish(connection: sqlite3.Connection, version: int) -> None:
    if any(row[0] in OURS for row in connection.execute("PRAGMA foreign_key_check")):
        raise sqlite3.IntegrityError("a step left rows that refer to nothing")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
