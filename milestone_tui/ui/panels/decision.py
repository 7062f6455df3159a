"""The decision of a gate: go, conditional go, hold, recycle or stop, with what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import field_text
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.language.conditions import FIELD, Known, Linked, condition_words, parse_conditions
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import MilestoneState, ProjectState
from milestone_tui.plan.sign_off import is_undecided, signed_words
from milestone_tui.ui.panels.signing import TODAY_HINT, SigningPanel
from milestone_tui.ui.renderer import fit

_MEANINGS = {
    Decision.GO: "passed: on to the next stage",
    Decision.CONDITIONAL_GO: "passed; its conditions become milestones or criteria",
    Decision.HOLD: "not now: the gate stays open",
    Decision.RECYCLE: "back to work: the gate is decided again",
    Decision.STOP: "the project ends here, as said below",
}
_HOLD_AFTER_ALL = "not after all: the gate is open again"
_PROJECT = "state"
"""The field for the state of the project, which stands in place of the conditions of a stop."""
_CLOSED = (ProjectState.COMPLETED, ProjectState.CANCELLED)


class DecisionScreen(SigningPanel):
    """Asks for the decision of a gate and records it."""

    KIND = UnfinishedKind.DECISION

    def asks(self) -> str:
        """The heading."""
        return "What was decided at"

    def choices(self) -> Sequence[tuple[str, str]]:
        """The five outcomes."""
        meanings = _MEANINGS if self._detail.milestone.is_open else {**_MEANINGS, Decision.HOLD: _HOLD_AFTER_ALL}
        return [(decision.value, means) for decision, means in meanings.items()]

    def past(self) -> Sequence[str]:
        """The decisions before."""
        return [
            signed_words(d.decision.value, self.on_day(d.decided_on), d.decided_by, d.note)
            for d in self._detail.decisions
        ]

    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Day, hand, note, conditions or what becomes of the project."""
        project = self._detail.project
        done_on = self._detail.milestone.done_on
        day = field_text("decided_on", done_on, "") if is_undecided(self._detail) else ""
        return {
            "decided_on": ("Decided on", day, TODAY_HINT),
            "decided_by": ("Decided by", self._detail.milestone.approver, "you, when nobody is named"),
            "note": ("Note", "", ""),
            FIELD: ("Conditions", "", "Rota 5 dec @ana; Notes"),
            _PROJECT: (
                f"{fit(project.key, 8).rstrip()} is",
                "" if project.state in _CLOSED else ProjectState.CANCELLED,
                f"as it is now: {project.state}",
            ),
        }

    def on_mount(self) -> None:
        """Show the fields of the first decision."""
        super().on_mount()
        self._show_fields()

    def resume(self, kept: Unfinished) -> None:
        """Show the fields of the decision that was chosen."""
        super().resume(kept)
        self._show_fields()

    def action_step(self, step: int) -> None:
        """To another decision, which may ask for something else."""
        super().action_step(step)
        self._show_fields()

    def _show_fields(self) -> None:
        """Ask what becomes of the project when it ends here, else for conditions."""
        asked, other = self._fields[_PROJECT], self._fields[FIELD]
        if self._decision is not Decision.STOP:
            asked, other = other, asked
        asked.display = True
        if other.input.has_focus:
            asked.input.focus()
        other.display = False

    @property
    def _decision(self) -> Decision:
        return list(_MEANINGS)[self.choice]

    def echo(self) -> str:
        """What becomes of the conditions, or of the project."""
        if self._decision is not Decision.STOP:
            return condition_words(self._conditions(), self.context.today, self._known)
        state = self._project_state()
        return f"{self._detail.project.key} is {state}" if state else f"{self._detail.project.key} stays as it is"

    @property
    def _known(self) -> Known:
        """The conditions that the gate has already."""
        ends = [end.id for end in (*self._detail.predecessors, *self._detail.successors)]
        linked = [m for m in self.context.store.read.milestones(ends) if m.state is not MilestoneState.CANCELLED]
        known = [Linked(m.title, m.due_on, m.is_open) for m in linked]
        return Known([criterion.text for criterion in self._detail.criteria], known)

    def sign(self, choice: int, day: date) -> None:
        """Record it."""
        decision = list(_MEANINGS)[choice]
        stops = decision is Decision.STOP
        conditions, state = () if stops else self._conditions(), self._project_state() if stops else None
        if decision is Decision.CONDITIONAL_GO and not conditions:
            raise InvalidInput(FIELD, "Which conditions? Put ; between them.")
        id_, by, note = self._detail.milestone.id, self.value("decided_by"), self.value("note")
        ends = f", {self._detail.project.key} is {state}" if state else ""
        self.write(
            lambda do: do.gates.decide(id_, decision, day, by, note, conditions, state),
            f"Decided {self.named}: {decision}{ends}",
        )

    def _project_state(self) -> ProjectState | None:
        """The state that is typed, or the one that its first letters name; None to leave it as it is."""
        text = fold(self.value(_PROJECT))
        found = [state for state in ProjectState if state.startswith(text)]
        if text and len(found) != 1:
            raise InvalidInput(_PROJECT, f"One of {', '.join(ProjectState)}; or nothing.")
        return found[0] if text and found[0] is not self._detail.project.state else None

    def _conditions(self) -> tuple[ConditionInput, ...]:
        people = [person.name for person in self.context.store.read.people()]
        calendar = self._detail.project.calendar
        me, order = self.context.names.me, self.context.settings.date_order
        return parse_conditions(self.value(FIELD), self.context.today, people, calendar, me, order)
