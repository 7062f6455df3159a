"""Rules of sign-off: a milestone is submitted, then accepted or rejected; a gate is decided.

- Submitting makes an open milestone *submitted*; a done milestone stays done.
- Accepting makes it *done* on that day, unless it was done already. Rejecting makes it *in progress*, with a note.
- Setting a submitted milestone to another open state, or cancelling it, withdraws the submission.
- *Go* and *conditional go* make a gate done on the day of the decision. *Hold*, *recycle* and *stop* leave it open; a
  gate that was passed is in progress again. A stop can also change the state of the project. A condition becomes a
  criterion of the gate or, with a date, a milestone: a successor of a gate that was passed, a predecessor of one that
  was not. Passing a submitted gate also accepts it.
- Only a decision makes a gate done. A gate that was imported as done, or became a gate when it was done, is
  *undecided*: recording its decision does not change its done date.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.checks import LONGEST_TITLE, check_day, check_line, check_words
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.language.wording import count_words, date_words, exact_day
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState

if TYPE_CHECKING:
    from milestone_tui.plan.inputs import ConditionInput

UNDECIDED = "no decision recorded"
"""Shown for a gate that is done without a decision."""


def is_undecided(detail: MilestoneDetail) -> bool:
    """Return whether it is a done gate without a recorded decision."""
    milestone = detail.milestone
    return milestone.kind is MilestoneKind.GATE and milestone.state is MilestoneState.DONE and not detail.decisions


def state_when_submitted(state: MilestoneState) -> MilestoneState:
    """Return the state after submitting; raise InvalidInput for a cancelled milestone."""
    if state is MilestoneState.CANCELLED:
        raise InvalidInput("state", "This milestone is cancelled. Change its state before you submit it.")
    return state if state is MilestoneState.DONE else MilestoneState.SUBMITTED


def state_when_decided(state: MilestoneState, decision: Decision) -> MilestoneState:
    """Return the state of a gate after a decision; raise InvalidInput for a cancelled gate."""
    if state is MilestoneState.CANCELLED:
        raise InvalidInput("state", "This gate is cancelled. Change its state before you decide it.")
    if decision.passes:
        return MilestoneState.DONE
    return MilestoneState.IN_PROGRESS if state is MilestoneState.DONE else state


def validate_decision(kind: MilestoneKind, title: str, decision: Decision, conditions: int) -> None:
    """Raise InvalidInput if it is not a gate, or if the decision must not have conditions or needs them."""
    if kind is not MilestoneKind.GATE:
        raise InvalidInput("kind", f'"{title}" is not a gate. Change its kind to gate before you decide it.')
    if decision in (Decision.GO, Decision.STOP) and conditions:
        raise InvalidInput("conditions", f"A {decision} has no conditions. Choose conditional go, or delete them.")
    if decision is Decision.CONDITIONAL_GO and not conditions:
        raise InvalidInput("conditions", "Enter at least one condition.")


def validate_conditions(entries: tuple[ConditionInput, ...], decided_on: date) -> tuple[ConditionInput, ...]:
    """Return the conditions tidied; raise InvalidInput for a blank text, or a due date before the decision."""
    from milestone_tui.plan.inputs import ConditionInput  # late: reading needs no inputs

    for entry in entries:
        if entry.due_on is not None and entry.due_on < decided_on:
            decided = exact_day(decided_on)
            raise InvalidInput("conditions", f'"{entry.text}" cannot be due before the decision on {decided}.')
    return tuple(
        ConditionInput(
            check_words("conditions", "condition", entry.text, LONGEST_TITLE),
            entry.due_on,
            check_line("conditions", "owner", entry.owner),
        )
        for entry in entries
    )


def validate_day(field: str, on: date, today: date, since: date | None = None) -> date:
    """Return the day of a sign-off; raise InvalidInput if it is in the future, before `since` or out of range."""
    check_day(field, "date", on)
    if on > today:
        raise InvalidInput(field, f"{exact_day(on)} is in the future. Enter today or an earlier date.")
    if since is not None and on < since:
        raise InvalidInput(field, f"The answer cannot be earlier than the submission ({exact_day(since)}).")
    return on


def acceptance_words(milestone: Milestone, calendar: WorkCalendar, today: date) -> str:
    """Return `accepted 12 Nov`, `acceptance due in 6 working days` or `acceptance 2 working days overdue`."""
    if milestone.accepted_on is not None:
        return f"accepted {date_words(milestone.accepted_on, today)}"
    due_on = acceptance_due_on(milestone, calendar)
    if due_on is None:
        return ""
    left = calendar.between(today, due_on)
    if left < 0:
        return f"acceptance {count_words(-left, 'working day')} overdue"
    return f"acceptance due in {count_words(left, 'working day')}" if left else "acceptance due today"


def signed_words(what: str, day: str, by: str, note: str) -> str:
    """Return a sign-off in words, such as `accepted 12 Nov by Tom Reed: as agreed`."""
    return f"{what} {day}" + (f" by {by}" if by else "") + (f": {note}" if note else "")
