"""The panel for the decision of a gate: go, conditional go, hold, recycle or stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.language.conditions import FIELD, Known, Linked, condition_words, parse_conditions
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import MilestoneState, ProjectState
from milestone_tui.plan.sign_off import is_undecided, signed_words
from milestone_tui.ui.panels.signing import TODAY_HINT, SigningPanel

_MEANINGS = {
    Decision.GO: "passed; go on to the next stage",
    Decision.CONDITIONAL_GO: "passed; its conditions become milestones or criteria",
    Decision.HOLD: "not yet; the gate stays open",
    Decision.RECYCLE: "rework needed; decide again later",
    Decision.STOP: "end the project; choose its state below",
}
_HOLD_PASSED = "reopen the gate"
_PROJECT = "state"
"""The field for the state of the project, which a stop shows in place of the conditions."""
_CLOSED = (ProjectState.COMPLETED, ProjectState.CANCELLED)


class DecisionScreen(SigningPanel):
    """Panel that records the decision of a gate."""

    KIND = UnfinishedKind.DECISION

    def heading(self) -> str:
        """Return the heading with the gate's title."""
        return f"Decide {self.named}"

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return the five decisions with their meanings."""
        meanings = _MEANINGS if self._detail.milestone.is_open else {**_MEANINGS, Decision.HOLD: _HOLD_PASSED}
        return [(decision.value, means) for decision, means in meanings.items()]

    def past(self) -> Sequence[str]:
        """Return the earlier decisions."""
        return [
            signed_words(d.decision.value, self.on_day(d.decided_on), d.decided_by, d.note)
            for d in self._detail.decisions
        ]

    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Return date, person, note, conditions and the project's state."""
        project = self._detail.project
        done_on = self._detail.milestone.done_on
        day = field_text("decided_on", done_on, "") if is_undecided(self._detail) else ""
        return {
            "decided_on": ("Decided on", day, TODAY_HINT),
            "decided_by": ("Decided by", self._detail.milestone.approver, "you"),
            "note": ("Note", "", ""),
            FIELD: ("Conditions", "", "such as Rota agreed 5 dec @ana; Notes sent"),
            _PROJECT: (
                "Project",
                "" if project.state in _CLOSED else ProjectState.CANCELLED,
                f"stays {project.state}",
            ),
        }

    def on_mount(self) -> None:
        """Show the fields of the selected decision."""
        super().on_mount()
        self._show_fields()

    def resume(self, kept: Unfinished) -> None:
        """Fill the panel from a draft and show the fields of its decision."""
        super().resume(kept)
        self._show_fields()

    def action_step(self, step: int) -> None:
        """Move to another decision and show its fields."""
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
        """Return what the conditions create, or the new state of the project."""
        if self._decision is not Decision.STOP:
            return condition_words(self._conditions(), self.context.today, self._known)
        state = self._project_state()
        project = self._detail.project
        return f"{project.key} will be {state}" if state else f"{project.key} stays {project.state}"

    @property
    def _known(self) -> Known:
        """Return the conditions that the gate has already."""
        ends = [end.id for end in (*self._detail.predecessors, *self._detail.successors)]
        linked = [m for m in self.context.store.read.milestones(ends) if m.state is not MilestoneState.CANCELLED]
        known = [Linked(m.title, m.due_on, m.is_open) for m in linked]
        return Known([criterion.text for criterion in self._detail.criteria], known)

    def sign(self, choice: int, day: date) -> None:
        """Record the decision."""
        decision = list(_MEANINGS)[choice]
        stops = decision is Decision.STOP
        conditions, state = () if stops else self._conditions(), self._project_state() if stops else None
        if decision is Decision.CONDITIONAL_GO and not conditions:
            raise InvalidInput(FIELD, "Enter the conditions, separated by ;")
        id_, by, note = self._detail.milestone.id, self.value("decided_by"), self.value("note")
        ends = f" · {self._detail.project.key} is now {state}" if state else ""
        self.write(
            lambda do: do.gates.decide(id_, decision, day, by, note, conditions, state),
            f"Decided {self.named}: {decision}{ends}",
        )

    def _project_state(self) -> ProjectState | None:
        """Return the state that the typed text or its first letters name, None for no change."""
        text = fold(self.value(_PROJECT))
        found = [state for state in ProjectState if state.startswith(text)]
        if text and len(found) != 1:
            raise InvalidInput(_PROJECT, f"Choose {', '.join(ProjectState)}, or leave empty.")
        return found[0] if text and found[0] is not self._detail.project.state else None

    def _conditions(self) -> tuple[ConditionInput, ...]:
        people = [person.name for person in self.context.store.read.people()]
        calendar = self._detail.project.calendar
        me, order = self.context.names.me, self.context.settings.date_order
        return parse_conditions(self.value(FIELD), self.context.today, people, calendar, me, order)
