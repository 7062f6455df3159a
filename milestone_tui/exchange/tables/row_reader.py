"""One row of a table as a milestone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.csv.guard import unguarded
from milestone_tui.exchange.tables.columns import Columns
from milestone_tui.exchange.tables.dates import DayCell, is_day_number, read_day
from milestone_tui.exchange.tables.facts import Facts
from milestone_tui.exchange.tables.no_dates import is_dash
from milestone_tui.exchange.tables.numbers import AmountReader, percent_reader, unit_of
from milestone_tui.exchange.tables.words import word_of, words
from milestone_tui.plan.checks import check_line
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import Changed, IncomingMilestone, Skipped
from milestone_tui.plan.language.text import fold, tidy, visible
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import MilestoneKind

_PERCENT = re.compile(r"\d{1,2}([.,]\d+)?\s?%?", re.ASCII)
_LINE_FIELDS = ("project", "phase", "owner")
_NAMES = ("owner", "approver", "phase", "project")
"""Fields in which a dash or a word for none is no name."""
_LONGEST_NOTHING = 16
_MORE_LINES = ("deliverable", "approver", "outcome", "invoice_number", "tags")
_MORE_DATES = ("invoiced_on", "paid_on")
_PLAIN_FIELDS = tuple(name for name, spec in MILESTONE_FIELDS.items() if spec.csv and name != "notes")
"""Further fields whose value is the text of the cell."""
_DATE_WORDS = {
    "baseline": "baseline date",
    "due": "due date",
    "start": "due date",
    "done": "done date",
    "deadline": "deadline",
    "invoiced_on": "invoice date",
    "paid_on": "payment date",
}
_SHARE = re.compile(r"(?<=\w)\s?\[\d+(?:[.,]\d+)?\s?%?\]")
"""How much of a person's time a task takes, as Microsoft Project writes it."""
_SIGNS = re.compile(r"^[^\w%]+|[^\w%)]+$")
"""The lights and ticks around a word for a state, as in "✅ Done"."""
_SHOWN = 60
"""Characters of a cell that a report shows."""
_NAMED = 3


class RowSkippedError(Exception):
    """A row cannot be imported; the message is the reason."""


class _Done(NamedTuple):
    """What a row says of its being done."""

    day: date | None = None
    is_done: bool = False
    is_open: bool = False
    """The row says that it is not done."""


class _Changes:
    """What a row is imported with a change of; `reasons` has each with whether a person should look first."""

    def __init__(self) -> None:
        self.reasons: list[tuple[str, bool]] = []

    def add(self, reason: str) -> None:
        """Tell a change."""
        self.reasons.append((reason, False))

    def check(self, reason: str) -> None:
        """Tell a change that is a guess, or a value that is probably a mistake."""
        self.reasons.append((reason, True))


def quoted(text: str) -> str:
    """Return a cell in quotes, cut to what a report shows."""
    return f'"{visible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")}"'


def _without_brackets(text: str) -> str:
    """Return a list such as "[Ana, Raj]" without its brackets, and names without their share of work: "Ana[50%]"."""
    if "[" not in text:
        return text
    plain = _SHARE.sub("", text.strip())
    return plain[1:-1].strip() if plain.startswith("[") and plain.find("]") == len(plain) - 1 else plain


class RowReader:
    """A reader of rows that adds its remarks to a list and parses each date text once."""

    def __init__(
        self,
        columns: Columns,
        order: str,
        facts: Facts,
        place: str,
        remarks: list[Changed | Skipped],
    ) -> None:
        self._places = [(role, column) for role, column in columns.places.items() if role != "notes"]
        notes = columns.places.get("notes")
        self._notes = sorted([*([] if notes is None else [notes]), *columns.more.get("notes", ())])
        self._tags = columns.more.get("tags", [])
        self._is_due_planned = columns.is_due_planned
        self._order, self._place, self._remarks = order, place, remarks
        self._percent, self._amount = percent_reader(facts.percents), AmountReader(sorted(facts.amounts))
        self._days: dict[str, DayCell | None] = {}
        self._unknown_states: set[str] = set()
        self._no_dates: dict[str, int] = {}
        known = words().cells
        self._yes, self._no = known["yes"] | known["done"], known["no"] | known["open"]
        self._cancelled = known["cancelled"]
        self._empty = known["nothing"] | {"", "-", "–", "—", "?"}
        self._words = self._yes | self._no | self._empty | self._cancelled
        self._names = [role for role in _NAMES if role in columns.places]
        self._nobody: dict[str, bool] = {}
        self._currencies: dict[str, str] = {}
        self._scale, self._currency = (
            unit_of(columns.heads[columns.places["value"]]) if "value" in columns.places else (1, "")
        )
        self._lines: dict[str, str] = {"": ""}

    def cells_of(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by role, without those that are missing."""
        width = len(cells)
        found = {role: unguarded(cells[place].strip()) for role, place in self._places if place < width}
        for role in self._names:
            if (text := found.get(role)) and self._is_nobody(text):
                found[role] = ""
        if (state := found.get("state", "")) and not state.isascii():
            found["state"] = _SIGNS.sub("", state) or state
        return found

    def _is_nobody(self, text: str) -> bool:
        """Return whether a cell with a name has only a dash or a word for none."""
        if text not in self._nobody:
            self._nobody[text] = len(text) <= _LONGEST_NOTHING and (is_dash(text) or word_of(text) in self._empty)
        return self._nobody[text]

    def read(self, line: int, row: Sequence[str], cells: dict[str, str]) -> tuple[str, IncomingMilestone] | None:
        """Return the project and the milestone of a row; None, with a remark, for one that is skipped."""
        where, title = f"{self._place} {line}", tidy(cells.get("title", ""))
        changes = _Changes()
        try:
            if not title:
                raise RowSkippedError("no title")
            found = self._milestone(where, title, row, cells, changes)
        except (RowSkippedError, InvalidInput) as reason:
            self._remarks.append(Skipped(where, title or "a row", str(reason), check=bool(title)))
            return None
        self._remarks += [Changed(where, title, reason, check) for reason, check in changes.reasons]
        return found

    def _milestone(
        self, where: str, title: str, row: Sequence[str], cells: dict[str, str], changes: _Changes
    ) -> tuple[str, IncomingMilestone]:
        MILESTONE_FIELDS["title"].checked(title)
        cells["owner"] = _without_brackets(cells.get("owner", ""))
        project, phase, owner = (self._line(name, cells.get(name, "")) for name in _LINE_FIELDS)
        notes = self._notes_of(row)
        more = self._more(row, cells, changes)
        due, baseline, deadline = self._dates(cells, changes)
        notes += [cell.note for cell in (due, baseline, deadline) if cell is not None and cell.note]
        due_on, baseline_on = due and due.day, baseline and baseline.day
        progress = self._progress(cells, changes)
        done_on = self._done_on(due, baseline_on, progress, cells, changes)
        return project, IncomingMilestone(
            ref=where.rpartition(" ")[2],
            where=where,
            title=title,
            phase=phase,
            owner=owner,
            baseline_on=baseline_on,
            due_on=due_on,
            done_on=done_on,
            notes=str(MILESTONE_FIELDS["notes"].checked("\n\n".join(notes))) if notes else "",
            deadline_on=deadline and deadline.day,
            progress=progress if progress < 100 or done_on is not None else 99,
            value=self._value(project, cells, changes),
            cancelled=self._is_cancelled(cells),
            kind=self._kind(cells.get("kind", ""), changes),
            more=more,
            source_id=tidy(cells.get("id", "")),
        )

    def _dates(self, cells: dict[str, str], changes: _Changes) -> tuple[DayCell | None, DayCell | None, DayCell | None]:
        """Return what a row says of its due date, baseline date and deadline."""
        due = self._day("due" if cells.get("due") else "start", cells, changes)
        baseline = self._day("baseline", cells, changes)
        return baseline if self._is_due_planned else due, baseline, self._day("deadline", cells, changes)

    def _is_cancelled(self, cells: dict[str, str]) -> bool:
        if word_of(cells.get("active", "")) in words().cells["no"]:
            return True
        return any(word_of(cells.get(role, "")) in self._cancelled for role in ("state", "done"))

    def _done_on(
        self,
        due: DayCell | None,
        baseline_on: date | None,
        progress: int,
        cells: dict[str, str],
        changes: _Changes,
    ) -> date | None:
        """Return the day on which a row says it was done: by default its due date, else its baseline date."""
        due_on = due and due.day
        done = self._done(cells, changes)
        if done.day is None and due is not None and due.is_done:
            done = _Done(due_on, is_done=True)
        if self._is_cancelled(cells):
            if done.day is not None:
                changes.check("imported as cancelled; its done date was ignored")
            return None
        if done.day is not None or not (done.is_done or (progress == 100 and not done.is_open)):
            return done.day
        if due_on is None and baseline_on is None:
            changes.check("imported as open: done, but without a done date")
        return due_on or baseline_on

    def currency_of(self, project: str) -> str:
        """Return the currency of a project's values; empty if none is named."""
        return self._currencies.get(fold(project), "")

    def told(self) -> list[Changed]:
        """Return the remarks that concern the whole table, not one row."""
        remarks = []
        if self._amount.ambiguous:
            number = self._amount.ambiguous
            remarks.append(
                Changed(
                    "", f'value "{number}"', "read as thousands, as nothing in the column decides; check it", check=True
                )
            )
        if not self._no_dates:
            return remarks
        shown = " and ".join(quoted(text) for text in list(self._no_dates)[:_NAMED])
        rest = " and others" if len(self._no_dates) > _NAMED else ""
        count = sum(self._no_dates.values())
        cells = "1 cell" if count == 1 else f"{count:,} cells"
        return [*remarks, Changed("", f"{shown}{rest}", f"read as no date in {cells}")]

    # Fields ------------------------------------------------------------------------------------------------

    def _line(self, name: str, text: str) -> str:
        """Return a text that is the same in many rows, tidied."""
        if (found := self._lines.get(text)) is None:
            found = self._lines[text] = check_line(name, name, text)
        return found

    def _notes_of(self, row: Sequence[str]) -> list[str]:
        texts = (unguarded(row[place].strip()) for place in self._notes if place < len(row))
        return list(dict.fromkeys(filter(None, texts)))

    def _more(self, row: Sequence[str], cells: dict[str, str], changes: _Changes) -> dict[str, object]:
        """Return the fields that an incoming milestone has under `more`."""
        more: dict[str, object] = {}
        for name in (*_MORE_LINES, *_PLAIN_FIELDS):
            if name in cells:
                text = re.sub(r"[;|\n]", ",", cells[name]) if name == "tags" else cells[name]
                if name == "tags":
                    text = ",".join((text, *(row[place] for place in self._tags if place < len(row))))
                    text = _without_brackets(text)
                more[name] = MILESTONE_FIELDS[name].checked(text)
        for name in _MORE_DATES:
            if name in cells and (cell := self._day(name, cells, changes)) is not None and cell.day:
                more[name] = cell.day
        if text := cells.get("weight", ""):
            if text.isdecimal():
                more["weight"] = MILESTONE_FIELDS["weight"].checked(int(text))
            elif word_of(text) not in self._empty:
                changes.check(f"imported without its weight: {quoted(text)} is no whole number")
        if text := cells.get("internal", ""):
            more["internal"] = word_of(text) in self._yes
        return more

    def _value(self, project: str, cells: dict[str, str], changes: _Changes) -> Decimal | None:
        text = cells.get("value", "")
        if word_of(text) in self._empty:
            return None
        found = self._amount(text)
        if found is not None and self._currency:
            found = found[0] * self._scale, found[1] or self._currency
        reason = "" if found is not None else f"{quoted(text)} is no amount"
        if found is not None and found[1]:
            first = self._currencies.setdefault(fold(project), found[1])
            reason = f"it is in {found[1]}, others are in {first}" if first != found[1] else ""
        if reason:
            changes.check(f"imported without its value: {reason}")
        return found[0] if found is not None and not reason else None

    def _progress(self, cells: dict[str, str], changes: _Changes) -> int:
        text = cells.get("progress", "")
        word = word_of(text)
        if word in self._empty:
            return 0
        found = self._percent(text)
        if found is None and word in self._words:
            return 100 if word in self._yes else 0
        if found is None:
            changes.check(f"imported without its progress: {quoted(text)} is not from 0 to 100%")
        return found or 0

    def _kind(self, text: str, changes: _Changes) -> MilestoneKind:
        """Return the kind that a cell names; for an unknown one, add a remark and return delivery."""
        if not text:
            return MilestoneKind.DELIVERY
        for kind in MilestoneKind:
            if fold(text) == kind:
                return kind
        if word_of(text) not in self._empty:
            changes.check(f"imported as delivery: unknown kind {quoted(text)}")
        return MilestoneKind.DELIVERY

    def _day(self, role: str, cells: dict[str, str], changes: _Changes) -> DayCell | None:
        """Return what a cell with a date says; None if it is empty, or with a remark if no plan can have the date."""
        text = cells.get(role, "")
        if not text:
            return None
        cell = self._cell(text)
        if cell is None:
            if word_of(text) in self._empty:
                return None
            reason = "not a date"
            if is_day_number(text):
                reason = "a spreadsheet date number; format the column as a date and export again"
            if set(text) == {"#"}:
                reason = "a date that the column was too narrow for; make it wider and export again"
            raise RowSkippedError(f"{role} {quoted(text)} is {reason}")
        if cell.no_date and any(map(str.isdigit, text)):  # a word for it says so itself
            self._no_dates[text] = self._no_dates.get(text, 0) + 1
        if cell.day is not None and not within_limits(cell.day):
            changes.check(f"imported without its {_DATE_WORDS[role]}: {no_date(visible(text))}")
            return None
        if cell.is_range and cell.day:
            changes.add(f"its {_DATE_WORDS[role]} {quoted(text)} is read as its last day, {exact_day(cell.day)}")
        elif cell.span:
            changes.add(f"its {_DATE_WORDS[role]} {quoted(text)} is read as the last working day of the {cell.span}")
        elif cell.note:
            changes.add(f"imported without its {_DATE_WORDS[role]}: {quoted(text)} is kept in the notes")
        if cell.doubt:
            changes.check(f"check its {_DATE_WORDS[role]} {quoted(text)}: {cell.doubt}")
        return cell if cell.day is not None or cell.note else None

    def _done(self, cells: dict[str, str], changes: _Changes) -> _Done:
        """Return whether a row says that it is done, and on which day."""
        state = word_of(cells.get("state", ""))
        self._check_state(state, cells.get("state", ""), changes)
        text = cells.get("done", "")
        text = self._without_yes(text)
        cells["done"], word = text, word_of(text)
        if text and word not in self._words and self._cell(text) is not None:
            cell = self._day("done", cells, changes)
            day = cell and cell.day
            return _Done(day, day is not None or state in self._yes)
        if word and word not in self._words and not _PERCENT.fullmatch(word):
            raise RowSkippedError(f"done {quoted(text)} is neither a date nor yes or no")
        is_open = word in self._no
        return _Done(None, word in self._yes or state in self._yes, is_open)

    def _without_yes(self, text: str) -> str:
        """Return the date of a text such as "done 30.09.2026"; any other text as it is."""
        first, _, rest = text.partition(" ")
        first, rest = first.strip(":,"), rest.lstrip("-–:, ")
        if not rest or word_of(first) not in self._yes or (cell := self._cell(rest)) is None:
            return text
        return rest if cell.day else first

    def _check_state(self, word: str, text: str, changes: _Changes) -> None:
        """Add a remark for an unknown state, but only for the first row that has it."""
        if not word or word in self._words or word in self._unknown_states or _PERCENT.fullmatch(word):
            return
        self._unknown_states.add(word)
        changes.check(f"unknown state {quoted(text)} ignored (further cases not listed)")

    def _cell(self, text: str) -> DayCell | None:
        if text not in self._days:
            self._days[text] = read_day(text, self._order)
        return self._days[text]
