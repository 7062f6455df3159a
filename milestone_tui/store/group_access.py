"""Access of a group to the files and the folder of a shared database."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable, InvalidInput, cause
from milestone_tui.store.file_modes import SHARED_FOLDER, folder_mode
from milestone_tui.store.groups import Group, first_closed

SIDE_FILES = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps beside a database."""

PRIVATE, SHARED = 0o600, 0o660
"""Modes of a private and of a shared file."""


class Shared(NamedTuple):
    """The result of sharing a database."""

    path: Path
    """Where the database is now."""
    group: Group
    moved_from: Path | None = None
    backups: int = 0
    """How many backups were moved with it."""
    left: tuple[Path, ...] = ()
    """Files that could not be changed, or not removed from the old place."""
    warning: str | None = None
    """A warning about the place, if there is one."""


def refuse_closed_way(folder: Path, group: Group) -> None:
    """Raise InvalidInput if the group cannot enter one of the folders above this one."""
    closed = first_closed(folder.parent, group.id)
    if closed is not None:
        mode = stat.filemode(closed.stat().st_mode)
        raise InvalidInput(
            "",
            f"Not shared: the group {group.name} cannot enter {closed} ({mode}). "
            "Move the database to a folder that the group can reach, such as with "
            f"`milestone-tui share --group {group.name} --to /srv/milestones`.",
        )


def is_open_to(folder: Path, group: Group) -> bool:
    """Return whether the folder can already hold a database shared with the group."""
    status = folder.stat()
    return status.st_gid == group.id and status.st_mode & SHARED_FOLDER == SHARED_FOLDER


def open_folder(folder: Path, group: Group, owner: int = -1) -> None:
    """Give the group access to the folder and to new files in it; raise DatabaseUnusable."""
    set_access(folder, group.id, folder_mode(SHARED), owner)
    if not is_open_to(folder, group):
        raise DatabaseUnusable(
            f"Not shared: the file system of {folder} has no groups and modes. "
            f"Move the database elsewhere with --to DIR."
        )


def share_file(file: Path, group: Group, owner: int = -1) -> None:
    """Let the group read and write a file, and as root give it to its owner; raise DatabaseUnusable."""
    set_access(file, group.id, SHARED, owner)


def is_backup(file: Path, path: Path) -> bool:
    """Return whether a file in the backups folder is a backup of this database, or belongs to one."""
    return file.name.startswith(f"{path.stem}-") and file.is_file() and not file.is_symlink()


def set_access(file: Path, group: int, mode: int, owner: int = -1) -> None:
    """Set the group, then the mode: in the other order the system may drop the setgid bit.

    Raises DatabaseUnusable, and FileNotFoundError if the file is gone.
    """
    try:
        os.chown(file, owner, group)
        file.chmod(mode)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DatabaseUnusable(f"Cannot change who may use {file}: {cause(error)}. Ask its owner to do it.") from error
