"""Files that a person names: written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from milestone_tui.errors import InvalidInput, cause


def refuse_database(path: Path, database: Path) -> None:
    """Raise InvalidInput if a file to write is the database."""
    with suppress(OSError):  # one of them does not exist
        if path.samefile(database):
            raise InvalidInput("", f"{path} is the database. Choose another file name.", "is the database.")


def replace_file(path: Path, data: bytes) -> None:
    """Write a file atomically: it is never half written. An existing file keeps its mode, a symlink stays one.

    Pipes and devices are written as they are. Raises InvalidInput if the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace_regular(Path(os.path.realpath(path)), data)
    except OSError as error:
        why = cause(error)
        raise InvalidInput(
            "", f"Cannot write {path}: {why}. Choose another file.", f"cannot be written: {why}."
        ) from error


def _replace_regular(target: Path, data: bytes) -> None:
    scratch = target.with_name(f".milestone-tui-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with scratch.open("xb") as file:
            if target.exists():
                scratch.chmod(S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
