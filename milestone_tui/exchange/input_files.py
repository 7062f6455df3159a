"""The files that a person names to be read: ordinary ones of a bounded size, opened without side effects."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from milestone_tui.errors import ImportRefused

MOST_BYTES = 256 << 20
"""A bigger file is refused unread, as it would take as much memory."""


def read_bytes_of(path: Path, database: Path | None = None) -> bytes:
    """Return the contents of a file. `database` is the one that this process has open.

    Raises:
        ImportRefused: the file cannot be read, is not an ordinary file, is too big, or is the database.
    """
    try:
        status = path.stat()  # before opening it: some devices react to that alone
        _refuse_special(path, status)
        if database is not None and _is_same(status, database):
            # Closing any handle of a file drops the locks that SQLite holds on it in this process.
            raise ImportRefused("This is the database itself. Name another file.")
        with open(path, "rb", opener=_open_without_waiting) as file:
            _refuse_special(path, os.fstat(file.fileno()))
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ImportRefused(f"Cannot read {path}: {_reason(error)}.") from error
    if len(data) > MOST_BYTES:
        raise _too_big(path)
    return data


def read_bytes_from(stream: BinaryIO) -> bytes:
    """Return the rest of an open stream, such as the standard input. Raises ImportRefused as `read_bytes_of` does."""
    try:
        data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"Cannot read the input: {_reason(error)}.") from error
    if len(data) > MOST_BYTES:
        raise _too_big("the input")
    return data


def _reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "its name contains a null byte"


def expand_path(text: str) -> Path:
    """Return the path that a person typed, perhaps in quotes, with `~` for their home folder.

    Raises:
        ImportRefused: it begins with the home folder of an unknown user.
    """
    bare = text.strip().strip("'\"")
    try:
        return Path(bare).expanduser()
    except (RuntimeError, ValueError) as error:
        user = bare.split("/", 1)[0]
        raise ImportRefused(
            f'"{user}" is not a home folder: there is no such user on this system. Write ~/ for your own.'
        ) from error


def _is_same(status: os.stat_result, database: Path) -> bool:
    try:
        return os.path.samestat(status, database.stat())
    except OSError:
        return False  # the database is gone


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        from milestone_tui.exchange.other_programs import other_name

        if (other := other_name(path.name)) is not None:  # some programs write folders that look like files
            raise ImportRefused(other.sentence)
    if not stat.S_ISREG(status.st_mode):
        raise ImportRefused(f"{path} is {_kind(status.st_mode)}. Name an ordinary file.")
    if status.st_size > MOST_BYTES:
        raise _too_big(path)


def _too_big(path: Path | str) -> ImportRefused:
    return ImportRefused(f"Nothing was imported: {path} is larger than {MOST_BYTES >> 20} MB. Import a part of it.")


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file without waiting for a writer, if it is a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
