"""The file that is open: whether its name still stands for it, and how to let go of it without harm to another file.

SQLite keeps reading and writing the file that it opened, whatever becomes of the name. What it keeps beside the
database (`-wal`, `-shm`) it finds by that name: left there, it would be taken for the log of the file that comes next.

No file is opened here but by SQLite: closing a descriptor of the database would end all the locks that SQLite holds.
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
"""How often the file is compared: while that is done somebody else may commit, or bring the log into the file."""
_ATTEMPT_SECONDS = 0.01

_LAST_CHANGE = "SELECT coalesce(max(id), 0), at FROM change"
"""Of a bare max() SQLite takes the other column from that row."""

LastChange = tuple[int, str | None]
"""Its number and when it was made."""

_UNKNOWN = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_FULL")
"""What says nothing about the contents of a file."""

Identity = tuple[int, int]
"""Device and inode."""

Stamp = tuple[int, int, int]
"""Size, and when the contents and the inode were changed: as long as it is the same, nobody has written."""


class Sight(NamedTuple):
    """What one look at the file found."""

    trouble: FileTrouble | None
    stamp: Stamp = (0, 0, 0)
    log: Stamp = (0, 0, 0)
    """The stamp of the write-ahead log; all 0 where there is none."""


class OpenFile:
    """Remembers which file was opened; looking at it costs a few system calls, from any thread."""

    def __init__(self, database: Database) -> None:
        """`database` has just been opened, and read from."""
        self.database = database
        self.path = database.path
        self._main = _identity(self.path)
        self._place = Path(os.path.realpath(self.path))  # SQLite follows links, and keeps the log beside their end
        self._log = self._place.with_name(f"{self._place.name}-wal")
        logs = (self._log, self._place.with_name(f"{self._place.name}-shm"))
        # Over a network there is no log, and whoever reads what never changes has none either.
        found = () if database.network else tuple((place, _identity(place)) for place in logs)
        self._logs = tuple((place, mine) for place, mine in found if mine is not None)
        """The write-ahead log, then its index."""
        self._handle = _handle(self.path)

    def look(self) -> Sight:
        """Return what became of the file, and its stamp."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return Sight(self._missing())
        except OSError:
            return Sight(None)  # nobody can tell just now: who reads or writes is told by SQLite
        if (found.st_dev, found.st_ino) != self._main:
            return Sight(FileTrouble.REPLACED)
        if not found.st_size:
            return Sight(FileTrouble.EMPTIED)
        log = self._log_stamp()
        if log is None:
            return Sight(FileTrouble.LOG_LOST)
        return Sight(self._refusal(), _stamp(found), log)

    def moved_to(self) -> Path | None:
        """Return where the file is now, if it is anywhere and the system tells."""
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
        """Raise FileLost where the file is not to be written to or, without `saving`, not to be opened by its name."""
        trouble = self.look().trouble
        if trouble is not None and trouble is not FileTrouble.LOG_LOST and (saving or not trouble.keeps_name):
            raise self.lost(trouble, saving=saving)

    def names(self, path: Path) -> bool:
        """Tell whether a path leads to this very file."""
        return _identity(path) == self._main

    def remove_logs(self) -> None:
        """Remove our log and its index from beside the name; what somebody else has put there stays.

        So does what is beside the file itself, where only a link that leads to it was changed.
        """
        if _identity(self._place) == self._main:
            return
        for place, mine in self._logs:
            with suppress(OSError):
                if _identity(place) == mine:
                    place.unlink()

    def empty_log(self) -> None:
        """Have nothing of our log come into a file that was written over; SQLite would, when the last one closes it."""
        with suppress(OSError):
            if (self._log, _identity(self._log)) in self._logs:
                os.truncate(self._log, 0)

    def close(self) -> None:
        """Forget the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _missing(self) -> FileTrouble:
        if not self.path.parent.exists():
            return FileTrouble.FOLDER_GONE
        return FileTrouble.DELETED if self.moved_to() is None else FileTrouble.MOVED

    def _log_stamp(self) -> Stamp | None:
        """The stamp of the log; None where it, or its index, is no longer ours."""
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

    def _refusal(self) -> FileTrouble | None:
        """Asked of the system, which knows about owners, mounts and attributes; over a network that takes too long."""
        if self.database.network:
            return None
        if not os.access(self.path, os.W_OK):
            return FileTrouble.READ_ONLY
        return None if os.access(self.path.parent, os.W_OK | os.X_OK) else FileTrouble.FOLDER_READ_ONLY


class Guard:
    """Looks at the file for one connection, and at its contents whenever somebody has written to it past the log."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._stamp: Stamp | None = None
        self._floor: LastChange = (0, None)
        """The last change that has been seen in the file itself: it never goes back behind that."""
        self._anchor: LastChange = (0, None)
        """The last change that the connection has read."""
        self._restored = False
        """Another history is in the log, and not yet in the file: a copy was restored."""
        self.log: Stamp = (0, 0, 0)
        """The stamp of the write-ahead log at the last look."""

    def look(self, connection: sqlite3.Connection) -> FileTrouble | None:
        """Return what became of the file; `connection` is compared with what stands in it."""
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
            return None  # somebody has the lock, or there is no room: at the next look, then
        if not holds:
            return FileTrouble.OVERWRITTEN
        self._stamp = stamp
        return None

    def _follow(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):  # what cannot be read now is judged, or told, where it is needed
            self._restored |= not _knows(connection, self._anchor)
            self._anchor = connection.execute(_LAST_CHANGE).fetchone()

    def _holds_ours(self, connection: sqlite3.Connection, shrunk: bool) -> bool:
        """Whether the file is what the connection, which keeps pages in its memory and in the log, takes it for."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_ATTEMPT_SECONDS)  # somebody may just be bringing the log into the file
            try:
                if self._goes_with(connection, shrunk):
                    return True
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorname", "").startswith(_UNKNOWN):
                    raise
        return False

    def _goes_with(self, connection: sqlite3.Connection, shrunk: bool) -> bool:
        """Judge with care: what is taken for written over loses its log.

        A file into which the log was brought by halves is none by itself, but sound with the log.
        """
        last: LastChange | None = None
        try:
            with closing(_as_it_lies(self._file.path)) as db:
                if not _is_ours(db):
                    return False
                last = db.execute(_LAST_CHANGE).fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
                return False
        # What is cut off shows nowhere else; SQLite itself makes a file smaller only when it is told to.
        if (shrunk or last is None) and not _is_whole(self._file.database):
            return False
        if last is None:
            return True
        known = _knows(connection, last)
        if not self._restored and (not known or last[0] < self._floor[0]):
            return False
        if known:
            self._floor, self._restored = last, False
        in_log = self._file.look().log[0] > 0
        return in_log or bool(last == connection.execute(_LAST_CHANGE).fetchone())

    def is_renumbered(self, connection: sqlite3.Connection) -> bool:
        """Tell whether it is the same file under another number, as some network file systems give out new ones."""
        database = self._file.database
        try:
            return database.network and _reads_the_same(database, connection)
        except sqlite3.Error:
            return False

    def before_writing(self, connection: sqlite3.Connection) -> None:
        """Raise FileLost when the file is not to be written to; `connection` has the lock to write."""
        trouble = self.look(connection)
        if trouble is not None and trouble is not FileTrouble.LOG_LOST:
            raise self._file.lost(trouble)

    def after_writing(self, connection: sqlite3.Connection, label: str) -> None:
        """Raise FileLost when the change of this label, which has been committed, is not in the file of that name."""
        trouble = self._file.look().trouble
        if trouble is FileTrouble.LOG_LOST:
            # What stands in a deleted log is in the file then, unless somebody reads it just now.
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            if busy:
                raise self._file.lost(trouble, written=label)
        elif trouble is not None and not trouble.keeps_name:
            raise self._file.lost(trouble, written=label)

    def rest(self, connection: sqlite3.Connection) -> None:
        """Bring the log into the file, if nobody is in the way; what that writes is not looked at again."""
        if self.look(connection) is None and truncate_log(connection):
            self._stamp = self._file.look().stamp


def is_sound(path: Path) -> bool:
    """Tell whether a sound database of this program lies at `path`; our own log is beside it no longer."""
    log = path.with_name(f"{path.name}-wal")
    try:
        alone = not log.exists() or not log.stat().st_size
        reading = _as_it_lies(path) if alone else sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        with closing(reading) as db:
            return _is_ours(db) and db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (OSError, sqlite3.Error):
        return False


def truncate_log(connection: sqlite3.Connection) -> bool:
    """Bring what stands in the write-ahead log into the file and empty the log, waiting for nobody; whether it did."""
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.Error:
        return False  # there is no room, or it is not to be written to: who changes something is told
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _knows(connection: sqlite3.Connection, last: LastChange) -> bool:
    found = connection.execute("SELECT at FROM change WHERE id = ?", (last[0],)).fetchone()
    return (found[0] if found else None) == last[1]


def _reads_the_same(database: Database, connection: sqlite3.Connection) -> bool:
    """Whether the file of that name holds what the connection reads; nobody else has it open."""
    with closing(connect(database, 0)) as fresh:
        return bool(fresh.execute(_LAST_CHANGE).fetchone() == connection.execute(_LAST_CHANGE).fetchone())


def _is_whole(database: Database) -> bool:
    with closing(connect(database, 0)) as fresh:
        return bool(fresh.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _as_it_lies(path: Path) -> sqlite3.Connection:
    """A connection to the file alone, past the log and without locks."""
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
    """What follows the file wherever it goes (Linux); it is no descriptor whose closing would end locks."""
    if not hasattr(os, "O_PATH"):
        return None
    try:
        return os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None
