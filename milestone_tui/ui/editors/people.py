"""The specs of lists of people: effort on a milestone, roles in a project."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar, TypeVar

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.form_state import read_days_of_work
from milestone_tui.plan.inputs import AssignmentInput, RoleInput
from milestone_tui.plan.language.roles import parse_role
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.list_merge import ListKind, roles_kind, work_kind
from milestone_tui.plan.model import Person
from milestone_tui.plan.people import Assignment, ProjectRole, Role
from milestone_tui.plan.rules import validate_assignments, validate_roles
from milestone_tui.ui.editors.list_spec import PickedSpec
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import OPEN, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, Choice

_Entry = TypeVar("_Entry", bound=AssignmentInput | RoleInput)

FIGURE = 12
"""Cells at the right edge for the effort or role."""

_FIRST_EFFORT = Decimal(1)
"""The first effort of a person who was just picked, selected for typing over."""

_FIRST_ROLES = (Role.TEAM, Role.MANAGER, Role.SPONSOR, Role.CLIENT)
"""Roles for a person who was just picked; the first that they do not have is selected for typing over."""


class PeopleSpec(PickedSpec[_Entry]):
    """Base of the lists of people, each with an effort or a role."""

    label = "people"
    asks_figure = True

    person: ClassVar[str]
    """The name of the field that people are picked in."""

    def __init__(self, renderer: Renderer) -> None:
        self.picker = AddingPicker(renderer, self.person, "who", creates="person", optional=False, indent=9)
        self._organisations: dict[str, str] = {}
        self._ids: dict[str, int] = {}
        """The ids of people by name in lower case, including earlier names."""

    def remember(self, people: Sequence[Person]) -> None:
        """Set the people to pick from, with their organisations."""
        self._organisations = {person.name: person.organisation for person in people}

    def learn(self, rows: Sequence[Assignment | ProjectRole]) -> None:
        """Remember whose ids the names in stored rows have."""
        self._ids |= {row.person.casefold(): row.person_id for row in rows if row.person_id}

    def _id(self, entry: _Entry) -> int:
        return self._ids.get(entry.person.casefold(), 0)

    @abstractmethod
    def figure(self, entry: _Entry) -> str:
        """Return the effort or role as shown at the right edge."""

    def line(self, entry: _Entry) -> SideRow:
        """Return name, organisation, and effort or role."""
        organisation = visible(self._organisations.get(entry.person, ""))
        right = ((organisation, Ink.DIM), (self.figure(entry), Ink.TEXT))
        return SideRow(visible(entry.person), mark=((OPEN, Ink.ACT),), right=right)

    def place(self, entries: Sequence[_Entry], width: int) -> tuple[int, int]:
        """Return the place at the right edge; the name stays visible."""
        return width - FIGURE, FIGURE - 1

    def choices(self, entries: Sequence[_Entry]) -> Sequence[Choice]:
        """Return everybody."""
        return tuple(Choice(name, organisation) for name, organisation in self._organisations.items())


class WorkSpec(PeopleSpec[AssignmentInput]):
    """Spec of the people who work on a milestone, with their effort."""

    field = "assignments"
    draft = "work"
    person = "worker"
    adding = "add a person"

    def kind(self) -> ListKind[AssignmentInput]:
        """Return how efforts are identified in a merge."""
        return work_kind(self._ids)

    def entries_of(self, work: Sequence[Assignment]) -> tuple[AssignmentInput, ...]:
        """Return stored efforts as entries."""
        self.learn(work)
        return tuple(AssignmentInput(row.person, row.effort_days) for row in work)

    def seen_rows(self, seen: Sequence[AssignmentInput]) -> Sequence[Assignment]:
        """Return entries as stored efforts."""
        return [Assignment(0, self._id(entry), entry.person, 0, entry.effort_days) for entry in seen]

    def typed_text(self, entry: AssignmentInput) -> str:
        """Return the days."""
        return days_of_work_words(entry.effort_days)

    def figure(self, entry: AssignmentInput) -> str:
        """Return the effort with its unit."""
        return _days(entry.effort_days)

    def below(self, entries: Sequence[AssignmentInput]) -> Sequence[SideRow]:
        """Return the total of two people or more."""
        if len(entries) < 2:
            return ()
        total = sum((entry.effort_days for entry in entries), Decimal(0))
        together = SideRow("Total", Ink.DIM, right=((_days(total), Ink.DIM),), selectable=False)
        return (SideRow(selectable=False), together)

    def choices(self, entries: Sequence[AssignmentInput]) -> Sequence[Choice]:
        """Return everybody who is not in the list."""
        return tuple(choice for choice in super().choices(entries) if not _works(choice.text, entries))

    def read(self, entries: Sequence[AssignmentInput], index: int, text: str) -> AssignmentInput:
        """Return a person with the typed effort; raise InvalidInput."""
        effort = read_days_of_work("assignments", text)
        return validate_assignments([replace(entries[index], effort_days=effort)])[0]

    def from_choice(self, entries: Sequence[AssignmentInput], choice: Choice) -> AssignmentInput:
        """Return a new person with an effort of one day; raise InvalidInput for one in the list."""
        if _works(choice.text, entries):
            raise InvalidInput("assignments", f"{visible(choice.text)} is already in the list.")
        return validate_assignments([AssignmentInput(choice.text, _FIRST_EFFORT)])[0]


class RolesSpec(PeopleSpec[RoleInput]):
    """Spec of the people with a role in a project."""

    field = draft = "roles"
    person = "role"
    adding = "add a person: manager, sponsor, client, team"
    keys: ClassVar[frozenset[str]] = frozenset({"next_role"})

    def remember(self, people: Sequence[Person]) -> None:
        """Set the people to pick from, with their ids."""
        super().remember(people)
        self._ids = {person.name.casefold(): person.id for person in people} | self._ids

    def kind(self) -> ListKind[RoleInput]:
        """Return how roles are identified in a merge."""
        return roles_kind(self._ids)

    def entries_of(self, roles: Sequence[ProjectRole]) -> tuple[RoleInput, ...]:
        """Return stored roles as entries."""
        self.learn(roles)
        return tuple(RoleInput(row.person, row.role) for row in roles)

    def seen_rows(self, seen: Sequence[RoleInput]) -> Sequence[ProjectRole]:
        """Return entries as stored roles."""
        return [ProjectRole(0, 0, "", self._id(entry), entry.person, entry.role) for entry in seen]

    def settle(self, entries: Sequence[RoleInput]) -> Sequence[RoleInput]:
        """Return the roles to save; raise InvalidInput for a duplicate."""
        return validate_roles(entries)

    def typed_text(self, entry: RoleInput) -> str:
        """Return the role."""
        return entry.role.value

    def figure(self, entry: RoleInput) -> str:
        """Return the role, at the right edge."""
        return f"{entry.role.value:>{FIGURE}}"

    def read(self, entries: Sequence[RoleInput], index: int, text: str) -> RoleInput:
        """Return a person in the typed role; raise InvalidInput if the person already has it."""
        entry, role = entries[index], parse_role(text)
        if role is not entry.role and _free(entry.person, (role,), entries) is None:
            raise InvalidInput("roles", f"{visible(entry.person)} is already {role} on this project.")
        return replace(entry, role=role)

    def from_choice(self, entries: Sequence[RoleInput], choice: Choice) -> RoleInput:
        """Return a person in the first role that they do not have."""
        if (role := _free(choice.text, _FIRST_ROLES, entries)) is None:
            raise InvalidInput("roles", f"{visible(choice.text)} has every role already.")
        return validate_roles([RoleInput(choice.text, role)])[0]

    def toggled(self, entries: Sequence[RoleInput], index: int) -> RoleInput:
        """Return a person in their next role, skipping those that they have."""
        entry, roles = entries[index], list(Role)
        place = roles.index(entry.role)
        role = _free(entry.person, (*roles[place + 1 :], *roles[:place]), entries)
        if role is None:
            raise InvalidInput("roles", f"{visible(entry.person)} has every role already.")
        return replace(entry, role=role)


def _works(person: str, entries: Sequence[AssignmentInput]) -> bool:
    return any(fold(entry.person) == fold(person) for entry in entries)


def _free(person: str, roles: Sequence[Role], entries: Sequence[RoleInput]) -> Role | None:
    """Return the first of `roles` that a person does not have, None without one."""
    taken = {entry.role for entry in entries if fold(entry.person) == fold(person)}
    return next((role for role in roles if role not in taken), None)


def _days(effort: Decimal) -> str:
    return f"{days_of_work_words(effort):>8} d"
