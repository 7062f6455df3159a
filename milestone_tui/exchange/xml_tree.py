"""Parse the wanted parts of an XML file into a tree, with limits against malicious files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_encoding import Encoding, encoding_of
from milestone_tui.plan.imported import Changed

MOST_DEPTH = 25_000
"""Levels of nested elements: plans have about twenty, and each open one takes memory."""
MOST_ELEMENTS = 500_000
"""Kept elements of one file: about three times the biggest known plans, which fits in memory."""
MOST_TASKS = 150_000
"""Tasks and milestones of one plan: its network of links takes most of the memory."""
LONGEST_TAG = 1 << 20
"""Bytes of one tag with its attributes, or of one comment: expat rereads an unfinished one with each chunk."""
LONGEST_TEXT = 1_000_000
"""Characters of one kept text: ten times the longest notes."""
_CHUNK = 1 << 16


class GuardedParser:
    """An expat parser with limits.

    `kind` is the kind of file for its errors, such as "GanttProject file"; `encoding` overrules the file's declaration.
    Names begin with their namespace and a blank, or with `namespaces` off with their prefix and a colon.
    """

    def __init__(self, kind: str, encoding: str | None = None, *, namespaces: bool = True) -> None:
        self.expat = expat.ParserCreate(encoding, namespace_separator=" " if namespaces else None)
        self.expat.buffer_text = True
        self.expat.buffer_size = 1 << 20  # so that even a long text comes in few pieces
        self.expat.StartDoctypeDeclHandler = self._refuse_doctype
        self._kind = kind
        self._kept = 0

    @property
    def line(self) -> int:
        """Return the number of the current line of the file."""
        return self.expat.CurrentLineNumber

    def parse(self, chunks: Iterable[bytes]) -> None:
        """Parse a whole file.

        Raises ImportRefused beyond a limit; ExpatError, LookupError or ValueError if the file is damaged.
        """
        parsed = 0
        for chunk in chunks:
            self.expat.Parse(chunk, False)
            parsed += len(chunk)
            if parsed - self.expat.CurrentByteIndex > LONGEST_TAG:
                raise self._refused(f"a tag or a comment of more than {LONGEST_TAG:,} bytes")
        self.expat.Parse(b"", True)

    def check_depth(self, levels: int) -> None:
        """Raise ImportRefused if an element is nested in too many others."""
        if levels > MOST_DEPTH:
            raise self._refused(f"elements nested more than {MOST_DEPTH:,} deep")

    def keep(self) -> None:
        """Count a kept element. Raises ImportRefused if there are too many."""
        self._kept += 1
        if self._kept > MOST_ELEMENTS:
            raise ImportRefused(
                f"Nothing was imported: this file has more than {MOST_ELEMENTS:,} elements. Import a part of the plan."
            )

    def check_text(self, length: int) -> None:
        """Raise ImportRefused if a text with so many characters is too long."""
        if length > LONGEST_TEXT:
            raise self._refused(f"a text of more than {LONGEST_TEXT:,} characters")

    def _refused(self, reason: str) -> ImportRefused:
        return ImportRefused(
            f"Nothing was imported: {reason} near line {self.line}, which no {self._kind} needs. Shorten it there."
        )

    def _refuse_doctype(self, *_: object) -> None:
        """Raise ImportRefused for a document type, which may declare entities that grow without end."""
        raise ImportRefused(
            f"Nothing was imported: this file has a DOCTYPE, which no {self._kind} has. Save it again without one."
        )


def check_tasks(count: int) -> None:
    """Raise ImportRefused if a plan with so many tasks is too big."""
    if count > MOST_TASKS:
        raise ImportRefused(f"Nothing was imported: this plan has more than {MOST_TASKS:,} tasks. Import a part of it.")


_CUT_OFF = frozenset(
    (
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    )
)
"""Errors at the end of a file that goes on."""


def broken(error: expat.ExpatError | LookupError | ValueError) -> ImportRefused:
    """Return the refusal of a file that expat cannot parse."""
    if isinstance(error, expat.ExpatError):
        if error.code in _CUT_OFF:
            return ImportRefused(f"This file is cut off in line {error.lineno}. Save or copy it again.")
        reason = expat.ErrorString(error.code)
        return ImportRefused(f"This file is damaged in line {error.lineno}: {reason}. Save or copy it again.")
    return ImportRefused("This file has an unknown encoding. Save it as UTF-8.")


_ROOT_WITHIN = 1 << 16
"""Bytes of a file in which the root element must begin."""


class Shape(NamedTuple):
    """The children of an element that are kept."""

    leaves: frozenset[str] = frozenset()
    """Tags of children whose text is kept."""
    parts: frozenset[str] = frozenset()
    """Tags of children that are kept as elements, each with its own shape."""


_BARE = Shape()


@dataclass(slots=True)
class Element:
    """A kept element."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    """The stripped text of the first leaf of each tag; under "" its own text, if no child is kept."""
    parts: list[Element] = field(default_factory=list)

    def text(self, leaf: str) -> str:
        """Return the text of a leaf; an empty text if there is none."""
        return self.texts.get(leaf, "")

    def each(self, *path: str) -> Iterator[Element]:
        """Yield the elements at `path` below this one, in the order of the file."""
        found = (part for part in self.parts if part.tag == path[0])
        for part in found:
            if len(path) == 1:
                yield part
            else:
                yield from part.each(*path[1:])


@dataclass(slots=True)
class Root(Element):
    """The outermost element of a file."""

    mended: tuple[Changed, ...] = ()
    """What had to be mended in the file."""


def root_of(data: bytes) -> tuple[str, str]:
    """Return the namespace and the name of the root element.

    Raises:
        ImportRefused: the file is damaged, or cut off before the root element.
    """
    encoding = encoding_of(data)
    start = data[:_ROOT_WITHIN]
    try:
        return _root_in([start[encoding.begin :]], _overruled_by(encoding))
    except (expat.ExpatError, LookupError, ValueError) as error:
        if not _can_be_mended(error, encoding):
            raise broken(error) from error
    from milestone_tui.exchange.xml_mending import Mender  # late: most files are sound

    for namespaces in (True, False):
        try:
            return _root_in(Mender(start, encoding).chunks(), "UTF-8", namespaces=namespaces)
        except (expat.ExpatError, ValueError) as error:
            if not (namespaces and _lacks_prefix(error)):
                raise broken(error) from error
    raise AssertionError("without namespaces, no prefix is missing")


def _root_in(chunks: Iterable[bytes], encoding: str | None, *, namespaces: bool = True) -> tuple[str, str]:
    parser = GuardedParser("plan", encoding, namespaces=namespaces).expat

    def stop(tag: str, _: object) -> None:
        raise _RootFound(tag)

    parser.StartElementHandler = stop
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
    except _RootFound as found:
        namespace, _, name = str(found).rpartition(" " if namespaces else ":")
        return namespace if namespaces else "", name
    raise ImportRefused("This file is cut off. Save or copy it again.")


class _RootFound(Exception):
    """The root element was found; its message is the tag."""


_UNBOUND_PREFIX = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]
_MENDABLE = frozenset(
    (
        _UNBOUND_PREFIX,
        expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF],
        expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY],
        expat.errors.codes[expat.errors.XML_ERROR_MISPLACED_XML_PI],
        expat.errors.codes[expat.errors.XML_ERROR_XML_DECL],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    )
)
"""Errors that may be no more than a wrong character or an unknown prefix; the others mean that a part is missing."""


def _overruled_by(encoding: Encoding) -> str | None:
    """Return the encoding that expat must use; None for the one that the file declares."""
    return encoding.name if encoding.told or encoding.begin else None


def _can_be_mended(error: expat.ExpatError | LookupError | ValueError, encoding: Encoding) -> bool:
    """Return whether a second attempt with a mended file may succeed."""
    if isinstance(error, expat.ExpatError) and error.code not in _MENDABLE:
        return False
    return encoding.name != ""


def _lacks_prefix(error: Exception) -> bool:
    """Return whether a file uses a prefix of names that it does not declare."""
    return isinstance(error, expat.ExpatError) and error.code == _UNBOUND_PREFIX


def read_tree(data: bytes, shapes: Mapping[str, Shape], kind: str) -> Root:
    """Return the root element with the children that `shapes` (by tag, without namespace) keep.

    `kind` is the kind of file for errors. A file with mistakes whose meaning is certain is mended.

    Raises:
        ImportRefused: the file is damaged, has a document type, or exceeds a limit.
    """
    encoding = encoding_of(data)
    told = (Changed("", "the encoding", encoding.told),) if encoding.told else ()
    reader = _Reader(shapes, kind, _overruled_by(encoding))
    try:
        reader.parser.parse(data[at : at + _CHUNK] for at in range(encoding.begin, len(data), _CHUNK))
    except (expat.ExpatError, LookupError, ValueError) as error:
        if not _can_be_mended(error, encoding):
            raise broken(error) from error
        if reader.root.tag and _is_cut_off(data, reader.root.tag):
            raise ImportRefused("This file is cut off. Save or copy it again.") from error
    else:
        reader.root.mended = told
        return reader.root
    reader.forget()
    root = _read_mended(data, encoding, shapes, kind)
    root.mended = (*told, *root.mended)
    return root


def _read_mended(data: bytes, encoding: Encoding, shapes: Mapping[str, Shape], kind: str) -> Root:
    """Return the root element of a damaged file, with remarks on what was mended. Raises ImportRefused."""
    from milestone_tui.exchange.xml_mending import Mender  # late: most files are sound

    prefix: list[Changed] = []
    while True:
        reader, mender = _Reader(shapes, kind, "UTF-8", namespaces=not prefix), Mender(data, encoding)
        try:
            reader.parser.parse(mender.chunks())
        except (expat.ExpatError, ValueError) as error:
            if prefix or not _lacks_prefix(error):
                raise broken(error) from error
            prefix.append(Changed(f"line {reader.parser.line}", "a prefix that the file does not declare", "ignored"))
            reader.forget()
        else:
            reader.root.mended = (*prefix, *mender.remarks())
            return reader.root


def _is_cut_off(data: bytes, root: str) -> bool:
    """Return whether the last closing tag of a file is not that of its root element."""
    begin = max(data.rfind(b"</"), data.rfind(b"<\0/"))
    last = data[max(0, begin) : begin + 4 * len(root) + 400].replace(b"\0", b"")
    return re.match(rb"</(?:[^<>/\s]*:)?" + re.escape(root.encode()) + rb"\s*>", last) is None


class _Reader:
    """A builder of the tree from the events of the parser."""

    def __init__(
        self, shapes: Mapping[str, Shape], kind: str, encoding: str | None, *, namespaces: bool = True
    ) -> None:
        self.root = Root("", 0, {})
        self.parser = GuardedParser(kind, encoding, namespaces=namespaces)
        self.parser.expat.StartElementHandler = self._start
        self.parser.expat.EndElementHandler = self._end
        self._before_tag = " " if namespaces else ":"
        self._shapes = shapes
        self._open: list[Element] = []
        self._within = [_BARE]
        """The shapes of the open elements, below one that keeps nothing."""
        self._leaf = ""
        self._skipped = 0
        """Levels of the parser inside an element that is not kept."""
        self._text: list[str] = []
        self._length = 0
        """Characters of the text so far."""

    def forget(self) -> None:
        """Free the memory of the tree."""
        for element in (self.root, *self._open):
            element.parts.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or self._leaf:
            self._skipped += 1
            self.parser.check_depth(len(self._open) + self._skipped)
            return
        tag = name.rpartition(self._before_tag)[2]
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
        self.parser.check_depth(len(self._open))
        if self._open:
            element = Element(tag, self.parser.line, attributes)
            self._open[-1].parts.append(element)
        else:
            element = self.root = Root(tag, self.parser.line, attributes)
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
