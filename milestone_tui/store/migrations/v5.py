"""The step that keeps logins: who did something is a login and a name, in columns of their own.

`actor` was a name alone, typed or the login's: it becomes the name. Its login was not kept, and none is made up: it is
empty, and what stands there belongs to whoever goes by the name, as it did before.
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
    """Keep logins; views and triggers that somebody has beside ours are away for so long.

    To rename a column SQLite reads all of them, and fails where one is broken, which is not ours to judge.
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
    for part in reversed(foreign):  # views first, which triggers may be on
        db.execute(part.sql)
    return []


LOGINS = (keep_logins,)
"""Every part of the step, in order."""
