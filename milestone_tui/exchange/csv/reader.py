"""Read milestones from CSV: one row per milestone, with any separator, common encoding and order of columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from milestone_tui.errors import AmbiguousDates, ImportRefused, InvalidInput
from milestone_tui.exchange.csv.date_columns import ORDERS, is_ambiguous, orders_of, read_day
from milestone_tui.exchange.csv.guard import unguarded
from milestone_tui.exchange.csv.table import encoding_of, find_columns, header_of, table_of
from milestone_tui.plan.checks import check_line
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import Changed, ImportedPlan, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import fold, tidy, visible
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import MilestoneKind

_NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "na", "none", "null", "nil", "tbd", "tba", "tbc"))
_YES = frozenset(
    (
        *("x", "yes", "y", "true", "1", "done", "ok", "closed", "complete", "completed", "finished", "achieved"),
        *("reached", "met", "resolved", "✓", "✔", "✅", "☑", "100", "100%"),
    )
)
_NO = frozenset(
    (
        *("no", "n", "false", "0", "open", "not done", "not started", "in progress", "planned", "pending"),
        *("submitted", "active", "to do", "todo", "new", "☐", "✗", "✘"),
    )
)
_WORDS = _YES | _NO | _NOTHING
_CANCELLED = frozenset(("cancelled", "canceled", "dropped", "rejected"))
_PERCENT = re.compile(r"\d{1,2}([.,]\d+)?\s?%?", re.ASCII)
_DAY_NUMBER = re.compile(r"[2-7]\d{4}([.,]\d+)?", re.ASCII)
"""A spreadsheet's number of a date from 1954 to 2119; which date depends on the spreadsheet."""
_ZEROS = re.compile(r"0+([-/.])0+\1(?:0+|1900)(?:[T ][0:.]+Z?)?|00000000", re.ASCII)
"""The dates that databases and spreadsheets write for an empty one."""
_PLAIN_FIELDS = {name: spec for name, spec in MILESTONE_FIELDS.items() if spec.csv}
"""The fields whose value is the text of the cell."""
_LINE_FIELDS = ("project", "phase", "owner")
_DATE_FIELDS = ("baseline", "due", "done")
_DATE_WORDS = {"baseline": "baseline date", "due": "due date", "done": "done date"}
_SPOKEN = {
    "due": ("due_on",),
    "baseline": ("baseline_on",),
    "done": ("done_on",),
    "state": ("done_on", "cancelled"),
}
"""The fields of columns with other names."""
_EXAMPLES = 5
_SHOWN = 60
"""Characters of a cell that a report shows."""

FieldRow = tuple[int, dict[str, str]]
"""The number of a row's first line, and its cells by field."""


def read_csv(data: bytes, fallback_name: str, *, dates: str | None = None) -> ImportedPlan:
    """Return the milestones of a CSV file, by project; rows without a project go into one called `fallback_name`.

    The columns are `project, phase, title, kind, owner, baseline, due, done, state, notes`, in any order, also under
    common synonyms; only the title is required. `done` is a date, or yes, x or 100%, which means done on the due date
    (else on the baseline date); `state` is a word for the same, or for cancelled. Separators are `,` `;` tab and `|`.
    Bytes that are not UTF-8 or UTF-16 are read as Windows-1252, with a remark. Dates such as 03/04/2026 are read in
    the order `dates` ("dmy", "mdy" or "ymd"), by default in the only order possible for the whole file.

    A row that cannot be read is skipped, with its line and the reason.

    Raises:
        ImportRefused: the file has no title column, or its dates can be read in more than one way.
    """
    if dates is not None and dates not in ORDERS:
        raise ImportRefused(f'"{visible(dates)}" is not an order of dates. Use dmy, mdy or ymd.')
    encoding, encoding_remarks = encoding_of(data)
    header, separator = header_of(data, encoding)
    columns = find_columns(header)
    remarks: list[Changed | Skipped] = [*encoding_remarks, *columns.ignored]

    def rows(skipped: list[Changed | Skipped]) -> Iterator[FieldRow]:
        _, found = table_of(data, encoding, separator)
        return _with_fields(found, columns.places, len(header), skipped)

    # Read twice, so that the rows, which take far more memory than the file, are not kept.
    reader = _RowReader(dates or _order(rows([])), remarks)
    projects = _projects(reader, rows(remarks), fallback_name, fields_of(columns.places))
    remarks.sort(key=_line_of)
    if not projects and not remarks:
        raise ImportRefused("This file has no rows below its header. Add a row for each milestone.")
    return ImportedPlan(projects, tuple(remarks))


def _line_of(remark: Changed | Skipped) -> int:
    """Return the line that a remark is about; 0 for none."""
    return int(remark.where.removeprefix("line ")) if remark.where.startswith("line ") else 0


def fields_of(columns: Iterable[str]) -> frozenset[str]:
    """Return the fields of a milestone that a table with these columns speaks of."""
    return frozenset(field for column in columns for field in _SPOKEN.get(column, (column,)))


def _projects(
    reader: _RowReader, rows: Iterable[FieldRow], fallback_name: str, fields: frozenset[str]
) -> tuple[IncomingProject, ...]:
    """Return the projects of all rows; names that differ only in case are one project."""
    projects: dict[str, list[IncomingMilestone]] = {}
    names: dict[str, str] = {}
    for line, cells in rows:
        read = reader.read(line, cells)
        if read is not None:
            project, milestone = read
            name = project or fallback_name
            projects.setdefault(names.setdefault(fold(name), name), []).append(milestone)
    return tuple(
        IncomingProject(name, tuple(dict.fromkeys(m.phase for m in found if m.phase)), tuple(found), fields=fields)
        for name, found in projects.items()
    )


def _with_fields(
    rows: Iterator[tuple[int, list[str]]], places: dict[str, int], width: int, remarks: list[Changed | Skipped]
) -> Iterator[FieldRow]:
    """Yield each row with its cells by field, empty where cells are missing; a row with too many cells is skipped."""
    first_line = 0
    try:
        for line, cells in rows:
            first_line = line
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                reason = f"{len(cells)} cells, the header has {width}; quote values that contain the separator"
                remarks.append(Skipped(f"line {line}", _title_in(cells, places), reason))
                continue
            yield (
                line,
                {field: unguarded(cells[place].strip()) for field, place in places.items() if place < len(cells)},
            )
    except csv.Error as error:
        after = f"after line {first_line}" if first_line else "below the header"
        raise ImportRefused(f"Cannot read the row {after}: a quote is missing or misplaced.") from error


def _title_in(cells: Sequence[str], places: dict[str, int]) -> str:
    """Return the title in a row, or words for a row without one."""
    place = places["title"]
    return (tidy(cells[place]) if place < len(cells) else "") or "a row"


def _order(rows: Iterable[FieldRow]) -> str:
    """Return the only order of day, month and year possible for all rows. Raises ImportRefused if there are several."""
    lines: dict[str, int] = {}
    for line, cells in rows:
        for field in _DATE_FIELDS:
            text = cells.get(field)
            if text:
                lines.setdefault(text, line)
    orders = orders_of(lines)
    if len(orders.possible) == 1:
        return next(iter(orders.possible))
    flags = " or ".join(f"--dates {order}" for order in ORDERS if order in (orders.possible or ORDERS))
    if not orders.possible:
        shown = ", ".join(f'"{visible(text)}" in line {lines[text]}' for text in list(orders.proofs.values())[:2])
        examples = f": {shown}" if shown else ""
        raise ImportRefused(f"The dates in this file mix orders{examples}. Correct them, or add {flags}.")
    open_ = [text for text in lines if is_ambiguous(text)]
    where = sorted({lines[text] for text in open_})
    shown = ", ".join(map(str, where[:_EXAMPLES])) + (" and others" if len(where) > _EXAMPLES else "")
    readings = " or ".join(dict.fromkeys(exact_day(day) for order in ORDERS if (day := read_day(open_[0], order))))
    raise AmbiguousDates(
        f'"{visible(open_[0])}" (line{"s" * (len(where) > 1)} {shown}) could be {readings}.', f"Add {flags}."
    )


def _word(text: str) -> str:
    """Return a cell in lower case, with no space before a percent sign."""
    return text.lower().replace(" %", "%")


def _quoted(text: str) -> str:
    """Return a cell in quotes, cut to what a report shows."""
    return f'"{visible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")}"'


def _means_no_date(text: str, day: date | None) -> bool:
    """Return whether a cell contains a program's date for "never" or "unknown", outside the limits of a plan."""
    return not within_limits(day) if day is not None else _ZEROS.fullmatch(text) is not None


def _kind(text: str, changes: list[str]) -> MilestoneKind:
    """Return the kind that a cell names; for an unknown one, add a remark and return delivery."""
    for kind in MilestoneKind:
        if fold(text) == kind:
            return kind
    if text.lower() not in _NOTHING:
        changes.append(f"imported as delivery: unknown kind {_quoted(text)}")
    return MilestoneKind.DELIVERY


class _RowSkippedError(Exception):
    """A row cannot be imported; the message is the reason."""


class _RowReader:
    """A reader of rows that adds its remarks to a list and parses each date text once."""

    def __init__(self, order: str, remarks: list[Changed | Skipped]) -> None:
        self._order = order
        self._remarks = remarks
        self._days: dict[str, date | None] = {}
        self._unknown_states: set[str] = set()

    def read(self, line: int, cells: dict[str, str]) -> tuple[str, IncomingMilestone] | None:
        """Return the project and the milestone of a row; None, with a remark, for one that is skipped."""
        where, title = f"line {line}", tidy(cells.get("title", ""))
        changes: list[str] = []
        try:
            if not title:
                raise _RowSkippedError("no title")
            MILESTONE_FIELDS["title"].checked(title)
            project, phase, owner = (check_line(name, name, cells.get(name, "")) for name in _LINE_FIELDS)
            more = {name: spec.checked(cells.get(name, "")) for name, spec in _PLAIN_FIELDS.items()}
            due_on = self._date("due", cells, changes)
            baseline_on = self._date("baseline", cells, changes)
            done_on, is_done = self._done(cells, changes)
        except (_RowSkippedError, InvalidInput) as reason:
            self._remarks.append(Skipped(where, title or "a row", str(reason)))
            return None
        self._check_state(cells.get("state", ""), changes)
        cancelled = cells.get("state", "").lower() in _CANCELLED
        if cancelled and done_on is not None:
            changes.append("imported as cancelled; its done date was ignored")
        elif is_done and done_on is None and not cancelled:
            done_on = due_on or baseline_on
            if done_on is None:
                changes.append("imported as open: done, but without a done date")
        milestone = IncomingMilestone(
            ref=str(line),
            where=where,
            title=title,
            phase=phase,
            owner=owner,
            baseline_on=baseline_on,
            due_on=due_on,
            done_on=None if cancelled else done_on,
            notes=str(more.pop("notes")),
            cancelled=cancelled,
            kind=_kind(cells.get("kind", ""), changes),
            more=more,
        )
        self._remarks += [Changed(where, title, reason) for reason in changes]
        return project, milestone

    def _check_state(self, text: str, changes: list[str]) -> None:
        """Add a remark for an unknown state, but only for the first row that has it."""
        word = _word(text)
        if word in _WORDS or word in _CANCELLED or word in self._unknown_states or _PERCENT.fullmatch(word):
            return
        self._unknown_states.add(word)
        changes.append(f"unknown state {_quoted(text)} ignored (further cases not listed)")

    def _date(self, field: str, cells: dict[str, str], changes: list[str]) -> date | None:
        """Return the date in a cell; None for an empty cell and, with a remark, for a date outside the limits."""
        text = cells.get(field, "")
        day = self._day(text)
        if _means_no_date(text, day):
            changes.append(f"imported without its {_DATE_WORDS[field]}: {no_date(visible(text))}")
            return None
        if day is None and text.lower() not in _NOTHING:
            reason = "not a date"
            if _DAY_NUMBER.fullmatch(text):
                reason = "a spreadsheet date number; format the column as a date and export again"
            raise _RowSkippedError(f"{field} {_quoted(text)} is {reason}")
        return day

    def _done(self, cells: dict[str, str], changes: list[str]) -> tuple[date | None, bool]:
        """Return the done date of a row, if it has one, and whether the milestone is done."""
        state = _word(cells.get("state", ""))
        text = cells.get("done", "")
        word = _word(text)
        if _means_no_date(text, self._day(text)) or self._day(text) is not None:
            day = self._date("done", cells, changes)
            return day, day is not None or state in _YES
        if word not in _WORDS and not _PERCENT.fullmatch(word):
            raise _RowSkippedError(f"done {_quoted(text)} is neither a date nor yes or no")
        return None, word in _YES or state in _YES

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        if text not in self._days:
            self._days[text] = read_day(text, self._order)
        return self._days[text]
