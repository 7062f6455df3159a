"""Reading the stream: which sequences an application's output is made of, wherever it was cut into pieces."""

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
    # what may still become one of these when the next piece arrives
    r"|(?P<begun>\x1b(?:\[[0-?]*[ -/]*|[]PX^_][^\x07\x1b\x18\x1a]*\x1b?|[ -/]*)\Z)"
    r"|(?P<broken>\x1b)"
)

LONGEST: Final = 1_000_000
"""A string that has not ended after so many characters is not waited for any longer."""

Token = re.Match[str]
"""One sequence: `lastgroup` says which kind, the groups within it what it says."""


class Stream:
    """Cuts what is written into tokens, keeping back a sequence that is not complete yet."""

    def __init__(self) -> None:
        self._begun = ""

    def tokens(self, data: str) -> Iterator[Token]:
        """Every complete token of what was written until now, in order."""
        if self._begun:
            data, self._begun = self._begun + data, ""
        for token in _TOKEN.finditer(data):
            if token.lastgroup == "begun" and len(token[0]) < LONGEST:
                self._begun = token[0]
            else:
                yield token
