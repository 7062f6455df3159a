"""The values that a review is walked through with: the unfinished review, and what changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from milestone_tui.plan.model import ChangeReason, Milestone
from milestone_tui.plan.monitoring import Need, Review, ReviewAnswer, Risk
from milestone_tui.plan.reviewed import LastReview


class Move(NamedTuple):
    """The last move of a due date since a review: who, when and why."""

    by: str
    on: date
    reason: ChangeReason | None = None
    reason_note: str = ""

    @property
    def why(self) -> str:
        """The reason in words, empty if none was given."""
        return self.reason_note or (self.reason.value if self.reason is not None else "")


class Since(NamedTuple):
    """What changed in a project since a review was finished; only milestones that changed are in it."""

    then: Mapping[int, Mapping[str, date | None]]
    """The earlier `due_on` and `done_on` of milestones that existed then, as far as these changed."""
    added: frozenset[int]
    """Milestones that did not exist then."""
    removed: tuple[str, ...]
    """Titles of milestones that were deleted since."""
    moves: Mapping[int, Move]
    """The last move of each milestone that moved."""
    new_risks: int = 0
    """Entries of the risk register raised since."""

    def due_on(self, milestone: Milestone) -> date | None:
        """Return the due date that a milestone had then."""
        return self.then.get(milestone.id, {}).get("due_on", milestone.due_on)

    def done_on(self, milestone: Milestone) -> date | None:
        """Return the done date that a milestone had then."""
        return self.then.get(milestone.id, {}).get("done_on", milestone.done_on)

    def days_moved(self, milestone: Milestone) -> int | None:
        """Return the calendar days by which its due date moved, positive for later; None without two dates."""
        was = None if milestone.id in self.added else self.due_on(milestone)
        return None if was is None or milestone.due_on is None else (milestone.due_on - was).days


class ReviewState(NamedTuple):
    """All that a walk needs besides the plan."""

    review: Review | None
    """The unfinished review; None if none is under way."""
    started_at: datetime | None
    answers: tuple[ReviewAnswer, ...]
    """The answers of the unfinished review, in the order in which they were given."""
    needs: tuple[Need, ...]
    """What is needed from the client: what is open, then what the present review saw met."""
    last: LastReview | None
    last_words: Review | None
    """The last finished review as it was frozen."""
    since: Since | None
    """None if no review was finished yet."""
    risks: tuple[Risk, ...]
    promises: Mapping[int, date]
    """The first baseline date of each milestone."""
