"""What a report says, as plain values: every text is text, and every figure is kept beside its words."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import NamedTuple, Self, TypeAlias

Value: TypeAlias = "str | int | Decimal | date | tuple[Mapping[str, Value], ...] | None"
Facts: TypeAlias = Mapping[str, Value]
"""Figures by their names in JSON."""


class Tone(Enum):
    """Whether something is good or bad news; never said by colour alone."""

    PLAIN = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()


class Sentence(NamedTuple):
    """A line of text."""

    text: str
    strong: str = ""
    """What stands before it and stands out."""
    tone: Tone = Tone.PLAIN


class Item(NamedTuple):
    """A line of a list: a name, what is said of it, and perhaps a remark."""

    name: str
    parts: tuple[str, ...] = ()
    remark: str = ""
    facts: Mapping[str, Value] = {}
    tone: Tone = Tone.PLAIN
    """Of what is said of it."""


class Items(NamedTuple):
    """A list."""

    entries: tuple[Item, ...]


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    value: Value
    tone: Tone = Tone.PLAIN


class Column(NamedTuple):
    """A column of a table."""

    key: str
    """Its name in JSON."""
    head: str
    is_number: bool = False
    is_letter: bool = False
    """Whether it only repeats what stands at the ends of the lines of a chart, and is left out without the picture."""


class Table(NamedTuple):
    """A table; each row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_empty_columns(self) -> Self:
        """Return the table without the columns that have no text in any row."""
        return self._with([place for place in range(len(self.columns)) if any(row[place].text for row in self.rows)])

    def without_letters(self) -> Self:
        """Return the table without the column that refers to a picture."""
        return self._with([place for place, column in enumerate(self.columns) if not column.is_letter])

    def _with(self, kept: Sequence[int]) -> Self:
        columns = tuple(self.columns[place] for place in kept)
        return self._replace(columns=columns, rows=tuple(tuple(row[place] for place in kept) for row in self.rows))


class Tick(NamedTuple):
    """A place on an axis, with its label; places are days, or numbers."""

    at: int
    label: str


class Mark(StrEnum):
    """The sign of a milestone on the timeline."""

    OPEN = "open"
    GATE = "gate"
    DONE = "done"


class Bar(NamedTuple):
    """A row of the timeline: a milestone, or the phase above some."""

    title: str
    is_phase: bool = False
    mark: Mark = Mark.OPEN
    baseline_on: date | None = None
    on: date | None = None
    """When it was done, else when it is due."""
    day: str = ""
    """That date in words."""
    slip: str = ""
    """How it stands to its baseline date, in words."""
    slip_days: int | None = None
    tone: Tone = Tone.PLAIN
    slip_tone: Tone = Tone.PLAIN


class Timeline(NamedTuple):
    """The milestones over time."""

    first: date
    last: date
    today: date
    today_label: str
    months: tuple[Tick, ...]
    """The first days of months, or of years, as day numbers (`date.toordinal`)."""
    bars: tuple[Bar, ...]
    description: str
    """What it shows, for those who cannot see it."""
    table: Table
    """The same as a table, for the dresses without pictures."""


class Line(NamedTuple):
    """A line of a chart."""

    name: str
    points: tuple[tuple[int, int], ...]
    """Places along both axes; days are day numbers."""
    tone: Tone = Tone.PLAIN
    is_main: bool = False
    """Whether it stands out from the others."""
    is_stepped: bool = False
    """Whether it stays level until the next point."""
    ends_in: str = ""
    """What stands at its end: a letter that the table repeats, or a word."""


class Chart(NamedTuple):
    """Lines over reporting dates."""

    first: date
    last: date
    today: date
    today_label: str
    months: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    """The ticks of the upright axis, from the lowest to the highest place."""
    lines: tuple[Line, ...]
    has_diagonal: bool
    """Whether both axes have the same dates, and the line on which a milestone is reached is drawn."""
    description: str
    table: Table


Block: TypeAlias = Sentence | Items | Table | Timeline | Chart


def table_of(block: Table | Timeline | Chart) -> Table:
    """Return what a table or a picture says, as a table to be shown without the picture."""
    return block if isinstance(block, Table) else block.table.without_letters()


class Section(NamedTuple):
    """A part of a report under its heading; one without blocks is not shown."""

    key: str
    """Its name in JSON."""
    title: str
    blocks: tuple[Block, ...]
    record: Facts | None = None
    """What it is in JSON; without one it is a list of records, one for each row and item."""


class Part(NamedTuple):
    """What a report on several projects says about one of them."""

    title: str
    subtitle: str
    facts: Facts
    sections: tuple[Section, ...]

    @property
    def shown(self) -> Iterable[Section]:
        """The sections that have something to say."""
        return (section for section in self.sections if section.blocks)


class Report(NamedTuple):
    """A report on one project, or on several."""

    title: str
    subtitle: str
    facts: Facts
    sections: tuple[Section, ...]
    parts: tuple[Part, ...] = ()
    """The projects of a client, each with its own sections; empty in a report on one project or on all."""
    language: str = "en"
    """The language of its words, as HTML names it."""

    @property
    def shown(self) -> Iterable[Section]:
        """The sections that have something to say."""
        return (section for section in self.sections if section.blocks)
