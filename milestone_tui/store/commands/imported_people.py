"""People of an import: those of the file, and the manager of a project."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from milestone_tui.plan.imported import IncomingPerson
from milestone_tui.plan.people import Role
from milestone_tui.store.commands.lookups import person_id_of, require_id
from milestone_tui.store.tables.others import ProjectPersonRow
from milestone_tui.store.tables.plan import PersonRow
from milestone_tui.store.transaction import Transaction


def add_people(transaction: Transaction, people: Sequence[IncomingPerson]) -> None:
    """Add these people, or their details to those of the same name who lack them."""
    session = transaction.session
    there = {row.name.casefold(): row for row in session.exec(select(PersonRow))} if people else {}
    for person in people:
        row = there.get(person.name.casefold())
        if row is None:
            row = there[person.name.casefold()] = PersonRow(name=person.name)
            session.add(row)
        row.email = row.email or person.email
        row.organisation = row.organisation or person.organisation
    session.flush()


def add_manager(transaction: Transaction, project_id: int, name: str) -> None:
    """Make the person with this name, who is added if missing, manager of a project without one."""
    if (person_id := person_id_of(transaction, name)) is not None:
        transaction.session.add(
            ProjectPersonRow(project_id=project_id, person_id=require_id(person_id), role=Role.MANAGER.value)
        )
        transaction.session.flush()
