"""People with one word or figure each that is typed at the right edge: the base of the work and the roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import on

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import AssignmentInput, RoleInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Person
from milestone_tui.ui.editors.inline_list import SideRow
from milestone_tui.ui.editors.picked_list import PickedList
from milestone_tui.ui.renderer import OPEN, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, PickerField

_Draft = TypeVar("_Draft", bound=AssignmentInput | RoleInput)

FIGURE = 12
"""Cells at the right edge that the figure is typed into."""


class PeopleList(PickedList[_Draft]):
    """Pick people or name new ones; a subclass says what is known of each."""

    def __init__(self, renderer: Renderer, picker: str) -> None:
        """`picker`: the name of the field that people are picked in."""
        super().__init__(renderer, AddingPicker(renderer, picker, "who", creates="person", optional=False, indent=9))
        self.organisations: dict[str, str] = {}
        """Whom there is to pick, and whom they work for."""

    # What a subclass says ----------------------------------------------------------------------------------

    def figure(self, draft: _Draft) -> str:
        """What is typed over."""
        raise NotImplementedError

    def figure_written(self, draft: _Draft) -> str:
        """The figure as it stands at the right edge."""
        raise NotImplementedError

    def begun(self, person: str) -> _Draft:
        """What somebody who was just picked begins with; raises InvalidInput with the reason why they cannot."""
        raise NotImplementedError

    # Writing -----------------------------------------------------------------------------------------------

    def know(self, people: Sequence[Person]) -> None:
        """Say whom there is to pick, and whom they work for."""
        known = {person.name: person.organisation for person in people}
        if known != self.organisations:
            self.organisations = known
            self.reset()

    def written(self, entry: _Draft) -> SideRow:
        """The name, whom they work for, the figure."""
        organisation = visible(self.organisations.get(entry.person, ""))
        right = ((organisation, Ink.DIM), (self.figure_written(entry), Ink.TEXT))
        return SideRow(visible(entry.person), mark=((OPEN, Ink.ACT),), right=right)

    # Acting ------------------------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Type over the figure, so that the name stays in sight."""
        self.edit(index, self.figure(self.entries[index]), left=self.size.width - FIGURE, replace=True)
        self.input.styles.width = FIGURE - 1

    @on(PickerField.Picked)
    def add(self, event: PickerField.Picked) -> None:
        """Put somebody into the list, and ask for their figure."""
        event.stop()
        if not self.picker.active:
            return
        try:
            draft = self.begun(event.choice.text)
        except InvalidInput as error:
            self.picker.note = (str(error), Ink.BAD)
            return
        self.change((*self.entries, draft))
        self.action_stop_adding()
        # The list is a line longer only after the next layout, and the input belongs on its last line.
        self.call_after_refresh(self._ask_figure, len(self.entries) - 1)

    def _ask_figure(self, index: int) -> None:
        if self.lines.has_focus and index < len(self.entries):
            self.edit_figure(index)
