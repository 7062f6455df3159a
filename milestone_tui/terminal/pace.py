"""How much the line to a terminal takes: by how soon the terminal answers a question put behind what was sent.

A line that is slower than what is painted would fill up, in buffers that nobody here can see, and a person would watch
for seconds what was done long ago. Where the answers come late, less is let on its way: frames wait, and those that
are overtaken meanwhile are never sent. A line that takes everything at once is not slowed.

Source: ECMA-48 8.3.35 (device status report); the idea, from how late the answers are to how much may be under way, is
that of TCP Vegas (Brakmo and Peterson, 1995).
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

QUESTION: Final = "\x1b[5n"
"""Are you ready?"""

ANSWER: Final = "\x1b[0n"
"""I am."""

PATIENCE: Final = 3.0
"""Seconds after which an answer is not waited for any more: it was lost, or the line hangs."""

_BURST: Final = 0.3
"""Seconds: what comes later after the one before finds the line empty, and need not be asked about."""

_WORTH_ASKING: Final = 64
"""Bytes: less than these hardly fill a line."""

_EARLY, _LATE = 0.05, 0.1
"""Seconds behind the quickest answer: below the first the line takes more, above the second it is too full."""

_LEAST, _MOST, _MORE = 500, 64_000, 400
"""Bytes that may be under way on the slowest and on the fastest of lines, and how many more when an answer is early."""


class _UnderWay(NamedTuple):
    """Something sent that the terminal has not answered yet."""

    at: float
    size: int
    alone: bool


class Pace:
    """What is under way to the terminal, and whether more should follow. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._under_way: deque[_UnderWay] = deque()
        self._quickest: deque[float] = deque(maxlen=16)
        """How soon the last answers came that found the line empty."""
        self._most = float(_LEAST)
        self._sent_at = float("-inf")
        self._answers = False

    @property
    def is_full(self) -> bool:
        """Whether so much is under way that more would come late."""
        return bool(self._under_way) and sum(sent.size for sent in self._under_way) >= self._most

    @property
    def is_asking(self) -> bool:
        """Whether an answer will come."""
        return self._answers and bool(self._under_way)

    def greet(self, now: float) -> str:
        """The question that shows whether this terminal answers at all: if it does not, it is never asked again."""
        self.forget()
        self._under_way.append(_UnderWay(now, 0, alone=False))
        return QUESTION

    def sent(self, size: int, now: float) -> str:
        """So many bytes are sent; what has to be put behind them."""
        follows = now - self._sent_at < _BURST
        self._sent_at = now
        if not (self._answers and size >= _WORTH_ASKING and follows):
            return ""
        self._under_way.append(_UnderWay(now, size, alone=not self._under_way))
        return QUESTION

    def answered(self, now: float) -> None:
        """The terminal has shown what was sent before the oldest question."""
        if not self._under_way:
            return
        sent = self._under_way.popleft()
        self._answers = True
        took = now - sent.at
        if sent.alone:
            self._quickest.append(took)
        if not self._quickest:
            return
        late = took - min(self._quickest)
        if late > _LATE:
            self._most = max(self._most * 0.7, _LEAST)
        elif late < _EARLY:
            self._most = min(self._most + min(sent.size, _MORE), _MOST)

    def forget(self) -> None:
        """Wait for no answers and ask no more, until the terminal is greeted again."""
        self._under_way.clear()
        self._answers = False
