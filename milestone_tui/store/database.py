"""The file: where it may lie, who may read it, how it is opened; refuses what is not ours and overwrites nothing."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable, InvalidInput, StoreUnavailable
from milestone_tui.store.failures import explained
from milestone_tui.store.migrations import APPLICATION_ID, LATEST, migrate
from milestone_tui.store.patience import TRY_SECONDS, Patience, PatientConnection

READER_PATIENCE = 0.1
"""Seconds a read waits for a lock; it happens on the screen's thread, so a longer wait would freeze the keys."""

_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""What SQLite says where there is no room for the files beside a database."""

WRITER_PATIENCE = 10.0
"""Seconds that is waited for a lock where nothing else says how long."""

_FUSE = "fuse.sshfs fuse.glusterfs fuse.davfs fuse.rclone"
_NETWORK = frozenset(
    f"nfs nfs4 cifs smb3 smbfs 9p afs ceph glusterfs lustre ncpfs davfs {_FUSE}".split(" "),
)
"""File systems that lie on another machine, as the kernel calls them."""


class Database(NamedTuple):
    """A file that was checked, migrated and may be opened; `network` says that its file system has no shared memory."""

    path: Path
    network: bool = False

    @property
    def warning(self) -> str | None:
        """A sentence the person should know about this place, if any."""
        if not self.network:
            return None
        return f"On a network file system the database is for one computer at a time, and slower ({self.path})."


def open_database(
    path: Path, mountinfo: Path = Path("/proc/self/mountinfo"), *, patience: Patience | None = None
) -> tuple[Database, PatientConnection]:
    """Make sure that a usable, migrated database lies at `path`, and return it with a connection to read from.

    The connection waits for a lock as `patience` has it. The database is created, with its folder, where there is none.
    Raises DatabaseUnusable or StoreUnavailable with the way out; a file that is refused is left as it was.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow a link and show another name)
    database = Database(path, on_network(path, mountinfo))
    check_place(path)
    with explained(path, reading=True), private_files():
        if not path.exists():
            make_file(path)
        _check_readable(path)
        connection = connect(database, WRITER_PATIENCE, patience)
        try:
            _settle(connection, database)
        except BaseException:
            connection.close()
            raise
    for suffix in ("", "-wal", "-shm"):
        _make_private(path.with_name(path.name + suffix))
    return database, connection


def open_to_read(path: Path, *, patience: Patience | None = None) -> tuple[Database, PatientConnection]:
    """As `open_database`, for who only reads: also where the disk has no room for what SQLite puts beside the file.

    Then the file is read as one that nobody changes, which is safe as long as no WAL lies beside it.
    """
    try:
        return open_database(path, patience=patience)
    except (StoreUnavailable, DatabaseUnusable) as error:
        name = getattr(error.__cause__, "sqlite_errorname", "")
        if not name.startswith(_NO_ROOM):
            raise
        database = Database(Path(os.path.abspath(path)))  # noqa: PTH100 (as above)
        connection = _unchanging(database.path)
        if connection is None:
            raise
        return database, connection


def _unchanging(path: Path) -> PatientConnection | None:
    """A connection that asks the disk for nothing but the file; None where that would not show all there is."""
    wal = path.with_name(path.name + "-wal")
    try:
        if wal.exists() and wal.stat().st_size:
            return None
        connection = sqlite3.connect(
            path.as_uri() + "?mode=ro&immutable=1", uri=True, isolation_level=None, factory=PatientConnection
        )
    except (OSError, sqlite3.Error):
        return None
    try:
        check_ours(connection, path)
        if _version(connection) == LATEST:
            return connection
    except sqlite3.Error:
        pass
    connection.close()
    return None


def connect(database: Database, seconds: float, patience: Patience | None = None) -> PatientConnection:
    """Return a connection that may write, with this program's pragmas and no implicit transactions.

    It waits for a lock as `patience` has it, without that for so many seconds.

    It trusts the schema: the journal's triggers call json_object(), which SQLite before 3.41 refuses them otherwise.
    """
    connection = sqlite3.connect(
        database.path.as_uri() + "?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=seconds if patience is None else TRY_SECONDS,
        factory=PatientConnection,
    )
    connection.patience = patience
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -512")  # KiB: the system keeps the pages too, and nearly as near
        # A statement with triggers keeps its way back in the temporary store: there it is 5 times faster.
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def copy_database(
    connection: sqlite3.Connection, path: Path, progress: Callable[[int, int, int], None] | None = None
) -> None:
    """Copy what `connection` reads into a new file at `path`, for its owner only; `progress` is as sqlite3 has it.

    Raises InvalidInput when something lies there already, DatabaseUnusable or StoreUnavailable when it cannot be made.
    """
    if os.path.lexists(path):
        raise InvalidInput("", f"{path} is there already; name a new file.")
    with explained(path), private_files():
        make_file(path)
        try:
            with closing(sqlite3.connect(path)) as copy:
                connection.backup(copy, progress=progress)
        except (sqlite3.Error, KeyboardInterrupt):
            path.unlink(missing_ok=True)  # half a copy is none
            raise


def on_network(path: Path, mountinfo: Path) -> bool:
    """Tell whether `path` lies on a network file system, as the kernel's list of mounts says."""
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


def _settle(connection: sqlite3.Connection, database: Database) -> None:
    check_ours(connection, database.path)
    if _version(connection) != LATEST:
        from milestone_tui.store.steps import STEPS  # late: a file that is up to date needs none of their text

        try:
            migrate(connection, database.path, STEPS)
        except OSError as error:
            raise DatabaseUnusable(
                f"{database.path} is of an older version, and the copy that is made before it is changed cannot be "
                f"written to {database.path.parent / 'backups'}: {error.strerror}. Nothing was changed."
            ) from error
    connection.execute(f"PRAGMA journal_mode = {'DELETE' if database.network else 'WAL'}")
    connection.execute("PRAGMA trusted_schema = OFF")  # from here on it only reads
    connection.execute(f"PRAGMA busy_timeout = {int(READER_PATIENCE * 1000)}")


def check_place(path: Path) -> None:
    """Make the folder that a database lies in; raises DatabaseUnusable where none can lie there."""
    try:
        if path.is_dir():
            raise DatabaseUnusable(f"{path} is a folder; name a file in it, for example {path / 'milestones.db'}.")
        if path.exists() and not path.is_file():
            raise DatabaseUnusable(f"{path} is not an ordinary file; choose another with --db.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError as error:
        raise DatabaseUnusable(f"You may not use the folder {path.parent}; choose another file with --db.") from error
    except OSError as error:
        raise DatabaseUnusable(f"The folder {path.parent} cannot be made: {error.strerror}.") from error


def make_file(path: Path) -> None:
    """Make an empty file for its owner only; raises DatabaseUnusable."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnusable(f"{path} cannot be made: {error.strerror}; choose another file with --db.") from error


def _check_readable(path: Path) -> None:
    # The file is not opened for it: a process that closes a file loses every lock that it has on it (POSIX), those of
    # SQLite's connections too, and another program would take the write-ahead log away from under them.
    if not os.access(path, os.R_OK):
        raise DatabaseUnusable(f"{path} may not be read by you: {os.strerror(errno.EACCES)}.")
    if not os.access(path, os.W_OK):
        raise DatabaseUnusable(f"{path} is read-only; make it writable, or copy it and name the copy with --db.")
    if not os.access(path.parent, os.W_OK):
        raise DatabaseUnusable(f"The folder {path.parent} is read-only; a database needs a folder it may write to.")


def check_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DatabaseUnusable where the file at `path` is another program's, or a newer version's."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION_ID and (application or not empty or _version(connection)):
        raise DatabaseUnusable(f"{path} is a database of another program; choose another file with --db.")
    if _version(connection) > LATEST:
        raise DatabaseUnusable(
            f"{path} was written by a newer milestone-tui (version {_version(connection)} of the data, "
            f"this program knows {LATEST}); update milestone-tui, or choose another file with --db."
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def private_files() -> Iterator[None]:
    """Files made in the block (the database, its WAL, a backup) are for their owner only."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def _make_private(path: Path) -> None:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
    except OSError:
        return  # gone already, or somebody else's: then its owner decided who may read it
