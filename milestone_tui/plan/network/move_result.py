"""Result of a move in a what-if: the moves, the milestones that follow, and what it breaks."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.model import Link, Milestone, MilestoneKind, Project


class RippleMode(Cycle):
    """Which milestones follow a move; the value is shown to people."""

    PUSH = "push"
    DRAG = "drag"
    ONLY = "only this"


class Move(NamedTuple):
    """One milestone that moves to another date."""

    milestone: Milestone
    to: date
    days: int
    """Working days of its project, positive for later; 0 if it had no date."""
    chosen: bool
    """Whether the person moves it; otherwise it follows."""

    @property
    def id(self) -> int:
        """The milestone's id."""
        return self.milestone.id

    @property
    def project_id(self) -> int:
        """The id of the milestone's project."""
        return self.milestone.project_id

    @property
    def was(self) -> date | None:
        """Its present date."""
        return self.milestone.on

    @property
    def late_before(self) -> int:
        """Calendar days after its deadline now; 0 if it meets it or has none."""
        return _past(self.was, self.milestone.deadline_on)

    @property
    def late(self) -> int:
        """Calendar days after its deadline, after the move."""
        return _past(self.to, self.milestone.deadline_on)


class Finish(NamedTuple):
    """The finish of an affected project, now and after the move."""

    project: Project
    before: date | None
    after: date | None
    open_before: bool = True
    """Whether an open milestone has a date now; after the move one always has."""

    def counted_from(self, today: date) -> Finish:
        """Return the finish with overdue milestones counted as `today`, in a live project."""
        if not self.project.is_live:
            return self
        before = max(self.before, today) if self.before is not None and self.open_before else self.before
        return self._replace(before=before, after=None if self.after is None else max(self.after, today))

    @property
    def late_before(self) -> int:
        """Calendar days after the project's target now; 0 if it meets it or has none."""
        return _past(self.before, self.project.target_on)

    @property
    def late(self) -> int:
        """Calendar days after the project's target, after the move."""
        return _past(self.after, self.project.target_on)


class TooSoon(NamedTuple):
    """A link that the move violates, or violates more than before."""

    link: Link
    predecessor: Milestone
    successor: Milestone
    days: int
    """Working days of the successor's project by which it is too soon after the move."""
    days_before: int = 0
    """Working days by which it is too soon now."""


class Shortened(NamedTuple):
    """A link whose kept lag shrinks because its successor moves earlier."""

    link: Link
    predecessor: Milestone
    successor: Milestone
    lag: int
    """The lag after the move, in working days of the successor's project."""


class Outcome(NamedTuple):
    """Everything that a move does, with the milestones that follow and the dates and links that it breaks."""

    mode: RippleMode
    moves: tuple[Move, ...]
    """The chosen milestones by new date, then those that follow, each after its predecessors."""
    finishes: tuple[Finish, ...]
    """One for each affected project: the project of the first chosen milestone, then the others by key."""
    violated: tuple[TooSoon, ...]
    float_used: int
    """The most total float, in working days, that a chosen milestone uses up by moving later."""
    past_deadline: int
    """Number of open milestones of the affected projects that are after their deadline after the move."""
    shortened: tuple[Shortened, ...] = ()
    """The kept lags that shrink."""

    def counted_from(self, today: date) -> Outcome:
        """Return the outcome with finishes in which overdue milestones count as `today`."""
        return self._replace(finishes=tuple(finish.counted_from(today) for finish in self.finishes))

    @property
    def followers(self) -> tuple[Move, ...]:
        """The moves that follow another move."""
        return tuple(move for move in self.moves if not move.chosen)

    @property
    def deadlines(self) -> tuple[Move, ...]:
        """The moves that miss a deadline, or miss it by more, worst first."""
        passed = (move for move in self._bound if move.late > move.late_before)
        return tuple(sorted(passed, key=lambda move: (-move.late, move.id)))

    @property
    def mended(self) -> tuple[Move, ...]:
        """The moves that meet a missed deadline again, or miss it by less, worst first."""
        mended = (move for move in self._bound if move.late < move.late_before)
        return tuple(sorted(mended, key=lambda move: (-move.late, move.id)))

    @property
    def payments(self) -> tuple[Move, ...]:
        """The payments that move."""
        payment = MilestoneKind.PAYMENT  # faster than looking it up for each move
        return tuple([move for move in self.moves if move.milestone.kind is payment])

    @property
    def targets(self) -> tuple[Finish, ...]:
        """The projects that miss their target, or miss it by more."""
        return tuple(finish for finish in self.finishes if finish.late > finish.late_before)

    @property
    def _bound(self) -> list[Move]:
        return [move for move in self.moves if move.milestone.deadline_on is not None]


def _past(day: date | None, limit: date | None) -> int:
    return 0 if day is None or limit is None else max(0, (day - limit).days)
