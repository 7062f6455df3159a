"""The step that keeps logins: who did something is a login and a name, in columns of their own.

`actor` was a name alone, typed or the login's: it becomes the name. Its login was not kept, and none is made up: it is
empty, and what stands there belongs to whoever goes by the name, as it did before.
"""

from __future__ import annotations

LOGINS: tuple[str, ...] = (
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
"""Every statement of the step, in order."""
