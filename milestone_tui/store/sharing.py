"""Sharing a database with a group of people on this computer, and ending that.

A database is private (a file of mode 0600 in a folder of mode 0700) until its owner shares it: then it has 0660 in a
folder of mode 2770, so that new files in the folder get its group whoever makes them.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import DatabaseUnusable, InvalidInput
from milestone_tui.store.database import MOUNTINFO, Database, make_file, on_network, open_database
from milestone_tui.store.file_modes import folder_mode
from milestone_tui.store.group_access import (
    PRIVATE,
    SHARED,
    SIDE_FILES,
    Shared,
    is_backup,
    is_open_to,
    open_folder,
    refuse_closed_way,
    set_access,
)
from milestone_tui.store.groups import Group, chosen_group, group_of, owner_of
from milestone_tui.store.moved import note_of


class Unshared(NamedTuple):
    """The result of ending the sharing of a database."""

    path: Path
    owner: str
    folder_group: str = ""
    """The group that can still use the folder, because it holds other files too."""
    left: tuple[Path, ...] = ()
    """Files that could not be made private."""
    in_use: bool = False
    """Whether programs still have the database open; they keep access until they end."""


def share(path: Path, group_name: str | None, to: Path | None = None, mountinfo: Path = MOUNTINFO) -> Shared:
    """Share the database at `path` with a group, in place or moved into the folder `to` with its backups.

    Raises InvalidInput, DatabaseUnusable and StoreUnavailable; then nothing was changed.
    """
    refuse_windows(sys.platform)
    path = Path(os.path.realpath(path))
    open_database(path, mountinfo)[1].close()
    refuse_other_owner(path)
    group = chosen_group(group_name)
    if to is None or Path(os.path.realpath(to)) == path.parent:
        done = _share_in_place(path, group)
    else:
        from milestone_tui.store.moving import move_shared  # late: seldom needed

        done = move_shared(path, group, Path(os.path.realpath(to)))
    return done._replace(warning=Database(done.path, on_network(done.path, mountinfo)).warning)


def _share_in_place(path: Path, group: Group) -> Shared:
    folder = path.parent
    refuse_closed_way(folder, group)
    if not is_open_to(folder, group):
        _refuse_other_files(path, group)
        open_folder(folder, group)
    left = [file for file in files_of(path) if not _open_to_group(file, group)]
    return Shared(path, group, left=tuple(left))


def unshare(path: Path) -> Unshared:
    """Make the database at `path`, its backups and its folder private to its owner.

    Raises InvalidInput, DatabaseUnusable and StoreUnavailable.
    """
    refuse_windows(sys.platform)
    path = Path(os.path.realpath(path))
    open_database(path)[1].close()  # the last close removes SQLite's files beside it
    refuse_other_owner(path)
    status = path.stat()
    group = _primary_group(status.st_uid)
    set_access(path, group, PRIVATE)
    left = [file for file in files_of(path) if file != path and not _make_private(file, status.st_uid, group)]
    folder = path.parent
    closes = folder.stat().st_uid == status.st_uid and not _others(path)
    if closes:
        set_access(folder, group, folder_mode(PRIVATE))
    open_to = "" if closes or not folder.stat().st_mode & 0o070 else group_of(folder.stat().st_gid).name
    in_use = path.with_name(f"{path.name}-wal").exists()
    # Nobody else can reach files in a closed folder, whoever owns them.
    return Unshared(path, owner_of(path), open_to, () if closes else tuple(left), in_use)


def refuse_windows(platform: str) -> None:
    """Raise InvalidInput on Windows, which has no groups of people and no file modes."""
    if platform == "win32":
        raise InvalidInput("", "Nothing was changed: sharing needs file modes and groups, which Windows does not have.")


def refuse_other_owner(path: Path) -> None:
    """Raise DatabaseUnusable unless the file belongs to this person; root may share any file."""
    if os.geteuid() not in (0, path.stat().st_uid):
        raise DatabaseUnusable(f"{path} belongs to {owner_of(path)}. Ask {owner_of(path)} to run this command.")


def files_of(path: Path) -> Iterator[Path]:
    """Yield the files of a database: the backups, their folder, SQLite's files beside it, and the file itself last."""
    backups = path.parent / "backups"
    with suppress(OSError):
        for file in sorted(backups.iterdir()):
            if is_backup(file, path):
                yield file
        yield backups
    for suffix in SIDE_FILES:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            yield beside
    yield path


def _open_to_group(file: Path, group: Group) -> bool:
    """Share a file or folder; return whether that worked. A shared one may belong to somebody else."""
    folder = file.is_dir()
    mode = folder_mode(SHARED) if folder else SHARED
    with suppress(FileNotFoundError):  # a program has just closed the database
        status = file.stat()
        if status.st_gid == group.id and stat.S_IMODE(status.st_mode) == mode:
            return True
        if os.geteuid() not in (0, status.st_uid):
            return False
        set_access(file, group.id, mode)
    return True


def _make_private(file: Path, owner: int, group: int) -> bool:
    """Make a file or folder private; somebody else's backup is replaced by a copy that belongs to the owner."""
    folder = file.is_dir()
    try:
        if file.stat().st_uid != owner and os.geteuid() != 0:
            if file.name.endswith(SIDE_FILES):
                return False
            (_replace_folder if folder else _copy_in_place)(file)
        set_access(file, group, folder_mode(PRIVATE) if folder else PRIVATE, owner if os.geteuid() == 0 else -1)
    except FileNotFoundError:
        return True  # a program has just closed the database
    except (OSError, DatabaseUnusable):
        return False
    return True


def _replace_folder(folder: Path) -> None:
    """Replace somebody else's folder by one of this person's."""
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    scratch.mkdir(PRIVATE | stat.S_IXUSR)
    for file in folder.iterdir():
        file.rename(scratch / file.name)
    folder.rmdir()
    scratch.rename(folder)


def _copy_in_place(file: Path) -> None:
    scratch = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        make_file(scratch)
        shutil.copyfile(file, scratch)
        scratch.replace(file)
    finally:
        scratch.unlink(missing_ok=True)


def _refuse_other_files(path: Path, group: Group) -> None:
    """Raise InvalidInput if sharing the folder would let the group change other files."""
    others = _others(path)
    if others:
        raise InvalidInput(
            "",
            f"Not shared: {path.parent} holds other files, such as {others[0]}, which the group could replace. "
            f"Move the database to a folder of its own with `milestone-tui share --group {group.name} --to DIR`.",
        )
    if path.parent.stat().st_uid != os.geteuid() != 0:
        raise InvalidInput(
            "",
            f"Not shared: the folder {path.parent} belongs to {owner_of(path.parent)}. "
            f"Move the database to a folder of its own with `milestone-tui share --group {group.name} --to DIR`.",
        )


def _others(path: Path) -> list[str]:
    """Return the names in the database's folder that are not part of it, apart from our hidden scratch files."""
    own = {path.name, note_of(path).name, "backups", *(path.name + suffix for suffix in SIDE_FILES)}
    names = (file.name for file in path.parent.iterdir())
    return sorted(
        name for name in names if name not in own and not name.startswith((f".{path.stem}", ".milestone-tui."))
    )


def _primary_group(owner: int) -> int:
    """Return the default group of a person's files."""
    if owner == os.geteuid():
        return os.getegid()
    import pwd

    try:
        return pwd.getpwuid(owner).pw_gid
    except KeyError:
        return os.getegid()
