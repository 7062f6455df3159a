"""The decision of a gate: go, conditional go, hold, recycle or stop, with what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.conditions import FIELD, condition_words, parse_conditions
from milestone_tui.plan.drafts import ConditionDraft
from milestone_tui.ui.screens.signing import SigningPanel, signed_words

_MEANINGS = {
    Decision.GO: "passed: on to the next stage",
    Decision.CONDITIONAL_GO: "passed; its conditions become milestones or criteria",
    Decision.HOLD: "not now: the gate stays open",
    Decision.RECYCLE: "back to work: the gate is decided again",
    Decision.STOP: "the project ends here",
}


class DecisionScreen(SigningPanel):
    """Asks for the decision of a gate and records it."""

    def asks(self) -> str:
        """The heading."""
        return "What was decided at"

    def choices(self) -> Sequence[tuple[str, str]]:
        """The five outcomes."""
        return [(decision.value, means) for decision, means in _MEANINGS.items()]

    def past(self) -> Sequence[str]:
        """The decisions before."""
        return [
            signed_words(d.decision.value, self.on_day(d.decided_on), d.decided_by, d.note)
            for d in self._detail.decisions
        ]

    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Day, hand, note, conditions."""
        return {
            "decided_on": ("Decided on", "today", ""),
            "decided_by": ("Decided by", self._detail.milestone.approver, "you, when nobody is named"),
            "note": ("Note", "", ""),
            FIELD: ("Conditions", "", "Rota 5 dec @ana; Notes"),
        }

    def echo(self) -> str:
        """What becomes of the conditions."""
        return condition_words(self._conditions(), self.desk.today)

    def sign(self, choice: int, day: date) -> None:
        """Record it."""
        decision, conditions = list(_MEANINGS)[choice], self._conditions()
        if decision is Decision.CONDITIONAL_GO and not conditions:
            raise InvalidInput(FIELD, "Which conditions? Put ; between them.")
        id_, by, note = self._detail.milestone.id, self.value("decided_by"), self.value("note")
        self.write(
            lambda do: do.gates.decide(id_, decision, day, by, note, conditions), f"Decided {self.named}: {decision}"
        )

    def _conditions(self) -> tuple[ConditionDraft, ...]:
        people = [person.name for person in self.desk.store.read.people()]
        return parse_conditions(self.value(FIELD), self.desk.today, people, self._detail.project.calendar)
