"""What a milestone waits for, with the lags in working days, and what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.plan.rules import settle_lag
from milestone_tui.plan.text import visible
from milestone_tui.plan.wording import date_words, working_days
from milestone_tui.ui.look import DONE, FORECAST, Look, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.inline_list import SideRow
from milestone_tui.ui.widgets.picked_list import PickedList
from milestone_tui.ui.widgets.picker import AddingPicker, Choice, PickerField


class LinkList(PickedList[LinkedMilestone]):
    """Add, delete and lag predecessors; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,n,ctrl+n", "add", "add", id="links.add", tooltip="Pick a milestone that comes before"),
        Binding("d,delete", "remove", "delete", id="links.delete", tooltip="Take the link away"),
        Binding("u", "take_back", "take back", show=False, id="links.back", tooltip="Undo the last step in this list"),
        Binding("escape", "stop_adding", "leave it", show=False, id="links.stop", tooltip="Add nothing"),
    ]

    @dataclass
    class Picking(Message):
        """The picker opens and needs to know what there is."""

    @dataclass
    class Wanted(Message):
        """A milestone was picked; the editor adds it, or says why not."""

        milestone_id: int

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, AddingPicker(look, "predecessor", "after", optional=False, indent=9))
        self._successors: tuple[LinkedMilestone, ...] = ()
        self._project_key = ""
        self._slacks: dict[int, int | None] = {}
        self._today = today

    @property
    def predecessors(self) -> tuple[LinkedMilestone, ...]:
        """What it waits for."""
        return self.entries

    def show(
        self, predecessors: Sequence[LinkedMilestone], successors: Sequence[LinkedMilestone], project_key: str
    ) -> None:
        """Have these in the list; earlier steps cannot be taken back any more."""
        self._successors = tuple(successors)
        self._project_key = project_key
        self.take(predecessors)

    def offer(self, candidates: Sequence[LinkedMilestone]) -> None:
        """Say what can be picked; milestones of other projects are told by their key."""
        taken = {linked.id for linked in self.predecessors}
        self.picker.choices = tuple(
            Choice(linked.title, self._note(linked), linked.id) for linked in candidates if linked.id not in taken
        )

    def _note(self, linked: LinkedMilestone) -> str:
        day = date_words(linked.done_on or linked.due_on, self._today)
        return day if linked.project_key == self._project_key else f"{linked.project_key}  {day}"

    def rate(self, slacks: dict[int, int | None]) -> None:
        """Say how many working days each predecessor leaves; negative is too early."""
        if slacks != self._slacks:
            self._slacks = slacks
            self.reset()

    def add(self, linked: LinkedMilestone) -> None:
        """Put a predecessor into the list."""
        self.change((*self.predecessors, linked))
        self.action_stop_adding()
        self.lines.cursor = len(self.predecessors) - 1

    def refuse(self, sentence: str) -> None:
        """Say beside the picker why this one cannot come before."""
        self.picker.note = (sentence, Ink.BAD)
        self.picker.focus_input()

    # Writing -----------------------------------------------------------------------------------------------

    @property
    def adding(self) -> str:
        """What the line below the predecessors says."""
        return "add a predecessor"

    def written(self, entry: LinkedMilestone) -> SideRow:
        """The title, its day, the lag and what that leaves."""
        return self._row(entry, Ink.TEXT)

    def below(self) -> Sequence[SideRow]:
        """What follows, dim."""
        if not self._successors:
            return ()
        followed = [replace(self._row(linked, Ink.DIM), selectable=False) for linked in self._successors]
        return (SideRow(selectable=False), SideRow("FOLLOWED BY", Ink.DIM, selectable=False), *followed)

    def _row(self, linked: LinkedMilestone, ink: Ink) -> SideRow:
        mark: Span = (DONE, Ink.GOOD) if linked.done_on else (FORECAST, Ink.ACT if ink is Ink.TEXT else Ink.DIM)
        title = visible(linked.title)
        if linked.project_key != self._project_key:
            title = f"{linked.project_key} · {title}"
        day = date_words(linked.done_on or linked.due_on, self._today)
        right: list[Span] = [(f"{day:>7}", Ink.DIM)]
        right.append(
            (f"{f'{working_days(linked.lag)}' if linked.lag else '':>8}", Ink.TEXT if ink is Ink.TEXT else Ink.DIM)
        )
        if ink is Ink.TEXT:
            right.append(self._slack(linked.id))
        return SideRow(title, ink, (mark,), tuple(right))

    def _slack(self, milestone_id: int) -> Span:
        slack = self._slacks.get(milestone_id)
        if slack is None:
            return (" " * 15, Ink.DIM)
        if slack < 0:
            return (f"{f'{-slack} wd too early':>15}", Ink.BAD)
        return (f"{f'{slack} wd slack':>15}", Ink.DIM)

    # Acting ------------------------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Type a lag over the column of the lags, so that the title stays in sight."""
        self.edit(index, str(self.predecessors[index].lag), left=self.size.width - 25, replace=True)
        self.input.styles.width = 8

    def offer_choices(self) -> None:
        """Ask the editor what there is."""
        self.post_message(self.Picking())

    def read_figure(self, index: int, text: str) -> LinkedMilestone:
        """A predecessor with the lag that was typed; raises InvalidInput."""
        return self.predecessors[index]._replace(lag=settle_lag(_whole(text)))

    @on(PickerField.Picked)
    def want(self, event: PickerField.Picked) -> None:
        """Ask the editor, who knows the network, whether this one can come before."""
        event.stop()
        if event.choice.key is not None and self.picker.active:
            self.post_message(self.Wanted(event.choice.key))


def _whole(text: str) -> object:
    """The number that was typed, or the text itself when it is none."""
    plain = text.strip().removesuffix("wd").removesuffix("d").strip().replace("−", "-") or "0"
    digits = plain.removeprefix("-").removeprefix("+")
    return int(plain) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else text
