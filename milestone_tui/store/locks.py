"""Waiting for a lock that another program holds: without limit, with a message, and until told to stop."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

TRY_SECONDS = 0.1
"""How long SQLite itself waits for a lock at each try: enough for two people who write at once."""

PAUSE_SECONDS = 0.05
"""Time between two tries."""

NOTICE_SECONDS = 1.0
"""After this time, the person is told that the program is waiting."""

_Result = TypeVar("_Result")


class LockPolicy(Protocol):
    """Policy that decides at each lock whether to keep waiting."""

    def keep_waiting(self) -> bool:
        """Pause, and return whether to try again; may raise to end the waiting."""

    def lock_released(self) -> None:
        """Note that the database is free."""

    def raise_if_stopped(self) -> None:
        """Raise if the waiting was ended just as the database became free."""


class WaitingConnection(sqlite3.Connection):
    """A connection that waits for locks as its `policy` decides; without one, like any other.

    No statement is repeated that may be half done: a lock is met by the first statement of a transaction, or by the
    commit, after which the transaction is still open.
    """

    policy: LockPolicy | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        if self.policy is None:
            return super().execute(sql, parameters)
        execute = super().execute
        cursor = self._retry(self.policy, lambda: execute(sql, parameters))
        self.policy.raise_if_stopped()
        return cursor

    def commit(self) -> None:
        """Commit, as the ORM does; on file systems without shared memory a reader may block it."""
        if self.policy is None:
            super().commit()
            return
        self._retry(self.policy, super().commit)

    def _retry(self, policy: LockPolicy, step: Callable[[], _Result]) -> _Result:
        while True:
            try:
                result = step()
            except sqlite3.OperationalError as error:
                if not is_lock(error) or not policy.keep_waiting():
                    raise
            else:
                policy.lock_released()
                return result


def is_lock(error: sqlite3.Error) -> bool:
    """Return whether an SQLite error means that another program has locked the database."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def await_lock(path: Path, policy: LockPolicy) -> None:
    """Wait until the database at `path` is free; other problems are left for the next user of the file to find."""
    with suppress(sqlite3.Error):
        uri = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=TRY_SECONDS, factory=WaitingConnection
        )
        with closing(connection):
            connection.policy = policy
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")


class WaitForever:
    """Policy for the command line: wait until ctrl+c, with one message."""

    def __init__(self, tell: Callable[[str], None], path: Path) -> None:
        self._tell = tell
        self._path = path
        self._since: float | None = None
        self._notified = False

    def keep_waiting(self) -> bool:
        """Pause, then try again, always."""
        self._since = self._since or time.monotonic()
        if not self._notified and time.monotonic() - self._since >= NOTICE_SECONDS:
            self._notified = True
            self._tell(f"Waiting: another program has locked the database {self._path}. Press ctrl+c to stop.")
        time.sleep(PAUSE_SECONDS)
        return True

    def lock_released(self) -> None:
        """Reset the time for the next lock."""
        self._since = None

    def raise_if_stopped(self) -> None:
        """Do nothing: only ctrl+c ends the waiting."""

    def watch_copying(self, status: int, remaining: int, total: int) -> None:
        """Serve as the progress callback of a copy, which retries by itself: show the message and allow ctrl+c."""
        if status == sqlite3.SQLITE_BUSY:
            self.keep_waiting()
        else:
            self.lock_released()
