"""Walking through XML that nobody vouches for: what no plan needs is refused before it takes memory."""

from __future__ import annotations

from xml.parsers import expat

from milestone_tui.errors import ImportRefused

MOST_DEPTH = 25_000
"""Elements inside each other: plans nest some twenty, and each that is open takes memory."""
MOST_ELEMENTS = 500_000
"""Elements that are kept of one file: some three times the biggest plans there are, and still in memory."""
MOST_TASKS = 150_000
"""Tasks and milestones of one plan: its network of links takes most of the memory."""
LONGEST_TAG = 1 << 20
"""Bytes of one tag with its attributes, or of one comment: what is unfinished is held, and read again and again."""
LONGEST_TEXT = 1_000_000
"""Characters of one text that is kept; a tenth of it is the most that notes may have."""
_CHUNK = 1 << 16


class GuardedParser:
    """An expat parser that counts; `kind` names the files that it reads, as "GanttProject file"."""

    def __init__(self, kind: str, *, namespaces: bool) -> None:
        self.expat = expat.ParserCreate(namespace_separator=" " if namespaces else None)
        self.expat.buffer_text = True
        self.expat.buffer_size = 1 << 20  # a text comes in few pieces, however long it is
        self.expat.StartDoctypeDeclHandler = self._refuse_doctype
        self._kind = kind
        self._depth = 0
        self._kept = 0

    @property
    def line(self) -> int:
        """The line of the file that is being read."""
        return self.expat.CurrentLineNumber

    def parse(self, data: bytes) -> None:
        """Read a whole file; raises ImportRefused."""
        try:
            for start in range(0, len(data), _CHUNK):
                self.expat.Parse(data[start : start + _CHUNK], False)
                unfinished = min(start + _CHUNK, len(data)) - self.expat.CurrentByteIndex
                if unfinished > LONGEST_TAG:
                    raise self._refused(f"a tag or a comment of more than {LONGEST_TAG:,} bytes")
            self.expat.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise broken(error) from error

    def enter(self) -> None:
        """Count an element that begins; raises ImportRefused where it is too deep in others."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise self._refused(f"elements nested more than {MOST_DEPTH:,} deep")

    def leave(self) -> None:
        """Count an element that ends."""
        self._depth -= 1

    def keep(self) -> None:
        """Count an element that is kept; raises ImportRefused where those are too many."""
        self._kept += 1
        if self._kept > MOST_ELEMENTS:
            raise ImportRefused(
                f"Nothing was imported: this file has more than {MOST_ELEMENTS:,} elements, more than any {self._kind}."
            )

    def check_text(self, length: int) -> None:
        """Raise ImportRefused for a text of so many characters."""
        if length > LONGEST_TEXT:
            raise self._refused(f"a text of more than {LONGEST_TEXT:,} characters")

    def _refused(self, reason: str) -> ImportRefused:
        return ImportRefused(
            f"Nothing was imported: {reason} around line {self.line}, more than any {self._kind} needs."
        )

    def _refuse_doctype(self, *_: object) -> None:
        raise ImportRefused(f"This file declares a document type, which no {self._kind} does: it was not read.")


def check_tasks(count: int) -> None:
    """Raise ImportRefused for a plan of so many tasks."""
    if count > MOST_TASKS:
        raise ImportRefused(f"Nothing was imported: this plan has more than {MOST_TASKS:,} tasks. Import a part of it.")


def broken(error: expat.ExpatError | LookupError | ValueError) -> ImportRefused:
    """Return the refusal of a file that expat cannot read."""
    if isinstance(error, expat.ExpatError):
        reason = expat.ErrorString(error.code)
        return ImportRefused(f"This file is not complete XML: {reason} in line {error.lineno}.")
    return ImportRefused("This file is in an encoding that cannot be read: save it as UTF-8.")
