"""Modes and groups of files: what is created beside a database is as private, or as shared, as the database."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

SHARED_FOLDER = stat.S_ISGID | stat.S_IRWXG
"""Mode bits of a folder that holds a shared database."""


def match_database(made: Path, database: Path) -> None:
    """Give a file or folder just created beside a database the database's mode and group, and as root its owner.

    Call it on a scratch file before the rename. A folder can be entered by whoever may read the database, and passes on
    its group if the group may write. Does nothing if the database is gone or the system refuses.
    """
    if not hasattr(os, "chown"):
        return  # Windows has neither
    with suppress(OSError):
        wanted, found = database.stat(), made.stat()
        owner = wanted.st_uid if os.geteuid() == 0 else found.st_uid
        if (owner, wanted.st_gid) != (found.st_uid, found.st_gid):
            os.chown(made, owner, wanted.st_gid)
        mode = mode_of(database)
        made.chmod(folder_mode(mode) if stat.S_ISDIR(found.st_mode) else mode)


def mode_of(database: Path) -> int:
    """Return who may read and write a database; only the owner if there is none."""
    try:
        return stat.S_IMODE(database.stat().st_mode) & 0o666
    except OSError:
        return 0o600


def folder_mode(mode: int) -> int:
    """Return the mode of a folder for files of this mode."""
    enter = (mode & 0o444) >> 2
    return mode | enter | (stat.S_ISGID if mode & stat.S_IWGRP else 0)


def match_place(database: Path, before: Path | None) -> None:
    """Give a new file the mode and group of the file it replaces; else share it if its folder is shared."""
    if before is not None:
        match_database(database, before)
        return
    with suppress(OSError):
        status = database.parent.stat()
        if status.st_mode & SHARED_FOLDER == SHARED_FOLDER and database.stat().st_gid == status.st_gid:
            database.chmod(0o660)


def match_beside(database: Path) -> None:
    """Give SQLite's files beside a database its mode and group, if this person owns them.

    SQLite takes the mode from the database, but the group from the process or the folder: in a folder without the
    setgid bit, others of the group could not open what a killed process has left.
    """
    if not hasattr(os, "chown"):
        return
    with suppress(OSError):
        wanted, user = database.stat(), os.geteuid()
        for suffix in ("-wal", "-shm"):
            beside = f"{database}{suffix}"
            with suppress(FileNotFoundError):
                found = os.stat(beside)  # noqa: PTH116 - at each start, and a path costs more than the question
                if found.st_uid == user and (found.st_mode, found.st_gid) != (wanted.st_mode, wanted.st_gid):
                    match_database(Path(beside), database)


def exposure(database: Path) -> str | None:
    """Return a warning, with the remedy, if people can read the database with whom it was not shared.

    A file that its group may read and write counts as shared on purpose.
    """
    if not hasattr(os, "chown"):
        return None
    try:
        status = database.stat()
        mode = stat.S_IMODE(status.st_mode)
        if not mode & 0o077 or status.st_uid != os.geteuid():
            return None
        return _exposed(database, mode, status.st_gid)
    except OSError:
        return None


def _exposed(database: Path, mode: int, group: int) -> str | None:
    from milestone_tui.store.groups import first_closed, group_of, is_private  # late: most files are private

    is_shared = mode & 0o060 == 0o060
    if mode & stat.S_IROTH and first_closed(database.parent, None) is None:
        who = "Other people"
    elif is_shared or not mode & stat.S_IRGRP or is_private(group) or first_closed(database.parent, group) is not None:
        return None
    else:
        who = f"The group {group_of(group).name}"
    command = f"share --group {group_of(group).name}" if is_shared else "share --off"
    return f"{who} can read your projects. Run `milestone-tui {command}` to stop this. The database is {database}."


def locked_out(database: Path) -> str:
    """Return the message for a person without permission to open the database: whose it is, and what to do."""
    place = _first_visible(database)
    if place is None or not hasattr(os, "chown"):
        return f"No permission to open {database}. Choose another file with --db."
    if place != database and os.access(place, os.X_OK):
        return f"No permission to create {database}: the folder {place} is not yours. Choose another file with --db."
    from milestone_tui.store.groups import owner_of

    owner = owner_of(place)
    return (
        f"No permission to open {database}: {'it' if place == database else f'the folder {place}'} is private to "
        f"{owner}. Ask {owner} to run `milestone-tui share`, or choose another file with --db."
    )


def _first_visible(path: Path) -> Path | None:
    """Return the innermost of the path and its parent folders that this person may inspect."""
    for place in (path, *path.parents):
        with suppress(OSError):
            place.stat()
            return place
    return None
