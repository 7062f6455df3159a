"""Days off and worked days of a project, which are one list."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.calendar.day_list import count_entries, place
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words, exact_day, long_day
from milestone_tui.plan.list_merge import DAYS_OFF, merge
from milestone_tui.plan.model import Holiday
from milestone_tui.store.commands.lookups import project_row, project_rows, require_id
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.tables.others import HolidayRow
from milestone_tui.store.tables.plan import ProjectRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class Holidays(CommandGroup):
    """Commands on days off and worked days."""

    def set(self, project_id: int, entries: Sequence[HolidayInput], seen: Sequence[Holiday]) -> None:
        """Set the days off and worked days of a project to `entries`.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict with every day that both have changed.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        rows = _rows(self._transaction, project_id)
        before = [HolidayInput(holiday.day, holiday.name, holiday.is_worked) for holiday in seen]
        theirs = [_entry(row) for row in rows]
        merged = merge(DAYS_OFF, before, rules.validate_holidays(entries), theirs)
        refuse_disputes(self._transaction, _stored(project_id), merged.disputes)
        wanted = {entry.day: entry for entry in merged.entries}
        for row in rows:
            if row.day in wanted:
                _write(row, wanted.pop(row.day))
            else:
                session.delete(row)
        session.flush()
        session.add_all(holiday_row(project_id, entry) for entry in wanted.values())
        session.flush()
        self._transaction.add_label(f"Edit {project.key}: days off")

    def add(self, project_id: int, entries: Sequence[HolidayInput]) -> Sequence[HolidayInput]:
        """Add days off and worked days from a file or a country, keeping existing entries; return the new ones.

        A repeated day counts once. Raises InvalidInput and NotFound.
        """
        return self.add_all([project_id], entries)

    def add_all(self, project_ids: Iterable[int], entries: Sequence[HolidayInput]) -> Sequence[HolidayInput]:
        """Add days off and worked days to several projects; return the new ones, once for each project."""
        projects = project_rows(self._transaction, project_ids)
        new: list[HolidayInput] = []
        for project in projects:
            new += add_holidays(self._transaction, require_id(project.id), entries)
        self._transaction.add_label(f"Add {_what(new)} to {_whom(projects)}")
        return new

    def put_all(self, project_ids: Iterable[int], entries: Sequence[HolidayInput]) -> Sequence[HolidayInput]:
        """Add typed days off and worked days to several projects; return the new ones, once for each project.

        A typed entry replaces a day off by a worked day, and the other way round. A worked day that is a working day
        of a project anyway is not added to it. A repeated day counts once. Raises InvalidInput and NotFound.
        """
        checked = rules.validate_holidays([*{entry.day: entry for entry in reversed(entries)}.values()])
        projects = project_rows(self._transaction, project_ids)
        written: list[HolidayInput] = []
        for project in projects:
            written += self._put(project, checked)
        self._transaction.add_label(f"Add {_what(written)} to {_whom(projects)}")
        return written

    def _put(self, project: ProjectRow, entries: Sequence[HolidayInput]) -> Sequence[HolidayInput]:
        project_id = require_id(project.id)
        rows = {row.day: row for row in _rows(self._transaction, project_id)}
        off = [day for day, row in rows.items() if not row.is_worked]
        written = place(entries, project.working_days, off, rows.keys() - {*off}).written
        for entry in written:
            if entry.day in rows:
                _write(rows[entry.day], entry)
            else:
                self._transaction.session.add(holiday_row(project_id, entry))
        self._transaction.session.flush()
        return written


def _stored(project_id: int) -> StoredList[HolidayInput]:
    def row(key: Hashable) -> Mapping[str, object]:
        return {"day": key.isoformat()} if isinstance(key, date) else {}

    return StoredList(
        "holidays",
        "holiday",
        "project_id",
        project_id,
        row=row,
        columns=frozenset({"name", "is_worked"}),
        words=lambda entry: f"{exact_day(entry.day)}{' worked' * entry.is_worked} {entry.name}".strip(),
        removed="deleted",
    )


def add_holidays(transaction: Transaction, project_id: int, entries: Sequence[HolidayInput]) -> list[HolidayInput]:
    """Add the days that do not exist yet, and return them."""
    there = {row.day for row in _rows(transaction, project_id)}
    new = {entry.day: entry for entry in reversed(entries) if entry.day not in there}
    checked = rules.validate_holidays(list(new.values()))
    transaction.session.add_all(holiday_row(project_id, entry) for entry in checked)
    transaction.session.flush()
    return checked


def holiday_row(project_id: int, entry: HolidayInput) -> HolidayRow:
    """Return the row of a new entry."""
    return HolidayRow(project_id=project_id, day=entry.day, name=entry.name, is_worked=int(entry.is_worked))


def _entry(row: HolidayRow) -> HolidayInput:
    return HolidayInput(row.day, row.name, bool(row.is_worked))


def _write(row: HolidayRow, entry: HolidayInput) -> None:
    row.name, row.is_worked = entry.name, int(entry.is_worked)


def _what(entries: Sequence[HolidayInput]) -> str:
    """Return a single worked day with its date, other days by their number."""
    if len(entries) == 1 and entries[0].is_worked:
        return f"worked day {long_day(entries[0].day)}"
    return count_entries(entries)


def _whom(projects: Sequence[ProjectRow]) -> str:
    return projects[0].key if len(projects) == 1 else count_words(len(projects), "project")


def _rows(transaction: Transaction, project_id: int) -> Sequence[HolidayRow]:
    query = select(HolidayRow).where(HolidayRow.project_id == project_id).order_by(col(HolidayRow.day))
    return transaction.session.exec(query).all()
