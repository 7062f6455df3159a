"""XML as a tree of what is wanted of it, behind a guard against files made to do harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
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


_ROOT_WITHIN = 1 << 16
"""Bytes of a file in which its root element must begin."""


class Shape(NamedTuple):
    """What is kept of an element."""

    leaves: frozenset[str] = frozenset()
    """Children of which the text is kept."""
    parts: frozenset[str] = frozenset()
    """Children that are kept as elements; each has a shape of its own."""


_BARE = Shape()


@dataclass(slots=True)
class Element:
    """One element that was kept."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    """The text of its leaves by their tags, stripped; of several of one tag the first. At "" its own, of an element of
    which nothing else is kept."""
    parts: list[Element] = field(default_factory=list)

    def text(self, leaf: str) -> str:
        """The text of a leaf; empty without it."""
        return self.texts.get(leaf, "")

    def each(self, *path: str) -> Iterator[Element]:
        """The elements at `path` below this one, in the order of the file."""
        found = (part for part in self.parts if part.tag == path[0])
        for part in found:
            if len(path) == 1:
                yield part
            else:
                yield from part.each(*path[1:])


def root_of(data: bytes) -> tuple[str, str]:
    """The namespace and the name of the element that a file begins with.

    Raises:
        ImportRefused: it is no XML.
    """
    parser = GuardedParser("plan", namespaces=True).expat

    def stop(tag: str, _: object) -> None:
        raise _Found(tag)

    parser.StartElementHandler = stop
    try:
        parser.Parse(data[:_ROOT_WITHIN], False)
    except _Found as found:
        namespace, _, name = str(found).rpartition(" ")
        return namespace, name
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise broken(error) from error
    raise ImportRefused("This file is not complete XML: it has no element.")


class _Found(Exception):
    """The root element, which is all that was looked for."""


def read_tree(data: bytes, shapes: Mapping[str, Shape], kind: str) -> Element:
    """The root of a file with what `shapes` (by tag, without namespace) keep of it; `kind` names such files.

    Raises:
        ImportRefused: it is not well formed, has a document type (which may hold entities that grow without end), or
            is beyond all measure.
    """
    reader = _Reader(shapes, kind)
    reader.parser.parse(data)
    return reader.root


class _Reader:
    """Collects the tree while the parser walks through the file."""

    def __init__(self, shapes: Mapping[str, Shape], kind: str) -> None:
        self.root = Element("", 0, {})
        self.parser = GuardedParser(kind, namespaces=True)
        self.parser.expat.StartElementHandler = self._start
        self.parser.expat.EndElementHandler = self._end
        self._shapes = shapes
        self._open: list[Element] = []
        self._within = [_BARE]
        """What is kept of each of these; at first, of nothing."""
        self._leaf = ""
        self._skipped = 0
        """How deep the parser is inside something that is not kept."""
        self._text: list[str] = []
        self._length = 0
        """Characters of the text."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.parser.enter()
        if self._skipped or self._leaf:
            self._skipped += 1
            return
        tag = name.rpartition(" ")[2]
        shape = self._within[-1]
        if tag in shape.leaves:
            self._leaf = tag
            self._collect()
        elif tag in shape.parts or not self._open:
            self._keep(tag, attributes)
        else:
            self._skipped = 1

    def _keep(self, tag: str, attributes: dict[str, str]) -> None:
        self.parser.keep()
        element = Element(tag, self.parser.line, attributes)
        if self._open:
            self._open[-1].parts.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._within.append(self._shapes.get(tag, _BARE))
        if self._within[-1] == _BARE:
            self._collect()

    def _collect(self) -> None:
        self._text.clear()
        self._length = 0
        self.parser.expat.CharacterDataHandler = self._add

    def _add(self, text: str) -> None:
        self._length += len(text)
        self.parser.check_text(self._length)
        self._text.append(text)

    def _end(self, _: str) -> None:
        self.parser.leave()
        if self._skipped:
            self._skipped -= 1
        elif self._leaf:
            self._open[-1].texts.setdefault(self._leaf, "".join(self._text).strip())
            self._leaf = ""
            self.parser.expat.CharacterDataHandler = None
        else:
            element = self._open.pop()
            self._within.pop()
            if self.parser.expat.CharacterDataHandler is not None:
                element.texts[""] = "".join(self._text).strip()
                self.parser.expat.CharacterDataHandler = None
