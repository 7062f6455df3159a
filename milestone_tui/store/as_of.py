"""The data as it stood at a moment: a copy in memory with the same tables and views, for the same queries.

Tables that no later change has touched are copied as they are, with their indexes; so are such rows of other tables,
and the rest is replayed from the journal. The journal itself is not copied: views leave out the changes that do not
count.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.moment import Moment
from milestone_tui.store.database import Database, distrust
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.locks import WaitingConnection
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.migrations.views import make_view
from milestone_tui.store.reader import Reader
from milestone_tui.store.replay import Differences, differences

_JOURNAL = (
    "CREATE TEMP VIEW change AS SELECT * FROM file.change WHERE reported_on <= '{day}' AND id <= {last}",
    """CREATE TEMP VIEW edit AS SELECT edit.* FROM file.edit WHERE EXISTS (SELECT 1 FROM file.change
        WHERE change.id = edit.change_id AND reported_on <= '{day}' AND change.id <= {last})""",
    "CREATE TEMP VIEW draft AS SELECT * FROM file.draft WHERE FALSE",
)


class Past:
    """The data as it stood at a moment; may be used from any thread."""

    def __init__(
        self, database: Database, moment: Moment, actor: Actor, seconds: float, thresholds: Thresholds
    ) -> None:
        """Wait `seconds` for a lock; raise StoreUnavailable or DatabaseUnusable."""
        self.moment = moment
        self._connection = open_past(database, moment, seconds)
        self.read = _LockedReader(self._connection, database.path, actor, thresholds)
        """The queries of the read side."""

    def close(self) -> None:
        """Forget the copy."""
        with self.read.lock:
            self._connection.close()


class _LockedReader(Reader):
    """A reader that several threads may share: one waits for the other."""

    def __init__(self, connection: sqlite3.Connection, path: Path, actor: Actor, thresholds: Thresholds) -> None:
        super().__init__(connection, path, actor, thresholds)
        self.lock = RLock()

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        with self.lock, super()._snapshot() as db:
            yield db


def open_past(database: Database, moment: Moment, seconds: float) -> WaitingConnection:
    """Return a connection to the data as it stood at a moment; nothing can be written through it.

    Waits `seconds` for a lock. Raises StoreUnavailable or DatabaseUnusable.
    """
    with translate_errors(database.path, reading=True), ExitStack() as on_failure:
        connection = _in_memory(database.path, seconds)
        on_failure.callback(connection.close)
        connection.execute("BEGIN")
        _copy(connection, differences(connection, moment))
        last = "(SELECT max(id) FROM file.change)" if moment.change_id is None else str(moment.change_id)
        (last,) = connection.execute(f"SELECT coalesce({last}, 0)").fetchone()
        for statement in _JOURNAL:
            connection.execute(statement.format(day=moment.day.isoformat(), last=last))
        connection.execute("COMMIT")
        connection.execute("PRAGMA query_only = ON")
        on_failure.pop_all()
        return connection


def _in_memory(path: Path, seconds: float) -> WaitingConnection:
    """Return an empty database in memory, with the file beside it."""
    connection = sqlite3.connect(
        "file::memory:",
        uri=True,
        isolation_level=None,
        timeout=seconds,
        factory=WaitingConnection,
        check_same_thread=False,  # `Past` lets one thread read at a time
    )
    distrust(connection)
    connection.execute("PRAGMA ignore_check_constraints = ON")  # the file is shown as it is
    connection.execute("PRAGMA journal_mode = OFF")  # nothing is rolled back: a copy that fails is thrown away
    connection.execute("ATTACH ? AS file", (f"{path.as_uri()}?mode=rw",))
    return connection


def _copy(db: sqlite3.Connection, past: Differences) -> None:
    """Make the tables in memory: with the present rows, changed to those of the past."""
    db.execute("CREATE TEMP TABLE other (entity TEXT, row_id INTEGER, PRIMARY KEY (entity, row_id)) WITHOUT ROWID")
    db.executemany("INSERT INTO temp.other VALUES (?, ?)", past.rows)
    turned = {entity for entity, _ in past.fields}
    replaced = {entity for entity, _ in past.rows}
    for table in JOURNALLED:
        if table not in replaced and table not in turned:
            _copy_whole(db, table)
            continue
        query = "SELECT name, type, dflt_value FROM pragma_table_info(?, 'file') ORDER BY cid"
        columns = db.execute(query, (table,)).fetchall()
        rest = ", ".join(f"{name} {kind}" for name, kind, _ in columns if name != "id")
        db.execute(f"CREATE TABLE main.{table} (id INTEGER PRIMARY KEY, {rest})")
        names = ", ".join(name for name, _, _ in columns)
        others = f"NOT EXISTS (SELECT 1 FROM temp.other WHERE entity = '{table}' AND row_id = {table}.id)"
        same = others if table in replaced else "TRUE"
        db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM file.{table} WHERE {same}")
        rows = (row for (entity, _), row in past.rows.items() if entity == table and row is not None)
        # an earlier version of the program did not know every column: there a row has its default
        usual = db.execute(f"SELECT {', '.join(default or 'NULL' for _, _, default in columns)}").fetchone()
        defaults = {name: value for (name, _, _), value in zip(columns, usual, strict=True)}
        values = ([row.get(name, default) for name, default in defaults.items()] for row in rows)
        db.executemany(f"INSERT INTO main.{table} VALUES ({', '.join('?' * len(columns))})", values)
    _turn_back(db, past)
    db.execute("DROP TABLE temp.other")
    for statement in _indexes(db, replaced | turned):
        db.execute(statement)
    make_view(db)


def _copy_whole(db: sqlite3.Connection, table: str) -> None:
    """Copy a table without any difference with its indexes: of the same schema, SQLite copies both as they are."""
    made = (
        "SELECT sql FROM file.sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') ORDER BY type = 'index'"
    )
    for (sql,) in db.execute(made, (table,)).fetchall():
        if sql is not None:
            db.execute(sql)
    db.execute(f"INSERT INTO main.{table} SELECT * FROM file.{table}")


def _turn_back(db: sqlite3.Connection, past: Differences) -> None:
    """Give rows the values that some of their columns had."""
    shapes: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for (entity, row_id), values in past.fields.items():
        shapes.setdefault((entity, *values), []).append((*values.values(), row_id))
    for (entity, *names), rows in shapes.items():
        assignments = ", ".join(f"{name} = ?" for name in names)
        db.executemany(f"UPDATE main.{entity} SET {assignments} WHERE id = ?", rows)


def _indexes(db: sqlite3.Connection, tables: Collection[str]) -> Iterator[str]:
    """Yield statements for the indexes of some tables; what is unique in the file only needs to be found here."""
    for table in tables:
        query = "SELECT name, origin, sql FROM pragma_index_list(?, 'file') JOIN file.sqlite_master USING (name)"
        for name, origin, sql in db.execute(query, (table,)).fetchall():
            if origin == "u":
                found = db.execute("SELECT group_concat(name) FROM pragma_index_info(?, 'file')", (name,)).fetchone()
                yield f"CREATE INDEX main.{name.removeprefix('sqlite_')} ON {table} ({found[0]})"
            elif sql.startswith("CREATE INDEX"):
                yield sql
