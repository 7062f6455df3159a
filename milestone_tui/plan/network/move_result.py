"""What a move does: what goes where, what follows it, and what it breaks; as told before anything is written."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.model import Link, Milestone, MilestoneKind, Project


class RippleMode(StrEnum):
    """What follows a move; the value is how a person says it."""

    PUSH = "push"
    DRAG = "drag"
    ONLY = "only this"

    @property
    def following(self) -> RippleMode:
        """The way after this one, the first after the last."""
        ways = list(RippleMode)
        return ways[(ways.index(self) + 1) % len(ways)]


class Move(NamedTuple):
    """One milestone that goes to another day."""

    milestone: Milestone
    to: date
    days: int
    """Working days of its own project, + is later; 0 when it had no day."""
    chosen: bool
    """Whether somebody moved it, and it did not follow."""

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
        """The day it stands at now."""
        return self.milestone.on

    @property
    def late_before(self) -> int:
        """Calendar days past its deadline as things stand; 0 when it keeps it or has none."""
        return _past(self.was, self.milestone.deadline_on)

    @property
    def late(self) -> int:
        """Calendar days past its deadline after the move."""
        return _past(self.to, self.milestone.deadline_on)


class Finish(NamedTuple):
    """When a project that is touched finishes, as things stand and after the move."""

    project: Project
    before: date | None
    after: date | None
    open_predecessors: bool = True
    """Whether something open has a date as things stand; after the move it always has."""

    def counted_from(self, today: date) -> Finish:
        """Return the same with what is overdue counted from `today`, in a project that is live."""
        if not self.project.is_live:
            return self
        before = max(self.before, today) if self.before is not None and self.open_predecessors else self.before
        return self._replace(before=before, after=None if self.after is None else max(self.after, today))

    @property
    def late_before(self) -> int:
        """Calendar days past the project's target as things stand; 0 when it keeps it or has none."""
        return _past(self.before, self.project.target_on)

    @property
    def late(self) -> int:
        """Calendar days past the project's target after the move."""
        return _past(self.after, self.project.target_on)


class TooSoon(NamedTuple):
    """A link that the move violates, or violates by more."""

    link: Link
    predecessor: Milestone
    successor: Milestone
    days: int
    """Working days of the successor's project that are missing after the move."""
    days_before: int = 0
    """How many are missing already as things stand."""


class Shortened(NamedTuple):
    """A link whose kept lag gives way, because somebody moves its successor earlier."""

    link: Link
    predecessor: Milestone
    successor: Milestone
    lag: int
    """Working days of the successor's project after the move."""


class Outcome(NamedTuple):
    """What a move does, with all that follows it and all that it breaks."""

    way: RippleMode
    moves: tuple[Move, ...]
    """All that moves: the chosen by their new days, then what follows, each after what it follows."""
    finishes: tuple[Finish, ...]
    """Of each project that is touched; the one of the first chosen milestone first, then by key."""
    violated: tuple[TooSoon, ...]
    float_used: int
    """Working days: the most that a chosen milestone takes of its total float by going later."""
    past_deadline: int
    """How many open milestones of the projects that are touched stand past their deadline after the move."""
    shortened: tuple[Shortened, ...] = ()
    """The kept lags that give way."""

    def counted_from(self, today: date) -> Outcome:
        """Return the same with the finishes as they are `today`: what is overdue is done today at the earliest."""
        return self._replace(finishes=tuple(finish.counted_from(today) for finish in self.finishes))

    @property
    def followers(self) -> tuple[Move, ...]:
        """What moves because something else does."""
        return tuple(move for move in self.moves if not move.chosen)

    @property
    def deadlines(self) -> tuple[Move, ...]:
        """What leaves its deadline, or leaves it further, the worst first."""
        passed = (move for move in self._bound if move.late > move.late_before)
        return tuple(sorted(passed, key=lambda move: (-move.late, move.id)))

    @property
    def mended(self) -> tuple[Move, ...]:
        """What comes nearer to its deadline, which it does not keep as things stand, or keeps it; the worst first."""
        mended = (move for move in self._bound if move.late < move.late_before)
        return tuple(sorted(mended, key=lambda move: (-move.late, move.id)))

    @property
    def payments(self) -> tuple[Move, ...]:
        """The payments that move."""
        payment = MilestoneKind.PAYMENT  # a name of an enum costs more than what is asked of it
        return tuple([move for move in self.moves if move.milestone.kind is payment])

    @property
    def targets(self) -> tuple[Finish, ...]:
        """The projects that leave their target, or leave it further."""
        return tuple(finish for finish in self.finishes if finish.late > finish.late_before)

    @property
    def _bound(self) -> list[Move]:
        return [move for move in self.moves if move.milestone.deadline_on is not None]


def _past(day: date | None, limit: date | None) -> int:
    return 0 if day is None or limit is None else max(0, (day - limit).days)
