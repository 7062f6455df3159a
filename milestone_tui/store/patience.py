"""Waiting for a database that another program has: as long as it takes, told, and ended when that is asked for."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

TRY_SECONDS = 0.1
"""How long SQLite itself waits for a lock at each try: what two people write at once is over by then."""

PAUSE_SECONDS = 0.05
"""Time between two tries."""

TOLD_SECONDS = 1.0
"""Waiting that takes longer is told."""

_Result = TypeVar("_Result")


class Patience(Protocol):
    """What decides, each time that a lock was met, whether it is waited for."""

    def goes_on(self) -> bool:
        """Wait a moment and tell whether to try again; may raise what ends the waiting."""

    def got_through(self) -> None:
        """Take note that the database was free."""

    def admit(self) -> None:
        """Raise what ended the waiting just when the database was free."""


class PatientConnection(sqlite3.Connection):
    """A connection that waits for a lock as its `patience` has it; without one it gives up as any other does.

    No statement is tried again that might have been half done: a lock is met by the first one of a transaction, or by
    the commit, after which the transaction still stands.
    """

    patience: Patience | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        if self.patience is None:
            return super().execute(sql, parameters)
        execute = super().execute
        cursor = self._patiently(self.patience, lambda: execute(sql, parameters))
        self.patience.admit()
        return cursor

    def commit(self) -> None:
        """Commit, as the ORM does; on file systems without shared memory a reader may be in the way."""
        if self.patience is None:
            super().commit()
            return
        self._patiently(self.patience, super().commit)

    def _patiently(self, patience: Patience, step: Callable[[], _Result]) -> _Result:
        while True:
            try:
                result = step()
            except sqlite3.OperationalError as error:
                if not is_lock(error) or not patience.goes_on():
                    raise
            else:
                patience.got_through()
                return result


def is_lock(error: sqlite3.Error) -> bool:
    """Tell whether SQLite says that another program has the database."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def await_lock(path: Path, patience: Patience) -> None:
    """Wait until nobody has the database at `path`; what else is wrong with it is found by whoever uses it."""
    with suppress(sqlite3.Error):
        uri = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=TRY_SECONDS, factory=PatientConnection
        )
        with closing(connection):
            connection.patience = patience
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")


class Endless:
    """Waits for ever, which ctrl+c ends, and says so once: for a start, and for the command line."""

    def __init__(self, tell: Callable[[str], None], path: Path) -> None:
        self._tell = tell
        self._path = path
        self._since: float | None = None
        self._told = False

    def goes_on(self) -> bool:
        """Wait a moment; always go on."""
        self._since = self._since or time.monotonic()
        if not self._told and time.monotonic() - self._since >= TOLD_SECONDS:
            self._told = True
            self._tell(f"Waiting: another program has the database {self._path}. Press ctrl+c to stop.")
        time.sleep(PAUSE_SECONDS)
        return True

    def got_through(self) -> None:
        """Begin to count anew at the next lock."""
        self._since = None

    def admit(self) -> None:
        """Nothing ends it but ctrl+c, by itself."""

    def watch_copying(self, status: int, remaining: int, total: int) -> None:
        """Take part in a copy of a database, which tries for ever by itself: tell, and let ctrl+c through."""
        if status == sqlite3.SQLITE_BUSY:
            self.goes_on()
        else:
            self.got_through()
