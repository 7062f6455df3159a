"""The formats in which the view Report writes, in the order of its panel."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from milestone_tui.report import formats
from milestone_tui.report.formats import ReportFormat


class Choice(NamedTuple):
    """A format, as a line of the panel."""

    format: ReportFormat
    label: str
    about: str

    @property
    def suffix(self) -> str:
        """How a file is called that is in this format."""
        return self.format.suffixes[0]


_WORDS = {
    "html": ("HTML", "for a browser, an e-mail or paper"),
    "md": ("Markdown", "for a wiki or a chat"),
    "txt": ("Text", "for an e-mail"),
    "json": ("JSON", "for another program"),
}
_BY_NAME = {one.name: one for one in formats.FORMATS}
CHOICES = tuple(Choice(_BY_NAME[name], *words) for name, words in _WORDS.items())


def renamed(name: str, suffix: str) -> str:
    """Return a file name with another suffix if it ends as files of one of the formats do, else as it is."""
    own = PurePath(name).suffix
    known = {each for one in formats.FORMATS for each in one.suffixes}
    return name[: -len(own)] + suffix if own.lower() in known else name
