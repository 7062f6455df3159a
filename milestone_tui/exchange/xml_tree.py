"""XML that nobody vouches for, read into a small tree of only what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from milestone_tui.errors import ImportRefused

MOST_ELEMENTS = 2_000_000
"""Elements that are kept of one file: some ten times the biggest plans there are, and still in memory."""
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
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, _: None if found else found.append(tag)
    try:
        parser.Parse(data[:_ROOT_WITHIN], False)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if not found:
            raise _broken(error) from error
    if not found:
        raise ImportRefused("This file is not complete XML: it has no element.")
    namespace, _, name = found[0].rpartition(" ")
    return namespace, name


def read_tree(data: bytes, shapes: Mapping[str, Shape], kind: str) -> Element:
    """The root of a file with what `shapes` (by tag, without namespace) keep of it; `kind` names such files.

    Raises:
        ImportRefused: it is not well formed, has a document type (which may hold entities that grow without end), or
            is beyond all measure.
    """
    reader = _Reader(shapes, kind)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _broken(error) from error
    return reader.root


def _broken(error: expat.ExpatError | LookupError | ValueError) -> ImportRefused:
    if isinstance(error, expat.ExpatError):
        reason = expat.ErrorString(error.code)
        return ImportRefused(f"This file is not complete XML: {reason} in line {error.lineno}.")
    return ImportRefused("This file is in an encoding that cannot be read: save it as UTF-8.")


class _Reader:
    """Collects the tree while the parser walks through the file, however deep it is nested."""

    def __init__(self, shapes: Mapping[str, Shape], kind: str) -> None:
        self.root = Element("", 0, {})
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 20  # a text comes in few pieces, however long it is
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._shapes = shapes
        self._kind = kind
        self._open: list[Element] = []
        self._within = [_BARE]
        """What is kept of each of these; at first, of nothing."""
        self._leaf = ""
        self._skipped = 0
        """How deep the parser is inside something that is not kept."""
        self._text: list[str] = []
        self._kept = 0

    def _refuse_doctype(self, *_: object) -> None:
        raise ImportRefused(f"This file declares a document type, which no {self._kind} does: it was not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
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
        self._kept += 1
        if self._kept > MOST_ELEMENTS:
            raise ImportRefused(f"This file is too big: no {self._kind} has millions of rows.")
        element = Element(tag, self.parser.CurrentLineNumber, attributes)
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
        self.parser.CharacterDataHandler = self._text.append

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self._leaf:
            self._open[-1].texts.setdefault(self._leaf, "".join(self._text).strip())
            self._leaf = ""
            self.parser.CharacterDataHandler = None
        else:
            element = self._open.pop()
            self._within.pop()
            if self.parser.CharacterDataHandler is not None:
                element.texts[""] = "".join(self._text).strip()
                self.parser.CharacterDataHandler = None
