"""Comparison of a file's schema with the one that the migrations create: no database is trusted.

What other programs keep beside ours (tables, their views and triggers, views and indexes on ours) is left alone. Our
parts must be unchanged, and no foreign trigger may be on our tables: it would run in every write.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable
from milestone_tui.store.migrations import FINGERPRINTS
from milestone_tui.store.schema import OURS, Schema, fingerprint, read_schema


@lru_cache(maxsize=4)
def schema_at(version: int) -> Schema:
    """Return the schema that the first `version` steps of the migrations create."""
    # late: an intact file needs none of this
    from milestone_tui.store.migrations.steps import STEPS, run_steps

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("BEGIN")
        run_steps(db, STEPS[:version], 0)
        return read_schema(db)


def check_schema(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise DatabaseUnusable, with the remedy, if the schema is not the one that the migrations create."""
    if version in FINGERPRINTS and fingerprint(db) == FINGERPRINTS[version]:
        return
    if differing := differences(db, version):
        more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
        raise DatabaseUnusable(
            f"Another program has changed the database {path}: {differing[0]}{more}. {repair_hint(path)}"
        )


def repair_hint(path: Path) -> str:
    """Return the sentence that says how to repair a database."""
    from shlex import quote  # late: seldom needed

    return f"Run `milestone-tui check --repair --db {quote(str(path))}`, which makes a backup first."


def differences(db: sqlite3.Connection, version: int) -> list[str]:
    """Return, in words, what of our schema is missing or changed, and foreign triggers on our tables."""
    wanted = {(part.type, part.name): part for part in schema_at(version).parts}
    found = {(part.type, part.name): part for part in read_schema(db).parts}
    found_differences = []
    for key, part in wanted.items():
        if key not in found:
            found_differences.append(f"{part} is missing")
        elif (found[key].table, _plain(found[key].sql)) != (part.table, _plain(part.sql)):
            found_differences.append(f"{part} was changed")
    found_differences += [
        f"{part} was added by another program"
        for key, part in found.items()
        if key not in wanted and part.type == "trigger" and part.table.lower() in OURS
    ]
    return found_differences


def _plain(sql: str) -> str:
    """Return the statement without the quotes and blanks in which versions of SQLite differ."""
    return " ".join(sql.replace('"', "").split()).replace("( ", "(").replace(" )", ")")
