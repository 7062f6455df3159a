"""What a sheet's XML says beside its values: merged cells, hidden rows, errors, and formulas without a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, NamedTuple
from xml.parsers import expat

from milestone_tui.exchange.tables.workbook_file import damaged
from milestone_tui.exchange.xml_tree import GuardedParser

MOST_COLUMNS = 1_000
"""Columns of a sheet that are read."""
_MOST_ROWS = 1_048_576
"""Rows that a sheet can have."""
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)


class Area(NamedTuple):
    """A merged range; rows and columns are counted from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetFacts(NamedTuple):
    """The facts of one sheet."""

    last_row: int
    """The last row with a value."""
    last_column: int
    """The last column with a value."""
    merged: tuple[Area, ...]
    hidden_rows: int
    """Hidden rows with a value."""
    errors: tuple[str, ...]
    """The names of the cells with an error, such as D2 for #REF!."""
    unknown: tuple[str, ...]
    """The names of the cells with a formula whose value was not saved."""


def facts_of(sheet: IO[bytes]) -> SheetFacts:
    """Return the facts of a sheet. Raises ImportRefused."""
    scan = _Scan()
    try:
        while chunk := sheet.read(_CHUNK):
            scan.parser.expat.Parse(chunk, False)
        scan.parser.expat.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error
    return scan.facts()


class _Scan:
    """The events of the parser of one sheet."""

    def __init__(self) -> None:
        self.parser = GuardedParser("workbook", namespaces=True)
        self.parser.expat.StartElementHandler = self._start
        self.parser.expat.EndElementHandler = self._end
        self._row = self._column = self._last_row = self._last_column = self._hidden = 0
        self._row_is_hidden = self._has_formula = self._has_value = self._is_text = False
        self._merged: list[Area] = []
        self._errors: list[str] = []
        self._unknown: list[str] = []
        self._cell = ""

    def facts(self) -> SheetFacts:
        """Return what was found."""
        return SheetFacts(
            *(self._last_row, self._last_column, tuple(self._merged)),
            *(self._hidden, tuple(self._errors), tuple(self._unknown)),
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.parser.enter()
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self._begin_row(attributes)
        elif tag in ("v", "t"):
            self.parser.expat.CharacterDataHandler = self._add_text
        elif tag == "f":
            self._has_formula = True
        elif tag == "mergeCell" and (area := area_of(attributes.get("ref", ""))):
            self._merged.append(area)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= _MOST_ROWS:
            raise damaged()
        self._row = number
        self._column = 0
        self._row_is_hidden = attributes.get("hidden") in ("1", "true")

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_of(place[1]) if place else self._column + 1
        self._cell = attributes.get("r", "")
        self._has_formula = self._has_value = False
        self._is_text = attributes.get("t") == "str"  # a formula's value may be an empty text
        if attributes.get("t") == "e":
            self._errors.append(self._cell)

    def _add_text(self, _: str) -> None:
        self._has_value = True

    def _end(self, name: str) -> None:
        self.parser.leave()
        self.parser.expat.CharacterDataHandler = None
        if name.rpartition(" ")[2] != "c":
            return
        if self._has_formula and not self._has_value and not self._is_text:
            self._unknown.append(self._cell)
        elif self._has_value:
            if self._last_row < self._row:
                self._last_row = self._row
                self._hidden += self._row_is_hidden
            self._last_column = max(self._last_column, self._column)


def area_of(reference: str) -> Area | None:
    """Return the range that "B1:D2" names; None for any other text."""
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if not start or not end:
        return None
    return Area(int(start[2]), column_of(start[1]), int(end[2]), column_of(end[1]))


def column_of(letters: str) -> int:
    """Return the number of a column, 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def shown_cells(cells: Iterable[str]) -> str:
    """Return the names of some cells, for a remark."""
    named = [cell for cell in cells if cell]
    more = len(named) - _SHOWN
    return ", ".join(named[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


_SHOWN = 3
