"""The way in from a terminal: any bytes, an end that is told, and a paste of any size in one piece."""

from __future__ import annotations

from collections.abc import Iterable
from encodings.utf_8 import IncrementalDecoder
from typing import Any, Final

from textual import events
from textual.keys import Keys
from textual.message import Message

from milestone_tui.terminal.pace import ANSWER
from milestone_tui.terminal.patches import InputParser

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


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

    def feed(self, data: str) -> Iterable[Message]:
        """What was typed, from as much of it as has come; an answer of the terminal may stand anywhere in it."""
        yield from self._typed(data)
        while self._answers:
            self._answers -= 1
            yield TerminalAnswered()

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence means; none is meant by an answer, which is counted."""
        if sequence == ANSWER:
            self._answers += 1
            return [events.Key(Keys.Ignore, sequence)]
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
