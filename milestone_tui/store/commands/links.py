"""Links between milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.list_merge import LINKS, merge
from milestone_tui.plan.model import Link, LinkedMilestone
from milestone_tui.plan.network.loops import find_cycle
from milestone_tui.store.commands.lookups import milestone_row, require_id
from milestone_tui.store.commands.merge import StoredList, refuse_disputes
from milestone_tui.store.tables.belongings import DependencyRow
from milestone_tui.store.tables.plan import MilestoneRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class Links(CommandGroup):
    """Commands on links."""

    def set(self, milestone_id: int, predecessors: Sequence[LinkInput], seen: Sequence[LinkedMilestone]) -> None:
        """Set the predecessors of a milestone.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput (also
        for a loop, which it spells out), NotFound, and EditConflict with every link that both have changed.
        """
        title = milestone_row(self._transaction, milestone_id).title
        rows = _rows(self._transaction, milestone_id)
        theirs = [LinkInput(row.predecessor_id, row.lag, row.kept == 1) for row in rows]
        titles = _titles(self._transaction, [id_ for id_, *_ in seen] + [row.predecessor_id for row in rows])
        # links of deleted milestones are gone and no longer matter
        gone = {linked.id for linked in seen} - titles.keys()
        before = [LinkInput(linked.id, linked.lag, linked.kept) for linked in seen if linked.id not in gone]
        mine = [entry for entry in predecessors if entry.predecessor_id not in gone]
        merged = merge(LINKS, before, mine, theirs)
        refuse_disputes(self._transaction, _stored(milestone_id, titles), merged.disputes)
        write_predecessors(self._transaction, milestone_id, merged.entries)
        self._transaction.add_label(f'Edit "{title}": predecessors')


def _stored(milestone_id: int, titles: Mapping[int, str]) -> StoredList[LinkInput]:
    def words(entry: LinkInput) -> str:
        title = titles.get(entry.predecessor_id, "")
        kept = ", auto" if entry.kept else ""
        return f"{title} {entry.lag:+d} wd{kept}" if entry.lag else title

    return StoredList(
        "predecessors",
        "dependency",
        "milestone_id",
        milestone_id,
        row=lambda key: {"predecessor_id": key},
        columns=frozenset({"lag", "kept"}),
        words=words,
        removed="removed",
    )


def write_predecessors(transaction: Transaction, milestone_id: int, predecessors: Sequence[LinkInput]) -> None:
    """Write the predecessors of a milestone; raise InvalidInput and NotFound."""
    if not predecessors and not (rows := _rows(transaction, milestone_id)):
        return
    session = transaction.session
    rows = _rows(transaction, milestone_id)
    left = {row.predecessor_id: row for row in rows}
    added: dict[int, DependencyRow] = {}
    for entry in predecessors:
        lag = rules.validate_lag(entry.lag)
        if entry.predecessor_id in added:
            title = milestone_row(transaction, entry.predecessor_id).title
            raise InvalidInput("predecessors", f'"{title}" is in the list twice. Delete one line.')
        row = left.pop(entry.predecessor_id, None)
        if row is None:
            milestone_row(transaction, entry.predecessor_id)
            _refuse_loop(transaction, entry.predecessor_id, milestone_id)
            row = DependencyRow(predecessor_id=entry.predecessor_id, successor_id=milestone_id)
        row.lag, row.kept = lag, int(entry.kept)
        added[entry.predecessor_id] = row
    for row in left.values():
        session.delete(row)
    session.flush()
    session.add_all(added.values())
    session.flush()


def _refuse_loop(transaction: Transaction, predecessor_id: int, successor_id: int) -> None:
    # Read without the ORM, since this runs for each new link. And completely: an open cursor would outlive the
    # refusal, and its snapshot would block the next change.
    query = "SELECT id, predecessor_id, successor_id, lag FROM dependency"
    found = transaction.connection.execute(query).fetchall()
    loop = find_cycle((Link(*row) for row in found), predecessor_id, successor_id)
    if loop is not None:
        titles = _titles(transaction, loop)
        way = " → ".join(f'"{titles[milestone_id]}"' for milestone_id in loop)
        raise InvalidInput("predecessors", f"This link would close a loop: {way}.")


def _titles(transaction: Transaction, ids: Sequence[int]) -> dict[int, str]:
    found = transaction.session.exec(select(MilestoneRow).where(col(MilestoneRow.id).in_(ids))).all()
    return {require_id(row.id): row.title for row in found}


def _rows(transaction: Transaction, milestone_id: int) -> Sequence[DependencyRow]:
    query = select(DependencyRow).where(DependencyRow.successor_id == milestone_id)
    return transaction.session.exec(query.order_by(col(DependencyRow.id))).all()
