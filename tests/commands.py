"""Commands run in this process, in a home of their own."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.cli.main import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    errors: str


Run = Callable[..., Done]


def at_home(monkeypatch: pytest.MonkeyPatch, home: Path, today: date) -> None:
    """Let commands find nobody's settings but those in `home`, in a locale with UTF-8, on this day."""
    for name in [name for name in os.environ if name.startswith(("MILESTONE_TUI", "XDG_", "LC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("MILESTONE_TUI_TODAY", today.isoformat())


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> Done:
    """Run a command in this process; returns how it ended."""
    try:
        code = main(words)
    except SystemExit as end:  # so --help ends
        code = int(end.code or 0)
    written = capsys.readouterr()
    return Done(code, written.out, written.err)


def on_terminal(words: Sequence[str], home: Path, columns: int, **env: str) -> str:
    """Return what a command writes to a terminal of this width, in a process of its own."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **env}
    with subprocess.Popen([sys.executable, "-m", "milestone_tui", *words], stdout=follower, env=environment) as process:
        os.close(follower)
        written = b""
        with suppress(OSError):  # the other end is closed: that is all
            while block := os.read(leader, 65_536):
                written += block
    os.close(leader)
    assert process.returncode == 0, written
    return written.decode().replace("\r\n", "\n")
