"""What was spent, on a milestone or on a project as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from milestone_tui.plan import rules
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.language.money import from_minor, money_words, to_minor
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.list_merge import COSTS, merge
from milestone_tui.plan.monitoring import Cost
from milestone_tui.store.commands.lookups import milestone_row, project_row
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.tables.belongings import CostRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class Costs(CommandGroup):
    """Commands on what was spent."""

    def set(self, milestone_id: int, entries: Sequence[CostInput], seen: Sequence[Cost]) -> None:
        """Set what was spent on a milestone to `entries`.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict with every entry that both have changed.
        """
        milestone = milestone_row(self._transaction, milestone_id)
        self._write(milestone.project_id, milestone_id, entries, seen)
        self._transaction.add_label(f'Edit "{milestone.title}": spent')

    def set_of_project(self, project_id: int, entries: Sequence[CostInput], seen: Sequence[Cost]) -> None:
        """Set what was spent on a project as a whole, without its milestones; otherwise like `set`."""
        self._write(project_id, None, entries, seen)
        self._transaction.add_label(f"Edit {project_row(self._transaction, project_id).key}: spent")

    def _write(
        self, project_id: int, milestone_id: int | None, entries: Sequence[CostInput], seen: Sequence[Cost]
    ) -> None:
        session = self._transaction.session
        currency = project_row(self._transaction, project_id).currency
        left = {row.id: row for row in _rows(self._transaction, project_id, milestone_id)}
        theirs = [
            CostInput(row.id, row.spent_on, from_minor(row.amount_minor, currency), row.note) for row in left.values()
        ]
        before = [CostInput(cost.id, cost.spent_on, cost.amount, cost.note) for cost in seen]
        mine = rules.validate_costs(entries, self._transaction.clock.today())
        merged = merge(COSTS, before, mine, theirs)
        refuse_disputes(self._transaction, _stored(project_id, milestone_id, currency), merged.disputes)
        for entry in merged.entries:
            row = left.pop(entry.id, None)
            minor = to_minor(entry.amount, currency, "spent")
            if row is None:
                row = CostRow(
                    project_id=project_id, milestone_id=milestone_id, spent_on=entry.spent_on, amount_minor=minor
                )
            row.spent_on, row.amount_minor, row.note = entry.spent_on, minor, entry.note
            session.add(row)
            session.flush()  # one by one, so that ids follow this order
        for row in left.values():
            session.delete(row)
        session.flush()


def _rows(transaction: Transaction, project_id: int, milestone_id: int | None) -> Sequence[CostRow]:
    query = select(CostRow).where(CostRow.project_id == project_id, CostRow.milestone_id == milestone_id)
    return transaction.session.exec(query.order_by(col(CostRow.spent_on), col(CostRow.id))).all()


def _stored(project_id: int, milestone_id: int | None, currency: str) -> StoredList[CostInput]:
    return StoredList(
        "spent",
        "cost",
        "project_id" if milestone_id is None else "milestone_id",
        project_id if milestone_id is None else milestone_id,
        row=lambda key: {"id": key},
        columns=frozenset({"spent_on", "amount_minor", "note"}),
        words=lambda entry: " ".join(
            filter(None, (money_words(entry.amount, currency), exact_day(entry.spent_on), entry.note))
        ),
        removed="deleted",
    )
