"""Who is what in a project: manager, sponsor, client, team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import RoleDraft
from milestone_tui.plan.model import Person
from milestone_tui.plan.people import Role
from milestone_tui.plan.role_words import parse_role
from milestone_tui.plan.rules import settle_roles
from milestone_tui.plan.text import fold, visible
from milestone_tui.ui.look import OPEN, Look
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.inline_list import SideRow
from milestone_tui.ui.widgets.picked_list import PickedList
from milestone_tui.ui.widgets.picker import AddingPicker, Choice, PickerField

_ROLE = 12
"""Cells at the right edge that a role is typed into."""

_FIRST_ROLES = (Role.TEAM, Role.MANAGER, Role.SPONSOR, Role.CLIENT)
"""What somebody who was just picked is taken to be, unless they are that already; it stands ready to be typed over."""


class RoleList(PickedList[RoleDraft]):
    """Add people, say their roles, take them away; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,n,ctrl+n", "add", "add", id="roles.add", tooltip="Pick somebody who has a role in the project"),
        Binding("space", "next_role", "next role", id="roles.next", tooltip="Manager, sponsor, client or team"),
        Binding("d,delete", "remove", "delete", id="roles.delete", tooltip="This person has this role no more"),
        Binding("u", "take_back", "take back", show=False, id="roles.back", tooltip="Undo the last step in this list"),
        Binding("escape", "stop_adding", "leave it", show=False, id="roles.stop", tooltip="Add nobody"),
    ]

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        picker = AddingPicker(look, "role", "who", creates="person", optional=False, indent=9)
        super().__init__(look, picker, id=id)
        self._people: dict[str, str] = {}

    @property
    def as_typed(self) -> tuple[RoleDraft, ...]:
        """The roles with the one that is being typed, as if it were taken now; as it was while it is none."""
        index = self._edited
        if index is None or index >= len(self.entries):
            return self.entries
        try:
            return self._with(index, parse_role(self.input.value))
        except InvalidInput:
            return self.entries

    def know(self, people: Sequence[Person]) -> None:
        """Say whom there is to pick, and whom they work for."""
        known = {person.name: person.organisation for person in people}
        if known != self._people:
            self._people = known
            self.reset()

    # Writing -----------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Write the people with their roles, and the line that adds one."""
        rows = [
            SideRow(
                visible(draft.person),
                mark=((OPEN, Ink.ACT),),
                right=(
                    (visible(self._people.get(draft.person, "")), Ink.DIM),
                    (f"{draft.role.value:>{_ROLE}}", Ink.TEXT),
                ),
            )
            for draft in self.entries
        ]
        if rows:
            rows.append(SideRow(selectable=False))
        rows.append(SideRow("add somebody: manager, sponsor, client, team", Ink.FAINT, (("+", Ink.FAINT),)))
        self.lines.rows = tuple(rows)
        self.lines.refresh()

    # Acting ------------------------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Type a role over the role, so that the name stays in sight."""
        self.edit(index, self.entries[index].role.value, left=self.size.width - _ROLE, replace=True)
        self.input.styles.width = _ROLE - 1

    def offer_choices(self) -> None:
        """List everybody: who has a role may have another."""
        self.picker.choices = tuple(Choice(name, organisation) for name, organisation in self._people.items())

    def finish(self, index: int, text: str) -> bool:
        """Take the role of one person."""
        try:
            entries = self._with(index, parse_role(text))
        except InvalidInput as error:
            self.post_message(self.Refused(str(error)))
            return False
        if entries != self.entries:
            self.change(entries)
        return True

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
            self.change(self._with(index, free))

    def _with(self, index: int, role: Role) -> tuple[RoleDraft, ...]:
        """The entries with one person in another role; raises InvalidInput when they are in that already."""
        entry = self.entries[index]
        if role is not entry.role and self._free(entry.person, (role,)) is None:
            raise InvalidInput("roles", f"{visible(entry.person)} is there as {role} already.")
        return (*self.entries[:index], replace(entry, role=role), *self.entries[index + 1 :])

    def _free(self, person: str, roles: Sequence[Role]) -> Role | None:
        """The first of these roles that a person does not have."""
        taken = {draft.role for draft in self.entries if fold(draft.person) == fold(person)}
        return next((role for role in roles if role not in taken), None)

    @on(PickerField.Picked)
    def add(self, event: PickerField.Picked) -> None:
        """Put somebody into the list, and ask for their role."""
        event.stop()
        if not self.picker.active:
            return
        name = event.choice.text
        role = self._free(name, _FIRST_ROLES)
        if role is None:
            self.picker.note = (f"{visible(name)} has every role already.", Ink.BAD)
            return
        try:
            (settled,) = settle_roles([RoleDraft(name, role)])
        except InvalidInput as error:
            self.picker.note = (str(error), Ink.BAD)
            return
        self.change((*self.entries, settled))
        self.action_stop_adding()
        # The list is a line longer only after the next layout, and the input belongs on its last line.
        self.call_after_refresh(self._ask_role, len(self.entries) - 1)

    def _ask_role(self, index: int) -> None:
        if self.lines.has_focus and index < len(self.entries):
            self.edit_figure(index)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed a space is one."""
        if action == "next_role":
            return self._edited is None and not self.picker.display and self.lines.cursor < len(self.entries)
        return super().check_action(action, parameters)
