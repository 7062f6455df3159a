"""The table in a text file: its encoding, separator and rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables.rows import SAMPLE_ROWS, Opened, Row, Score, count_rows
from milestone_tui.plan.imported import Changed

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
"""Bytes at the beginning of a file that are searched for its separator."""
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*(\r\n|\n|\r)")
"""A first line that declares the separator."""
_SEPARATORS = (",", ";", "\t", "|")


def open_text(data: bytes, *, encoding: str | None = None, score: Score | None = None) -> Opened:
    """Return the table of a text file. Raises ImportRefused."""
    remarks: list[Changed] = []
    if encoding is None:
        encoding, remarks = encoding_of(data)
    text = _Text(data, encoding)
    separator = text.stated or _separator_of(text, score or _most_even)
    return Opened((TextTable(text, separator),), tuple(remarks))


@dataclass(frozen=True, slots=True)
class TextTable:
    """The table of a text file with this separator."""

    text: _Text
    separator: str
    name: str = ""
    place: str = "line"

    def rows(self) -> Iterator[Row]:
        """Yield the rows, blank ones too; raise ImportRefused for a misplaced quote, or for too many rows."""
        return count_rows(_rows(self.text.lines(), self.separator, self.text.lines_before), self.place)


class _Text:
    """The text of a file after the line that declares its separator."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._data = data
        self._encoding = encoding
        found = _STATED.match(
            io.TextIOWrapper(io.BytesIO(data[:_SAMPLE]), encoding, errors="ignore", newline="").read()
        )
        self.stated = found[1] if found else ""
        """The separator that the first line declares; empty for none."""
        self.lines_before = 1 if found else 0
        self._before = found.end() if found else 0

    def lines(self) -> io.TextIOBase:
        """Return the whole text."""
        lines = io.TextIOWrapper(io.BytesIO(self._data), self._encoding, newline="")
        lines.read(self._before)
        return lines

    def sample(self) -> io.TextIOBase:
        """Return the beginning of the text; its last line may be cut off."""
        start = io.TextIOWrapper(io.BytesIO(self._data[:_SAMPLE]), self._encoding, errors="ignore", newline="")
        start.read(self._before)
        return start


def _separator_of(text: _Text, score: Score) -> str:
    """Return the separator with the greatest score; a comma if none can be read."""
    best: tuple[Any, str] | None = None
    for separator in _SEPARATORS:
        rows: list[Row] = []
        try:
            rows.extend(islice(_rows(text.sample(), separator, text.lines_before), SAMPLE_ROWS))
        except ImportRefused:
            continue
        scored = score(rows)
        if best is None or scored > best[0]:
            best = (scored, separator)
    return best[1] if best else ","


def _most_even(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many rows are as wide as most are, and how wide that is."""
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    widest = max(widths, key=widths.count, default=0)
    return widths.count(widest), widest


def _rows(lines: io.TextIOBase, separator: str, lines_before: int) -> Iterator[Row]:
    """Yield the rows, each with its first line; raise ImportRefused for a misplaced quote."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    first_line = lines_before + 1
    try:
        for cells in reader:
            yield Row(first_line, cells)
            first_line = lines_before + reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(f"Cannot read the row in line {first_line}: a quote is missing or misplaced.") from error


def encoding_of(data: bytes) -> tuple[str, list[Changed]]:
    """Return the encoding of a text file, with a remark if it was guessed. Raises ImportRefused for a binary file."""
    if data.startswith(b"PK\x03\x04"):
        raise ImportRefused("This is a spreadsheet or zip file. Save the sheet as CSV, then import that.")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if utf16 else ("utf-8-sig", "cp1252")
    encoding = next((encoding for encoding in encodings if _is_text(data, encoding)), None)
    if encoding is None:
        raise ImportRefused("This file is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV in UTF-8.")
    if encoding != "cp1252":
        return encoding, []
    return encoding, [Changed("file", "its encoding", "not UTF-8, so read as Windows-1252; check accents")]


def _is_text(data: bytes, encoding: str) -> bool:
    """Return whether a file can be read in an encoding. Raises ImportRefused for one with null bytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _CHUNK):
            if "\0" in decoder.decode(data[start : start + _CHUNK]):
                raise ImportRefused("This file is not text: it contains null bytes. Save it as CSV.")
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
