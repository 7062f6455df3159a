"""Modes and groups of files: what is made beside a database is as private, or as shared, as the database."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def match_database(made: Path, database: Path) -> None:
    """Give a file or folder that this process has just made beside a database the database's mode and group.

    For root also its owner. Call it on a scratch file before the rename. A folder may be entered by whoever may read
    the database, and keeps its group for what is made in it where the group may write. What was not made private
    stays as it is where the database is gone, or where the file system or the system refuses.
    """
    if not hasattr(os, "chown"):
        return  # Windows has neither
    with suppress(OSError):
        wanted, found = database.stat(), made.stat()
        owner = wanted.st_uid if os.geteuid() == 0 else found.st_uid
        if (owner, wanted.st_gid) != (found.st_uid, found.st_gid):
            os.chown(made, owner, wanted.st_gid)
        mode = stat.S_IMODE(wanted.st_mode) & 0o666
        made.chmod(folder_mode(mode) if stat.S_ISDIR(found.st_mode) else mode)


def folder_mode(mode: int) -> int:
    """Return the mode of a folder for files of this mode."""
    enter = (mode & 0o444) >> 2
    return mode | enter | (stat.S_ISGID if mode & stat.S_IWGRP else 0)
