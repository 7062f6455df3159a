"""Who is what in a project: manager, sponsor, client, team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import RoleInput
from milestone_tui.plan.language.roles import parse_role
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.people import Role
from milestone_tui.plan.rules import validate_roles
from milestone_tui.ui.editors.people_list import FIGURE, PeopleList
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.widgets.picker import Choice

_FIRST_ROLES = (Role.TEAM, Role.MANAGER, Role.SPONSOR, Role.CLIENT)
"""What somebody who was just picked is taken to be, unless they are that already; it stands ready to be typed over."""


class RoleList(PeopleList[RoleInput]):
    """Add people, say their roles, take them away; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "add", "add", id="roles.add", tooltip="Pick somebody who has a role in the project"),
        Binding("e", "next_role", "next role", id="roles.next", tooltip="Manager, sponsor, client or team"),
        Binding("d,delete", "remove", "delete", id="roles.delete", tooltip="This person has this role no more"),
        Binding("u", "take_back", "take back", show=False, id="roles.back", tooltip="Undo the last step in this list"),
        Binding("escape", "stop_adding", "leave it", show=False, id="roles.stop", tooltip="Add nobody"),
    ]

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, "role")

    # Writing -----------------------------------------------------------------------------------------------

    @property
    def adding(self) -> str:
        """What the line below the people says."""
        return "add somebody: manager, sponsor, client, team"

    def figure(self, draft: RoleInput) -> str:
        """The role."""
        return draft.role.value

    def figure_written(self, draft: RoleInput) -> str:
        """The role, at the right edge."""
        return f"{draft.role.value:>{FIGURE}}"

    # Acting ------------------------------------------------------------------------------------------------

    def offer_choices(self) -> None:
        """List everybody: who has a role may have another."""
        self.picker.choices = tuple(Choice(name, organisation) for name, organisation in self.organisations.items())

    def read_figure(self, index: int, text: str) -> RoleInput:
        """One person in the role that was typed; raises InvalidInput when they are in that already."""
        entry, role = self.entries[index], parse_role(text)
        if role is not entry.role and self._free(entry.person, (role,)) is None:
            raise InvalidInput("roles", f"{visible(entry.person)} is there as {role} already.")
        return replace(entry, role=role)

    def action_next_role(self) -> None:
        """Give the person the role after theirs that they do not have yet."""
        index = self.lines.cursor
        if index >= len(self.entries):
            return
        entry, roles = self.entries[index], list(Role)
        place = roles.index(entry.role)
        free = self._free(entry.person, (*roles[place + 1 :], *roles[:place]))
        if free is None:
            self.post_message(self.Refused(f"{visible(entry.person)} has every role already."))
        else:
            self.change(self.with_entry(index, replace(entry, role=free)))

    def begun(self, person: str) -> RoleInput:
        """The first role that they do not have."""
        role = self._free(person, _FIRST_ROLES)
        if role is None:
            raise InvalidInput("roles", f"{visible(person)} has every role already.")
        return validate_roles([RoleInput(person, role)])[0]

    def _free(self, person: str, roles: Sequence[Role]) -> Role | None:
        """The first of these roles that a person does not have."""
        taken = {draft.role for draft in self.entries if fold(draft.person) == fold(person)}
        return next((role for role in roles if role not in taken), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed e is a letter."""
        if action == "next_role":
            return self._edited is None and not self.picker.display and self.lines.cursor < len(self.entries)
        return super().check_action(action, parameters)
