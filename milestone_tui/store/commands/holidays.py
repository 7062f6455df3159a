"""Days off of a project."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.drafts import HolidayDraft
from milestone_tui.plan.model import Holiday
from milestone_tui.plan.wording import count_words, exact_day
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.commands.rows import project_row, the
from milestone_tui.store.planning_tables import HolidayRow
from milestone_tui.store.transaction import Transaction


class Holidays:
    """What can be done to days off."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def set(self, project_id: int, drafts: Sequence[HolidayDraft], seen: Sequence[Holiday]) -> None:
        """Make the days off of a project what `drafts` says; `seen` is what the person started from.

        Raises InvalidInput, NotFound, and EditConflict when somebody else has changed them meanwhile.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        rows = _rows(self._transaction, project_id)
        now = {row.day: row.name for row in rows}
        before = {holiday.day: holiday.name for holiday in seen}
        wanted = {draft.day: draft.name for draft in rules.settle_holidays(drafts)}
        if now not in (before, wanted):
            row_id = next((the(row.id) for row in rows if before.get(row.day) != row.name), -1)
            mine, theirs = (
                [f"{exact_day(day)} {name}".strip() for day, name in days.items()] for days in (wanted, now)
            )
            raise conflict([told(self._transaction, "holiday", row_id, "holidays", "day", mine, theirs)])
        for row in rows:
            if row.day in wanted:
                row.name = wanted.pop(row.day)
            else:
                session.delete(row)
        session.flush()
        session.add_all(HolidayRow(project_id=project_id, day=day, name=name) for day, name in wanted.items())
        session.flush()
        self._transaction.name(f"Edit {project.key}: holidays")

    def add(self, project_id: int, drafts: Sequence[HolidayDraft]) -> int:
        """Add days off, of a file or a country, to those there are, which stay as they are; return how many were new.

        A day that comes twice counts once. Raises InvalidInput and NotFound.
        """
        project = project_row(self._transaction, project_id)
        count = add_holidays(self._transaction, project_id, drafts)
        self._transaction.name(f"Add {count_words(count, 'holiday')} to {project.key}")
        return count


def add_holidays(transaction: Transaction, project_id: int, drafts: Sequence[HolidayDraft]) -> int:
    """Add the days that are not there yet; return how many those are."""
    there = {row.day for row in _rows(transaction, project_id)}
    new = {draft.day: draft for draft in reversed(drafts) if draft.day not in there}
    for draft in rules.settle_holidays(list(new.values())):
        transaction.session.add(HolidayRow(project_id=project_id, day=draft.day, name=draft.name))
    transaction.session.flush()
    return len(new)


def _rows(transaction: Transaction, project_id: int) -> Sequence[HolidayRow]:
    query = select(HolidayRow).where(HolidayRow.project_id == project_id).order_by(col(HolidayRow.day))
    return transaction.session.exec(query).all()
