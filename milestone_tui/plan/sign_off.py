"""Signing off: a delivery is submitted, then accepted or rejected within a window; a gate is decided.

- Submitting makes an open milestone *submitted*; one that is done already stays done while its acceptance waits.
- Accepting makes it *done*, on that day, unless it was done already. Rejecting makes it *in progress*, with a note.
- Whoever takes a submitted milestone back to work, or cancels it, withdraws what was submitted.
- *Go* and *conditional go* make a gate done, on the day of the decision. *Hold*, *recycle* and *stop* leave it open:
  nobody has passed it; one that had been passed is in progress again. A stop may give the project another state in the
  same change: people say which. The conditions of a decision become its criteria, or, with a date, milestones: they
  follow a gate that was passed, and a gate that was not waits for them. A gate that was submitted and is passed is
  accepted with that.
- Nothing else makes a gate done. One that a file says is done, or that became a gate when it was done, is *undecided*:
  its decision can be recorded, and leaves the day it was done as it is.
"""

from __future__ import annotations

from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.checks import LONGEST_TITLE, check_day, check_line, check_words
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.language.wording import count_words, date_words, exact_day
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState

UNDECIDED = "no decision recorded"
"""What is said of a gate that is done without one."""


def is_undecided(detail: MilestoneDetail) -> bool:
    """Whether it is a gate that is done, as a file or an earlier kind has it, and whose decision is not known."""
    milestone = detail.milestone
    return milestone.kind is MilestoneKind.GATE and milestone.state is MilestoneState.DONE and not detail.decisions


def state_when_submitted(state: MilestoneState) -> MilestoneState:
    """Return the state after submitting; raises InvalidInput for what is cancelled."""
    if state is MilestoneState.CANCELLED:
        raise InvalidInput("state", "What is cancelled cannot be submitted.")
    return state if state is MilestoneState.DONE else MilestoneState.SUBMITTED


def state_when_decided(state: MilestoneState, decision: Decision) -> MilestoneState:
    """Return the state of a gate after a decision; raises InvalidInput for one that is cancelled."""
    if state is MilestoneState.CANCELLED:
        raise InvalidInput("state", "A gate that is cancelled is not decided.")
    if decision.passes:
        return MilestoneState.DONE
    return MilestoneState.IN_PROGRESS if state is MilestoneState.DONE else state


def validate_decision(kind: MilestoneKind, title: str, decision: Decision, conditions: int) -> None:
    """Raise InvalidInput for what is no gate, and for conditions that a decision does not have or lacks."""
    if kind is not MilestoneKind.GATE:
        raise InvalidInput("kind", f"“{title}” is not a gate; only gates are decided.")
    if decision in (Decision.GO, Decision.STOP) and conditions:
        raise InvalidInput("conditions", f"A {decision} has no conditions; a conditional go has.")
    if decision is Decision.CONDITIONAL_GO and not conditions:
        raise InvalidInput("conditions", "A conditional go names its conditions.")


def validate_conditions(drafts: tuple[ConditionInput, ...], decided_on: date) -> tuple[ConditionInput, ...]:
    """Return the conditions tidied; raises InvalidInput for one without a text, or due before it was asked for."""
    for draft in drafts:
        if draft.due_on is not None and draft.due_on < decided_on:
            decided = exact_day(decided_on)
            raise InvalidInput("conditions", f"“{draft.text}” cannot be due before the decision on {decided}.")
    return tuple(
        ConditionInput(
            check_words("conditions", "A condition", draft.text, LONGEST_TITLE),
            draft.due_on,
            check_line("conditions", "The owner", draft.owner),
        )
        for draft in drafts
    )


def validate_day(field: str, on: date, today: date, since: date | None = None) -> date:
    """Return the day something happened; raises InvalidInput for one to come, before `since`, or far in the past."""
    check_day(field, "The", on)
    if on > today:
        raise InvalidInput(field, f"It cannot have been on {on}: that day has not come yet.")
    if since is not None and on < since:
        raise InvalidInput(field, f"It was submitted on {since}; an answer does not come before.")
    return on


def acceptance_due_on(milestone: Milestone, calendar: WorkCalendar) -> date | None:
    """The last day of the window within which what waits should be accepted; None when nothing waits."""
    if milestone.submitted_on is None or milestone.accepted_on is not None or milestone.acceptance_days is None:
        return None
    try:
        return calendar.add(milestone.submitted_on, milestone.acceptance_days)
    except InvalidInput:
        return date.max  # beyond the calendar: submitted on one of its last days


def acceptance_words(milestone: Milestone, calendar: WorkCalendar, today: date) -> str:
    """`accepted 12 Nov`, `6 working days left to accept`, `acceptance 2 working days over`; empty without either."""
    if milestone.accepted_on is not None:
        return f"accepted {date_words(milestone.accepted_on, today)}"
    due_on = acceptance_due_on(milestone, calendar)
    if due_on is None:
        return ""
    left = calendar.between(today, due_on)
    if left < 0:
        return f"acceptance {count_words(-left, 'working day')} over"
    return f"{count_words(left, 'working day')} left to accept" if left else "last day to accept"


def signed_words(what: str, day: str, by: str, note: str) -> str:
    """Return what was signed, such as `accepted 12 Nov by Tom Reed: as agreed`."""
    return f"{what} {day}" + (f" by {by}" if by else "") + (f": {note}" if note else "")
