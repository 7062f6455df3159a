"""Effort of people on a milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.inputs import AssignmentInput
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.list_merge import Dispute, merge, work_kind
from milestone_tui.plan.people import Assignment
from milestone_tui.store.commands.lookups import known_people, milestone_row, person_id_of, person_row, require_id
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.mappers import hundredths
from milestone_tui.store.tables.belongings import AssignmentRow
from milestone_tui.store.tables.plan import PersonRow
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

    def give(
        self, milestone_id: int, giver_id: int, taker_id: int, effort_days: Decimal, seen_days: Decimal, *, owner: bool
    ) -> None:
        """Give some or all of a person's effort on a milestone to another person; with `owner`, ownership too.

        `seen_days` is the effort that the giver was seen with. Raises InvalidInput, NotFound, and EditConflict if
        somebody else has changed that effort.
        """
        session = self._transaction.session
        milestone = milestone_row(self._transaction, milestone_id)
        giver, taker = person_row(self._transaction, giver_id), person_row(self._transaction, taker_id)
        query = select(AssignmentRow).where(AssignmentRow.milestone_id == milestone_id)
        rows = {row.person_id: row for row in session.exec(query)}
        had = rows.get(giver_id)
        has = hundredths(had.effort_hundredths) if had is not None else Decimal(0)
        if had is None or has != seen_days:
            dispute = Dispute(
                giver_id,
                AssignmentInput(giver.name, seen_days - effort_days),
                None if had is None else AssignmentInput(giver.name, has),
            )
            refuse_disputes(self._transaction, _stored(milestone_id), [dispute])
        if giver_id == taker_id or not 0 < effort_days <= has:
            raise InvalidInput("assignments", f"Enter more than 0 and at most {days_of_work_words(has)} days.")
        given = int(effort_days * 100)
        self._add(rows.get(taker_id), milestone_id, taker_id, given)
        self._add(had, milestone_id, giver_id, -given)
        if owner:
            milestone.owner_id = taker_id
            session.add(milestone)
        session.flush()
        self._transaction.add_label(
            f'Give {days_of_work_words(effort_days)} d of "{milestone.title}" to {taker.name}', whole=True
        )

    def _add(self, row: AssignmentRow | None, milestone_id: int, person_id: int, more: int) -> None:
        """Add hundredths of a day to an effort; without any left, it is deleted."""
        if row is None:
            row = AssignmentRow(milestone_id=milestone_id, person_id=person_id, effort_hundredths=0)
        row.effort_hundredths += more
        if row.effort_hundredths:
            self._transaction.session.add(row)
        else:
            self._transaction.session.delete(row)

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
