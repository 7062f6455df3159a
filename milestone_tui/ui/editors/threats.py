"""The list of the milestones that a risk threatens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from textual import on

from milestone_tui.plan.inputs import ThreatInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.list_merge import THREATS, ListKind
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.editors.list_spec import PickedSpec
from milestone_tui.ui.editors.picking_editor import PickingEditor
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import DONE, DUE_SIGN, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, Choice
from milestone_tui.ui.widgets.rows import RowView


class ThreatsSpec(PickedSpec[ThreatInput]):
    """Spec of the milestones that an entry of the risk register threatens."""

    field = label = "milestones"
    draft = "threats"
    adding = "add a milestone"

    def __init__(self, renderer: Renderer, today: date, candidates: Callable[[], Sequence[Milestone]]) -> None:
        """`candidates` reads the milestones to pick from."""
        self.picker = AddingPicker(renderer, "milestone", "which", optional=False, indent=9)
        self._today = today
        self._candidates = candidates
        self._known: dict[int, Milestone] = {}

    def kind(self) -> ListKind[ThreatInput]:
        """Return how entries are identified in a merge."""
        return THREATS

    def remember(self, milestones: Iterable[Milestone]) -> None:
        """Remember titles and dates of milestones."""
        self._known |= {milestone.id: milestone for milestone in milestones}

    def seen_rows(self, seen: Sequence[ThreatInput]) -> Sequence[int]:
        """Return entries as the ids of milestones."""
        return [entry.milestone_id for entry in seen]

    def line(self, entry: ThreatInput) -> SideRow:
        """Return the title and the date."""
        if (milestone := self._known.get(entry.milestone_id)) is None:
            return SideRow("deleted", Ink.DIM)
        day = date_words(milestone.done_on or milestone.due_on, self._today)
        mark = (DONE, Ink.GOOD) if milestone.done_on else (DUE_SIGN, Ink.ACT)
        return SideRow(visible(milestone.title), mark=(mark,), right=((day, Ink.DIM),))

    def typed_text(self, entry: ThreatInput) -> str:
        """Return the title; it is not typed over."""
        return self._known[entry.milestone_id].title

    def read(self, entries: Sequence[ThreatInput], index: int, text: str) -> ThreatInput:
        """Return the entry as it is."""
        return entries[index]

    def choices(self, entries: Sequence[ThreatInput]) -> Sequence[Choice]:
        """Return the milestones of the project that are not in the list, open ones first."""
        taken = {entry.milestone_id for entry in entries}
        found = [milestone for milestone in self._candidates() if milestone.id not in taken]
        self.remember(found)
        found.sort(key=lambda milestone: not milestone.is_open)
        return tuple(Choice(m.title, date_words(m.done_on or m.due_on, self._today), m.id) for m in found)

    def from_choice(self, entries: Sequence[ThreatInput], choice: Choice) -> ThreatInput:
        """Return the chosen milestone as an entry."""
        assert choice.key is not None  # this picker creates nothing
        return ThreatInput(choice.key)


class ThreatsEditor(PickingEditor[ThreatInput]):
    """Editor of the list: entries are added and removed, but have nothing to edit."""

    @on(RowView.Opened)
    def open(self, event: RowView.Opened) -> None:
        """Add a milestone in the row below the last; tell which keys work on the others."""
        event.stop()
        if event.index < len(self.entries):
            self.post_message(self.Refused("Press d to remove this milestone, or n to add another one."))
        else:
            self.action_add()
