"""The way in from a terminal: any bytes, an end that is told, and a paste of any size in one piece."""

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
"""Seconds without more after which a lone escape is the key: longer than the pauses of a line with 40 ms of jitter,
and so short that the key acts within 80 ms. Who has a worse line sets ESCDELAY, as for other programs."""

_SEQUENCE_WAIT: Final = 0.1
"""The same for a sequence of which more has come than its escape, which is hardly ever typed by hand; also how often
it is looked whether the program ends."""

_NEVER_ALONE: Final = 1.0
"""The same for an escape where the terminal has another code for the key."""

_UNAMBIGUOUS: Final = re.compile(r"\x1b\[\d+(?:;(?:;[\d:]+)?)?u")
"""An unmodified key in the kitty keyboard protocol, in which the escape key is not an escape."""


class TerminalAnswered(Message):
    """The terminal has shown all that was sent before it was asked."""


class TypedBytes(IncrementalDecoder):
    """What is typed, as text: a byte that is not UTF-8 becomes U+FFFD, and the end of it is told, not read for ever."""

    def __init__(self) -> None:
        super().__init__(errors="replace")

    def decode(self, data: Any, final: bool = False) -> str:
        """Decode; raises EOFError for nothing where there must be something: the terminal is gone."""
        if not data and not final:
            raise EOFError
        return super().decode(data, final)


class TypedText(InputParser):
    """Textual's parser of what is typed, which a pasted text passes by: character by character a megabyte takes 4 s."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._answers = 0
        self._lone = False
        """The last that came is an escape."""
        self._unambiguous = False
        """The terminal has a code of its own for the escape key."""

    def feed(self, data: str) -> Iterable[Message]:
        """What was typed, from as much of it as has come; an answer of the terminal may stand anywhere in it."""
        self._lone = data.endswith("\x1b")
        yield from self._typed(data)
        while self._answers:
            self._answers -= 1
            yield TerminalAnswered()

    @property
    def patience(self) -> float:
        """Return how many seconds more of what was typed is waited for."""
        if not self.is_waiting or not self._lone:
            return _SEQUENCE_WAIT
        if self._unambiguous:
            return _NEVER_ALONE
        return constants.ESCAPE_DELAY if "ESCDELAY" in os.environ else ESCAPE_WAIT

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence means; none is meant by an answer, which is counted."""
        if sequence == ANSWER:
            self._answers += 1
            return [events.Key(Keys.Ignore, sequence)]
        self._unambiguous = self._unambiguous or bool(_UNAMBIGUOUS.fullmatch(sequence))
        return super().keys_of(sequence, alt)

    def _typed(self, data: str) -> Iterable[Message]:
        if not data:  # the end of all
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
                    self._pasted += [text[: -len(_END)], text[-len(_END) :]]  # whose end may be the begin of the end


class Intake:
    """Reads what is typed and says what it means."""

    def __init__(self, ready: Callable[[float], bool], read: Callable[[], bytes]) -> None:
        """`ready` waits so many seconds for bytes, and returns whether there are any; `read` takes them."""
        self._ready = ready
        self._read = read
        self._decode = TypedBytes().decode
        self._parser = TypedText()

    def turn(self) -> Iterable[Message]:
        """Wait for a moment, and return what was typed; raise EOFError when the terminal is gone."""
        # A busy program may look late: what came meanwhile belongs to the escape before it.
        if self._ready(self._parser.patience) or (self._parser.is_waiting and self._ready(0)):
            text = self._decode(self._read())
            return self._parser.feed(text) if text else ()  # half a letter
        return self._parser.give_up()
