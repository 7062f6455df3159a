"""Who works on a milestone, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.drafts import AssignmentDraft
from milestone_tui.plan.people import Assignment
from milestone_tui.plan.wording import days_of_work_words
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.commands.rows import milestone_row, person_id_of, the
from milestone_tui.store.planning_tables import AssignmentRow
from milestone_tui.store.rows import hundredths
from milestone_tui.store.tables import PersonRow
from milestone_tui.store.transaction import Transaction


class Assignments:
    """What can be done to the work on milestones."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def set(self, milestone_id: int, drafts: Sequence[AssignmentDraft], seen: Sequence[Assignment]) -> None:
        """Make the work on a milestone what `drafts` says; `seen` is what the person started from.

        Somebody who is not known yet is added. Raises InvalidInput, NotFound, and EditConflict when somebody else has
        changed the work meanwhile.
        """
        session = self._transaction.session
        title = milestone_row(self._transaction, milestone_id).title
        query = select(AssignmentRow).where(AssignmentRow.milestone_id == milestone_id)
        rows = session.exec(query.order_by(col(AssignmentRow.id))).all()
        names = self._names(rows)
        now = {names[row.person_id]: hundredths(row.effort_hundredths) for row in rows}
        before = {assignment.person: assignment.effort_days for assignment in seen}
        wanted = {draft.person: draft.effort_days for draft in rules.settle_assignments(drafts)}
        if _folded(now) not in (_folded(before), _folded(wanted)):
            changed = (the(row.id) for row in rows if before.get(names[row.person_id]) != now[names[row.person_id]])
            mine, theirs = (_listed(efforts) for efforts in (wanted, now))
            row_id = next(changed, -1)
            raise conflict(
                [told(self._transaction, "assignment", row_id, "assignments", "effort_hundredths", mine, theirs)]
            )
        left = {row.person_id: row for row in rows}
        for name, effort in wanted.items():
            person_id = the(person_id_of(self._transaction, name))
            row = left.pop(person_id, None)
            if row is None:
                row = AssignmentRow(milestone_id=milestone_id, person_id=person_id, effort_hundredths=1)
            row.effort_hundredths = int(effort * 100)
            session.add(row)
            session.flush()  # one by one, so that new ones get their ids in this order
        for row in left.values():
            session.delete(row)
        session.flush()
        self._transaction.name(f'Edit "{title}": work')

    def _names(self, rows: Sequence[AssignmentRow]) -> Mapping[int, str]:
        people = select(PersonRow).where(col(PersonRow.id).in_([row.person_id for row in rows]))
        return {the(person.id): person.name for person in self._transaction.session.exec(people)}


def _folded(efforts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {name.casefold(): effort for name, effort in efforts.items()}


def _listed(efforts: Mapping[str, Decimal]) -> list[str]:
    return [f"{name} {days_of_work_words(effort)} d" for name, effort in efforts.items()]
