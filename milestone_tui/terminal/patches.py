"""What reaches into Textual's own parts, below its public face; checked against 8.2.8.

The other place is `ui/base/framed.py`. `PRIVATE_NAMES` lists what is used here: a test looks for each in the Textual
that is installed, and where one is gone at run time, what needs it is left as Textual has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, NamedTuple, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message


class PrivateName(NamedTuple):
    """Something of Textual that it does not promise to keep."""

    owner: str
    """The module, or the module and class."""
    name: str
    purpose: str


PRIVATE_NAMES: Final = (
    PrivateName("textual._xterm_parser", "XTermParser", "reads what is typed; ours takes pastes of any size"),
    PrivateName("textual._xterm_parser.XTermParser", "_sequence_to_key_events", "tells answers of the terminal apart"),
    PrivateName("textual._parser.Parser", "tick", "ends a sequence of which no more comes; `_timeout_time` is when"),
    PrivateName("textual._styles_cache.StylesCache", "get_inner_outer", "its cache holds closed screens in memory"),
)
"""Of classes and modules; `_file` and `_writer_thread` below are set when a driver starts."""


class InputParser(XTermParser):
    """Textual's parser of what is typed, with a hook for sequences and no clock of its own."""

    @property
    def is_waiting(self) -> bool:
        """Return whether what was fed last may be the beginning of a sequence."""
        return getattr(self, "_timeout_time", None) is not None

    def give_up(self) -> Iterable[Message]:
        """Return what was typed where no more of a sequence comes: a lone escape is the key."""
        if self.is_waiting:
            self._timeout_time = 0.0
        return self.tick()

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence of the terminal means."""
        return super()._sequence_to_key_events(sequence, alt)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        return self.keys_of(sequence, alt)


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver for Linux and macOS, with its output file and its writing thread in reach."""

    @property
    def output(self) -> Any:
        """Return the file that the output thread writes to, None where there is none."""
        return getattr(self, "_file", None)

    def replace_output(self, file: object) -> None:
        """Have the output thread write to something else that has its `write` and `flush`."""
        self._file = cast(Any, file)

    @property
    def is_writing(self) -> bool:
        """Return whether the output thread runs."""
        if not hasattr(self, "_writer_thread"):
            return True  # another Textual: nothing is known against it
        return self._writer_thread is not None and self._writer_thread.is_alive()


def forget_painted_styles() -> None:
    """Clear Textual's cache of the last thousand widgets' colours: it holds all that those have painted."""
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()
