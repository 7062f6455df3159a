"""Who works on a milestone, and how many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.draft_values import read_days_of_work
from milestone_tui.plan.drafts import AssignmentDraft
from milestone_tui.plan.model import Person
from milestone_tui.plan.rules import settle_assignments
from milestone_tui.plan.text import fold, visible
from milestone_tui.plan.wording import days_of_work_words
from milestone_tui.ui.look import OPEN, Look
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.inline_list import SideRow
from milestone_tui.ui.widgets.picked_list import PickedList
from milestone_tui.ui.widgets.picker import AddingPicker, Choice, PickerField

_FIRST_EFFORT = Decimal(1)
"""Days of somebody who was just picked; it stands ready to be typed over."""

_FIGURE = 12
"""Cells at the right edge that the days are typed into."""


class WorkList(PickedList[AssignmentDraft]):
    """Add people, say their days, take them away; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,n,ctrl+n", "add", "add", id="work.add", tooltip="Pick somebody who works on it"),
        Binding("d,delete", "remove", "delete", id="work.delete", tooltip="This person does not work on it"),
        Binding("u", "take_back", "take back", show=False, id="work.back", tooltip="Undo the last step in this list"),
        Binding("escape", "stop_adding", "leave it", show=False, id="work.stop", tooltip="Add nobody"),
    ]

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        picker = AddingPicker(look, "worker", "who", creates="person", optional=False, indent=9)
        super().__init__(look, picker, id=id)
        self._people: dict[str, str] = {}

    @property
    def as_typed(self) -> tuple[AssignmentDraft, ...]:
        """The work with the days that are being typed, as if they were taken now; as it was while they are none."""
        index = self._edited
        if index is None or index >= len(self.entries):
            return self.entries
        try:
            settled = self._settled(index, self.input.value)
        except InvalidInput:
            return self.entries
        return (*self.entries[:index], settled, *self.entries[index + 1 :])

    def know(self, people: Sequence[Person]) -> None:
        """Say whom there is to pick, and whom they work for."""
        known = {person.name: person.organisation for person in people}
        if known != self._people:
            self._people = known
            self.reset()

    # Writing -----------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Write the people, the line that adds one, and the days of all together."""
        rows = [
            SideRow(
                visible(draft.person),
                mark=((OPEN, Ink.ACT),),
                right=(
                    (visible(self._people.get(draft.person, "")), Ink.DIM),
                    (f"{days_of_work_words(draft.effort_days):>8} d", Ink.TEXT),
                ),
            )
            for draft in self.entries
        ]
        if rows:
            rows.append(SideRow(selectable=False))
        rows.append(SideRow("add somebody who works on it", Ink.FAINT, (("+", Ink.FAINT),)))
        if len(self.entries) > 1:
            total = days_of_work_words(sum((draft.effort_days for draft in self.entries), Decimal(0)))
            together = ((f"{total:>8} d", Ink.DIM),)
            rows += [SideRow(selectable=False), SideRow("Together", Ink.DIM, right=together, selectable=False)]
        self.lines.rows = tuple(rows)
        self.lines.refresh()

    # Acting ------------------------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Type days over the days, so that the name stays in sight."""
        text = days_of_work_words(self.entries[index].effort_days)
        self.edit(index, text, left=self.size.width - _FIGURE, replace=True)
        self.input.styles.width = _FIGURE - 1

    def offer_choices(self) -> None:
        """List everybody who does not work on it yet."""
        taken = {fold(draft.person) for draft in self.entries}
        self.picker.choices = tuple(
            Choice(name, organisation) for name, organisation in self._people.items() if fold(name) not in taken
        )

    def finish(self, index: int, text: str) -> bool:
        """Take the days of one person."""
        entry = self.entries[index]
        try:
            settled = self._settled(index, text)
        except InvalidInput as error:
            self.post_message(self.Refused(str(error)))
            return False
        if settled.effort_days != entry.effort_days:
            self.change((*self.entries[:index], settled, *self.entries[index + 1 :]))
        return True

    def _settled(self, index: int, text: str) -> AssignmentDraft:
        """One person with the days that were typed; raises InvalidInput."""
        effort = read_days_of_work("assignments", text)
        return settle_assignments([replace(self.entries[index], effort_days=effort)])[0]

    @on(PickerField.Picked)
    def add(self, event: PickerField.Picked) -> None:
        """Put somebody into the list, and ask for their days."""
        event.stop()
        if not self.picker.active:
            return
        name = event.choice.text
        if any(fold(draft.person) == fold(name) for draft in self.entries):
            self.picker.note = (f"{visible(name)} works on it already.", Ink.BAD)
            return
        try:
            (settled,) = settle_assignments([AssignmentDraft(name, _FIRST_EFFORT)])
        except InvalidInput as error:
            self.picker.note = (str(error), Ink.BAD)
            return
        self.change((*self.entries, settled))
        self.action_stop_adding()
        # The list is a line longer only after the next layout, and the input belongs on its last line.
        self.call_after_refresh(self._ask_days, len(self.entries) - 1)

    def _ask_days(self, index: int) -> None:
        if self.lines.has_focus and index < len(self.entries):
            self.edit_figure(index)
