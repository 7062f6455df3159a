"""Recreating our tables: in a migration step, and to repair what another program did to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from milestone_tui.store.atomic import atomic
from milestone_tui.store.mending import Mended, Table, Values, lenient, plain
from milestone_tui.store.readable import row_of, useless_column_finder
from milestone_tui.store.schema import OURS, Part, Schema, read_schema

_JOURNALLED = OURS - {
    "change",
    "edit",
    "open_change",
    "draft",
    "milestone_view",
    "sync_uid",
    "sync_base",
    "sync_change",
}
_OLD = "milestone_tui_{}_before"

_PROJECTS = {
    "project": "SELECT :id",
    **dict.fromkeys(
        ("criterion", "assignment", "acceptance", "gate_decision"),
        "SELECT project_id FROM milestone WHERE id = :milestone_id",
    ),
    "dependency": "SELECT project_id FROM milestone WHERE id = :successor_id",
    "baseline_entry": "SELECT project_id FROM baseline WHERE id = :baseline_id",
    "risk_milestone": "SELECT project_id FROM risk WHERE id = :risk_id",
    "review_answer": "SELECT project_id FROM review WHERE id = :review_id",
}
"""How to find the project of a row; for other tables it is in the row."""
_UNKNOWN = dict.fromkeys(
    ("id", "project_id", "milestone_id", "successor_id", "baseline_id", "risk_id", "review_id"), None
)
"""What these queries ask for, in case a row lacks it."""


class _NeedsRepair(Exception):
    """Rows must be repaired one by one."""


def rebuild(db: sqlite3.Connection, schema: Schema) -> list[Mended]:
    """Recreate all of our tables, with everything on them, in the open transaction.

    Returns the rows that had to be repaired; repairs of journalled tables are recorded in the journal. What other
    programs keep beside our tables stays, except triggers on ours. Foreign keys must be off.
    """
    kept = _clear(db, schema)
    mended: list[Mended] = []
    db.execute("PRAGMA legacy_alter_table = ON")  # renaming a table must not change references to it
    try:
        for name, sql in _in_order(schema):
            mended += _recreate(db, name, sql)
    finally:
        db.execute("PRAGMA legacy_alter_table = OFF")
    mended += _remove_dangling(db, schema)
    _record(db, mended)
    for part in schema.parts:
        if part.type != "table":
            db.execute(part.sql)
    for part in kept:
        with suppress(sqlite3.Error):  # such as an index on a column that is not ours
            db.execute(part.sql)
    return mended


def find_faults(db: sqlite3.Connection, schema: Schema, most: int | None = None) -> list[Mended]:
    """Return the rows that `rebuild` would repair, without changing anything; stop soon after `most` of them."""
    found: list[Mended] = []
    there = {part.name for part in read_schema(db).parts}
    judge = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for name, sql in _in_order(schema):
            judge.execute(sql)
            if name in there:
                found += _fill(db, name, Table(judge, name))
                if most is not None and len(found) >= most:
                    return found
        return found + _dangling(judge, schema)
    finally:
        judge.close()


def _in_order(schema: Schema) -> list[tuple[str, str]]:
    """Return the tables with their statements; the journal comes last, since it refers to rows of the others."""
    return sorted(schema.tables.items(), key=lambda table: table[0] in ("change", "edit", "draft"))


def _clear(db: sqlite3.Connection, schema: Schema) -> list[Part]:
    """Drop all but the tables, and whatever has one of our names; return other programs' indexes on our tables."""
    ours = {part.name.lower(): part.type for part in schema.parts if part.type != "trigger"}
    kept = []
    for part in reversed(read_schema(db).parts):
        quoted = part.name.replace('"', '""')
        on_ours = part.table.lower() in OURS
        meant = ours.get(part.name.lower())
        if part.type == "table":
            if meant not in (None, "table"):
                db.execute(f'ALTER TABLE "{quoted}" RENAME TO {_OLD.format(part.name.lower())}')
        elif on_ours or (meant is not None and part.type != "trigger"):
            db.execute(f'DROP {part.type.upper()} "{quoted}"')
            if part.type == "index" and on_ours and meant is None:
                kept.append(part)
    return kept


def _recreate(db: sqlite3.Connection, name: str, sql: str) -> list[Mended]:
    there = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    if there is None:
        db.execute(sql)
        return []
    old = _OLD.format(name)
    highest = _highest(db, name)
    if highest is None and db.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is None:
        db.execute(f"DROP TABLE {name}")  # quicker than copying nothing, for a new database
        db.execute(sql)
        return []
    db.execute(f"ALTER TABLE {name} RENAME TO {old}")
    db.execute(sql)
    mended = _fill(db, old, Table(db, name))
    db.execute(f"DROP TABLE {old}")
    if isinstance(highest, int):  # an id is never reused, even after its row was deleted
        db.execute("DELETE FROM sqlite_sequence WHERE name = ? AND seq < ?", (name, highest))
        db.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :seq WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = :name)",
            {"name": name, "seq": highest},
        )
    return mended


def _highest(db: sqlite3.Connection, name: str) -> object:
    """Return the highest id that a table has given out; None if unknown."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone() is None:
        return None
    return db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()[0]


def _fill(source: sqlite3.Connection, old: str, table: Table) -> list[Mended]:
    """Copy the rows of `old` into the table: in one statement if possible, else one by one."""
    there = [row[1] for row in source.execute(f"PRAGMA table_info({old})") if row[1] in table.columns]
    refuses = useless_column_finder(table.db, table.name)
    misfit = table.misfit
    nothing: Values = {column.name: column.default for column in table.columns.values()}

    def rows() -> Iterator[Values]:
        for row in source.execute(f"SELECT {', '.join(there)} FROM {old}"):
            yield nothing | dict(zip(there, row, strict=True))

    def all_of_use() -> Iterator[Values]:
        for row in rows():
            if misfit(row) is not None or refuses(row) is not None:
                raise _NeedsRepair
            yield row

    try:
        with atomic(table.db):
            table.db.executemany(table.insert, all_of_use())
    except (sqlite3.IntegrityError, sqlite3.OperationalError, _NeedsRepair):
        pass
    else:
        return []
    mended: list[Mended] = []
    with _lenient(source):
        for row in rows():
            mended += table.put(row, refuses)
    return mended


def _remove_dangling(db: sqlite3.Connection, schema: Schema) -> list[Mended]:
    """Remove references to missing rows: set them to NULL if allowed, else delete the row."""
    mended: list[Mended] = []
    while found := _dangling(db, schema):
        for one in found:
            if one.row is None:
                with_kind = (
                    ", kind = 'do'" if one.table == "change" else ""
                )  # without the undone change it is an ordinary one
                db.execute(f"UPDATE {one.table} SET {one.column} = NULL{with_kind} WHERE id = ?", (one.id,))
            else:
                db.execute(f"DELETE FROM {one.table} WHERE id = ?", (one.id,))
        mended += found
    return mended


def _dangling(db: sqlite3.Connection, schema: Schema) -> list[Mended]:
    found: dict[tuple[str, int], Mended] = {}
    for name in schema.tables:
        columns = {row[1]: bool(row[3]) for row in db.execute(f"PRAGMA table_info({name})")}
        references = {row[0]: row[3] for row in db.execute(f"PRAGMA foreign_key_list({name})")}
        for _, row_id, _, number in db.execute(f"PRAGMA foreign_key_check({name})").fetchall():
            values = db.execute(f"SELECT * FROM {name} WHERE id = ?", (row_id,)).fetchone()
            row = dict(zip(columns, values, strict=True))
            column = references[number]
            removed = row if columns[column] else None
            title = str(row.get("title") or row.get("name") or row.get("key") or "")
            found.setdefault((name, row_id), Mended(name, row_id, title, column, row[column], None, removed))
    return list(found.values())


def _record(db: sqlite3.Connection, mended: list[Mended]) -> None:
    """Record the repairs in the journal as one change."""
    of_plan = [one for one in mended if one.table in _JOURNALLED]
    if not of_plan:
        return
    (change_id,) = db.execute(
        "SELECT max(coalesce((SELECT max(id) FROM change), 0), coalesce((SELECT max(change_id) FROM edit), 0)) + 1"
    ).fetchone()
    rows = "1 row" if len(of_plan) == 1 else f"{len(of_plan)} rows"
    # Step 4 runs before these columns exist.
    columns = {row[1] for row in db.execute("PRAGMA table_info(change)")}
    who = "name" if "name" in columns else "actor"
    day, today = (", reported_on", ", date('now', 'localtime')") if "reported_on" in columns else ("", "")
    db.execute(
        f"INSERT INTO change (id, at, {who}, label, kind{day}) "
        f"VALUES (?, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00', 'milestone-tui', ?, 'do'{today})",
        (change_id, f"Repair {rows} that broke the rules"),
    )
    for one in of_plan:
        if one.row is None:
            row = row_of(db, one.table, one.id) or {}
            before, after = {one.column: plain(one.before)}, {one.column: one.after}
        else:
            row, after = {name: plain(value) for name, value in one.row.items()}, None
            before = row
        known = {**_UNKNOWN, **row}
        (project_id,) = db.execute(_PROJECTS.get(one.table, "SELECT :project_id"), known).fetchone() or (None,)
        milestone_id = one.id if one.table == "milestone" else known["successor_id"] or known["milestone_id"]
        texts = (None if side is None else json.dumps(side, ensure_ascii=False) for side in (before, after))
        db.execute(
            "INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (change_id, one.table, one.id, _number(project_id), _number(milestone_id), *texts),
        )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


@contextmanager
def _lenient(db: sqlite3.Connection) -> Iterator[None]:
    factory: Callable[[bytes], object] = db.text_factory
    db.text_factory = lenient
    try:
        yield
    finally:
        db.text_factory = factory
