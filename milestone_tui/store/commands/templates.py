"""Templates: projects to start others from."""

from __future__ import annotations

from sqlmodel import select

from milestone_tui.errors import NotFound
from milestone_tui.plan import rules
from milestone_tui.store.commands.rows import the
from milestone_tui.store.planning_tables import TemplateRow
from milestone_tui.store.transaction import Transaction


class Templates:
    """What can be done to templates."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, name: str, body: str) -> int:
        """Keep a template and return its id; one of the same name, in whatever case, is replaced.

        `body` is its text as `plan.template` writes it. Raises InvalidInput.
        """
        tidied = rules.settle_name("name", "A template", name)
        rows = self._transaction.session.exec(select(TemplateRow)).all()
        row = next((row for row in rows if row.name.casefold() == tidied.casefold()), None)
        now = self._transaction.clock.now()
        if row is None:
            row = TemplateRow(name=tidied, body=body, saved_at=now)
        elif (row.name, row.body) != (tidied, body):
            row.name, row.body, row.saved_at = tidied, body, now
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.name(f'Save template "{tidied}"')
        return the(row.id)

    def delete(self, template_id: int) -> None:
        """Delete a template; what was started from it stays. Raises NotFound."""
        row = self._transaction.session.get(TemplateRow, template_id)
        if row is None:
            raise NotFound("That template no longer exists.")
        self._transaction.name(f'Delete template "{row.name}"')
        self._transaction.session.delete(row)
