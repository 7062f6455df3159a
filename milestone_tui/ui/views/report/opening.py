"""Opening a written report in the program that the desktop has for such files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from threading import Thread

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def opener() -> Sequence[str]:
    """Return the command that opens a file on this desktop; empty where there is no display."""
    if sys.platform in ("darwin", "win32"):
        has_display, command = "SSH_CONNECTION" not in os.environ, "open" if sys.platform == "darwin" else "explorer"
    else:
        has_display, command = any(map(os.environ.get, _DISPLAYS)), "xdg-open"
    path = which(command) if has_display else None
    return () if path is None else (path,)


def open_file(command: Sequence[str], path: Path) -> str:
    """Open a file and do not wait; return why that failed, else an empty text. What the program prints is dropped."""
    try:
        process = subprocess.Popen(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return error.strerror or str(error)
    Thread(target=process.wait, name="opener", daemon=True).start()  # nothing is left of it when it ends
    return ""
