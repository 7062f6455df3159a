"""Which process owns a draft, and whether it has ended: drafts of a running process are not offered to resume."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

REMOTE_LIFETIME = timedelta(days=1)
"""How long a process on another host, which cannot be queried, counts as running after its last draft."""


def this_process() -> str:
    """Return a name for this process that no other ever has: host, number and start time."""
    return f"{_host()}/{os.getpid()}/{_start_time(os.getpid()) or ''}"


def has_ended(process: str, kept_at: datetime, now: datetime) -> bool:
    """Return whether the process named by `this_process` has ended; `kept_at` is when it was known to run."""
    host, number, start = process.rsplit("/", 2)
    if host != _host() or not number.isdecimal():
        return now - kept_at > REMOTE_LIFETIME
    return not _is_running(int(number), start)


def _host() -> str:
    import platform  # late: not needed for reading

    return platform.node()


def _is_running(number: int, start: str) -> bool:
    """Return whether the process is running; without a known start time, any process with that number counts."""
    if start:
        return _start_time(number) == start
    if sys.platform == "win32":
        return True  # os.kill would end the process
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _start_time(number: int) -> str | None:
    """Return the start time of a process as the kernel writes it (Linux); None if it is not running or unknown.

    A zombie counts as not running: a container may keep those indefinitely.
    """
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = status.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else fields[19]
