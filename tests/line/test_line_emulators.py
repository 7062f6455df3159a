"""The same in terminals that others wrote: what they show behind the line is what they show without it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, Self

import pyte
import pytest
from line.compare import through_tty
from line.conftest import Recorded
from line.recorder import Step
from line.scenes import SCENES
from line.streams import Resize
from line.vt import Vt
from pyte.screens import Char
from terminal import PATIENCE

from milestone_tui.terminal.line import TerminalLine

SIZE = (100, 30)
_LAST_BLANKS = re.compile(r"(?:\x1b\[[0-9;:]*m| )+$")
_MAIN = ("home", "roadmap", "timeline", "changes", "what if", "network", "editor", "lists", "palette", "help", "themes")


class Emulator(Protocol):
    """A terminal that can be looked at."""

    def feed(self, data: str) -> None:
        """Show what a program sends."""

    def resize(self, width: int, height: int) -> None:
        """Take another size."""

    def rows(self) -> Sequence[Sequence[object]]:
        """What is seen, row by row, as something that can be compared."""


class Pyte:
    """Pyte's screen, which erases in no ground but its own where nothing was written yet."""

    def __init__(self, width: int, height: int) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    def resize(self, width: int, height: int) -> None:
        self._screen.resize(height, width)

    def rows(self) -> Sequence[Sequence[object]]:
        screen = self._screen
        return [[_seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def _seen(cell: Char) -> Char:
    """A blank has no ink."""
    blank = cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough)
    return Char(" ", bg=cell.bg) if blank else cell


class Tmux:
    """A window of tmux in a server of its own, in which a program repeats what it is told through a pipe."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._socket, self._size = folder / "server", size
        self._pipe = folder / "pipe"
        self._fed = 0

    def __enter__(self) -> Self:
        self._pipe.parent.mkdir()
        subprocess.run(["mkfifo", self._pipe], check=True)
        width, height = self._size
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), f"exec cat '{self._pipe}'"
        )
        self._tmux("set", "-g", "status", "off")
        self._tmux("resize-window", "-x", str(width), "-y", str(height))
        self._writer = self._pipe.open("w", encoding="utf-8", newline="")
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")
        self._writer.close()

    def feed(self, data: str) -> None:
        """Show it; a title behind it tells when that has been done."""
        self._fed += 1
        self._writer.write(f"{data}\x1b]2;{self._fed}\x1b\\")
        self._writer.flush()
        deadline = time.monotonic() + PATIENCE
        while self._tmux("display-message", "-p", "#{pane_title}").strip() != str(self._fed):
            assert time.monotonic() < deadline, "tmux has not shown all"

    def resize(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def rows(self) -> Sequence[Sequence[object]]:
        """What tmux tells, read as another terminal would: it is silent about the blanks that end a row."""
        vt = Vt(*self._size)
        for y, told in enumerate(self._tmux("capture-pane", "-p", "-e").splitlines(), 1):
            vt.feed(f"\x1b[{y}H{_LAST_BLANKS.sub(lambda last: last[0].replace(' ', ''), told)}")
        return vt.cells.rows

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), *words]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def play(steps: Iterable[Step], line: TerminalLine, stock: Emulator, lean: Emulator) -> int:
    """Show all steps in both; they must be equal after each; returns how many looks were taken."""
    looks = 0
    for step in steps:
        for event in step.events:
            if isinstance(event, str):
                stock.feed(through_tty(event))
                lean.feed(through_tty(line.feed(event)))
            elif isinstance(event, Resize):
                for screen in (stock, lean, line):
                    screen.resize(*event)
        wanted, shown = stock.rows(), lean.rows()
        for y, (row, other) in enumerate(zip(wanted, shown, strict=True)):
            cells = enumerate(zip(row, other, strict=True))
            difference = next(((x, *cell) for x, cell in cells if cell[0] != cell[1]), None)
            assert difference is None, f"after {step.name!r}, row {y}: {difference}"
        looks += 1
    return looks


@pytest.mark.parametrize("name", SCENES)
def test_pyte_shows_the_same(scene: Recorded, name: str) -> None:
    steps = scene(name, SIZE).steps

    assert play(steps, TerminalLine(*SIZE, fills=False), Pyte(*SIZE), Pyte(*SIZE)) == len(steps)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("name", _MAIN)
def test_tmux_shows_the_same(scene: Recorded, tmp_path: Path, name: str) -> None:
    steps = scene(name, SIZE).steps
    with Tmux(tmp_path / "stock", SIZE) as stock, Tmux(tmp_path / "lean", SIZE) as lean:
        assert play(steps, TerminalLine(*SIZE), stock, lean) == len(steps)
