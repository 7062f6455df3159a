"""What the contents of a file show of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.formats import Head

SEARCHED = 1 << 16
"""Bytes at the beginning, and at the end, that are searched for names."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Signs:
    """What the contents of a file show."""

    def __init__(self, data: bytes) -> None:
        self.head = Head(data)
        self.data = data
        start = data[:SEARCHED]
        for mark in _MARKS:
            start = start.removeprefix(mark)
        self.text = start.replace(b"\0", b"").lstrip()
        """The beginning of a text in any encoding, without blanks."""
        self.starts_with = data.startswith

    @property
    def root(self) -> tuple[str, str]:
        """Return namespace and name of the outermost element; empty if the file is not XML, or is damaged."""
        try:
            return self.head.root
        except ImportRefused:
            return "", ""

    def has_zipped(self, *names: bytes) -> bool:
        """Return whether the file is a ZIP archive with entries that begin with one of these names."""
        return self.data.startswith(b"PK") and any(
            name in self.data[:SEARCHED] or name in self.data[-SEARCHED:] for name in names
        )

    def has_stream(self, *names: str) -> bool:
        """Return whether the file is a binary Office file with one of these streams."""
        return self.head.is_office_file and any(name.encode("utf-16-le") in self.data for name in names)

    def matches(self, pattern: str) -> bool:
        """Return whether the text begins with a pattern."""
        return re.match(pattern.encode(), self.text, re.IGNORECASE | re.DOTALL) is not None

    def has_names(self, *names: str) -> bool:
        """Return whether the file is JSON with all of these names near its beginning."""
        return self.head.is_json and all(self.head.has_names(name) for name in names)


class OtherFile(NamedTuple):
    """A kind of file that is not read."""

    what: str
    """Such as "a Primavera P6 file (.xer)"."""
    way: str
    """What to do; without a full stop."""
    suffixes: tuple[str, ...] = ()
    """The endings of file names that are known for nothing else."""
    is_it: Callable[[Signs], bool] = lambda _: False
    """Return whether a file is of this kind, by its contents."""
    converts: bool = False
    """Whether MPXJ reads it."""

    @property
    def sentence(self) -> str:
        """Return what the file is and the way in."""
        return f"This is {self.what}. {self.way}."
