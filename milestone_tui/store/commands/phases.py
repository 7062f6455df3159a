"""Phases of a project."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select, update

from milestone_tui.plan import rules
from milestone_tui.plan.drafts import PhaseDraft
from milestone_tui.store.commands.rows import project_row
from milestone_tui.store.tables import MilestoneRow, PhaseRow
from milestone_tui.store.transaction import Transaction


class Phases:
    """What can be done to phases."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def set(self, project_id: int, drafts: Sequence[PhaseDraft]) -> None:
        """Make the phases of a project what `drafts` says, in that order; milestones of a phase that goes have none.

        Raises InvalidInput and NotFound.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        wanted = rules.settle_phases(drafts)
        left = {row.id: row for row in session.exec(select(PhaseRow).where(PhaseRow.project_id == project_id))}
        kept = {draft.id for draft in wanted}
        for row in [row for row in left.values() if row.id not in kept]:
            session.exec(update(MilestoneRow).where(col(MilestoneRow.phase_id) == row.id).values(phase_id=None))
            session.delete(row)
        session.flush()
        names = {draft.id: draft.name for draft in wanted}
        for row in left.values():
            if row.id in names and row.name != names[row.id]:
                row.name = f"{row.name} ({row.id})"  # out of the way, so that two phases can swap their names
                session.flush()
        for position, draft in enumerate(wanted):
            row = left.get(draft.id) or PhaseRow(project_id=project_id, name=draft.name, position=position)
            row.name, row.position = draft.name, position
            session.add(row)
            session.flush()
        self._transaction.name(f"Edit {project.key}: phases")
