"""What tells phases apart where no outline does: a column of parents, indented titles, and rows that are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from milestone_tui.exchange.tables.columns import Columns
from milestone_tui.exchange.tables.words import word_of, words
from milestone_tui.plan.language.text import fold, tidy

_NARROWEST = 2
"""Blanks before a title that indent it; one alone is a slip."""
_LONGEST_LEVEL = 3
_FEWEST = 2
"""Indented titles of a table that has any on purpose."""
_ID = re.compile(r"#?((?:[A-Za-z][A-Za-z0-9]*-)?\d+)(?:\s*[:–-]\s.*)?$")
"""An id, perhaps with the title behind it: 41, #41, APP-7, "41: Design"."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s", re.ASCII)
_NUMBERED = re.compile(r"(\w+) (?:\d+|[ivxIVX]+)\b")


@dataclass(slots=True)
class Nesting:
    """What one reading of all rows found of it; `finish` says what counts."""

    parents: set[str] = field(default_factory=set)
    """The ids and titles, folded, that the column of parents names."""
    titles: dict[str, str] = field(default_factory=dict)
    """The titles of all rows by their ids, folded, where there is a column of parents."""
    parent_lines: set[int] = field(default_factory=set)
    """The lines of the rows with a deeper one below, by their outline levels or the indents of their titles."""
    headings: set[int] = field(default_factory=set)
    """The lines of the rows that have only a title, in capitals or numbered as a phase."""
    is_phase_once: bool = False
    """Each of several phases stands only once, and cells below it are blank."""
    blank_phases: int = 0
    """Rows without a phase below one that has one."""
    _phases: set[str] = field(default_factory=set)
    _repeated_phases: int = 0
    _numbered: dict[str, int] = field(default_factory=dict)
    """The lines of rows that have only a title, by the number that it begins with."""
    _numbers: set[str] = field(default_factory=set)
    """The numbers that others, such as 2.1, are below."""
    _last: int = 0
    """The line of the last row that has more than a title."""
    _above: tuple[int, int] | None = None
    _indented: int = 0
    _capitals: int = 0
    """Titles in capitals of rows that have more than a title."""

    def see(self, line: int, cells: Sequence[str], columns: Columns) -> None:
        """Note a row."""
        places = columns.places
        title = _cell(cells, places.get("title"))
        if (level := level_of(_cell(cells, places.get("level")).strip())) is not None:
            self._see_depth(line, level)
        if "parent" in places:
            self._see_parent(cells, title, columns)
        elif "phase" in places:
            if title and not self._repeated_phases:
                self._see_phase(_cell(cells, places["phase"]).strip())
        elif title and not (columns.is_own or title.isspace() or "outline" in places or "level" in places):
            self._see_title(line, cells, title, len(columns.heads) > 1)

    def _see_title(self, line: int, cells: Sequence[str], title: str, is_wide: bool) -> None:
        depth = indent_of(title)
        self._see_depth(line, depth)
        self._indented += depth > 0
        number = found[1] if title.lstrip()[0].isdigit() and (found := _NUMBER.match(title.lstrip())) else ""
        if "." in number:
            self._numbers.add(number.rpartition(".")[0])
        if sum(map(bool, map(str.strip, cells))) > 1:
            self._capitals += title.isupper() and _is_capital(title)
            self._last = line
        elif is_wide and (_is_capital(title) or _is_numbered_phase(title)):
            self.headings.add(line)
        elif is_wide and number:
            self._numbered[number] = line

    def _see_depth(self, line: int, depth: int) -> None:
        if self._above is not None and depth > self._above[1]:
            self.parent_lines.add(self._above[0])
        self._above = line, depth

    def _see_phase(self, phase: str) -> None:
        self.blank_phases += not phase and bool(self._phases)
        self._repeated_phases += phase in self._phases or (not phase and not self._phases)
        if phase:
            self._phases.add(phase)

    def _see_parent(self, cells: Sequence[str], title: str, columns: Columns) -> None:
        id_ = _cell(cells, columns.places.get("id", columns.number)).strip().removeprefix("#")
        if id_:
            self.titles[fold(id_)] = tidy(title)
        self.parents |= keys_of(_cell(cells, columns.places["parent"]))

    def finish(self) -> None:
        """Forget what is only a slip, or how all titles are written."""
        if 0 < self._indented < _FEWEST:
            self._indented = 0
            self.parent_lines.clear()
        if self._capitals:
            self.headings.clear()
        self.headings.update(line for number, line in self._numbered.items() if number in self._numbers)
        self.headings = {line for line in self.headings if line < self._last}
        self.is_phase_once = len(self._phases) > 1 and self.blank_phases > 0 and self._repeated_phases == 0

    @property
    def is_indented(self) -> bool:
        """Return whether titles are indented."""
        return self._indented > 0


def keys_of(parent: str) -> frozenset[str]:
    """Return what a cell with a parent may name, folded: its whole text, and the id in it."""
    text = parent.strip()
    if not text:
        return frozenset()
    found = _ID.fullmatch(text)
    return frozenset((fold(text), fold(found[1]))) if found else frozenset((fold(text),))


def is_id(parent: str) -> bool:
    """Return whether a cell with a parent has only an id."""
    found = _ID.fullmatch(parent.strip())
    return found is not None and found[0].removeprefix("#") == found[1]


def level_of(text: str) -> int | None:
    """Return an outline level; None for a text that is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_LEVEL else None


def indent_of(title: str) -> int:
    """Return how far a title is indented, by blanks of any kind; 0 for a single one."""
    width = len(title) - len(title.lstrip())
    return width if width >= _NARROWEST or title.startswith("\t") else 0


def _is_capital(title: str) -> bool:
    return title.isupper() and sum(map(str.isalpha, title)) > 2  # a title may be "QA"


def _is_numbered_phase(title: str) -> bool:
    found = _NUMBERED.match(title.strip())
    return found is not None and word_of(found[1]) in words().cells["phase"]


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""
