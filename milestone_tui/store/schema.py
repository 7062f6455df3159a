"""The schema as the migrations make it, and what differs from it in a file: a database is checked as a stranger's.

What somebody keeps beside ours (tables, views and triggers on those, views and indexes on ours) is left alone. Ours
must be there unchanged, and no trigger that is not ours may stand on them: it would run in every write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable
from milestone_tui.plan.text import visible

FINGERPRINTS: Mapping[int, str] = {4: "37af60e9b134ba55ab51ace8ee437fb1", 5: "cc6d985cde09618b76b0cd0c79e3a0fc"}
"""Of the schema of each version that a start may find up to date; held against the migrations by a test."""

OURS = frozenset(
    (
        *("project", "phase", "person", "milestone", "criterion", "dependency", "baseline", "baseline_entry"),
        *("holiday", "project_person", "assignment", "acceptance", "gate_decision", "template"),
        *("change", "edit", "open_change", "draft", "milestone_view"),
    )
)
"""The tables and the view that are ours."""

_ALL = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"


class Part(NamedTuple):
    """A table, view, index or trigger."""

    type: str
    name: str
    table: str
    """The table or view that it belongs to."""
    sql: str

    def __str__(self) -> str:
        words = f'{self.type} "{visible(self.name)}"'
        return words if self.type in ("table", "view") else f'{words} on "{visible(self.table)}"'


class Schema(NamedTuple):
    """Everything of ours, in an order in which it can be made."""

    parts: tuple[Part, ...]

    @property
    def tables(self) -> Mapping[str, str]:
        """The statement of each table."""
        return {part.name: part.sql for part in self.parts if part.type == "table"}

    def with_tables(self, statements: Iterable[str]) -> Schema:
        """Return this schema with other tables."""
        named = {statement.split(None, 3)[2]: statement for statement in statements}
        tables = (Part("table", name, name, sql) for name, sql in named.items())
        return Schema((*tables, *(part for part in self.parts if part.type != "table")))


_ORDER = ("table", "view", "index", "trigger")


def read_schema(db: sqlite3.Connection) -> Schema:
    """Return all that is in a file."""
    found = (Part(*row) for row in db.execute(_ALL) if not row[1].startswith("sqlite_"))
    return Schema(tuple(sorted(found, key=lambda part: _ORDER.index(part.type))))


@lru_cache(maxsize=4)
def schema_at(version: int) -> Schema:
    """Return the schema as the first `version` steps of the migrations make it."""
    from milestone_tui.store.migrations import run_steps  # late: a file that is as it should be needs none of this
    from milestone_tui.store.steps import STEPS

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("BEGIN")
        run_steps(db, STEPS[:version], 0)
        return read_schema(db)


def fingerprint(db: sqlite3.Connection) -> str:
    """Return what tells the schema of a file from any other, as far as it is ours to judge."""
    from _blake2 import blake2b  # what hashlib has, without OpenSSL, which takes longer to load than all of this

    mine = [f"{row[0]} {row[1]} {row[3]}" for row in db.execute(_ALL) if row[2].lower() in OURS]
    return str(blake2b("\0".join(mine).encode(errors="surrogateescape"), digest_size=16).hexdigest())


def check_schema(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise DatabaseUnusable, with the way out, where the schema is not the one that the migrations make."""
    if version in FINGERPRINTS and fingerprint(db) == FINGERPRINTS[version]:
        return
    if differing := differences(db, version):
        more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
        raise DatabaseUnusable(
            f"The database {path} is not as milestone-tui made it: {differing[0]}{more}. {way_out(path)}"
        )


def way_out(path: Path) -> str:
    """Return the sentence that says how a database is put right."""
    from shlex import quote  # late: seldom needed

    return f"Run `milestone-tui check --repair --db {quote(str(path))}`; it makes a copy first."


def differences(db: sqlite3.Connection, version: int) -> list[str]:
    """Return what of ours is missing or changed, and the triggers on ours that are not, in words."""
    wanted = {(part.type, part.name): part for part in schema_at(version).parts}
    found = {(part.type, part.name): part for part in read_schema(db).parts}
    told = []
    for key, part in wanted.items():
        if key not in found:
            told.append(f"{part} is missing")
        elif (found[key].table, _plain(found[key].sql)) != (part.table, _plain(part.sql)):
            told.append(f"{part} was changed")
    told += [
        f"{part} was added by another program"
        for key, part in found.items()
        if key not in wanted and part.type == "trigger" and part.table.lower() in OURS
    ]
    return told


def _plain(sql: str) -> str:
    """Versions of SQLite differ in the quotes and blanks that they write when a table is altered."""
    return " ".join(sql.replace('"', "").split()).replace("( ", "(").replace(" )", ")")
