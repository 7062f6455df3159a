"""Read a file of the text twin; a damaged line refuses the file, with its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.twin.escapes import QUOTED, unescaped
from milestone_tui.exchange.twin.writer import FIRST_LINE, LAST_LINE, REFERRING, REMARK, VERSION
from milestone_tui.plan.language.text import storable, visible
from milestone_tui.plan.twin.kinds import KINDS, UID, Keyed
from milestone_tui.plan.twin.records import PERSON, PROJECT, Key, Place, Record

_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_SHOWN = 40


class ReadFile(NamedTuple):
    """The contents of a file."""

    records: Mapping[Key, Record]
    lines: Mapping[Place, int]
    """The number of the line of each fact and record."""

    @property
    def project(self) -> str:
        """The uid of its project; empty for the file of people."""
        return next((key.uid for key in self.records if key.kind == PROJECT), "")


def read_file(data: bytes, name: str, *, people: bool) -> ReadFile:
    """Return the records of a file; `people` for the one of people. Raises ImportRefused with the file and line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefused(f"{name}, line {line}: this is not UTF-8. Nothing was changed.") from error
    reader = _Reader(name, people)
    for number, content in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        reader.read(number, content)
    return reader.finished()


class _Reader:
    """State while a file is read line by line."""

    def __init__(self, name: str, people: bool) -> None:
        self._name = name
        self._people = people
        self._number = 0
        self._is_whole = False
        self._home = ""
        self._key: Key | None = None
        self._milestone = ""
        self._depth = 0
        self._parents: dict[Key, str] = {}
        self._facts: dict[Key, dict[str, str]] = {}
        self._lines: dict[Place, int] = {}

    def read(self, number: int, line: str) -> None:
        self._number = number
        if line.startswith(_MARKERS):
            self._refuse("a merge left its markers. Resolve the merge first")
        if number == 1:
            self._read_version(line)
        elif line.startswith("#") and number == 2:
            pass
        elif line.rstrip(" ") == LAST_LINE:
            self._is_whole = True
        elif line.strip(" "):
            if self._is_whole:
                self._refuse(f'there is more after "{LAST_LINE}". Move that line to the end')
            self._read_line(line.rstrip(" "))

    def _read_version(self, line: str) -> None:
        words, _, version = line.rstrip(" ").rpartition(" ")
        if words != FIRST_LINE or not (version.isascii() and version.isdecimal()):
            self._refuse(f'the file must begin with "{FIRST_LINE} {VERSION}"')
        if int(version[:9]) > VERSION:
            self._refuse("it was written by a newer version. Update milestone-tui")

    def _read_line(self, line: str) -> None:
        depth = len(line) - len(line.lstrip(" "))
        content = line[depth:]
        word, _, uid = content.partition(" ")
        if depth in (0, 2) and word in KINDS and ":" not in QUOTED.sub("", uid) and (depth == 0) != _is_inside(word):
            self._begin(word, uid, depth)
        elif self._key is not None and depth == self._depth + 2:
            self._read_fact(self._key, content)
        else:
            self._refuse(f'"{visible(content[:_SHOWN])}" is neither a fact nor a thing of a plan')

    def _begin(self, word: str, name: str, depth: int) -> None:
        if (word == PERSON) != self._people:
            self._refuse(f"a {word} does not belong into this file")
        found = QUOTED.fullmatch(name)
        if word == PERSON and found is None:
            self._refuse("a person needs a name in quotes")
        if word != PERSON and not UID.fullmatch(name):
            self._refuse(f'"{visible(name[:_SHOWN])}" is no id')
        key = Key(word, name if found is None else storable(self._unescaped(found[1])))
        if key in self._facts:
            self._refuse(f"{word} {visible(key.uid)} is there twice")
        if word == PROJECT:
            if self._home:
                self._refuse("a file has one project")
            self._home = key.uid
        elif not self._home and not self._people:
            self._refuse("the project comes first")
        if depth == 0:
            self._milestone = key.uid if word == "milestone" else ""
        elif not self._milestone:
            self._refuse(f"a {word} belongs to a milestone")
        self._key, self._depth = key, depth
        self._parents[key] = self._milestone if depth else ""
        self._facts[key] = {}
        self._lines[Place(key)] = self._number

    def _read_fact(self, key: Key, content: str) -> None:
        named = QUOTED.search(content)
        at = content.find(":")
        if named is not None and named.start() < at:
            at = content.find(":", named.end())
        if at < 0 or content[at + 1 : at + 2] not in ("", " "):
            self._refuse(f'"{visible(content[:_SHOWN])}" has no colon with a value after it')
        name, value = content[:at], content[at + 2 :]
        if name.partition(" ")[0] in REFERRING[key.kind]:
            value = value.partition(REMARK)[0].rstrip(" ")
        text = self._unescaped(value)
        if named is not None and named.start() < at:
            name = content[: named.start()] + self._unescaped(named[1])
            if named.end() != at:
                self._refuse(f'"{visible(content[:_SHOWN])}" is no fact')
        name = storable(name)
        if (of := KINDS[key.kind].fact(name)) is None:
            self._refuse(f'a {key.kind} has no "{visible(name[:_SHOWN])}"')
        if isinstance(of, Keyed) and " " not in name:
            self._refuse(f"{name} needs something after it, before the colon")
        if name in self._facts[key]:
            self._refuse(f'"{visible(name[:_SHOWN])}" is there twice')
        self._facts[key][name] = storable(text)
        self._lines[Place(key, name)] = self._number

    def _unescaped(self, text: str) -> str:
        try:
            return unescaped(text)
        except (ValueError, OverflowError):
            self._refuse(r"a backslash needs one of \ n r t x u U after it")

    def finished(self) -> ReadFile:
        """Return what was read."""
        if not self._home and not self._people:
            self._refuse("the project is missing")
        if not self._is_whole:
            self._refuse(f'the file is cut off. If nothing is missing, end it with the line "{LAST_LINE}"')
        records = {key: Record(self._home, self._parents[key], facts) for key, facts in self._facts.items()}
        return ReadFile(records, self._lines)

    def _refuse(self, what: str) -> NoReturn:
        raise ImportRefused(f"{self._name}, line {self._number}: {what}. Nothing was changed.")


def _is_inside(word: str) -> bool:
    return bool(KINDS[word].parent)
