"""Reports that were written: the next one begins where the last ended."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from milestone_tui.errors import NotFound
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.text import tidy
from milestone_tui.store.commands.lookups import require_id
from milestone_tui.store.tables.others import ReportRow
from milestone_tui.store.tables.plan import ProjectRow
from milestone_tui.store.transaction import CommandGroup


class Reports(CommandGroup):
    """Commands on the record of written reports."""

    def record(self, project_key: str, client: str, audience: Audience, since_on: date, until_on: date) -> int:
        """Record that a report was written, about what came after `since_on` up to `until_on`; return its id.

        It was on one project, on the projects of a client, or, without both, on all projects. Raises NotFound for an
        unknown project.
        """
        row = ReportRow(
            project_id=self._project_id(project_key) if project_key else None,
            client=tidy(client),
            audience=Audience(audience).value,
            since_on=since_on,
            until_on=until_on,
            written_at=self._transaction.clock.now(),
        )
        self._transaction.session.add(row)
        self._transaction.session.flush()
        subject = project_key.upper() or (f'"{tidy(client)}"' if client else "all projects")
        self._transaction.add_label(f"Write {row.audience} report on {subject}")
        return require_id(row.id)

    def _project_id(self, key: str) -> int:
        row = self._transaction.session.exec(select(ProjectRow).where(ProjectRow.key == key.upper())).first()
        if row is None:
            raise NotFound(f"There is no project {key}.")
        return require_id(row.id)
