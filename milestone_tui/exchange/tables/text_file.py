"""The table in a text file: its encoding, separator and rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables.encoding import Encoding, encoding_of
from milestone_tui.exchange.tables.rows import SAMPLE_ROWS, Opened, Row, Score, count_rows
from milestone_tui.plan.imported import Changed

_SAMPLE = 1 << 16
"""Bytes at the beginning of a file that are searched for its separator."""
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*(\r\n|\n|\r)")
"""A first line that declares the separator."""
_WIDE = ("utf-16", "utf-32")
_END_OF_FILE = b"\x1a"
"""What DOS programs end a text with."""
_SEPARATORS = (",", ";", "\t", "|")


def open_text(data: bytes, *, encoding: str | None = None, score: Score | None = None) -> Opened:
    """Return the table of a text file. Raises ImportRefused."""
    found = encoding_of(data, encoding)
    text = _Text(data, found)
    separator = text.stated or _separator_of(text, score or _most_even)
    return Opened((TextTable(text, separator),), found.remarks)


@dataclass(frozen=True, slots=True)
class TextTable:
    """The table of a text file with this separator."""

    text: _Text
    separator: str
    name: str = ""
    place: str = "line"
    remarks: tuple[Changed, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows, blank ones too; raise ImportRefused for a misplaced quote, or for too many rows."""
        return count_rows(_rows(self.text, self.text.lines(), self.separator), self.place)


class _Text:
    """The text of a file after the line that declares its separator."""

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self._data = data if encoding.name.startswith(_WIDE) else data.rstrip(_END_OF_FILE)
        self._encoding = encoding
        found = _STATED.match(self._open(self._data[:_SAMPLE], "ignore").read())
        self.stated = found[1] if found else ""
        """The separator that the first line declares; empty for none."""
        self.lines_before = 1 if found else 0
        self._before = found.end() if found else 0

    def lines(self) -> io.TextIOBase:
        """Return the whole text."""
        return self._after_stated(self._open(self._data, self._encoding.errors))

    def sample(self) -> io.TextIOBase:
        """Return the beginning of the text; its last line may be cut off."""
        return self._after_stated(self._open(self._data[:_SAMPLE], "ignore"))

    def quotes_after_blank(self, separator: str) -> bool:
        """Return whether a blank stands between a separator and a quote; else blanks may indent a title."""
        if self._encoding.name.startswith(_WIDE):
            return True
        if b' "' not in self._data:  # quick, and most files have none
            return False
        return re.search(rb"(?:^|" + re.escape(separator.encode()) + rb')[ ]+"', self._data, re.MULTILINE) is not None

    def _open(self, data: bytes, errors: str) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(data), self._encoding.name, errors=errors, newline="")

    def _after_stated(self, lines: io.TextIOWrapper) -> io.TextIOWrapper:
        lines.read(self._before)
        return lines


def _separator_of(text: _Text, score: Score) -> str:
    """Return the separator with the greatest score; a comma if none can be read."""
    best: tuple[Any, str] | None = None
    for separator in _SEPARATORS:
        rows: list[Row] = []
        with suppress(ImportRefused):  # the rows above a misplaced quote are enough
            for row in islice(_rows(text, text.sample(), separator), SAMPLE_ROWS):
                rows.append(row)  # noqa: PERF402 - they are kept when one is refused
        scored = score(rows)
        if best is None or scored > best[0]:
            best = (scored, separator)
    return best[1] if best else ","


def _most_even(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many rows are as wide as most are, and how wide that is."""
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    widest = max(widths, key=widths.count, default=0)
    return widths.count(widest), widest


def _rows(text: _Text, lines: io.TextIOBase, separator: str) -> Iterator[Row]:
    """Yield the rows, each with its first line; raise ImportRefused for a misplaced quote."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=text.quotes_after_blank(separator), strict=True)
    first_line = text.lines_before + 1
    try:
        for cells in reader:
            yield Row(first_line, cells)
            first_line = text.lines_before + reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(f"Cannot read the row in line {first_line}: a quote is missing or misplaced.") from error
