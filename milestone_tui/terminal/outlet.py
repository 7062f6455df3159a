"""The way out to a terminal that may be gone: what cannot be written any more is dropped, and nothing waits for it."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import Final, TextIO

from textual.message import Message

_MOST_HELD: Final = 8_192
"""Characters that are written in one go."""


class TerminalLost(Message):
    """There is no terminal any more: its window was closed, or the line to it is cut."""


class Outlet:
    """A file for Textual's output thread; it leaves nothing behind that the interpreter would choke on when it ends."""

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        """`lost` is called, in the thread that writes, when the terminal turns out to be gone."""
        self._descriptor = file.fileno()
        self._encoding, self._errors = file.encoding, file.errors or "strict"
        self._lost = lost
        self._held: list[str] = []
        self._size = 0
        self._gone = False

    def fileno(self) -> int:
        """The number of the file."""
        return self._descriptor

    def write(self, text: str) -> None:
        """Hold `text` until there is much of it, or until `flush`."""
        if self._gone:
            return
        self._held.append(text)
        self._size += len(text)
        if self._size >= _MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        left = memoryview("".join(self._held).encode(self._encoding, self._errors))
        self._held.clear()
        self._size = 0
        try:
            while left and not self._gone:
                left = left[self._write(left) :]
        except OSError:
            self._gone = True
            self._lost()

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:  # somebody else on this terminal has made it so
            select.select([], [self._descriptor], [])
            return 0
