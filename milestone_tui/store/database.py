"""Opening the database file: where it may be, who may read it, and refusals of what is not ours."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable, StoreUnavailable, cause
from milestone_tui.store.errors import OTHER_FILE, translate_errors
from milestone_tui.store.file_modes import exposure, folder_mode, locked_out, match_beside, mode_of
from milestone_tui.store.locks import TRY_SECONDS, LockPolicy, WaitingConnection
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import APPLICATION_ID, migrate
from milestone_tui.store.moved import refuse_moved
from milestone_tui.store.schema_check import check_schema

READ_LOCK_SECONDS = 0.1
"""Seconds that a read waits for a lock; reads run on the screen's thread, where waiting would freeze the keys."""

_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""Errors of SQLite when there is no room for the files beside a database."""

MOUNTINFO = Path("/proc/self/mountinfo")
"""The kernel's list of mounts."""

WRITE_LOCK_SECONDS = 10.0
"""Seconds to wait for a lock unless specified otherwise."""

_FUSE = "fuse.sshfs fuse.glusterfs fuse.davfs fuse.rclone"
_NETWORK = frozenset(
    f"nfs nfs4 cifs smb3 smbfs 9p afs ceph glusterfs lustre ncpfs davfs {_FUSE}".split(" "),
)
"""File systems on another machine, by the kernel's names."""


class Database(NamedTuple):
    """A checked and migrated file that may be opened; `network`: its file system has no shared memory."""

    path: Path
    network: bool = False
    mended: tuple[str, ...] = ()
    """The rows repaired during the migration, each with what was changed."""

    @property
    def warning(self) -> str | None:
        """A warning about this file or its location, if there is one."""
        if self.mended:
            others = f" and {len(self.mended) - 1} more" if len(self.mended) > 1 else ""
            return f"Repaired rows that broke the rules: {self.mended[0]}{others}. The backup has the earlier values."
        if not self.network:
            return exposure(self.path)
        return f"The database is on a slow network drive. Open it from one computer at a time: {self.path}."


def absolute(path: Path) -> Path:
    """Return the absolute path, without following links as `resolve` would."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - `Path.absolute` leaves ".." in


def open_database(
    path: Path,
    mountinfo: Path = MOUNTINFO,
    *,
    seconds: float = WRITE_LOCK_SECONDS,
    policy: LockPolicy | None = None,
) -> tuple[Database, WaitingConnection]:
    """Create or migrate the database at `path` as needed; return it with a connection to read from.

    Waits for a lock as `policy` decides, or else `seconds`. A missing database is created, with its folder. Raises
    DatabaseUnusable or StoreUnavailable; a file that is refused is unchanged.
    """
    path = absolute(path)
    database = Database(path, on_network(path, mountinfo))
    check_place(path)
    with translate_errors(path, reading=True), private_files(path):
        if not path.exists():
            refuse_moved(path)
            make_file(path)
        _check_readable(path)
        with _closed_on_failure(connect(database, seconds, policy)) as connection:
            database = _settle(connection, database)
    match_beside(path)
    return database, connection


def open_to_read(path: Path, *, policy: LockPolicy | None = None) -> tuple[Database, WaitingConnection]:
    """Open the database like `open_database`, for reading only, even on a full disk.

    Then the file is read as immutable, which is safe if no WAL is beside it.
    """
    try:
        return open_database(path, policy=policy)
    except (StoreUnavailable, DatabaseUnusable) as error:
        name = getattr(error.__cause__, "sqlite_errorname", "")
        if not name.startswith(_NO_ROOM):
            raise
        database = Database(absolute(path))
        connection = _unchanging(database.path)
        if connection is None:
            raise
        return database, connection


def _unchanging(path: Path) -> WaitingConnection | None:
    """Return a connection that reads the file as immutable; None if that would not show all of its contents."""
    wal = path.with_name(path.name + "-wal")
    try:
        if wal.exists() and wal.stat().st_size:
            return None
        connection = sqlite3.connect(
            path.as_uri() + "?mode=ro&immutable=1", uri=True, isolation_level=None, factory=WaitingConnection
        )
    except (OSError, sqlite3.Error):
        return None
    try:
        distrust(connection)
        check_ours(connection, path)
        if _version(connection) == LATEST:
            check_schema(connection, path, LATEST)
            return connection
    except sqlite3.Error:
        pass
    connection.close()
    return None


def connect(database: Database, seconds: float, policy: LockPolicy | None = None) -> WaitingConnection:
    """Return a connection that may write, with our pragmas and without implicit transactions.

    It waits for a lock as `policy` decides, or else `seconds`.
    """
    with _closed_on_failure(connect_unread(database, seconds, policy)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -512")  # KiB: the system's cache is nearly as quick
        # A statement with triggers writes its rollback data to the temporary store: 5 times faster in memory.
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


def connect_unread(database: Database, seconds: float, policy: LockPolicy | None = None) -> WaitingConnection:
    """Return a connection for reading that has not touched the file yet, so no lock can stop it."""
    connection = sqlite3.connect(
        database.path.as_uri() + "?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=seconds if policy is None else TRY_SECONDS,
        factory=WaitingConnection,
    )
    connection.policy = policy
    distrust(connection)
    return connection


def connect_to_write(database: Database, seconds: float, policy: LockPolicy | None = None) -> WaitingConnection:
    """Return a connection on which the journal's triggers work; raise DatabaseUnusable.

    They call json_object(), which SQLite before 3.41 allows only in a trusted schema: so the schema is checked first.
    """
    with _closed_on_failure(connect(database, seconds, policy)) as connection:
        check_schema(connection, database.path, LATEST)
        if sqlite3.sqlite_version_info < (3, 41):
            connection.execute("PRAGMA trusted_schema = ON")
        return connection


@contextmanager
def _closed_on_failure(connection: WaitingConnection) -> Iterator[WaitingConnection]:
    """Close the connection if the block raises."""
    with ExitStack() as on_failure:
        on_failure.callback(connection.close)
        yield connection
        on_failure.pop_all()


def distrust(connection: sqlite3.Connection) -> None:
    """Treat the file as a stranger's: restrict what its schema can call and do."""
    connection.execute("PRAGMA trusted_schema = OFF")
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def on_network(path: Path, mountinfo: Path) -> bool:
    """Return whether `path` is on a network file system, according to the kernel's list of mounts."""
    try:
        lines = mountinfo.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    place = os.path.realpath(path)
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = fields[4].encode(errors="surrogateescape").decode("unicode_escape")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind in _NETWORK


def _settle(connection: sqlite3.Connection, database: Database) -> Database:
    """Check the file and migrate it if needed; return the database with the rows that were repaired."""
    check_ours(connection, database.path)
    connection.execute("BEGIN")  # version and schema must be from the same moment
    try:
        if is_latest := _version(connection) == LATEST:
            check_schema(connection, database.path, LATEST)
    finally:
        connection.execute("COMMIT")
    if not is_latest:
        from milestone_tui.store.migrations.steps import STEPS  # late: seldom needed

        try:
            database = database._replace(mended=tuple(map(str, migrate(connection, database.path, STEPS))))
        except OSError as error:
            raise DatabaseUnusable(
                f"{database.path} must be upgraded, but the backup before the upgrade cannot be written to "
                f"{database.path.parent / 'backups'}: {cause(error)}. Nothing was changed. Check that folder."
            ) from error
    connection.execute(f"PRAGMA journal_mode = {'DELETE' if database.network else 'WAL'}")
    _version(connection)  # a read, so that SQLite creates its files now, with the right mode
    connection.execute(f"PRAGMA busy_timeout = {int(READ_LOCK_SECONDS * 1000)}")
    return database


def check_place(path: Path) -> None:
    """Create the folder of a database; raise DatabaseUnusable if no database can be there."""
    try:
        if path.is_dir():
            raise DatabaseUnusable(f"{path} is a folder. Name a file in it, such as {path / 'milestones.db'}.")
        if path.exists() and not path.is_file():
            raise DatabaseUnusable(f"{path} is not an ordinary file. {OTHER_FILE}")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError as error:
        raise DatabaseUnusable(locked_out(path)) from error
    except OSError as error:
        what = f"use {path}" if path.parent.is_dir() else f"create the folder {path.parent}"
        raise DatabaseUnusable(f"Cannot {what}: {cause(error)}. {OTHER_FILE}") from error


def make_file(path: Path) -> None:
    """Create an empty file for its owner only; raise DatabaseUnusable."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnusable(f"Cannot create {path}: {cause(error)}. {OTHER_FILE}") from error


def _check_readable(path: Path) -> None:
    # Checked without opening the file: closing a file drops all POSIX locks of the process on it, also those of
    # SQLite's connections, and another program could then remove their write-ahead log.
    if not os.access(path, os.R_OK):
        raise DatabaseUnusable(locked_out(path))
    if not os.access(path, os.W_OK):
        raise DatabaseUnusable(f"{path} is read-only. Make it writable, or copy it and open the copy with --db.")
    if not os.access(path.parent, os.W_OK):
        raise DatabaseUnusable(f"The folder {path.parent} is read-only. Make it writable: the database needs it.")


def check_ours(connection: sqlite3.Connection, path: Path, remedy: str = OTHER_FILE) -> None:
    """Raise DatabaseUnusable, ending with `remedy`, if the file belongs to another program or a newer version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION_ID and (application or not empty or _version(connection)):
        raise DatabaseUnusable(f"{path} belongs to another program. {remedy}")
    if _version(connection) > LATEST:
        raise DatabaseUnusable(
            f"{path} was written by a newer milestone-tui (data version {_version(connection)}; this one reads up to "
            f"{LATEST}). Update milestone-tui, or {remedy[:1].lower()}{remedy[1:]}"
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def private_files(database: Path | None = None) -> Iterator[None]:
    """Make files created in the block private, or with a database at most as open as that.

    SQLite creates its files beside a database by the umask and sets the mode afterwards: in between, somebody else who
    opens the database could not read them.
    """
    mask = os.umask(0o777 & ~folder_mode(0o600 if database is None else mode_of(database)))
    try:
        yield
    finally:
        os.umask(mask)
