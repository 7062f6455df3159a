"""Effort of people on a milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.inputs import AssignmentInput
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.list_merge import merge, work_kind
from milestone_tui.plan.people import Assignment
from milestone_tui.store.commands.lookups import known_people, milestone_row, person_id_of, require_id
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.mappers import hundredths
from milestone_tui.store.tables import AssignmentRow, PersonRow
from milestone_tui.store.transaction import CommandGroup


class Assignments(CommandGroup):
    """Commands on effort."""

    def set(self, milestone_id: int, entries: Sequence[AssignmentInput], seen: Sequence[Assignment]) -> None:
        """Set the effort on a milestone to `entries`; unknown people are added.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict with everybody whose effort both have changed.
        """
        session = self._transaction.session
        title = milestone_row(self._transaction, milestone_id).title
        query = select(AssignmentRow).where(AssignmentRow.milestone_id == milestone_id)
        rows = session.exec(query.order_by(col(AssignmentRow.id))).all()
        names = self._names(rows)
        ids = known_people(names, seen)
        before = [AssignmentInput(entry.person, entry.effort_days) for entry in seen]
        theirs = [AssignmentInput(names[row.person_id], hundredths(row.effort_hundredths)) for row in rows]
        merged = merge(work_kind(ids), before, rules.validate_assignments(entries), theirs)
        refuse_disputes(self._transaction, _stored(milestone_id), merged.disputes)
        left = {row.person_id: row for row in rows}
        for entry in merged.entries:
            person_id = ids.get(entry.person.casefold()) or require_id(person_id_of(self._transaction, entry.person))
            row = left.pop(person_id, None)
            if row is None:
                row = AssignmentRow(milestone_id=milestone_id, person_id=person_id, effort_hundredths=1)
            row.effort_hundredths = int(entry.effort_days * 100)
            session.add(row)
            session.flush()  # one by one, so that ids follow this order
        for row in left.values():
            session.delete(row)
        session.flush()
        self._transaction.add_label(f'Edit "{title}": effort')

    def _names(self, rows: Sequence[AssignmentRow]) -> Mapping[int, str]:
        people = select(PersonRow).where(col(PersonRow.id).in_([row.person_id for row in rows]))
        return {require_id(person.id): person.name for person in self._transaction.session.exec(people)}


def _stored(milestone_id: int) -> StoredList[AssignmentInput]:
    return StoredList(
        "assignments",
        "assignment",
        "milestone_id",
        milestone_id,
        row=lambda key: {"person_id": key},
        columns=frozenset({"effort_hundredths"}),
        words=lambda entry: f"{entry.person} {days_of_work_words(entry.effort_days)} d",
        removed="removed",
    )
