"""XML that nobody vouches for, read into a small tree of only what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_guard import GuardedParser, broken

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
