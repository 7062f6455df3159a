"""Writing a past: dated changes to a database, in one transaction and without the ORM; for the demo."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from milestone_tui.plan.model import ChangeReason
from milestone_tui.store.atomic import atomic
from milestone_tui.store.database import WRITE_LOCK_SECONDS, connect_to_write, open_database

Value = str | int | None

_NINE = time(9, tzinfo=UTC)


class PastWriter:
    """Writes changes that were made on earlier days, oldest first; the journal's triggers record their rows.

    Tables and columns are named by the caller, so the names must come from the program.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        (self._last,) = db.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()

    @contextmanager
    def change(self, day: date, label: str, by: str, reason: ChangeReason | None = None) -> Iterator[None]:
        """Make what is written in the `with` block one change, made by a person at nine o'clock on a day."""
        self._last += 1
        self._db.execute("INSERT INTO open_change VALUES (?)", (self._last,))
        yield
        self._db.execute(
            "INSERT INTO change (id, at, login, name, label, kind, reason, reported_on) "
            "VALUES (?, ?, ?, ?, ?, 'do', ?, ?)",
            (self._last, instant_of(day), by, by, label, reason, day.isoformat()),
        )
        self._db.execute("DELETE FROM open_change")

    def add(self, table: str, **values: Value) -> int:
        """Add a row and return its id."""
        names, places = ", ".join(values), ", ".join("?" * len(values))
        added = self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(values.values()))
        assert added.lastrowid is not None
        return added.lastrowid

    def set(self, table: str, row_id: int, **values: Value) -> None:
        """Change columns of a row."""
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*values.values(), row_id))

    def last(self, table: str, **values: Value) -> int:
        """Return the id of the last row with these values."""
        where = " AND ".join(f"{name} = ?" for name in values)
        found = self._db.execute(f"SELECT max(id) FROM {table} WHERE {where}", tuple(values.values())).fetchone()
        return int(found[0])


def instant_of(day: date) -> str:
    """Return nine o'clock of a day as the database keeps instants."""
    return datetime.combine(day, _NINE).isoformat(timespec="milliseconds")


@contextmanager
def past_of(path: Path) -> Iterator[PastWriter]:
    """Open or create a database for a `with` block, and save at its end all that was written."""
    database, reader = open_database(path)
    reader.close()
    with closing(connect_to_write(database, WRITE_LOCK_SECONDS, None)) as connection, atomic(connection):
        yield PastWriter(connection)
