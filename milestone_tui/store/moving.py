"""Moving a database and its backups to a folder that a group can reach."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, InvalidInput, StoreUnavailable, cause
from milestone_tui.store.database import Database, connect, make_file
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.group_access import (
    SIDE_FILES,
    Shared,
    is_backup,
    is_open_to,
    open_folder,
    refuse_closed_way,
    share_file,
)
from milestone_tui.store.groups import Group, owner_of
from milestone_tui.store.moved import leave_note


def move_shared(path: Path, group: Group, folder: Path) -> Shared:
    """Move the database at `path` to the group's folder; a note with the new path stays behind.

    Files are copied under scratch names and renamed once all are there; only then are the old ones removed. Raises
    InvalidInput, DatabaseUnusable and StoreUnavailable; then the database is where it was.
    """
    target = folder / path.name
    _check_folder(folder, target, group)
    with translate_errors(path), closing(connect(Database(path), 0)) as held:
        _hold(held, path)
        try:
            owner = path.stat().st_uid if os.geteuid() == 0 else -1
            _make_folder(folder, group, owner)
            backups = _copy_backups(path, target, group, owner)
            _copy_database(path, target, group, owner)
            leave_note(path, target)
        except OSError as error:
            raise DatabaseUnusable(
                f"Cannot move the database to {folder}: {cause(error)}. It is still at {path}. Choose another folder."
            ) from error
        left = [file for file in (path, *_beside(path), *backups) if not _removed(file)]
    with suppress(OSError):
        (path.parent / "backups").rmdir()
    return Shared(target, group, path, len(backups), tuple(left))


def _check_folder(folder: Path, target: Path, group: Group) -> None:
    """Raise InvalidInput if the folder cannot hold a shared database."""
    if os.path.lexists(target):
        raise InvalidInput("", f"{target} already exists. Choose another folder.")
    if not folder.exists():
        if not folder.parent.is_dir():
            raise InvalidInput("", f"There is no folder {folder.parent}. Create it first, or choose another one.")
    elif not folder.is_dir():
        raise InvalidInput("", f"{folder} is not a folder. Choose another one.")
    elif not is_open_to(folder, group):
        if next(folder.iterdir(), None) is not None:
            raise InvalidInput(
                "",
                f"{folder} holds other files and is not open to the group {group.name}. "
                f"Choose a new folder, such as {folder / 'milestones'}.",
            )
        if folder.stat().st_uid != os.geteuid() != 0:
            raise InvalidInput(
                "", f"The folder {folder} belongs to {owner_of(folder)}. Choose one of your own, or a new one."
            )
    refuse_closed_way(folder, group)


def _hold(held: sqlite3.Connection, path: Path) -> None:
    """Keep everybody from writing until the connection is closed; raise StoreUnavailable if others use the file.

    Only the last program with the file open can end WAL mode; then the log has been written into the file.
    """
    try:
        held.execute("PRAGMA journal_mode = DELETE")
        held.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise
        raise StoreUnavailable(
            f"Not moved: another program has {path} open. Close it everywhere, then try again."
        ) from error


def _make_folder(folder: Path, group: Group, owner: int) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_open_to(folder, group):
        open_folder(folder, group, owner)


def _copy_backups(path: Path, target: Path, group: Group, owner: int) -> list[Path]:
    """Copy the backups beside `target`; return the old files."""
    old, new = path.parent / "backups", target.parent / "backups"
    found = [file for file in sorted(old.iterdir()) if is_backup(file, path)] if old.is_dir() else []
    if found:
        _make_folder(new, group, owner)
    for file in found:
        scratch = new / f".{file.name}.{os.getpid()}"
        try:
            make_file(scratch)
            shutil.copyfile(file, scratch)
            share_file(scratch, group, owner)
            scratch.replace(new / file.name)
        finally:
            scratch.unlink(missing_ok=True)
    return found


def _copy_database(path: Path, target: Path, group: Group, owner: int) -> None:
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        make_file(scratch)
        # Separate connections: the one that holds the write lock cannot be copied.
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(scratch)) as copy:
            source.backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DatabaseUnusable(f"Not moved: {path} is damaged. Restore a backup first.")
        share_file(scratch, group, owner)
        scratch.rename(target)
        _sync(target.parent)
    finally:
        for left in (scratch, *_beside(scratch)):
            left.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Flush the names in a folder to the disk before the old files are removed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> list[Path]:
    return [beside for suffix in SIDE_FILES if (beside := path.with_name(path.name + suffix)).exists()]


def _removed(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True
