"""The step that stores logins: the author of a change is a login and a name, in separate columns.

`actor` was a name only, typed or taken from the login; it becomes the name. Its login was not stored and none is
invented: it stays empty, and such changes belong to whoever has the name, as before.
"""

from __future__ import annotations

import sqlite3

from milestone_tui.store.mending import Mended
from milestone_tui.store.schema import OURS, read_schema

_STATEMENTS: tuple[str, ...] = (
    "DROP INDEX change_actor",
    *(
        statement
        for table in ("change", "draft")
        for statement in (
            f"ALTER TABLE {table} RENAME COLUMN actor TO name",
            f"ALTER TABLE {table} ADD COLUMN login TEXT NOT NULL DEFAULT ''",
        )
    ),
    "CREATE INDEX change_who ON change (login, name, kind)",
)


def keep_logins(db: sqlite3.Connection) -> list[Mended]:
    """Add logins; other programs' views and triggers are dropped for the moment and then recreated.

    To rename a column, SQLite reads all of them and fails on a broken one, which is not ours to judge.
    """
    foreign = [
        part
        for kind in ("trigger", "view")
        for part in read_schema(db).parts
        if part.type == kind and part.table.lower() not in OURS
    ]
    for part in foreign:
        name = part.name.replace('"', '""')
        db.execute(f'DROP {part.type} "{name}"')
    for statement in _STATEMENTS:
        db.execute(statement)
    for part in reversed(foreign):  # views before the triggers on them
        db.execute(part.sql)
    return []


LOGINS = (keep_logins,)
"""Every part of the step, in order."""
