"""Which process keeps a draft, and whether it is over: what a living one still types is not up for going on with."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

PATIENCE = timedelta(days=1)
"""How long a process on another host, which cannot be asked for, counts as alive after what it kept last."""


def this_process() -> str:
    """Return what tells this process from every other, also later and elsewhere: host, number and start."""
    return f"{_host()}/{os.getpid()}/{_started(os.getpid()) or ''}"


def is_over(process: str, kept_at: datetime, now: datetime) -> bool:
    """Tell whether a process named by `this_process` has ended; `kept_at` is when it was known to live."""
    host, number, start = process.rsplit("/", 2)
    if host != _host() or not number.isdecimal():
        return now - kept_at > PATIENCE
    return not _lives(int(number), start)


def _host() -> str:
    import platform  # late: who only reads does not ask

    return platform.node()


def _lives(number: int, start: str) -> bool:
    """Whether the process is there; where the system tells no start, another one of that number passes for it."""
    if start:
        return _started(number) == start
    if sys.platform == "win32":
        return True  # asking would end it
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _started(number: int) -> str | None:
    """When a process was started, in the words of the kernel (Linux); None where there is none or nobody tells.

    One that has ended and that nobody asked for its exit code yet is none: a container may keep those for ever.
    """
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = status.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else fields[19]
