"""Criteria of a milestone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.drafts import CriterionDraft
from milestone_tui.plan.model import Criterion
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.commands.rows import milestone_row, the
from milestone_tui.store.tables import CriterionRow
from milestone_tui.store.transaction import Transaction


class Criteria:
    """What can be done to criteria."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def set(self, milestone_id: int, drafts: Sequence[CriterionDraft], seen: Sequence[Criterion]) -> None:
        """Make the criteria of a milestone what `drafts` says, in that order; `seen` is what the person started from.

        Raises InvalidInput, NotFound, and EditConflict when somebody else has changed the criteria meanwhile.
        """
        title = milestone_row(self._transaction, milestone_id).title
        rows = _rows(self._transaction, milestone_id)
        before = [(criterion.id, criterion.text, criterion.met_on) for criterion in seen]
        now = [(the(row.id), row.text, row.met_on) for row in rows]
        wanted = [(draft.id, draft.text, draft.met_on) for draft in rules.settle_criteria(drafts)]
        if now not in (before, wanted):
            changed = next((row for row in rows if (row.id, row.text, row.met_on) not in before), None)
            row_id = the(changed.id) if changed else next(id_ for id_, *_ in [*before, *now] if id_ is not None)
            mine = [draft.text for draft in drafts]
            theirs = [row.text for row in rows]
            raise conflict([told(self._transaction, "criterion", row_id, "criteria", "text", mine, theirs)])
        write_criteria(self._transaction, milestone_id, drafts)
        self._transaction.name(f'Edit "{title}": criteria')


def write_criteria(transaction: Transaction, milestone_id: int, drafts: Sequence[CriterionDraft]) -> None:
    """Make the criteria of a milestone what `drafts` says; a draft whose row is gone becomes a new one."""
    session = transaction.session
    left = {row.id: row for row in _rows(transaction, milestone_id)}
    for position, draft in enumerate(rules.settle_criteria(drafts)):
        row = left.pop(draft.id, None) if draft.id is not None else None
        if row is None:
            row = CriterionRow(milestone_id=milestone_id, text=draft.text, position=position)
        row.text, row.met_on, row.position = draft.text, draft.met_on, position
        session.add(row)
        session.flush()  # one by one, so that new ones get their ids in this order
    for row in left.values():
        session.delete(row)
    session.flush()


def _rows(transaction: Transaction, milestone_id: int) -> Sequence[CriterionRow]:
    query = select(CriterionRow).where(CriterionRow.milestone_id == milestone_id)
    return transaction.session.exec(query.order_by(col(CriterionRow.position), col(CriterionRow.id))).all()
