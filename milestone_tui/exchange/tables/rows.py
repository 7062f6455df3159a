"""The rows of a table, whatever file it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.imported import Changed, Skipped

MOST_ROWS = 250_000
"""Rows of one table that are not blank: an import is one change that can be undone, so all of it is in memory."""
SAMPLE_ROWS = 40
"""Rows at the beginning of a table that decide what its separator is."""


class Row(NamedTuple):
    """A row; a blank one has no cells, or only blank ones."""

    line: int
    """The number of its first line, or of its row in a sheet, counted from 1."""
    cells: Sequence[str]

    @property
    def is_blank(self) -> bool:
        """Return whether no cell has a text."""
        return not any(map(str.strip, self.cells))


class Table(Protocol):
    """A table whose rows can be read several times; they are not kept."""

    @property
    def name(self) -> str:
        """Return the name of the sheet; empty in a text file."""

    @property
    def place(self) -> str:
        """Return what the number of a row counts: "line" in a text file, "row" in a sheet."""

    @property
    def remarks(self) -> tuple[Changed, ...]:
        """Return what a person should know of the table, such as hidden rows."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows, blank ones too; raise ImportRefused for one that cannot be read, or for too many."""


class Opened(NamedTuple):
    """The tables of a file: one of a text file, one for each sheet of a workbook."""

    tables: Sequence[Table]
    remarks: tuple[Changed | Skipped, ...] = ()
    """What was guessed, such as the encoding, or left aside."""


Score = Callable[[Sequence[Row]], Any]
"""How much the first rows look like a table of milestones; the separator with the greatest score is taken."""


def count_rows(rows: Iterator[Row], place: str) -> Iterator[Row]:
    """Yield the rows; raise ImportRefused at one beyond the limit."""
    count = 0
    for row in rows:
        count += not row.is_blank
        if count > MOST_ROWS + 1:  # the header is one of them
            raise ImportRefused(
                f"Nothing was imported: this {_WHOLE[place]} has more than {MOST_ROWS:,} rows. Import it in parts."
            )
        yield row


_WHOLE = {"line": "file", "row": "sheet"}
