"""Backups: the daily one, and those that a person asks for with `milestone-tui backup FILE`."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, InvalidInput, cause
from milestone_tui.store.backups import back_up_for_the_day
from milestone_tui.store.copying import Progress, copy_to_scratch, publish, scratch_file
from milestone_tui.store.database import absolute, private_files
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.locks import LockPolicy, await_lock
from milestone_tui.store.open_file import OpenFile


class DailyCopy:
    """Daily backup of one open file; belongs to the writer thread. Work continues if it fails."""

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        self._copied_on: date | None = None

    def make(self, today: date, policy: LockPolicy) -> str | None:
        """Make today's backup unless there is one; return a message if something went wrong."""
        if today == self._copied_on:
            return None
        # Copying a locked file would fail or never end.
        await_lock(self.file.path, policy)
        self._copied_on = today
        try:
            backup = back_up_for_the_day(self.file.path, today)
        except (OSError, sqlite3.Error) as error:
            if self.file.look().trouble is not None:
                return None  # reported elsewhere, and the cause
            why = cause(error) if isinstance(error, OSError) else error
            return f"Today's backup failed: {why}. Your changes are saved. Check {self.file.path.parent / 'backups'}."
        if backup is not None and backup.damaged:
            return f"The database is damaged. Run `milestone-tui restore` with a backup older than {backup.path}."
        return None


def copy_database(connection: sqlite3.Connection, database: Path, path: Path, progress: Progress | None = None) -> None:
    """Copy `database`, which `connection` reads, into a new file for its owner only: all or nothing.

    Raises InvalidInput if the folder is missing or the file exists, DatabaseUnusable or StoreUnavailable if it cannot
    be written, and DatabaseUnusable after copying a damaged database, whose copy gets another name.
    """
    path = absolute(path)
    if os.path.lexists(path):
        raise _taken(path)
    if not path.parent.is_dir():
        raise InvalidInput("", f"There is no folder {path.parent}. Create it, or choose another file name.")
    try:
        with translate_errors(path), private_files(), scratch_file(path.parent) as scratch:
            if copy_to_scratch(connection, scratch, progress):
                publish(scratch, path)
                return
            damaged = _publish_damaged(scratch, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise DatabaseUnusable(f"Cannot write {path}: {cause(error)}. Choose another file name.") from error
    backups = database.parent / "backups"
    remedy = f" Restore a backup from {backups}." if backups.is_dir() else ""
    raise DatabaseUnusable(f"{database} is damaged. Its readable part was copied to {damaged}.{remedy}")


def _publish_damaged(scratch: Path, path: Path) -> Path:
    """Give the copy of a damaged database a free name that says so."""
    for number in count(1):
        name = path.with_name(f"{path.stem}-damaged{'' if number == 1 else f'-{number}'}{path.suffix}")
        with suppress(FileExistsError):
            publish(scratch, name)
            return name
    raise AssertionError


def _taken(path: Path) -> InvalidInput:
    return InvalidInput("", f"{path} already exists. Choose another file name.")
