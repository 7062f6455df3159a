"""Flow control for the connection to a terminal, measured by its answers to queries sent after the output.

On a slow connection, output would fill buffers that the program cannot see, and a person would see changes seconds
late. If answers come late, less output is sent: frames wait, and a frame with a newer one behind it is never sent. A
fast connection is not slowed down.

Sources: ECMA-48 8.3.35 (device status report); adapting the output in flight to the delay of answers is the idea of TCP
Vegas (Brakmo and Peterson, 1995).
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

QUESTION: Final = "\x1b[5n"
"""The query whether the terminal is ready."""

ANSWER: Final = "\x1b[0n"
"""The answer that it is."""

PATIENCE: Final = 3.0
"""Seconds to wait for an answer; after that it was lost, or the connection hangs."""

_BURST: Final = 0.3
"""Seconds: output that comes later than this after the last finds the connection idle, and needs no query."""

_LEAST_QUERIED: Final = 64
"""Bytes: less output hardly fills a connection, and needs no query."""

_EARLY, _LATE = 0.05, 0.1
"""Delay in seconds after the fastest answer: below the first, send more; above the second, send less."""

_LEAST, _MOST, _MORE = 500, 64_000, 400
"""Bytes in flight on the slowest and on the fastest connection, and the increase after an early answer."""


class _InFlight(NamedTuple):
    """Output with a query that the terminal has not answered yet."""

    at: float
    size: int
    alone: bool


class Pace:
    """A measure of the output in flight to the terminal. Times are seconds of any monotonic clock."""

    def __init__(self) -> None:
        self._in_flight: deque[_InFlight] = deque()
        self._fastest: deque[float] = deque(maxlen=16)
        """The delays of the last answers on an idle connection."""
        self._most = float(_LEAST)
        self._sent_at = float("-inf")
        self._answers = False

    @property
    def is_full(self) -> bool:
        """Return whether so much output is in flight that more would arrive late."""
        return bool(self._in_flight) and sum(sent.size for sent in self._in_flight) >= self._most

    @property
    def awaits_answer(self) -> bool:
        """Return whether an answer is expected."""
        return self._answers and bool(self._in_flight)

    def probe(self, now: float) -> str:
        """Return the query that shows whether this terminal answers at all; without an answer, it is the last one."""
        self.forget()
        self._in_flight.append(_InFlight(now, 0, alone=False))
        return QUESTION

    def on_sent(self, size: int, now: float) -> str:
        """Count so many bytes of output; return the query to send after them, or an empty text."""
        follows = now - self._sent_at < _BURST
        self._sent_at = now
        if not (self._answers and size >= _LEAST_QUERIED and follows):
            return ""
        self._in_flight.append(_InFlight(now, size, alone=not self._in_flight))
        return QUESTION

    def on_answer(self, now: float) -> None:
        """Count an answer: the terminal has shown the output before the oldest query."""
        if not self._in_flight:
            return
        sent = self._in_flight.popleft()
        self._answers = True
        delay = now - sent.at
        if sent.alone:
            self._fastest.append(delay)
        if not self._fastest:
            return
        late = delay - min(self._fastest)
        if late > _LATE:
            self._most = max(self._most * 0.7, _LEAST)
        elif late < _EARLY:
            self._most = min(self._most + min(sent.size, _MORE), _MOST)

    def forget(self) -> None:
        """Stop waiting for answers and sending queries, until the next `probe`."""
        self._in_flight.clear()
        self._answers = False
