"""The program in a real pseudo-terminal, read by a terminal emulator: what a person would see, byte for byte."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "left": b"\x1b[D",
    "right": b"\x1b[C",
    "pagedown": b"\x1b[6~",
    "pageup": b"\x1b[5~",
    "backspace": b"\x7f",
    **{f"ctrl+{letter}": bytes([ord(letter) & 0x1F]) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
PATIENCE = 60.0
"""Seconds after which a wait is a failure; a busy machine may be slow, a test never waits for time to pass."""
_NOTHING = 0.02
"""Seconds that no program needs to say something."""


class Terminal:
    """A running `milestone-tui`; use as a context manager."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        nohup: bool = False,
        log: Path | None = None,
        become: Callable[[], None] | None = None,
        python: str = sys.executable,
        program: Sequence[str] = (),
    ) -> None:
        """`program` runs instead of `milestone-tui`, such as a shell.

        `nohup`: whoever started it wants SIGHUP ignored; `log`: and stderr kept in this file.

        `become` makes the process another person's, who may need another `python`.
        """
        self.size = size
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.received = 0
        """Bytes that the program has written."""
        self.output = bytearray()
        """What the program has written."""
        self.owed = 0
        """Answers to the question whether all is shown by now that have not been given."""
        self.answers = True
        """Whether they are given at once, as on a line that takes everything."""
        self.exit_code: int | None = None
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "MILESTONE_TUI_USER": "ana",
            "MILESTONE_TUI_TODAY": "2026-11-22",
            **(env or {}),
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _set_size(0, *size)  # the window is there before the program is
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs the tests in the background has it ignored
            if nohup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            if log is not None:
                os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY, 0o600), 2)
            if become is not None:
                become()
            command = [*program] or [python, "-m", "milestone_tui", *arguments]
            os.execve(command[0], command, environment)
        self.resize(*size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window, or cut the line."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def hold(self) -> None:
        """Take nothing any more, as a terminal on a line that hangs."""
        place = Path(f"/proc/{self.pid}/fd/0")
        self.wait(lambda _: place.readlink().is_relative_to("/dev/pts"), "a program on the terminal")
        held = os.open(place, os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(held, termios.TCOOFF)
        os.close(held)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    @property
    def modes(self) -> dict[int, bool]:
        """The private modes that the program has switched, and whether they are on now."""
        found = re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.output)
        return {int(number): switch == b"h" for numbers, switch in found for number in numbers.split(b";")}

    @property
    def settings(self) -> list[object]:
        """How the terminal is set: echo, lines, signals."""
        return termios.tcgetattr(self._fd)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window, as a person would."""
        self.size = (columns, lines)
        self.screen.resize(lines, columns)
        _set_size(self._fd, columns, lines)

    def press(self, *keys: str) -> None:
        """Send keys by name, or text as it is."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key.encode()))

    def paste(self, text: str) -> None:
        """Paste a text of any length, reading what the program writes meanwhile."""
        left = memoryview(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        os.set_blocking(self._fd, False)
        while left:
            _, writable, _ = select.select([], [self._fd], [], 0.01)
            if writable:
                left = left[os.write(self._fd, left[:4096]) :]
            self._read(0)
        os.set_blocking(self._fd, True)

    def send(self, data: bytes) -> None:
        """Send bytes as a broken terminal or another encoding might."""
        os.write(self._fd, data)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _read(self, timeout: float) -> bool:
        if self._fd < 0:
            time.sleep(timeout)
            return False
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            data = b""
        if not data:
            return False
        self.take(data)
        return True

    def take(self, data: bytes) -> None:
        """Do with what the program has written as a terminal does."""
        self.received += len(data)
        self.owed += (self.output[-3:] + data).count(b"\x1b[5n")
        self.output += data
        self._stream.feed(data)
        if self.answers:
            self.answer()

    def answer(self) -> None:
        """Say, as often as it was asked, that all is shown."""
        owed, self.owed = self.owed, 0
        if owed:
            with suppress(OSError):  # there is nobody any more
                os.write(self._fd, b"\x1b[0n" * owed)

    def wait(self, condition: Callable[[str], object], what: str) -> str:
        """Read until `condition` holds for the screen's text; fails with the screen when it never does."""
        deadline = time.monotonic() + PATIENCE
        while not condition(self.text):
            left = deadline - time.monotonic()
            if left <= 0 or (not self._read(min(left, 0.5)) and self._ended()):
                raise AssertionError(f"never saw {what}; the screen is:\n{self.text}")
        return self.text

    def see(self, pattern: str) -> str:
        """Read until a regular expression is on the screen."""
        return self.wait(lambda text: re.search(pattern, text), repr(pattern))

    def miss(self, pattern: str) -> str:
        """Read until a regular expression is no longer on the screen."""
        return self.wait(lambda text: not re.search(pattern, text), f"the end of {pattern!r}")

    def quiet(self, seconds: float) -> int:
        """Read for as long as something comes; returns the bytes that came until it was silent for `seconds`.

        Only time in which the program could run counts: what it waits for a processor is waited for in addition.
        """
        before = self.received
        left = seconds
        while True:
            waited = self._waited()
            if self._read(left):
                left = seconds
            elif (left := self._waited() - waited) <= _NOTHING:
                return self.received - before

    def _waited(self) -> float:
        """How many seconds the threads of the program have waited for a processor until now, where the system tells."""
        try:
            threads = [(thread / "schedstat").read_text() for thread in Path(f"/proc/{self.pid}/task").iterdir()]
        except OSError:
            return 0.0
        return sum(int(numbers.split()[1]) for numbers in threads) / 1e9

    def end(self) -> int:
        """Wait for the program to end; returns its exit code."""
        deadline = time.monotonic() + PATIENCE
        while not self._ended():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not end; the screen is:\n{self.text}")
            self._read(0.1)
        assert self.exit_code is not None
        return self.exit_code

    def _ended(self) -> bool:
        if self.exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
        return self.exit_code is not None


def _set_size(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
