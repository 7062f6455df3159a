"""Rows that several commands look up or add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from milestone_tui.errors import NotFound
from milestone_tui.plan.people import Assignment, ProjectRole
from milestone_tui.store.tables.plan import MilestoneRow, PersonRow, PhaseRow, ProjectRow
from milestone_tui.store.transaction import Transaction

_Row = TypeVar("_Row", bound=SQLModel)


def require_id(id_: int | None) -> int:
    """Return the id of a row that was flushed."""
    assert id_ is not None
    return id_


def project_row(transaction: Transaction, project_id: int) -> ProjectRow:
    """Return the row of a project; raise NotFound."""
    return existing_row(transaction, ProjectRow, project_id, "project")


def project_rows(transaction: Transaction, ids: Iterable[int]) -> list[ProjectRow]:
    """Return the rows of projects, each once; raise NotFound if one was deleted."""
    wanted = list(dict.fromkeys(ids))
    query = select(ProjectRow).where(col(ProjectRow.id).in_(wanted))
    found = {require_id(row.id): row for row in transaction.session.exec(query)}
    if len(found) == len(wanted):
        return [found[id_] for id_ in wanted]
    if len(wanted) == 1:
        return [project_row(transaction, wanted[0])]
    raise NotFound("Nothing was changed: somebody deleted one of these projects.")


def milestone_row(transaction: Transaction, milestone_id: int) -> MilestoneRow:
    """Return the row of a milestone; raise NotFound."""
    return existing_row(transaction, MilestoneRow, milestone_id, "milestone")


def person_row(transaction: Transaction, person_id: int) -> PersonRow:
    """Return the row of a person; raise NotFound."""
    return existing_row(transaction, PersonRow, person_id, "person")


def approver_or_actor(transaction: Transaction, row: MilestoneRow) -> str:
    """Return the name of the milestone's approver, or else the actor's."""
    person = transaction.session.get(PersonRow, row.approver_id) if row.approver_id is not None else None
    return person.name if person else transaction.actor.name


def phase_id_of(transaction: Transaction, project_id: int, name: str) -> int | None:
    """Return the id of the project's phase with this name, ignoring case, adding it if missing; None for no name."""
    if not name:
        return None
    session = transaction.session
    phases = session.exec(select(PhaseRow).where(PhaseRow.project_id == project_id)).all()
    for phase in phases:
        if phase.name.casefold() == name.casefold():
            return phase.id
    row = PhaseRow(project_id=project_id, name=name, position=max((phase.position for phase in phases), default=-1) + 1)
    session.add(row)
    session.flush()
    return row.id


def person_id_of(transaction: Transaction, name: str, *, make: bool = True) -> int | None:
    """Return the id of the person with this name, ignoring case, adding them if missing; None for no name."""
    if not name:
        return None
    wanted = name.casefold()
    for id_, known in transaction.connection.execute("SELECT id, name FROM person ORDER BY id"):
        if known.casefold() == wanted:
            return int(id_)
    if not make:
        return None
    row = PersonRow(name=name)
    transaction.session.add(row)
    transaction.session.flush()
    return row.id


class Names:
    """Ids of people and phases by name, each looked up or added once."""

    def __init__(self, transaction: Transaction) -> None:
        self.person = cache(partial(person_id_of, transaction))
        """Like `person_id_of`."""
        self.phase = cache(partial(phase_id_of, transaction))
        """Like `phase_id_of`."""


def existing_row(transaction: Transaction, table: type[_Row], row_id: int, thing: str) -> _Row:
    """Return the row of a `thing`; raise NotFound."""
    row = transaction.session.get(table, row_id)
    if row is None:
        raise NotFound(f"This {thing} no longer exists: somebody deleted it.")
    return row


def known_people(names: Mapping[int, str], seen: Sequence[Assignment | ProjectRole]) -> dict[str, int]:
    """Return the ids of people by lower-case name, both the current name and the one the person saw."""
    ids = {name.casefold(): id_ for id_, name in names.items()}
    return ids | {entry.person.casefold(): entry.person_id for entry in seen if entry.person_id}
