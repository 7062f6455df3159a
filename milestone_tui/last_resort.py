"""Reports of unexpected errors: the details go to a file, a sentence to the terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

EXIT_CODE = 70
"""EX_SOFTWARE: an error in the program itself."""


def write_report(error: BaseException, folder: Path) -> str:
    """Write an error report to a file in `folder`; return the sentence with its path and what to do."""
    kind = type(error).__name__
    try:
        path = _write(error, folder)
    except OSError as failure:
        return (
            f"An unexpected error stopped the program ({kind}), and no report could be written to {folder}: "
            f"{failure.strerror}. Saved changes are safe. Run `milestone-tui check`, then start again."
        )
    return (
        f"An unexpected error stopped the program ({kind}). Saved changes are safe, and the next start offers your "
        f"drafts. Run `milestone-tui check`, and report the error with the file {path}."
    )


def _write(error: BaseException, folder: Path) -> Path:
    """Write the report, readable by its owner only, with the traceback but without values of variables."""
    from platform import platform
    from traceback import TracebackException

    from milestone_tui import __version__

    traceback = "".join(TracebackException.from_exception(error, capture_locals=False).format())
    head = f"milestone-tui {__version__}, Python {sys.version.split()[0]}, {platform()}\n\n"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"error-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    scratch = path.with_name(f".{path.name}")
    try:
        number = os.open(scratch, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with open(number, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123 - open already
            file.write(head + traceback)
        scratch.replace(path)
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
    return path
