"""The fields of a milestone, in the order a person thinks of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.fields import MILESTONE_FIELDS, FieldKind
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Baseline, Milestone, MilestoneKind, Person, Phase
from milestone_tui.plan.rules import PAYMENT_FIELDS
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.form_fields import form_fields
from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.fields import ReadOnlyField
from milestone_tui.ui.widgets.picker import Choice, PickerField


class MilestoneForm(Form):
    """Form of a milestone, with its baseline date and its last sign-off."""

    def __init__(self, renderer: Renderer) -> None:
        self.baseline = ReadOnlyField(renderer, "baseline", "Baseline", first=True)
        self.signed = ReadOnlyField(renderer, "signed", "Sign-off")
        order = (
            ("title",),
            ("phase", "kind", "owner", "approver", self.signed),
            (
                "due_on",
                self.baseline,
                "deadline_on",
                "done_on",
                "state",
                "progress",
                "weight",
                "value",
                *PAYMENT_FIELDS,
            ),
            ("deliverable", "tags", "internal", "outcome"),
            ("notes",),
        )
        fields = form_fields(renderer, MILESTONE_FIELDS, order)
        super().__init__([*fields.values()], explained="due_on")
        self._picker("internal").choices = (
            Choice("no", "shown to the client"),
            Choice("yes", "hidden from the client"),
        )

    def offer(self, phases: Iterable[Phase], people: Iterable[Person]) -> None:
        """Set the choices of phase and people."""
        self._picker("phase").choices = tuple(Choice(phase.name) for phase in phases)
        known = tuple(Choice(who.name, who.organisation) for who in people)
        for name, spec in MILESTONE_FIELDS.items():
            if spec.kind is FieldKind.PERSON:
                self._picker(name).choices = known

    def _picker(self, name: str) -> PickerField:
        field = self.fields[name]
        assert isinstance(field, PickerField)
        return field

    def show_baseline(self, agreed_on: date | None, current: Baseline | None, today: date) -> None:
        """Show the baseline date with its baseline, or why there is none."""
        if agreed_on is None:
            said = "none: no baseline set yet" if current is None else f"not in {visible(current.name)}"
            self.baseline.value = ((said, Ink.DIM),)
            return
        value: Line = ((f"{date_words(agreed_on, agreed_on)} {agreed_on.year}", Ink.DIM),)
        if current is not None:
            taken = date_words(current.taken_at.date(), today)
            value = (*value, (f"   {visible(current.name)}, {taken}", Ink.DIM))
        self.baseline.value = value

    def fit_to(self, has_criteria: bool, is_done: bool) -> None:
        """Show progress without criteria, the outcome of what is done, the invoice of payments, a URL as a link."""
        self.fields["progress"].show(not has_criteria)
        is_payment = fold(self.fields["kind"].text.strip()) == MilestoneKind.PAYMENT
        for name in PAYMENT_FIELDS:
            self.fields[name].show(is_payment)
        self.fields["outcome"].show(is_done or bool(self.fields["outcome"].text))
        deliverable = self.fields["deliverable"]
        is_link = deliverable.text.startswith(("https://", "http://"))
        deliverable.set_class(is_link, "-link", update=deliverable.is_attached)

    def as_typed(self, milestone: Milestone) -> Milestone | None:
        """Return the milestone with the typed due date, None if that is no date."""
        if "due_on" not in self:
            return None
        try:
            due_on = self.value("due_on")
        except InvalidInput:
            return None
        return milestone._replace(due_on=due_on if isinstance(due_on, date) else None)
