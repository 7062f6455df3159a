"""Access to private parts of Textual; checked against 8.2.8.

The only other such place is `ui/base/framed.py`. `PRIVATE_NAMES` lists the names used here: a test looks for each in
the installed Textual. At run time, a feature whose name is missing falls back to Textual's own behaviour.
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
    """A name in Textual that may change without notice."""

    owner: str
    """The module, or the module and class."""
    name: str
    purpose: str


PRIVATE_NAMES: Final = (
    PrivateName("textual._xterm_parser", "XTermParser", "parses input; ours handles pastes of any size"),
    PrivateName("textual._xterm_parser.XTermParser", "_sequence_to_key_events", "recognises answers of the terminal"),
    PrivateName("textual._parser.Parser", "tick", "ends an incomplete sequence; `_timeout_time` is when"),
    PrivateName("textual._styles_cache.StylesCache", "get_inner_outer", "its cache keeps closed screens in memory"),
)
"""Names in classes and modules; also `_file` and `_writer_thread` below, which a driver sets when it starts."""


class InputParser(XTermParser):
    """Textual's parser of input, with a hook for sequences and without its own clock."""

    @property
    def is_waiting(self) -> bool:
        """Return whether the input so far ends in the beginning of a sequence."""
        return getattr(self, "_timeout_time", None) is not None

    def end_sequence(self) -> Iterable[Message]:
        """Return the messages of an incomplete sequence; a lone escape is the escape key."""
        if self.is_waiting:
            self._timeout_time = 0.0
        return self.tick()

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence means."""
        return super()._sequence_to_key_events(sequence, alt)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        return self.keys_of(sequence, alt)


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver for Linux and macOS, with access to its output file and its writer thread."""

    @property
    def output(self) -> Any:
        """Return the file that the writer thread writes to; None if there is none."""
        return getattr(self, "_file", None)

    def replace_output(self, file: object) -> None:
        """Let the writer thread write to another object with `write` and `flush`."""
        self._file = cast(Any, file)

    @property
    def is_writing(self) -> bool:
        """Return whether the writer thread runs."""
        if not hasattr(self, "_writer_thread"):
            return True  # another version of Textual: assume that it writes
        return self._writer_thread is not None and self._writer_thread.is_alive()


def forget_painted_styles() -> None:
    """Clear Textual's cache of widget colours, which keeps the last thousand widgets and their contents in memory."""
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()
