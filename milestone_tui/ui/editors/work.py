"""Who works on a milestone, and how many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.form_state import read_days_of_work
from milestone_tui.plan.inputs import AssignmentInput
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.rules import validate_assignments
from milestone_tui.ui.editors.inline_list import SideRow
from milestone_tui.ui.editors.people_list import PeopleList
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import Choice

_FIRST_EFFORT = Decimal(1)
"""Days of somebody who was just picked; it stands ready to be typed over."""


class WorkList(PeopleList[AssignmentInput]):
    """Add people, say their days, take them away; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "add", "add", id="work.add", tooltip="Pick somebody who works on it"),
        Binding("d,delete", "remove", "delete", id="work.delete", tooltip="This person does not work on it"),
        Binding("u", "take_back", "take back", show=False, id="work.back", tooltip="Undo the last step in this list"),
        Binding("escape", "stop_adding", "leave it", show=False, id="work.stop", tooltip="Add nobody"),
    ]

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, "worker")

    # Writing -----------------------------------------------------------------------------------------------

    @property
    def adding(self) -> str:
        """What the line below the people says."""
        return "add somebody who works on it"

    def figure(self, draft: AssignmentInput) -> str:
        """The days."""
        return days_of_work_words(draft.effort_days)

    def figure_written(self, draft: AssignmentInput) -> str:
        """The days with their unit."""
        return _days(draft.effort_days)

    def below(self) -> Sequence[SideRow]:
        """The days of all together."""
        if len(self.entries) < 2:
            return ()
        total = sum((draft.effort_days for draft in self.entries), Decimal(0))
        together = SideRow("Together", Ink.DIM, right=((_days(total), Ink.DIM),), selectable=False)
        return (SideRow(selectable=False), together)

    # Acting ------------------------------------------------------------------------------------------------

    def offer_choices(self) -> None:
        """List everybody who does not work on it yet."""
        self.picker.choices = tuple(
            Choice(name, organisation) for name, organisation in self.organisations.items() if not self._works(name)
        )

    def read_figure(self, index: int, text: str) -> AssignmentInput:
        """One person with the days that were typed; raises InvalidInput."""
        effort = read_days_of_work("assignments", text)
        return validate_assignments([replace(self.entries[index], effort_days=effort)])[0]

    def begun(self, person: str) -> AssignmentInput:
        """One day, for who does not work on it yet."""
        if self._works(person):
            raise InvalidInput("assignments", f"{visible(person)} works on it already.")
        return validate_assignments([AssignmentInput(person, _FIRST_EFFORT)])[0]

    def _works(self, person: str) -> bool:
        return any(fold(draft.person) == fold(person) for draft in self.entries)


def _days(effort: Decimal) -> str:
    return f"{days_of_work_words(effort):>8} d"
