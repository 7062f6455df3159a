"""People and their roles in projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, delete, select, update

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import PERSON_FIELDS
from milestone_tui.plan.inputs import RoleInput
from milestone_tui.plan.list_merge import merge, roles_kind
from milestone_tui.plan.people import ProjectRole, Role
from milestone_tui.store.column_types import set_column
from milestone_tui.store.commands.lookups import known_people, person_id_of, person_row, project_row, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.field_values import field_values, to_column
from milestone_tui.store.tables.belongings import AssignmentRow, RiskRow
from milestone_tui.store.tables.others import AbsenceRow, ProjectPersonRow
from milestone_tui.store.tables.plan import MilestoneRow, PersonRow
from milestone_tui.store.transaction import CommandGroup


class People(CommandGroup):
    """Commands on people; `changes` are keyed by the field names of `plan.fields.PERSON_FIELDS`."""

    def create(self, changes: Mapping[str, object]) -> int:
        """Add a person and return the id; raise InvalidInput, also if the name is in use."""
        settled = rules.validate_person({**rules.NEW_PERSON, **changes})
        row = PersonRow(name="")
        self._assign(row, settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f'Add person "{row.name}"')
        return require_id(row.id)

    def edit(self, person_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds the values the person saw (a field missing there is overwritten).

        Raises InvalidInput, NotFound, and EditConflict with the fields that somebody else has changed.
        """
        row = person_row(self._transaction, person_id)
        current = field_values(row, PERSON_FIELDS)
        settled = rules.validate_person(drop_unchanged(changes, seen))
        columns = {name: spec.column for name, spec in PERSON_FIELDS.items()}
        refuse_conflicts(self._transaction, "person", person_id, current, settled, seen, columns)
        name = row.name
        differing = {field: value for field, value in settled.items() if value != current[field]}
        self._assign(row, differing)
        self._transaction.add_label(f'Edit "{name}": {", ".join(PERSON_FIELDS[field].word for field in differing)}')

    def delete(self, person_id: int) -> None:
        """Delete a person with their roles and effort; milestones lose them as owner or approver.

        Sign-offs keep their name. Raises NotFound.
        """
        session = self._transaction.session
        row = person_row(self._transaction, person_id)
        self._transaction.add_label(f'Delete "{row.name}"')
        owned = update(MilestoneRow).where(col(MilestoneRow.owner_id) == person_id)
        session.exec(owned.values(owner_id=None))
        approved = update(MilestoneRow).where(col(MilestoneRow.approver_id) == person_id)
        session.exec(approved.values(approver_id=None))
        session.exec(update(RiskRow).where(col(RiskRow.owner_id) == person_id).values(owner_id=None))
        session.exec(delete(AbsenceRow).where(col(AbsenceRow.person_id) == person_id))
        session.exec(delete(AssignmentRow).where(col(AssignmentRow.person_id) == person_id))
        session.exec(delete(ProjectPersonRow).where(col(ProjectPersonRow.person_id) == person_id))
        session.delete(row)
        session.flush()
        session.expire_all()

    def set_roles(self, project_id: int, entries: Sequence[RoleInput], seen: Sequence[ProjectRole]) -> None:
        """Set the roles of people in a project to `entries`; unknown people are added.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput and
        NotFound.
        """
        session = self._transaction.session
        project = project_row(self._transaction, project_id)
        query = select(ProjectPersonRow).where(ProjectPersonRow.project_id == project_id)
        rows = session.exec(query.order_by(col(ProjectPersonRow.id))).all()
        people = select(PersonRow).where(col(PersonRow.id).in_([row.person_id for row in rows]))
        names = {require_id(person.id): person.name for person in session.exec(people)}
        ids = known_people(names, seen)
        before = [RoleInput(role.person, role.role) for role in seen]
        theirs = [RoleInput(names[row.person_id], Role(row.role)) for row in rows]
        left = {(row.person_id, row.role): row for row in rows}
        for entry in merge(roles_kind(ids), before, rules.validate_roles(entries), theirs).entries:
            known = ids.get(entry.person.casefold())
            key = (known or require_id(person_id_of(self._transaction, entry.person)), entry.role.value)
            if left.pop(key, None) is None:
                session.add(ProjectPersonRow(project_id=project_id, person_id=key[0], role=key[1]))
        for row in left.values():
            session.delete(row)
        session.flush()
        self._transaction.add_label(f"Edit {project.key}: people")

    def _assign(self, row: PersonRow, settled: Mapping[str, object]) -> None:
        for field, value in settled.items():
            if field == "name":
                self._refuse_taken(row, str(value))
            spec = PERSON_FIELDS[field]
            set_column(row, spec.column, to_column(spec, value))

    def _refuse_taken(self, row: PersonRow, name: str) -> None:
        taken = person_id_of(self._transaction, name, make=False)
        if taken is not None and taken != row.id:
            raise InvalidInput("name", f"There is already a person called {name}. Choose another name.")
