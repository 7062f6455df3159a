"""Links: what a milestone waits for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.drafts import LinkDraft
from milestone_tui.plan.loops import find_cycle
from milestone_tui.plan.model import Link, LinkedMilestone
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.commands.rows import milestone_row, the
from milestone_tui.store.tables import DependencyRow, MilestoneRow
from milestone_tui.store.transaction import Transaction


class Links:
    """What can be done to links."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def set(self, milestone_id: int, predecessors: Sequence[LinkDraft], seen: Sequence[LinkedMilestone]) -> None:
        """Make the predecessors of a milestone what `predecessors` says; `seen` is what the person started from.

        Raises InvalidInput (for a loop too, written out), NotFound, and EditConflict when somebody else has changed
        the predecessors meanwhile.
        """
        title = milestone_row(self._transaction, milestone_id).title
        rows = _rows(self._transaction, milestone_id)
        before = {linked.id: linked.lag for linked in seen}
        now = {row.predecessor_id: row.lag for row in rows}
        wanted = {draft.predecessor_id: draft.lag for draft in predecessors}
        if now not in (before, wanted):
            changed = next((row for row in rows if before.get(row.predecessor_id) != row.lag), None)
            row_id = the(changed.id) if changed else -1
            mine, theirs = (self._named(links) for links in (wanted, now))
            raise conflict([told(self._transaction, "dependency", row_id, "predecessors", "lag", mine, theirs)])
        write_predecessors(self._transaction, milestone_id, predecessors)
        self._transaction.name(f'Edit "{title}": predecessors')

    def _named(self, lags: dict[int, int]) -> list[str]:
        titles = _titles(self._transaction, list(lags))
        return [f"{titles[id_]} {lag:+d}" if lag else titles[id_] for id_, lag in lags.items() if id_ in titles]


def write_predecessors(transaction: Transaction, milestone_id: int, predecessors: Sequence[LinkDraft]) -> None:
    """Make the predecessors of a milestone what `predecessors` says; raises InvalidInput and NotFound."""
    if not predecessors and not (rows := _rows(transaction, milestone_id)):
        return
    session = transaction.session
    rows = _rows(transaction, milestone_id)
    left = {row.predecessor_id: row for row in rows}
    added: dict[int, DependencyRow] = {}
    for draft in predecessors:
        lag = rules.settle_lag(draft.lag)
        if draft.predecessor_id in added:
            title = milestone_row(transaction, draft.predecessor_id).title
            raise InvalidInput("predecessors", f'"{title}" is named twice.')
        row = left.pop(draft.predecessor_id, None)
        if row is None:
            milestone_row(transaction, draft.predecessor_id)
            _refuse_loop(transaction, draft.predecessor_id, milestone_id)
            row = DependencyRow(predecessor_id=draft.predecessor_id, successor_id=milestone_id)
        row.lag = lag
        added[draft.predecessor_id] = row
    for row in left.values():
        session.delete(row)
    session.flush()
    session.add_all(added.values())
    session.flush()


def _refuse_loop(transaction: Transaction, predecessor_id: int, successor_id: int) -> None:
    # Read without the ORM: a plan of thousands of links is asked once for each that is added. And to the end: a cursor
    # that is left half-way outlives the refusal, and the snapshot it holds on to keeps the next change from beginning.
    query = "SELECT id, predecessor_id, successor_id, lag FROM dependency"
    found = transaction.connection.execute(query).fetchall()
    loop = find_cycle((Link(*row) for row in found), predecessor_id, successor_id)
    if loop is not None:
        titles = _titles(transaction, loop)
        way = " → ".join(f'"{titles[milestone_id]}"' for milestone_id in loop)
        raise InvalidInput("predecessors", f"That would be a loop: {way}.")


def _titles(transaction: Transaction, ids: Sequence[int]) -> dict[int, str]:
    found = transaction.session.exec(select(MilestoneRow).where(col(MilestoneRow.id).in_(ids))).all()
    return {the(row.id): row.title for row in found}


def _rows(transaction: Transaction, milestone_id: int) -> Sequence[DependencyRow]:
    query = select(DependencyRow).where(DependencyRow.successor_id == milestone_id)
    return transaction.session.exec(query.order_by(col(DependencyRow.id))).all()
