"""What a milestone waits for, each with its lag, and what waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from milestone_tui.plan.language.lags import read_lag
from milestone_tui.plan.language.text import is_blank, visible
from milestone_tui.plan.language.wording import date_words, signed
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.editors.inline_list import SideRow
from milestone_tui.ui.editors.link_picker import LinkPicker
from milestone_tui.ui.editors.picked_list import PickedList
from milestone_tui.ui.renderer import DONE, FORECAST, Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import Choice, PickerField

_LABEL = "lag "
_KEPT = "kept"


class LinkList(PickedList[LinkedMilestone]):
    """Add, delete and lag predecessors; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "add", "add", id="links.add", tooltip="Pick a predecessor; +3wd behind it is its lag"),
        Binding("e", "edit_lag", "lag", id="links.lag", tooltip="Type the lag of this link, in working days"),
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
        lag: int | None
        """The one that was typed; None to keep the time between the dates."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        self._picker = LinkPicker(renderer)
        super().__init__(renderer, self._picker)
        self._successors: tuple[LinkedMilestone, ...] = ()
        self._project_key = ""
        self._slacks: Mapping[int, int | None] = {}
        self._shortened: Mapping[int, int] = {}
        self._mistake = ("", "")
        """What was typed as a lag and is none, and the sentence that says so."""
        self._untouched = ""
        """What stood in the input before anything was typed."""
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

    def rate(self, slacks: Mapping[int, int | None], new: Mapping[int, int], shortened: Mapping[int, int]) -> None:
        """Say how many working days each predecessor leaves; negative is too early.

        `new` are the lags of links that keep the time between dates which may have changed since, `shortened` those of
        stored ones that give way when this is saved.
        """
        entries = tuple(linked._replace(lag=new.get(linked.id, linked.lag)) for linked in self.entries)
        mistake = self._mistake if self.input.value == self._mistake[0] else ("", "")
        if (entries, slacks, shortened, mistake) != (self.entries, self._slacks, self._shortened, self._mistake):
            self.entries, self._slacks, self._shortened, self._mistake = entries, slacks, shortened, mistake
            self.reset()

    def add(self, linked: LinkedMilestone, lag: int | None) -> None:
        """Put a predecessor into the list; without a lag it keeps the time between the dates."""
        self.change((*self.predecessors, linked._replace(lag=lag or 0, kept=lag is None)))
        self.action_stop_adding()
        self.lines.cursor = len(self.predecessors) - 1

    def show_error(self, sentence: str) -> None:
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

    def gap(self) -> SideRow:
        """What is wrong with the lag that was typed."""
        return SideRow(self._mistake[1], Ink.BAD, selectable=False)

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
        note, note_ink = self._note_beside(linked)
        right: Line = (
            (f"{day:>7}  ", Ink.DIM),
            (_LABEL, Ink.DIM),
            (f"{self._figure(linked):>{self._figure_width}} wd", Ink.WARN if linked.id in self._shortened else ink),
            (f"{note:<{self._note_width}}", note_ink if ink is Ink.TEXT else ink),
        )
        return SideRow(title, ink, (mark,), right)

    def _figure(self, linked: LinkedMilestone) -> str:
        """`+5`; `+10 → +7` where it gives way."""
        then = self._shortened.get(linked.id)
        return signed(linked.lag) if then is None else f"{signed(linked.lag)} → {signed(then)}"

    def _note_beside(self, linked: LinkedMilestone) -> Span:
        """Whether the lag was kept, which means nothing where it is nothing, and how many days it leaves or lacks."""
        slack = self._slacks.get(linked.id) or 0
        words = [_KEPT] if linked.kept and linked.lag > 0 else []
        if slack:
            words.append(f"{-slack} wd too early" if slack < 0 else f"{slack} wd slack")
        return (f"  {', '.join(words)}" if words else "", Ink.BAD if slack < 0 else Ink.DIM)

    @property
    def _figure_width(self) -> int:
        return max(len(self._figure(linked)) for linked in (*self.entries, *self._successors))

    @property
    def _note_width(self) -> int:
        return max(len(self._note_beside(linked)[0]) for linked in (*self.entries, *self._successors))

    # Acting ------------------------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Type a lag over the column of the lags, so that the title stays in sight."""
        width = self._figure_width + len(" wd")
        left = self.size.width - 2 - self._note_width - width
        self._untouched = str(self.predecessors[index].lag)
        self.edit(index, self._untouched, left=left, replace=True)
        self.input.styles.width = max(7, width)

    def action_edit_lag(self) -> None:
        """Type the lag of the link under the cursor."""
        if self.lines.cursor < len(self.entries):
            self.edit_figure(self.lines.cursor)
        else:
            self.post_message(self.Refused("There is no link under the cursor. Press n to add one."))

    def tell_mistake(self, sentence: str) -> None:
        """Say below the links what is wrong with the lag."""
        self._mistake = (self.input.value, sentence)
        self.reset()

    def offer_choices(self) -> None:
        """Ask the editor what there is."""
        self.post_message(self.Picking())

    def read_figure(self, index: int, text: str) -> LinkedMilestone:
        """A predecessor with the lag that was typed, which is not kept any more; raises InvalidInput."""
        if text == self._untouched:
            return self.predecessors[index]
        return self.predecessors[index]._replace(lag=0 if is_blank(text) else read_lag(text), kept=False)

    def close(self, focus: bool = True) -> None:
        """Take the input away, with what was wrong in it."""
        self._mistake = ("", "")
        super().close(focus)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed its keys are letters."""
        return super().check_action("remove" if action == "edit_lag" else action, parameters)

    @on(PickerField.Picked)
    def want(self, event: PickerField.Picked) -> None:
        """Ask the editor, who knows the network, whether this one can come before."""
        event.stop()
        if event.choice.key is not None and self.picker.active:
            self.post_message(self.Wanted(event.choice.key, self._picker.lag))
