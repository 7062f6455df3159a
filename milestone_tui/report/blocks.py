"""What a report says, as plain values: every text is text, and every figure is kept beside its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | Decimal | date | tuple[Mapping[str, Value], ...] | None"
Facts: TypeAlias = Mapping[str, Value]
"""Figures by their names in JSON."""


class Sentence(NamedTuple):
    """A line of text."""

    text: str
    strong: str = ""
    """What stands before it and stands out."""


class Item(NamedTuple):
    """A line of a list: a name, what is said of it, and perhaps a remark."""

    name: str
    parts: tuple[str, ...] = ()
    remark: str = ""
    facts: Mapping[str, Value] = {}


class Items(NamedTuple):
    """A list."""

    entries: tuple[Item, ...]


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    value: Value


class Column(NamedTuple):
    """A column of a table."""

    key: str
    """Its name in JSON."""
    head: str
    is_number: bool = False


class Table(NamedTuple):
    """A table; each row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_empty_columns(self) -> Table:
        """Return the table without the columns that have no text in any row."""
        kept = [place for place in range(len(self.columns)) if any(row[place].text for row in self.rows)]
        return Table(
            tuple(self.columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
        )


Block: TypeAlias = Sentence | Items | Table


class Section(NamedTuple):
    """A part of a report under its heading; one without blocks is not shown."""

    key: str
    """Its name in JSON."""
    title: str
    blocks: tuple[Block, ...]
    record: Facts | None = None
    """What it is in JSON; without one it is a list of records, one for each row and item."""


class Report(NamedTuple):
    """A report of one project."""

    title: str
    subtitle: str
    facts: Facts
    sections: tuple[Section, ...]

    @property
    def shown(self) -> Iterable[Section]:
        """The sections that have something to say."""
        return (section for section in self.sections if section.blocks)
