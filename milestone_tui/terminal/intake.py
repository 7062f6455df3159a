"""Input from a terminal: it accepts any bytes, notices the end, and handles a paste of any size in one piece."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from encodings.utf_8 import IncrementalDecoder
from typing import Any, Final

from textual import constants, events
from textual.keys import Keys
from textual.message import Message

from milestone_tui.terminal.pace import ANSWER
from milestone_tui.terminal.patches import InputParser

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"

ESCAPE_WAIT: Final = 0.055
"""Seconds of silence after which a lone escape is the escape key: longer than the pauses of a connection with 40 ms of
jitter, and short enough that the key acts within 80 ms. ESCDELAY overrides it on a worse connection."""

_SEQUENCE_WAIT: Final = 0.1
"""The same for an incomplete sequence of more than its escape, which people hardly ever type; also the interval of
checks whether the program ends."""

_NEVER_ALONE: Final = 1.0
"""The same for an escape if the terminal has another code for the escape key."""

_UNAMBIGUOUS: Final = re.compile(r"\x1b\[\d+(?:;(?:;[\d:]+)?)?u")
"""An unmodified key in the kitty keyboard protocol, in which the escape key sends more than an escape."""


class TerminalAnswered(Message):
    """The terminal has shown all output before a query."""


class ByteDecoder(IncrementalDecoder):
    """A decoder of UTF-8 that replaces invalid bytes with U+FFFD, and raises an error at the end of input."""

    def __init__(self) -> None:
        super().__init__(errors="replace")

    def decode(self, data: Any, final: bool = False) -> str:
        """Return bytes as text. Raises EOFError for no bytes, as the terminal is gone."""
        if not data and not final:
            raise EOFError
        return super().decode(data, final)


class PasteAwareParser(InputParser):
    """Textual's parser of input with a shortcut for pastes, as it would take 4 s for a megabyte."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._answers = 0
        self._ends_in_escape = False
        self._unambiguous = False
        """The terminal has a code of its own for the escape key."""

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the messages of a piece of input; answers of the terminal may be anywhere in it."""
        self._ends_in_escape = data.endswith("\x1b")
        yield from self._messages(data)
        while self._answers:
            self._answers -= 1
            yield TerminalAnswered()

    @property
    def wait_seconds(self) -> float:
        """Return how many seconds to wait for more input."""
        if not self.is_waiting or not self._ends_in_escape:
            return _SEQUENCE_WAIT
        if self._unambiguous:
            return _NEVER_ALONE
        return constants.ESCAPE_DELAY if "ESCDELAY" in os.environ else ESCAPE_WAIT

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence means; count an answer of the terminal, which means none."""
        if sequence == ANSWER:
            self._answers += 1
            return [events.Key(Keys.Ignore, sequence)]
        self._unambiguous = self._unambiguous or bool(_UNAMBIGUOUS.fullmatch(sequence))
        return super().keys_of(sequence, alt)

    def _messages(self, data: str) -> Iterable[Message]:
        """Yield the messages of a piece of input, with each paste as one message."""
        if not data:  # the end of input
            yield from super().feed("")
        while data:
            if self._pasted is None:
                typed, begin, data = data.partition(_BEGIN)
                if typed:
                    yield from super().feed(typed)
                self._pasted = [] if begin else None
            else:
                last = self._pasted.pop() if self._pasted else ""
                text, end, data = (last + data).partition(_END)
                if end:
                    pasted = "".join([*self._pasted, text])
                    self._answers += pasted.count(ANSWER)
                    yield events.Paste(pasted.replace(ANSWER, "").replace("\0", ""))
                    self._pasted = None
                else:
                    self._pasted += [
                        text[: -len(_END)],
                        text[-len(_END) :],
                    ]  # whose last characters may begin the end mark


class TerminalInput:
    """A reader of input from a terminal that turns it into messages."""

    def __init__(self, ready: Callable[[float], bool], read: Callable[[], bytes]) -> None:
        """Create a reader; `ready` waits some seconds for bytes and returns whether any came, `read` returns them."""
        self._ready = ready
        self._read = read
        self._decode = ByteDecoder().decode
        self._parser = PasteAwareParser()

    def read_messages(self) -> Iterable[Message]:
        """Wait briefly for input, and return its messages. Raises EOFError if the terminal is gone."""
        # A busy program may check late: input that came in the meantime belongs to the escape before it.
        if self._ready(self._parser.wait_seconds) or (self._parser.is_waiting and self._ready(0)):
            text = self._decode(self._read())
            return self._parser.feed(text) if text else ()  # part of a character
        return self._parser.end_sequence()
