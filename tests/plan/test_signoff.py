"""Signing off: windows and states."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import milestone

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.sign_off import (
    acceptance_words,
    state_when_decided,
    state_when_submitted,
    validate_conditions,
    validate_day,
    validate_decision,
)

FRIDAY = date(2026, 11, 20)
WEEK = WorkCalendar(31, [date(2026, 11, 24)])
"""Monday to Friday, less the Tuesday."""

WAITING = milestone(state=MilestoneState.SUBMITTED, submitted_on=FRIDAY, acceptance_days=3)


def test_a_window_counts_the_working_days_of_the_project() -> None:
    assert acceptance_due_on(WAITING, WEEK) == date(2026, 11, 26)
    assert acceptance_due_on(milestone(acceptance_days=3), WEEK) is None
    assert acceptance_due_on(WAITING._replace(acceptance_days=None), WEEK) is None
    assert acceptance_due_on(WAITING._replace(accepted_on=FRIDAY), WEEK) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "acceptance due in 3 working days"),
        (3, "acceptance due in 2 working days"),
        (5, "acceptance due in 1 working day"),
        (6, "acceptance due today"),
        (7, "acceptance 1 working day overdue"),
        (11, "acceptance 3 working days overdue"),
    ],
)
def test_it_counts_down(days: int, words: str) -> None:
    assert acceptance_words(WAITING, WEEK, FRIDAY + timedelta(days)) == words


def test_what_was_accepted_says_when_and_what_was_never_submitted_nothing() -> None:
    assert acceptance_words(WAITING._replace(accepted_on=FRIDAY), WEEK, FRIDAY) == "accepted 20 Nov"
    assert acceptance_words(milestone(), WEEK, FRIDAY) == ""


def test_the_states_of_what_is_submitted_and_decided() -> None:
    assert state_when_submitted(MilestoneState.PLANNED) is MilestoneState.SUBMITTED
    assert state_when_submitted(MilestoneState.DONE) is MilestoneState.DONE
    for decision in Decision:
        passed = state_when_decided(MilestoneState.PLANNED, decision) is MilestoneState.DONE
        assert passed is decision.passes
    assert state_when_decided(MilestoneState.DONE, Decision.RECYCLE) is MilestoneState.IN_PROGRESS
    with pytest.raises(InvalidInput):
        state_when_submitted(MilestoneState.CANCELLED)
    with pytest.raises(InvalidInput):
        state_when_decided(MilestoneState.CANCELLED, Decision.GO)


@pytest.mark.parametrize("decision", Decision)
def test_a_conditional_go_has_conditions_a_go_and_a_stop_have_none(decision: Decision) -> None:
    def fits(conditions: int) -> bool:
        try:
            validate_decision(MilestoneKind.GATE, "Review", decision, conditions)
        except InvalidInput as error:
            assert error.field == "conditions"
            return False
        return True

    assert fits(0) is (decision is not Decision.CONDITIONAL_GO)
    assert fits(2) is (decision not in (Decision.GO, Decision.STOP))


def test_only_gates_are_decided() -> None:
    with pytest.raises(InvalidInput, match='"Beta" is not a gate'):
        validate_decision(MilestoneKind.DELIVERY, "Beta", Decision.GO, 0)


def test_conditions_are_tidied_and_days_lie_in_the_past() -> None:
    assert validate_conditions((ConditionInput(" a\n b ", FRIDAY, " Ana "),), FRIDAY) == (
        ConditionInput("a  b", FRIDAY, "Ana"),
    )
    with pytest.raises(InvalidInput):
        validate_conditions((ConditionInput(" "),), FRIDAY)
    with pytest.raises(InvalidInput, match="cannot be due before the decision"):
        validate_conditions((ConditionInput("a", FRIDAY - timedelta(days=1)),), FRIDAY)
    assert validate_day("answered_on", FRIDAY, FRIDAY, FRIDAY) == FRIDAY
    for on, since in ((FRIDAY + timedelta(1), None), (FRIDAY - timedelta(1), FRIDAY)):
        with pytest.raises(InvalidInput):
            validate_day("answered_on", on, FRIDAY, since)
