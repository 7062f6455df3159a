"""Request to move milestones in a what-if: one to a date, or several by the same distance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import shift


def movable(milestones: Iterable[Milestone]) -> tuple[int, ...]:
    """Return the ids of the milestones that can move (open, with a due date), earliest first."""
    dated = [(m.due_on, m.id) for m in milestones if m.is_open and m.due_on is not None]
    return tuple(id_ for _, id_ in sorted(dated))


class MoveRequest(NamedTuple):
    """Milestones to move: one to any date, or several together by working days and weeks."""

    ids: tuple[int, ...]
    """The milestones; the date of the first is shown and typed."""
    to: date | None = None
    """The new date of the first milestone; the only way to move a single one."""
    working_days: int = 0
    weeks: int = 0
    """The distance by which several milestones move."""

    @property
    def is_single(self) -> bool:
        """Whether it moves one milestone only."""
        return len(self.ids) == 1

    def by(self, network: Network, days: int = 0, weeks: int = 0) -> MoveRequest:
        """Return the request moved by more days and weeks, earlier if negative; raise InvalidInput if out of range.

        A single milestone without a date does not move.
        """
        if not self.is_single:
            return self._replace(to=None, working_days=self.working_days + days, weeks=self.weeks + weeks)
        here = self.moves(network).get(self.ids[0]) or network.days[network.places[self.ids[0]]]
        if here is None:
            return self
        try:
            to = here + timedelta(days=days, weeks=weeks)
        except OverflowError:
            to = None
        if to is None or not within_limits(to):
            raise InvalidInput("due_on", f"That date is out of range: {LIMITS}.")
        return MoveRequest(self.ids, to)

    def at(self, network: Network, day: date) -> MoveRequest:
        """Return the request that moves the first milestone to `day`, the others by as many of its working days."""
        if self.is_single:
            return MoveRequest(self.ids, day)
        place = network.places[self.ids[0]]
        was = network.days[place]
        steps = 0 if was is None else network.calendars[place].between(was, day)
        return self._replace(to=day, working_days=steps, weeks=0)

    def among(self, ids: tuple[int, ...]) -> MoveRequest:
        """Return the request for only these milestones; `to` is dropped if another one is now the first."""
        return self._replace(ids=ids, to=self.to if ids[:1] == self.ids[:1] else None)

    def moves(self, network: Network) -> dict[int, date]:
        """Return the new date of each milestone, for `ripple`; raise InvalidInput if one is out of range."""
        together = self.working_days or self.weeks
        moves = shift(network, self.ids, working_days=self.working_days, weeks=self.weeks) if together else {}
        return moves if self.to is None else moves | {self.ids[0]: self.to}
