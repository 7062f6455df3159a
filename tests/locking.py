"""Another program that has the database, for as long as a test wants."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

_HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
if sys.argv[3] == "whole":
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
db.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
db.execute("ROLLBACK")
db.close()
"""


class ForeignLock:
    """A process that holds a lock from its beginning until `release`; use as a context manager."""

    def __init__(self, path: Path, begin: str = "BEGIN EXCLUSIVE", *, whole: bool = False) -> None:
        """`whole`: nobody else may even read, also where the database has a write-ahead log."""
        command = [sys.executable, "-c", _HOLD, str(path), begin, "whole" if whole else ""]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None and self._process.stdout.readline() == "held\n"

    def release(self) -> None:
        """Let go, and wait until that has happened."""
        if self._process.returncode is None:
            self._process.communicate("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
