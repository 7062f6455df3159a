"""The table in a CSV file: its encoding, separator and rows, and the field of each column."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import fold, visible

ALIASES: dict[str, tuple[str, ...]] = {
    "project": ("project", "project key", "project name", "project title", "projects", "programme", "program"),
    "phase": (
        *("phase", "phase name", "stage", "stage name", "section", "section column", "group", "group name"),
        *("work package", "workstream", "epic", "category"),
    ),
    "title": (
        *("title", "milestone", "milestone title", "milestone name", "name", "task name", "task", "summary", "subject"),
        *("deliverable", "item", "what"),
    ),
    "owner": (
        *("owner", "owner name", "responsible", "accountable", "assignee", "assigned to", "assigned", "person", "who"),
        "lead",
    ),
    "baseline": (
        *("baseline", "baseline on", "baseline date", "baseline finish", "baseline end", "planned", "planned date"),
        *("planned on", "planned finish", "planned end", "plan", "plan date", "original", "original date"),
        "original due date",
    ),
    "due": (
        *("due", "due on", "due date", "forecast", "forecast date", "target", "target date", "finish", "finish date"),
        *("end", "end date", "date", "deadline", "when"),
    ),
    "done": (
        *("done", "done on", "done date", "actual", "actual date", "actual finish", "actual end", "completed"),
        *("completed on", "completed at", "completed date", "completion date", "date completed", "closed", "closed on"),
        *("closed at", "finished", "finished on", "achieved", "achieved on", "complete", "% complete"),
        "percent complete",
    ),
    "state": ("state", "status"),
    "kind": ("kind", "milestone kind", "kind of milestone", "milestone type"),
    **{name: spec.csv for name, spec in MILESTONE_FIELDS.items() if spec.csv},
}
"""The names of each field's column, the best first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a header."""

    places: dict[str, int]
    """The number of the column of each field, counted from 0."""
    ignored: tuple[Skipped, ...]


def find_columns(header: Sequence[str]) -> Columns:
    """Find the fields of a header; ignore a column that is unknown, or whose field has a better one."""
    rank = {alias: (field, place) for field, names in ALIASES.items() for place, alias in enumerate(names)}
    best: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(header):
        known = rank.get(_plain(cell))
        if known is not None:
            field, place = known
            best[field] = min(best.get(field, (place, column)), (place, column))
    places = {field: column for field, (_, column) in best.items()}
    used = set(places.values())
    ignored = []
    for column, cell in enumerate(header):
        if column not in used and cell.strip():
            known = rank.get(_plain(cell))
            reason = "unknown column, ignored"
            if known is not None:
                reason = f'ignored: {known[0]} is read from column "{visible(header[places[known[0]]].strip())}"'
            ignored.append(Skipped("header", f'column "{visible(cell.strip())}"', reason))
    return Columns(places, tuple(ignored))


def _plain(cell: str) -> str:
    """Return the name of a column without case, accents and punctuation: "due date" for "Due_Date:"."""
    return re.sub(r"[^a-z0-9%]+", " ", fold(cell)).strip()


MOST_ROWS = 250_000
"""Rows of one file: an import is one change that can be undone, so all of it is in memory."""
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
"""Bytes at the beginning of a file that are searched for its header."""
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*(\r\n|\n|\r)")
"""A first line that declares the separator."""
_SEPARATORS = (",", ";", "\t", "|")


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


def header_of(data: bytes, encoding: str) -> tuple[list[str], str]:
    """Return the first row and the separator: the one that gives the most known columns. Raises ImportRefused."""
    sample, stated, _ = _begin(data, encoding)
    best: tuple[tuple[bool, int, int], str] | None = None
    for separator in (stated,) if stated else _SEPARATORS:
        try:
            header = next(_rows(io.StringIO(sample, newline=""), separator), (0, []))[1]
        except csv.Error:
            continue
        places = find_columns(header).places
        score = ("title" in places, len(places), len(header))
        if best is None or score > best[0]:
            best = (score, separator)
    try:
        header, _ = table_of(data, encoding, best[1] if best else ",")
    except csv.Error as error:
        raise ImportRefused(f"Cannot read the header of this file: {error}.") from error
    if not header:
        raise ImportRefused('This file is empty. Add a header with "title" and a row for each milestone.')
    if best is None or not best[0][0]:
        seen = ", ".join(f'"{visible(cell.strip())[:40]}"' for cell in header[:8])
        raise ImportRefused(
            f'No title column found. Name one column "title" (or "milestone", "task name"). First row: {seen}.'
        )
    return header, best[1]


def table_of(data: bytes, encoding: str, separator: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the header, which may be empty, and the rows below it, each with its first line. Raises csv.Error."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    _, stated, length = _begin(data, encoding)
    lines.read(length)
    rows = _rows(lines, separator, 1 if stated else 0)
    _, header = next(rows, (0, []))
    return header, rows


def _begin(data: bytes, encoding: str) -> tuple[str, str, int]:
    """Return the start of a file after the line that declares its separator, the separator, and that line's length."""
    text = io.TextIOWrapper(io.BytesIO(data[:_SAMPLE]), encoding, errors="ignore", newline="").read()
    stated = _STATED.match(text)
    return (text[stated.end() :], stated[1], stated.end()) if stated else (text, "", 0)


def _rows(lines: io.TextIOBase, separator: str, lines_before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with its first line. Raises ImportRefused if there are too many."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    first_line = lines_before + 1
    number = -1  # does not count the header
    for cells in reader:
        if any(cell.strip() for cell in cells):
            number += 1
            if number > MOST_ROWS:
                raise ImportRefused(
                    f"Nothing was imported: this file has more than {MOST_ROWS:,} rows. Import it in parts."
                )
            yield first_line, cells
        first_line = lines_before + reader.line_num + 1
