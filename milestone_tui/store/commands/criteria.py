"""Criteria of a milestone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.list_merge import CRITERIA, merge
from milestone_tui.plan.model import Criterion
from milestone_tui.store.commands.lookups import milestone_row
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.tables.belongings import CriterionRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class Criteria(CommandGroup):
    """Commands on criteria."""

    def set(self, milestone_id: int, entries: Sequence[CriterionInput], seen: Sequence[Criterion]) -> None:
        """Set the criteria of a milestone to `entries`, in that order.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict with every criterion that both have changed.
        """
        title = milestone_row(self._transaction, milestone_id).title
        before = [CriterionInput(criterion.id, criterion.text, criterion.met_on) for criterion in seen]
        theirs = [CriterionInput(row.id, row.text, row.met_on) for row in _rows(self._transaction, milestone_id)]
        merged = merge(CRITERIA, before, rules.validate_criteria(entries), theirs)
        refuse_disputes(self._transaction, _stored(milestone_id), merged.disputes)
        write_criteria(self._transaction, milestone_id, merged.entries)
        self._transaction.add_label(f'Edit "{title}": criteria')


def _stored(milestone_id: int) -> StoredList[CriterionInput]:
    return StoredList(
        "criteria",
        "criterion",
        "milestone_id",
        milestone_id,
        row=lambda key: {"id": key},
        columns=frozenset({"text", "met_on"}),
        words=lambda entry: entry.text if entry.met_on is None else f"{entry.text}, met {exact_day(entry.met_on)}",
        removed="deleted",
    )


def write_criteria(transaction: Transaction, milestone_id: int, entries: Sequence[CriterionInput]) -> None:
    """Write the criteria of a milestone; an entry whose row was deleted becomes a new criterion."""
    session = transaction.session
    left = {row.id: row for row in _rows(transaction, milestone_id)}
    for position, entry in enumerate(rules.validate_criteria(entries)):
        row = left.pop(entry.id, None) if entry.id is not None else None
        if row is None:
            row = CriterionRow(milestone_id=milestone_id, text=entry.text, position=position)
        row.text, row.met_on, row.position = entry.text, entry.met_on, position
        session.add(row)
        session.flush()  # one by one, so that ids follow this order
    for row in left.values():
        session.delete(row)
    session.flush()


def _rows(transaction: Transaction, milestone_id: int) -> Sequence[CriterionRow]:
    query = select(CriterionRow).where(CriterionRow.milestone_id == milestone_id)
    return transaction.session.exec(query.order_by(col(CriterionRow.position), col(CriterionRow.id))).all()
