"""The open database file: whether its path still leads to it, and how to close it without harming another file.

SQLite keeps reading and writing the file it opened, even when the path changes. Its files beside the database (`-wal`,
`-shm`) are found by path: left behind, they would be taken for the log of the next file there.

Only SQLite opens the file here: closing any descriptor of the database would drop all of SQLite's locks.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import FileLost, FileTrouble
from milestone_tui.store.database import Database, connect
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import APPLICATION_ID

_ATTEMPTS = 5
"""How often the file is compared, since somebody may commit or checkpoint in between."""
_ATTEMPT_SECONDS = 0.01

_LAST_CHANGE = "SELECT coalesce(max(id), 0), at FROM change"
"""With a bare max(), SQLite takes the other column from the same row."""

LastChange = tuple[int, str | None]
"""The number of a change and its time."""

_UNKNOWN = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_FULL")
"""Errors that say nothing about the contents of a file."""

Identity = tuple[int, int]
"""Device and inode."""

Stamp = tuple[int, int, int]
"""Size, and times of the last change of contents and inode: while they are equal, nobody has written."""


class FileState(NamedTuple):
    """The state of the file at one look."""

    trouble: FileTrouble | None
    stamp: Stamp = (0, 0, 0)
    log: Stamp = (0, 0, 0)
    """The stamp of the write-ahead log; all 0 if there is none."""


class OpenFile:
    """The file that was opened; a look costs a few system calls and may come from any thread."""

    def __init__(self, database: Database) -> None:
        """`database` has just been opened and read."""
        self.database = database
        self.path = database.path
        self._main = _identity(self.path)
        self._place = Path(os.path.realpath(self.path))  # SQLite follows links and keeps the log beside the target
        self._log = self._place.with_name(f"{self._place.name}-wal")
        logs = (self._log, self._place.with_name(f"{self._place.name}-shm"))
        # There is no log over a network, nor for an immutable file.
        found = () if database.network else tuple((place, _identity(place)) for place in logs)
        self._logs = tuple((place, mine) for place, mine in found if mine is not None)
        """The write-ahead log, then its index."""
        self._handle = _handle(self.path)

    def look(self) -> FileState:
        """Return what happened to the file, and its stamp."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return FileState(self._missing())
        except OSError:
            return FileState(None)  # unknown now: SQLite will report the error at the next read or write
        if (found.st_dev, found.st_ino) != self._main:
            return FileState(FileTrouble.REPLACED)
        if not found.st_size:
            return FileState(FileTrouble.EMPTIED)
        log = self._log_stamp()
        if log is None:
            return FileState(FileTrouble.LOG_LOST)
        return FileState(self._write_obstacle(), _stamp(found), log)

    def moved_to(self) -> Path | None:
        """Return the new path of the file, if the system knows one."""
        handle = self._handle
        if handle is None:
            return None
        with suppress(OSError):
            place = Path(f"/proc/self/fd/{handle}").readlink()
            if _identity(place) == self._main:
                return place
        return None

    def lost(self, trouble: FileTrouble, *, saving: bool = True, written: str = "") -> FileLost:
        """Return the error to raise; see FileLost."""
        gone = trouble in (FileTrouble.MOVED, FileTrouble.FOLDER_GONE, FileTrouble.REPLACED)
        moved_to = self.moved_to() if gone else None
        return FileLost(self.path, trouble, moved_to, saving=saving, written=written)

    def refuse(self, *, saving: bool = True) -> None:
        """Raise FileLost if the file cannot be written or, without `saving`, cannot be opened by its path."""
        trouble = self.look().trouble
        if trouble is not None and trouble is not FileTrouble.LOG_LOST and (saving or not trouble.keeps_name):
            raise self.lost(trouble, saving=saving)

    def names(self, path: Path) -> bool:
        """Return whether a path leads to this file."""
        return _identity(path) == self._main

    def remove_logs(self) -> None:
        """Remove our log and its index from beside the old path; other programs' files stay.

        They also stay if they are still beside the file itself, because only a link to it has changed.
        """
        if _identity(self._place) == self._main:
            return
        for place, mine in self._logs:
            with suppress(OSError):
                if _identity(place) == mine:
                    place.unlink()

    def empty_log(self) -> None:
        """Empty our log so that SQLite does not write it into an overwritten file at the last close."""
        with suppress(OSError):
            if (self._log, _identity(self._log)) in self._logs:
                os.truncate(self._log, 0)

    def close(self) -> None:
        """Stop following the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _missing(self) -> FileTrouble:
        if not self.path.parent.exists():
            return FileTrouble.FOLDER_GONE
        return FileTrouble.DELETED if self.moved_to() is None else FileTrouble.MOVED

    def _log_stamp(self) -> Stamp | None:
        """Return the stamp of the log; None if the log or its index is no longer ours."""
        stamps = []
        for place, mine in self._logs:
            try:
                found = place.stat()
            except OSError:
                return None
            if (found.st_dev, found.st_ino) != mine:
                return None
            stamps.append(_stamp(found))
        return stamps[0] if stamps else (0, 0, 0)

    def _write_obstacle(self) -> FileTrouble | None:
        """Return why the file cannot be written, as the system says; None over a network, where asking is slow."""
        if self.database.network:
            return None
        if not os.access(self.path, os.W_OK):
            return FileTrouble.READ_ONLY
        return None if os.access(self.path.parent, os.W_OK | os.X_OK) else FileTrouble.FOLDER_READ_ONLY


class Guard:
    """Checks of the file for one connection, and of its contents when somebody wrote to it past the log."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._stamp: Stamp | None = None
        self._floor: LastChange = (0, None)
        """The last change seen in the file itself, which never goes back behind it."""
        self._anchor: LastChange = (0, None)
        """The last change that the connection has read."""
        self._restored = False
        """Whether the log holds another history that is not yet in the file: a backup was restored."""
        self.log: Stamp = (0, 0, 0)
        """The stamp of the write-ahead log at the last look."""

    def look(self, connection: sqlite3.Connection) -> FileTrouble | None:
        """Return what happened to the file; its contents are compared with what `connection` reads."""
        trouble, stamp, log = self._file.look()
        if trouble is not None:
            return trouble
        if log != self.log:
            self.log = log
            self._follow(connection)
        if stamp == self._stamp:
            return None
        shrunk = self._stamp is not None and stamp[0] < self._stamp[0]
        try:
            holds = self._file.database.network or self._holds_ours(connection, shrunk)
        except sqlite3.Error:
            return None  # locked, or no room: try again at the next look
        if not holds:
            return FileTrouble.OVERWRITTEN
        self._stamp = stamp
        return None

    def _follow(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):  # a read error is reported by whoever needs the data
            self._restored |= not _has_change(connection, self._anchor)
            self._anchor = connection.execute(_LAST_CHANGE).fetchone()

    def _holds_ours(self, connection: sqlite3.Connection, shrunk: bool) -> bool:
        """Return whether the file agrees with what the connection holds in memory and in the log."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_ATTEMPT_SECONDS)  # a checkpoint may be running
            try:
                if self._matches_history(connection, shrunk):
                    return True
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorname", "").startswith(_UNKNOWN):
                    raise
        return False

    def _matches_history(self, connection: sqlite3.Connection, shrunk: bool) -> bool:
        """Return whether the file belongs to the connection's history; careful, as a wrong "no" costs the log.

        A file that a checkpoint has written only in part is broken by itself, but sound with the log.
        """
        last: LastChange | None = None
        try:
            with closing(_connect_without_log(self._file.path)) as db:
                if not _is_ours(db):
                    return False
                last = db.execute(_LAST_CHANGE).fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
                return False
        # Truncation shows nowhere else; SQLite shrinks a file only on request.
        if (shrunk or last is None) and not _is_whole(self._file.database):
            return False
        if last is None:
            return True
        known = _has_change(connection, last)
        if not self._restored and (not known or last[0] < self._floor[0]):
            return False
        if known:
            self._floor, self._restored = last, False
        in_log = self._file.look().log[0] > 0
        return in_log or bool(last == connection.execute(_LAST_CHANGE).fetchone())

    def is_renumbered(self, connection: sqlite3.Connection) -> bool:
        """Return whether the same file has a new inode, as some network file systems give out."""
        database = self._file.database
        try:
            return database.network and _reads_the_same(database, connection)
        except sqlite3.Error:
            return False

    def before_writing(self, connection: sqlite3.Connection) -> None:
        """Raise FileLost if the file cannot be written; `connection` holds the write lock."""
        trouble = self.look(connection)
        if trouble is not None and trouble is not FileTrouble.LOG_LOST:
            raise self._file.lost(trouble)

    def after_writing(self, connection: sqlite3.Connection, label: str) -> None:
        """Raise FileLost if the committed change with this label is not in the file at this path."""
        trouble = self._file.look().trouble
        if trouble is FileTrouble.LOG_LOST:
            # Writes the deleted log into the file, unless somebody is reading it.
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            if busy:
                raise self._file.lost(trouble, written=label)
        elif trouble is not None and not trouble.keeps_name:
            raise self._file.lost(trouble, written=label)

    def checkpoint(self, connection: sqlite3.Connection) -> None:
        """Checkpoint the log if nobody is in the way, and note the new stamp of the file."""
        if self.look(connection) is None and truncate_log(connection):
            self._stamp = self._file.look().stamp


def is_sound(path: Path) -> bool:
    """Return whether a sound database of this program is at `path`; our own log must be gone from beside it."""
    log = path.with_name(f"{path.name}-wal")
    try:
        alone = not log.exists() or not log.stat().st_size
        reading = _connect_without_log(path) if alone else sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        with closing(reading) as db:
            return _is_ours(db) and db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (OSError, sqlite3.Error):
        return False


def truncate_log(connection: sqlite3.Connection) -> bool:
    """Checkpoint the write-ahead log and empty it without waiting for anybody; return whether that worked."""
    (policy,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.Error:
        return False  # no room, or read-only: the next change reports it
    finally:
        connection.execute(f"PRAGMA busy_timeout = {policy}")


def _has_change(connection: sqlite3.Connection, last: LastChange) -> bool:
    found = connection.execute("SELECT at FROM change WHERE id = ?", (last[0],)).fetchone()
    return (found[0] if found else None) == last[1]


def _reads_the_same(database: Database, connection: sqlite3.Connection) -> bool:
    """Return whether the file at this path has the same last change as the connection."""
    with closing(connect(database, 0)) as fresh:
        return bool(fresh.execute(_LAST_CHANGE).fetchone() == connection.execute(_LAST_CHANGE).fetchone())


def _is_whole(database: Database) -> bool:
    with closing(connect(database, 0)) as fresh:
        return bool(fresh.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _connect_without_log(path: Path) -> sqlite3.Connection:
    """Return a connection to the file alone, without its log and without locks."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _is_ours(db: sqlite3.Connection) -> bool:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    return bool(application == APPLICATION_ID and 0 < version <= LATEST)


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _handle(path: Path) -> int | None:
    """Return a handle that follows the file when it is moved (Linux); closing it drops no locks."""
    if not hasattr(os, "O_PATH"):
        return None
    try:
        return os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None
