"""Absences of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from milestone_tui.plan import rules
from milestone_tui.store.column_types import set_column
from milestone_tui.store.commands.lookups import existing_row, person_row, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.tables.others import AbsenceRow
from milestone_tui.store.transaction import CommandGroup


class Absences(CommandGroup):
    """Commands on absences, whose fields are `first_on`, `last_on` and `note`."""

    def add(self, person_id: int, first_on: date, last_on: date, note: str = "") -> int:
        """Add an absence and return its id; raise InvalidInput and NotFound."""
        settled = rules.validate_absence(first_on, last_on, note)
        person = person_row(self._transaction, person_id)
        row = AbsenceRow(person_id=person_id, **settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f'Add an absence of "{person.name}"')
        return require_id(row.id)

    def edit(self, absence_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds the values the person saw (a field missing there is overwritten).

        Raises InvalidInput, NotFound, and EditConflict with the fields that somebody else has changed.
        """
        row = self._row(absence_id)
        current: dict[str, object] = {"first_on": row.first_on, "last_on": row.last_on, "note": row.note}
        mine = drop_unchanged(changes, seen)
        refuse_conflicts(self._transaction, "absence", absence_id, current, mine, seen, {})
        after = {**current, **mine}
        for column, value in rules.validate_absence(after["first_on"], after["last_on"], after["note"]).items():
            set_column(row, column, value)
        self._transaction.add_label(f'Edit an absence of "{self._name(row)}"')

    def delete(self, absence_id: int) -> None:
        """Delete an absence; raise NotFound."""
        row = self._row(absence_id)
        self._transaction.add_label(f'Delete an absence of "{self._name(row)}"')
        self._transaction.session.delete(row)
        self._transaction.session.flush()

    def _row(self, absence_id: int) -> AbsenceRow:
        return existing_row(self._transaction, AbsenceRow, absence_id, "absence")

    def _name(self, row: AbsenceRow) -> str:
        return person_row(self._transaction, row.person_id).name
