"""Tables of milestones as CSV: one row a milestone, whatever the separator, encoding and order of the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from milestone_tui.errors import ImportRefused, InvalidInput
from milestone_tui.exchange.csv.date_columns import ORDERS, is_ambiguous, orders_of, read_day
from milestone_tui.exchange.csv.table import encoding_of, find_columns, header_of, table_of
from milestone_tui.plan.checks import check_line
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import fold, tidy, visible
from milestone_tui.plan.model import MilestoneKind

_NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "na", "none", "null", "nil", "tbd", "tba", "tbc"))
_YES = frozenset(
    (
        *("x", "yes", "y", "true", "1", "done", "ok", "closed", "complete", "completed", "finished", "achieved"),
        *("reached", "met", "resolved", "✓", "✔", "✅", "☑", "100", "100%", "100 %"),
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
"""What a spreadsheet has for a day of the years 1954 to 2119; which day, depends on the spreadsheet."""
_ZEROS = re.compile(r"0+([-/.])0+\1(?:0+|1900)(?:[T ][0:.]+Z?)?|00000000", re.ASCII)
"""What databases and spreadsheets write for no date."""
_AS_THEY_STAND = {name: spec for name, spec in MILESTONE_FIELDS.items() if spec.csv}
"""The fields that a cell holds as they are."""
_LINE_FIELDS = ("project", "phase", "owner")
_DATE_FIELDS = ("baseline", "due", "done")
_CALLED = {"baseline": "baseline date", "due": "due date", "done": "done date"}
_EXAMPLES = 5
_SHOWN = 60
"""Characters of a cell that a report shows."""

Row = tuple[int, dict[str, str]]
"""The line where a row begins, and its cells by field."""


def read_csv(data: bytes, fallback_name: str, *, dates: str | None = None) -> ImportedPlan:
    """The milestones of a CSV table, by project; rows without a project belong to one called `fallback_name`.

    The columns are `project, phase, title, kind, owner, baseline, due, done, state, notes`, in any order and under
    their usual other names; only the title is needed. `done` holds the day, or just yes/x/100 %, which means: on its
    due (else baseline) day; `state` says the same in a word, or that it is cancelled. Separators are `,` `;` tab and
    `|`. Bytes that are not UTF-8 or UTF-16 are read as Windows-1252, which is told. Dates such as 03/04/2026 are read
    in the order `dates` ("dmy", "mdy" or "ymd"), else in the one that the file proves.

    A row that cannot be understood is left out, with its line and the reason.

    Raises:
        ImportRefused: it is no such table, or its dates can be read in more than one way.
    """
    if dates is not None and dates not in ORDERS:
        raise ImportRefused(f"“{visible(dates)}” is not an order of dates: say dmy, mdy or ymd.")
    encoding, left_out = encoding_of(data)
    header, separator = header_of(data, encoding)
    columns = find_columns(header)
    left_out += columns.left_out

    def table(told: list[Skipped]) -> Iterator[Row]:
        _, rows = table_of(data, encoding, separator)
        return _with_names(rows, columns.places, len(header), told)

    # Read twice, so that the rows, which take far more memory than the file, need not be kept.
    reader = _RowReader(dates or _order(table([])), left_out)
    projects = _projects(reader, table(left_out), fallback_name)
    left_out.sort(key=lambda left: int(left.where.removeprefix("line ")) if left.where.startswith("line ") else 0)
    if not projects and not left_out:
        raise ImportRefused("This table has no rows, so there is nothing to import.")
    return ImportedPlan(projects, tuple(left_out))


def _projects(reader: _RowReader, rows: Iterable[Row], fallback_name: str) -> tuple[IncomingProject, ...]:
    """Return the projects of all rows; names that differ in nothing but case are one."""
    projects: dict[str, list[IncomingMilestone]] = {}
    names: dict[str, str] = {}
    for line, cells in rows:
        taken = reader.read(line, cells)
        if taken is not None:
            project, milestone = taken
            name = project or fallback_name
            projects.setdefault(names.setdefault(fold(name), name), []).append(milestone)
    return tuple(
        IncomingProject(name, tuple(dict.fromkeys(m.phase for m in found if m.phase)), tuple(found))
        for name, found in projects.items()
    )


def _with_names(
    rows: Iterator[tuple[int, list[str]]], places: dict[str, int], width: int, left_out: list[Skipped]
) -> Iterator[Row]:
    """Each row with its cells by field; what is missing at its end is empty, what is too much leaves it out."""
    begins = 0
    try:
        for line, cells in rows:
            begins = line
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                reason = f"it has {len(cells)} cells, the header has {width}"
                left_out.append(Skipped(f"line {line}", _naming(cells, places), reason))
                continue
            yield line, {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
    except csv.Error as error:
        after = f"after line {begins}" if begins else "below the header"
        raise ImportRefused(f"The row {after} cannot be read: a quote in it is not closed, or stands wrong.") from error


def _naming(cells: Sequence[str], places: dict[str, int]) -> str:
    place = places["title"]
    return (tidy(cells[place]) if place < len(cells) else "") or "a row"


def _order(table: Iterable[Row]) -> str:
    """The order of day, month and year that the table proves."""
    lines: dict[str, int] = {}
    for line, cells in table:
        for field in _DATE_FIELDS:
            text = cells.get(field)
            if text:
                lines.setdefault(text, line)
    orders = orders_of(lines)
    if len(orders.possible) == 1:
        return next(iter(orders.possible))
    flags = " or ".join(f"--dates {order}" for order in ORDERS if order in (orders.possible or ORDERS))
    if not orders.possible:
        shown = ", ".join(f"“{visible(text)}” (line {lines[text]})" for text in list(orders.proofs.values())[:2])
        reason = f"such as {shown} " if shown else ""
        raise ImportRefused(f"The dates of this table disagree, {reason}on what is day and what is month: say {flags}.")
    open_ = [text for text in lines if is_ambiguous(text)]
    where = sorted({lines[text] for text in open_})
    shown = ", ".join(map(str, where[:_EXAMPLES])) + (" and others" if len(where) > _EXAMPLES else "")
    raise ImportRefused(
        f"Dates such as “{visible(open_[0])}” (line{'s' * (len(where) > 1)} {shown}) can be read in more than one way:"
        f" say {flags}."
    )


def _shown(text: str) -> str:
    """A cell in a sentence."""
    return visible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _means_no_date(text: str, day: date | None) -> bool:
    """Whether a cell holds what programs write for "never" and "unknown": a date that no plan has."""
    return not within_limits(day) if day is not None else _ZEROS.fullmatch(text) is not None


def _kind(text: str, told: list[str]) -> MilestoneKind:
    """The kind that a cell names; a delivery, and a line in the report, where there is none of that name."""
    for kind in MilestoneKind:
        if fold(text) == kind:
            return kind
    if text.lower() not in _NOTHING:
        told.append(f"taken as a delivery: no kind is called “{_shown(text)}”")
    return MilestoneKind.DELIVERY


class _NotTakenError(Exception):
    """Why a row is left out, as its message."""


class _RowReader:
    """Turns rows into milestones; every different date text is understood once."""

    def __init__(self, order: str, left_out: list[Skipped]) -> None:
        self._order = order
        self._left_out = left_out
        self._days: dict[str, date | None] = {}
        self._strange_states: set[str] = set()

    def read(self, line: int, cells: dict[str, str]) -> tuple[str, IncomingMilestone] | None:
        """The project and the milestone of a row, or None after telling why not."""
        where, title = f"line {line}", tidy(cells.get("title", ""))
        told: list[str] = []
        try:
            if not title:
                raise _NotTakenError("it has no title")
            MILESTONE_FIELDS["title"].checked(title)
            project, phase, owner = (check_line(name, name, cells.get(name, "")) for name in _LINE_FIELDS)
            more = {name: spec.checked(cells.get(name, "")) for name, spec in _AS_THEY_STAND.items()}
            due_on = self._plain_day("due", cells, told)
            baseline_on = self._plain_day("baseline", cells, told)
            done_on, reached = self._done(cells, told)
        except (_NotTakenError, InvalidInput) as reason:
            self._left_out.append(Skipped(where, title or "a row", str(reason)))
            return None
        self._tell_of_a_strange_state(cells.get("state", ""), told)
        cancelled = cells.get("state", "").lower() in _CANCELLED
        if cancelled and done_on is not None:
            told.append("taken as cancelled: the day it was done is left out")
        elif reached and done_on is None and not cancelled:
            done_on = due_on or baseline_on
            if done_on is None:
                told.append("taken as open: it is done, but no date says when")
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
            kind=_kind(cells.get("kind", ""), told),
            more=more,
        )
        self._left_out += [Skipped(where, title, reason) for reason in told]
        return project, milestone

    def _tell_of_a_strange_state(self, text: str, told: list[str]) -> None:
        """Tell once of a word that says neither yes nor no, however many rows have it."""
        word = text.lower()
        if word in _WORDS or word in _CANCELLED or word in self._strange_states or _PERCENT.fullmatch(word):
            return
        self._strange_states.add(word)
        told.append(f"no state is called “{_shown(text)}”: passed over, here and below")

    def _plain_day(self, field: str, cells: dict[str, str], told: list[str]) -> date | None:
        """The day in a cell; None for an empty one and, with the reason in `told`, for one that means no date."""
        text = cells.get(field, "")
        day = self._day(text)
        if _means_no_date(text, day):
            told.append(f"imported without its {_CALLED[field]}: {no_date(_shown(text))}")
            return None
        if day is None and text.lower() not in _NOTHING:
            number = _DAY_NUMBER.fullmatch(text)
            reason = "the number that a spreadsheet has for a day: save it as a date" if number else "not a day"
            raise _NotTakenError(f"{field} “{_shown(text)}” is {reason}")
        return day

    def _done(self, cells: dict[str, str], told: list[str]) -> tuple[date | None, bool]:
        """When it was reached, as far as the row says so, and whether it was."""
        state = cells.get("state", "").lower()
        text = cells.get("done", "")
        word = text.lower()
        if _means_no_date(text, self._day(text)) or self._day(text) is not None:
            day = self._plain_day("done", cells, told)
            return day, day is not None or state in _YES
        if word not in _WORDS and not _PERCENT.fullmatch(word):
            raise _NotTakenError(f"done “{_shown(text)}” is neither a day nor yes or no")
        return None, word in _YES or state in _YES

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        if text not in self._days:
            self._days[text] = read_day(text, self._order)
        return self._days[text]
