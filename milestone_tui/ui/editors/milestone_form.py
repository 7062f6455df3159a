"""The fields of a milestone, in the order a person thinks of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Baseline, Milestone, MilestoneKind, MilestoneState, Person, Phase
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.fields import DateField, Field, LineField, ReadOnlyField
from milestone_tui.ui.widgets.long_field import LongField
from milestone_tui.ui.widgets.picker import Choice, PickerField


class MilestoneForm(Form):
    """What is said of a milestone in fields, and beside them what it was agreed and signed to be."""

    def __init__(self, renderer: Renderer) -> None:
        self.baseline = ReadOnlyField(renderer, "baseline", "Baseline", first=True)
        self.signed = ReadOnlyField(renderer, "signed", "Signed off")
        self._phase = PickerField(renderer, "phase", "Phase", creates="phase", first=True)
        self._owner = PickerField(renderer, "owner", "Owner", creates="person")
        self._approver = PickerField(renderer, "approver", "Accepted by", creates="person")
        internal = PickerField(renderer, "internal", "Internal", optional=False)
        internal.choices = (Choice("no", "a client sees it"), Choice("yes", "left out of what a client sees"))
        kind = PickerField(renderer, "kind", "Kind", optional=False)
        kind.choices = tuple(Choice(kind.value) for kind in MilestoneKind)
        state = PickerField(renderer, "state", "State", optional=False)
        state.choices = tuple(Choice(state.value) for state in MilestoneState)
        self._deliverable = LineField(renderer, "deliverable", "Deliverable", first=True)
        self._progress = LineField(renderer, "progress", "Progress", replace=True)
        fields: list[Field] = [
            LineField(renderer, "title", "Title"),
            self._phase,
            kind,
            self._owner,
            self._approver,
            self.signed,
            DateField(renderer, "due_on", "Due", first=True),
            self.baseline,
            DateField(renderer, "deadline_on", "Deadline"),
            DateField(renderer, "done_on", "Done on"),
            state,
            self._progress,
            LineField(renderer, "weight", "Weight", replace=True),
            LineField(renderer, "value", "Value", replace=True),
            self._deliverable,
            LineField(renderer, "tags", "Tags"),
            internal,
            LongField(renderer, "notes", "Notes", first=True),
        ]
        super().__init__(fields, explained="due_on")

    def offer(self, phases: Iterable[Phase], people: Iterable[Person]) -> None:
        """Say what there is to pick from."""
        self._phase.choices = tuple(Choice(phase.name) for phase in phases)
        self._owner.choices = self._approver.choices = tuple(Choice(who.name, who.organisation) for who in people)

    def show_baseline(self, agreed_on: date | None, current: Baseline | None, today: date) -> None:
        """Say what day was agreed, in which baseline; or why none was."""
        if agreed_on is None:
            said = "none: it is in no agreed plan yet" if current is None else f"not in {visible(current.name)}"
            self.baseline.value = ((said, Ink.DIM),)
            return
        value: Line = ((f"{date_words(agreed_on, agreed_on)} {agreed_on.year}", Ink.DIM),)
        if current is not None:
            taken = date_words(current.taken_at.date(), today)
            value = (*value, (f"   {visible(current.name)}, {taken}", Ink.DIM))
        self.baseline.value = value

    def fit_to(self, has_criteria: bool) -> None:
        """Ask for the progress only where no criteria say it; show what is a link as one."""
        self._progress.show(not has_criteria)
        is_link = self._deliverable.text.startswith(("https://", "http://"))
        self._deliverable.set_class(is_link, "-link", update=self._deliverable.is_attached)

    def as_typed(self, milestone: Milestone) -> Milestone | None:
        """The milestone with the due date that stands in the field; None while that is none."""
        if "due_on" not in self:
            return None
        try:
            due_on = self.value("due_on")
        except InvalidInput:
            return None
        return milestone._replace(due_on=due_on if isinstance(due_on, date) else None)
