"""Bringing a database to the schema this program knows: numbered steps, all or nothing, a copy made before."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from milestone_tui.store.backups import back_up

APPLICATION_ID = 0x4D545549
"""Marks a SQLite file as ours ("MTUI")."""

LATEST = 4
"""The `user_version` of a database this program can use: how many steps there are."""


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Sequence[str]]) -> None:
    """Run the steps that the file at `path` has not seen, in one transaction; back it up first unless it is new.

    The connection must be in autocommit mode. Raises sqlite3.Error, and OSError where the copy cannot be made; then
    the file is as it was.
    """
    connection.execute("PRAGMA foreign_keys = OFF")  # means nothing inside a transaction, so before it
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Only now nobody else can write: another program may have been quicker, and then there is nothing to do.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if 0 < version < len(steps):
                back_up(path, f"v{version}")
            _run(connection, steps[version:], max(version, len(steps)))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _run(connection: sqlite3.Connection, steps: Sequence[Sequence[str]], version: int) -> None:
    for step in steps:
        for statement in step:
            connection.execute(statement)
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError("a step left rows that refer to nothing")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
