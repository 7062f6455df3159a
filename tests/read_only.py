"""Making a file or a folder read-only, for whoever runs the tests: modes do not stop root, attributes and mounts do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Until the end of the block nothing may be written to `path`; skips where the system cannot do that."""
    mode = path.stat().st_mode
    immutable = os.geteuid() == 0
    if immutable:
        _set_immutable("+i", path)
    else:
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        if immutable:
            _set_immutable("-i", path)
        else:
            path.chmod(mode)


def _set_immutable(flag: str, path: Path) -> None:
    program = shutil.which("chattr")
    if program is None:
        pytest.skip("modes do not stop root, and there is no chattr here")
    done = subprocess.run([program, flag, path], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"modes do not stop root, and chattr cannot be used here: {done.stderr.strip()}")
