"""Files that get their name only when they are whole: until then a crash leaves nothing under that name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from milestone_tui.store.processes import is_over, this_process

_NAME = re.compile(r"\.milestone-tui\.(.+)\.(\d+)\.(\d*)\.\d+\.part(?:-journal|-wal|-shm)?", re.ASCII)
"""Of a scratch file, and of what SQLite puts beside one: the host, number and start of the process that writes it."""
_BESIDE = ("", "-journal", "-wal", "-shm")
_serial = count()


@contextmanager
def scratch_file(folder: Path) -> Iterator[Path]:
    """Make an empty file in `folder`, for the owner only; delete it after the block unless it was renamed.

    What dead processes of this program left in the folder is deleted as well. Raises OSError.
    """
    host, number, start = this_process().rsplit("/", 2)
    path = folder / f".milestone-tui.{host}.{number}.{start}.{next(_serial)}.part"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _sweep(folder, _modified(path))
        yield path
    finally:
        for suffix in _BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def publish(scratch: Path, path: Path) -> None:
    """Give a whole scratch file its name; raises FileExistsError where something has it already, and OSError."""
    flush(scratch)
    try:
        path.hardlink_to(scratch)  # the one way that never overwrites
    except FileExistsError:
        raise
    except OSError:  # a file system without such links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        scratch.rename(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk, where it can."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path, now: datetime) -> None:
    """Delete the scratch files of processes that have ended; `now` is by the clock of the folder's file system."""
    for entry in folder.iterdir():
        found = _NAME.fullmatch(entry.name)
        if found:
            with suppress(OSError):  # gone already, or somebody else's
                if is_over("/".join(found.groups()), _modified(entry), now):
                    entry.unlink()


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
