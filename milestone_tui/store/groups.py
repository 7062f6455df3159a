"""The groups of people on this computer that a database can be shared with."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import list_words

_NAMED = 8
"""How many groups a message lists."""


class Group(NamedTuple):
    """A group, by number and name; the number serves as the name if the system knows none."""

    id: int
    name: str


def chosen_group(name: str | None) -> Group:
    """Return the group of this name or number; without one, the person's own group.

    Raises InvalidInput if there is no such group, if the person is not in it, or if the person's own group is private.
    """
    if name is None:
        return _own_group()
    group = _group_called(name)
    if os.geteuid() != 0 and group.id not in _ids():
        raise InvalidInput(
            "",
            f"You are not in the group {group.name}, so you cannot share with it. {_choices()} "
            "If you were added just now, log in again.",
        )
    return group


def group_of(id_: int) -> Group:
    """Return the group with this number."""
    import grp

    try:
        return Group(id_, grp.getgrgid(id_).gr_name)
    except KeyError:
        return Group(id_, str(id_))


def owner_of(path: Path) -> str:
    """Return the login of a file's owner, or the user number if the system knows no name."""
    import pwd

    id_ = path.stat().st_uid
    try:
        return pwd.getpwuid(id_).pw_name
    except KeyError:
        return str(id_)


def is_private(id_: int) -> bool:
    """Return whether a group has one member only, as many systems make one for each login."""
    import grp
    import pwd

    try:
        group = grp.getgrgid(id_)
    except KeyError:
        return False
    try:
        person = pwd.getpwnam(group.gr_name)
    except KeyError:
        return False
    return person.pw_gid == id_ and not set(group.gr_mem) - {person.pw_name}


def first_closed(folder: Path, group: int | None) -> Path | None:
    """Return the outermost folder above `folder` that the group cannot enter; without a group, everybody else."""
    for place in (*reversed(folder.parents), folder):
        status = place.stat()
        bit = stat.S_IXGRP if status.st_gid == group else stat.S_IXOTH
        if not status.st_mode & bit:
            return place
    return None


def _own_group() -> Group:
    own = os.getegid()
    if not is_private(own):
        return group_of(own)
    raise InvalidInput("", f"Name the group to share with: --group NAME. {_choices()}")


def _group_called(name: str) -> Group:
    import grp

    try:
        found = grp.getgrnam(name)
    except KeyError:
        if name.isascii() and name.isdigit() and int(name) < 2**32 - 1:
            return group_of(int(name))
        raise InvalidInput("", f'There is no group "{name}" on this computer. {_choices()}') from None
    return Group(found.gr_gid, found.gr_name)


def _ids() -> set[int]:
    return {os.getegid(), *os.getgroups()}


def _choices() -> str:
    """Return a sentence listing the groups that the person can choose."""
    if os.geteuid() == 0:
        return "As root you can choose any group."
    names = sorted(group_of(id_).name for id_ in _ids() if not is_private(id_))
    if not names:
        return "You are in no group with others: ask an administrator to add you to one."
    return f"You are in {list_words(names, most=_NAMED)}."
