"""Split an application's output into sequences, even if it arrives in arbitrary pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<sgr>\x1b\[(?P<codes>[0-9;:]*)m)"
    r"|(?P<place>\x1b\[(?P<row>\d*)(?:;(?P<column>\d*))?[Hf])"
    r"|(?P<csi>\x1b\[(?P<prefix>[<-?]?)(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~]))"
    r"|(?P<link>\x1b\]8;(?P<target>[^\x00-\x1f\x7f-\x9f]*)(?:\x07|\x1b\\))"
    r"|(?P<string>\x1b[]PX^_][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\))"
    r"|(?P<escape>\x1b[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9f])"
    # the beginning of one of these that the next piece may complete
    r"|(?P<begun>\x1b(?:\[[0-?]*[ -/]*|[]PX^_][^\x07\x1b\x18\x1a]*\x1b?|[ -/]*)\Z)"
    r"|(?P<broken>\x1b)"
)

LONGEST: Final = 1_000_000
"""The most characters of an incomplete string to wait for."""

Token = re.Match[str]
"""A sequence: `lastgroup` is its kind, the groups within it are its parts."""


class Stream:
    """A splitter of output into tokens that keeps an incomplete sequence for the next piece."""

    def __init__(self) -> None:
        self._begun = ""

    def tokens(self, data: str) -> Iterator[Token]:
        """Yield the complete tokens of the output so far, in order."""
        if self._begun:
            data, self._begun = self._begun + data, ""
        for token in _TOKEN.finditer(data):
            if token.lastgroup == "begun" and len(token[0]) < LONGEST:
                self._begun = token[0]
            else:
                yield token
