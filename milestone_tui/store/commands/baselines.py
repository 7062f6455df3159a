"""Baselines: the plan as it was agreed."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan import rules
from milestone_tui.store.commands.lookups import project_row, require_id
from milestone_tui.store.tables import BaselineRow
from milestone_tui.store.transaction import CommandGroup

_AGREE = """INSERT INTO baseline_entry (baseline_id, milestone_id, due_on, value_minor, title)
    SELECT :baseline, id, coalesce(due_on, done_on), value_minor, title FROM milestone
    WHERE project_id = :project AND state <> 'cancelled' ORDER BY id"""


class Baselines(CommandGroup):
    """What can be done to baselines."""

    def take(self, project_id: int, name: str, reason: str = "", approved_by: str = "") -> int:
        """Keep the dates and values of all milestones that are not cancelled as they stand, make that the current
        baseline, and return its id.

        What is done is kept with its forecast of before, or without one, the day it was done. Raises InvalidInput,
        also when there is no milestone yet, and NotFound.
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
            raise InvalidInput("name", f"{project.key} has no milestones yet: there is nothing to agree on.")
        project.baseline_id = row.id
        session.flush()
        self._transaction.add_label(f'Take baseline "{row.name}"')
        return require_id(row.id)

    def select(self, baseline_id: int) -> None:
        """Measure slip against this baseline from now on; raises NotFound."""
        row = self._transaction.session.get(BaselineRow, baseline_id)
        if row is None:
            raise NotFound("That baseline no longer exists.")
        project_row(self._transaction, row.project_id).baseline_id = baseline_id
        self._transaction.add_label(f'Select baseline "{row.name}"')
