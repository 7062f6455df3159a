"""The schema of a file: its tables, views, indexes and triggers, and which of them are ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from milestone_tui.plan.language.text import visible

OURS = frozenset(
    (
        *("project", "phase", "person", "milestone", "criterion", "dependency", "baseline", "baseline_entry"),
        *("holiday", "project_person", "assignment", "acceptance", "gate_decision", "template"),
        *("cost", "absence", "risk", "risk_milestone", "review", "review_answer", "need", "report"),
        "milestone_source",
        *("change", "edit", "open_change", "draft", "milestone_view"),
        *("sync_uid", "sync_base", "sync_change"),
    )
)
"""Our tables and our view."""

_OF_MILESTONE = "(SELECT project_id FROM milestone WHERE id = milestone_id)"

ARCHIVED: Mapping[str, str] = {
    "person": "",
    "project": "id",
    "phase": "project_id",
    "milestone": "project_id",
    "criterion": _OF_MILESTONE,
    "dependency": "(SELECT project_id FROM milestone WHERE id = successor_id)",
    "baseline": "project_id",
    "baseline_entry": "(SELECT project_id FROM baseline WHERE id = baseline_id)",
    "holiday": "project_id",
    "project_person": "project_id",
    "assignment": _OF_MILESTONE,
    "acceptance": _OF_MILESTONE,
    "gate_decision": _OF_MILESTONE,
    "template": "",
    "cost": "project_id",
    "absence": "",
    "risk": "project_id",
    "risk_milestone": "(SELECT project_id FROM risk WHERE id = risk_id)",
    "review": "project_id",
    "review_answer": "(SELECT project_id FROM review WHERE id = review_id)",
    "need": "project_id",
    "report": "project_id",
}
"""The tables that an archive holds, with SQL for the project of a row; each after those that it refers to."""

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
    """Parts of a schema, in an order in which they can be created."""

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
    """Return the whole schema of a file."""
    found = (Part(*row) for row in db.execute(_ALL) if not row[1].startswith("sqlite_"))
    return Schema(tuple(sorted(found, key=lambda part: _ORDER.index(part.type))))


def fingerprint(db: sqlite3.Connection) -> str:
    """Return a hash of our part of the schema of a file."""
    from _blake2 import blake2b  # hashlib would load OpenSSL, which takes longer than all of this

    mine = [f"{row[0]} {row[1]} {row[3]}" for row in db.execute(_ALL) if row[2].lower() in OURS]
    return str(blake2b("\0".join(mine).encode(errors="surrogateescape"), digest_size=16).hexdigest())
