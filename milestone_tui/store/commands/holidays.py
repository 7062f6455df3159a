"""Days off of a project."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words, exact_day
from milestone_tui.plan.list_merge import DAYS_OFF, merge
from milestone_tui.plan.model import Holiday
from milestone_tui.store.commands.lookups import project_row, project_rows, require_id
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.tables.others import HolidayRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class Holidays(CommandGroup):
    """Commands on days off."""

    def set(self, project_id: int, entries: Sequence[HolidayInput], seen: Sequence[Holiday]) -> None:
        """Set the days off of a project to `entries`.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict with every day that both have changed.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        rows = _rows(self._transaction, project_id)
        before = [HolidayInput(holiday.day, holiday.name) for holiday in seen]
        theirs = [HolidayInput(row.day, row.name) for row in rows]
        merged = merge(DAYS_OFF, before, rules.validate_holidays(entries), theirs)
        refuse_disputes(self._transaction, _stored(project_id), merged.disputes)
        wanted = {entry.day: entry.name for entry in merged.entries}
        for row in rows:
            if row.day in wanted:
                row.name = wanted.pop(row.day)
            else:
                session.delete(row)
        session.flush()
        session.add_all(HolidayRow(project_id=project_id, day=day, name=name) for day, name in wanted.items())
        session.flush()
        self._transaction.add_label(f"Edit {project.key}: days off")

    def add(self, project_id: int, entries: Sequence[HolidayInput]) -> int:
        """Add days off from a file or a country, keeping existing ones; return how many are new.

        A repeated day counts once. Raises InvalidInput and NotFound.
        """
        return self.add_all([project_id], entries)

    def add_all(self, project_ids: Iterable[int], entries: Sequence[HolidayInput]) -> int:
        """Add days off to several projects, and return how many are new in all of them together."""
        projects = project_rows(self._transaction, project_ids)
        count = sum(add_holidays(self._transaction, require_id(project.id), entries) for project in projects)
        whom = projects[0].key if len(projects) == 1 else count_words(len(projects), "project")
        self._transaction.add_label(f"Add {count_words(count, 'day off', 'days off')} to {whom}")
        return count


def _stored(project_id: int) -> StoredList[HolidayInput]:
    def row(key: Hashable) -> Mapping[str, object]:
        return {"day": key.isoformat()} if isinstance(key, date) else {}

    return StoredList(
        "holidays",
        "holiday",
        "project_id",
        project_id,
        row=row,
        columns=frozenset({"name"}),
        words=lambda entry: f"{exact_day(entry.day)} {entry.name}".strip(),
        removed="deleted",
    )


def add_holidays(transaction: Transaction, project_id: int, entries: Sequence[HolidayInput]) -> int:
    """Add the days that do not exist yet; return their number."""
    there = {row.day for row in _rows(transaction, project_id)}
    new = {entry.day: entry for entry in reversed(entries) if entry.day not in there}
    for entry in rules.validate_holidays(list(new.values())):
        transaction.session.add(HolidayRow(project_id=project_id, day=entry.day, name=entry.name))
    transaction.session.flush()
    return len(new)


def _rows(transaction: Transaction, project_id: int) -> Sequence[HolidayRow]:
    query = select(HolidayRow).where(HolidayRow.project_id == project_id).order_by(col(HolidayRow.day))
    return transaction.session.exec(query).all()
