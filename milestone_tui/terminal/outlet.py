"""Output to a terminal that may disappear: text that can no longer be written is dropped."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import Final, TextIO

from textual.message import Message

_BUFFER_SIZE: Final = 8_192
"""Characters that are written at once."""


class TerminalLost(Message):
    """The terminal is gone: its window was closed, or the connection was cut."""


class TerminalOutput:
    """A file for Textual's writer thread, without a buffer that the interpreter would try to flush when it ends."""

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        """Wrap a file; `lost` is called in the writer thread if the terminal turns out to be gone."""
        self._descriptor = file.fileno()
        self._encoding, self._errors = file.encoding, file.errors or "strict"
        self._lost = lost
        self._buffer: list[str] = []
        self._size = 0
        self._gone = False

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._descriptor

    def write(self, text: str) -> None:
        """Buffer `text` until there is enough, or until `flush`."""
        if self._gone:
            return
        self._buffer.append(text)
        self._size += len(text)
        if self._size >= _BUFFER_SIZE:
            self.flush()

    def flush(self) -> None:
        """Write the buffer; drop it if the terminal is gone."""
        left = memoryview("".join(self._buffer).encode(self._encoding, self._errors))
        self._buffer.clear()
        self._size = 0
        try:
            while left and not self._gone:
                left = left[self._write(left) :]
        except OSError:
            self._gone = True
            self._lost()

    def _write(self, data: memoryview) -> int:
        """Write some of the data; return how many bytes."""
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:  # another program has made this terminal non-blocking
            select.select([], [self._descriptor], [])
            return 0
