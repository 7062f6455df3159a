"""Giving the terminal to another program, and taking it back as it was however that program ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import termios
from asyncio import CancelledError, to_thread
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from textual.app import App

_LEFT: Final = (
    "\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[<u"  # no pastes in brackets, no mouse, plain keys
    "\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[m"  # the shell's screen, wrapped lines, a cursor, no colours
)
"""Undoes what a program that was killed may have left behind."""

_LAST_WORD: Final = 0.3
"""Seconds that the program has to end by itself when this one ends."""


async def run_in_foreground(app: App[Any], command: Sequence[str]) -> int:
    """Run a program that has the terminal for itself; return its exit code, below 0 for the signal that ended it.

    Raises OSError where it cannot be started, and Textual's SuspendNotSupported where the terminal cannot be handed on.
    """
    with app.suspend(), _terminal_of_another(f"Waiting for {command[0]} to close the file") as reset:
        process = subprocess.Popen(command)
        try:
            code = await to_thread(process.wait)
        except CancelledError:
            _end(process)
            raise
        if code:
            reset()
    return code


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_LAST_WORD)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def _terminal_of_another(words: str) -> Iterator[Any]:
    """Leave keys that send signals to the other program, and put the modes of the terminal back behind it."""
    # A handler that does nothing, since what is ignored would be ignored by the other program too.
    handlers = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    keys, screen = sys.__stdin__, sys.__stderr__
    assert keys is not None and screen is not None
    modes = termios.tcgetattr(keys)

    def write(text: str) -> None:
        with suppress(OSError):  # the terminal has gone, as the driver will find
            screen.write(text)
            screen.flush()

    write(f"{words} ")
    try:
        yield lambda: write(_LEFT)
    finally:
        write("\r\x1b[K")
        with suppress(termios.error):
            termios.tcsetattr(keys, termios.TCSANOW, modes)
        for number, handler in handlers.items():
            signal.signal(number, handler)
