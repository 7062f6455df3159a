"""Baselines: recorded states of a plan."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.store.commands.lookups import existing_row, project_row, require_id
from milestone_tui.store.tables.plan import BaselineRow
from milestone_tui.store.transaction import CommandGroup

_AGREE = """INSERT INTO baseline_entry (baseline_id, milestone_id, due_on, value_minor, title)
    SELECT :baseline, id, coalesce(due_on, done_on), value_minor, title FROM milestone
    WHERE project_id = :project AND state <> 'cancelled' ORDER BY id"""


class Baselines(CommandGroup):
    """Commands on baselines."""

    def take(self, project_id: int, name: str, reason: str = "", approved_by: str = "") -> int:
        """Record dates and values of all milestones that are not cancelled as the current baseline; return its id.

        A done milestone is recorded with its last due date, or else its done date. Raises InvalidInput, also for a
        project without milestones, and NotFound.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        row = BaselineRow(
            project_id=project_id,
            name=rules.validate_name("name", "name", name),
            reason=rules.validate_line("reason", reason),
            approved_by=rules.validate_line("approved_by", approved_by),
            taken_at=self._transaction.clock.now(),
        )
        session.add(row)
        db = self._transaction.connection
        if not db.execute(_AGREE, {"baseline": row.id, "project": project_id}).rowcount:
            raise InvalidInput(
                "name", f"{project.key} has no milestones, so there is nothing to baseline. Add one first."
            )
        project.baseline_id = row.id
        session.flush()
        self._transaction.add_label(f'Set baseline "{row.name}"')
        return require_id(row.id)

    def select(self, baseline_id: int) -> None:
        """Make this baseline the current one; raise NotFound."""
        row = existing_row(self._transaction, BaselineRow, baseline_id, "baseline")
        project_row(self._transaction, row.project_id).baseline_id = baseline_id
        self._transaction.add_label(f'Make baseline "{row.name}" current')
