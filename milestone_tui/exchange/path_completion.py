"""Completion of the path of a file to import: the readable files and the folders that a typed path may mean."""

from __future__ import annotations

import os
import stat
from itertools import islice, takewhile
from typing import NamedTuple

from milestone_tui.errors import ImportRefused, cause
from milestone_tui.exchange.formats import FORMATS
from milestone_tui.exchange.input_files import expand_path

_MOST_ENTRIES = 20_000
"""Entries of a folder that are looked at."""
_MOST_OFFERED = 500
ENDINGS = tuple({ending for known in FORMATS if known.plan_reader or known.archive_reader for ending in known.suffixes})
"""The endings of the files that can be imported."""


class FoundPath(NamedTuple):
    """A file or folder that a typed path may mean."""

    text: str
    """The typed path, completed; a folder ends with a slash."""
    name: str
    """Its last part, with that slash."""
    size: int = 0
    """Bytes of a file."""

    @property
    def is_folder(self) -> bool:
        """Return whether it is a folder."""
        return self.name.endswith("/")


def found_paths(typed: str) -> tuple[FoundPath, ...]:
    """Return what a typed path may mean, by name: folders, and the readable files whose ending is known.

    Where there is no such file, all readable ones. Hidden ones only after a dot; names that cannot be typed never.
    Raises ImportRefused if the folder cannot be read.
    """
    bare = typed.strip().lstrip("'\"")
    if bare in ("~", "..") or bare.endswith("/.."):
        return (FoundPath(f"{bare}/", f"{bare}/"),)
    head, _, tail = bare.rpartition("/")
    head = head + "/" if "/" in bare else ""
    folder = expand_path(head or ".")
    try:
        with os.scandir(folder) as entries:
            seen = [entry for entry in islice(entries, _MOST_ENTRIES) if _may_be(entry.name, tail)]
    except OSError as error:
        raise ImportRefused(f"Cannot read the folder {folder}: {cause(error)}.") from error
    except ValueError as error:
        raise ImportRefused("A path cannot contain a null byte.") from error
    found = sorted(filter(None, (_found(entry, head) for entry in seen)), key=lambda one: one.name.casefold())
    known = [one for one in found if one.is_folder or one.name.casefold().endswith(ENDINGS)]
    chosen = known if any(not one.is_folder for one in known) or not tail else found
    return tuple(chosen[:_MOST_OFFERED])


def _may_be(name: str, tail: str) -> bool:
    is_hidden = name.startswith(".") and not tail.startswith(".")
    return not is_hidden and name.isprintable() and name.casefold().startswith(tail.casefold())


def _found(entry: os.DirEntry[str], head: str) -> FoundPath | None:
    """Return an entry of a folder; None for one that cannot be read, and for devices and the like."""
    try:
        status = entry.stat()
        if stat.S_ISDIR(status.st_mode):
            return FoundPath(f"{head}{entry.name}/", f"{entry.name}/") if os.access(entry.path, os.X_OK) else None
        if stat.S_ISREG(status.st_mode) and os.access(entry.path, os.R_OK):
            return FoundPath(f"{head}{entry.name}", entry.name, status.st_size)
    except OSError:
        pass  # a link to nowhere, or just deleted
    return None


def completed(typed: str, found: tuple[FoundPath, ...]) -> str:
    """Return the typed path with all that its meanings have in common; as it is if that is no more."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*(one.text for one in found), strict=False))
    together = "".join(letters[0] for letters in alike)
    return together if len(together) >= len(typed.strip().lstrip("'\"")) else typed
