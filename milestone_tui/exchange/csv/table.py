"""A table as it stands in a file: its encoding, its separator, its rows, and which of its columns holds what."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import Skipped
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
"""Per field the names of its column, the best first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields stand in a row."""

    places: dict[str, int]
    """Field to column, counted from 0."""
    left_out: tuple[Skipped, ...]


def find_columns(header: Sequence[str]) -> Columns:
    """Recognise the columns of a header; what is not recognised, or says the same as a better one, is left out."""
    rank = {alias: (field, place) for field, names in ALIASES.items() for place, alias in enumerate(names)}
    best: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(header):
        known = rank.get(_plain(cell))
        if known is not None:
            field, place = known
            best[field] = min(best.get(field, (place, column)), (place, column))
    places = {field: column for field, (_, column) in best.items()}
    taken = set(places.values())
    left_out = []
    for column, cell in enumerate(header):
        if column not in taken and cell.strip():
            known = rank.get(_plain(cell))
            reason = "not a column of a milestone plan"
            if known is not None:
                reason = f"the column “{visible(header[places[known[0]]].strip())}” says the same"
            left_out.append(Skipped("header", f"column “{visible(cell.strip())}”", reason))
    return Columns(places, tuple(left_out))


def _plain(cell: str) -> str:
    """A column's name without case, accents, underscores and the like: "Due_Date:" is "due date"."""
    return re.sub(r"[^a-z0-9%]+", " ", fold(cell)).strip()


MOST_ROWS = 250_000
"""Rows of one table: an import is one change that one undo takes back, and all of it is in memory."""
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
"""Bytes of the begin of a file in which its header is looked for."""
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*(\r\n|\n|\r)")
"""A first line that states the separator."""
_SEPARATORS = (",", ";", "\t", "|")


def encoding_of(data: bytes) -> tuple[str, list[Skipped]]:
    """The encoding of a text file, and a word about it when it had to be guessed."""
    if data.startswith(b"PK\x03\x04"):
        raise ImportRefused("This is a spreadsheet or another zip file: save its table as CSV first.")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if utf16 else ("utf-8-sig", "cp1252")
    encoding = next((encoding for encoding in encodings if _is_text(data, encoding)), None)
    if encoding is None:
        raise ImportRefused("This is not a text file in UTF-8, UTF-16 or Windows-1252.")
    if encoding != "cp1252":
        return encoding, []
    reason = "it is not UTF-8, so it was read as Windows-1252: check accents"
    return encoding, [Skipped("file", "its encoding", reason)]


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether all of a file can be read in an encoding; raises ImportRefused for one with zero bytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _CHUNK):
            if "\0" in decoder.decode(data[start : start + _CHUNK]):
                raise ImportRefused("This is not a text file: it has zero bytes in it.")
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def header_of(data: bytes, encoding: str) -> tuple[list[str], str]:
    """The first row and the separator, which is the one that gives the most columns that are known."""
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
        raise ImportRefused(f"The header of this table cannot be read: {error}.") from error
    if not header:
        raise ImportRefused("This file is empty.")
    if best is None or not best[0][0]:
        seen = ", ".join(f"“{visible(cell.strip())[:40]}”" for cell in header[:8])
        raise ImportRefused(f"No column of this table is called “title” or the like; its first row is {seen}.")
    return header, best[1]


def table_of(data: bytes, encoding: str, separator: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header, empty without one, and the rows below it with the line where each begins; raises csv.Error."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    _, stated, length = _begin(data, encoding)
    lines.read(length)
    rows = _rows(lines, separator, 1 if stated else 0)
    _, header = next(rows, (0, []))
    return header, rows


def _begin(data: bytes, encoding: str) -> tuple[str, str, int]:
    """The begin of a file below the line that states its separator, that separator, and the length of that line."""
    text = io.TextIOWrapper(io.BytesIO(data[:_SAMPLE]), encoding, errors="ignore", newline="").read()
    stated = _STATED.match(text)
    return (text[stated.end() :], stated[1], stated.end()) if stated else (text, "", 0)


def _rows(lines: io.TextIOBase, separator: str, lines_before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line where it begins; raises ImportRefused where they are too many."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    begins = lines_before + 1
    number = -1  # the header is none
    for cells in reader:
        if any(cell.strip() for cell in cells):
            number += 1
            if number > MOST_ROWS:
                raise ImportRefused(
                    f"Nothing was imported: this table has more than {MOST_ROWS:,} rows. Import it in parts."
                )
            yield begins, cells
        begins = lines_before + reader.line_num + 1
