"""What somebody wants to move, before it is asked what follows: one milestone to a day, or several by as much."""

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
    """The ids of those that a shift can move, the earliest first: open, with a date."""
    dated = [(m.due_on, m.id) for m in milestones if m.is_open and m.due_on is not None]
    return tuple(id_ for _, id_ in sorted(dated))


class MoveRequest(NamedTuple):
    """A single milestone goes by calendar days, and to any day; several go together by working days and weeks."""

    ids: tuple[int, ...]
    """What is to move; the first leads: its day is the one that is told and typed."""
    to: date | None = None
    """Where the first goes, if that was said; a single one has no other way to go."""
    working_days: int = 0
    weeks: int = 0
    """By how much several go."""

    @property
    def is_single(self) -> bool:
        """Whether it is about one milestone only."""
        return len(self.ids) == 1

    def by(self, network: Network, days: int = 0, weeks: int = 0) -> MoveRequest:
        """The wish to go further by days and weeks, earlier by negative ones. Raises InvalidInput beyond the calendar.

        A single milestone that has no day yet stays without one.
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
            raise InvalidInput("due_on", f"That is too far away: {LIMITS}.")
        return MoveRequest(self.ids, to)

    def at(self, network: Network, day: date) -> MoveRequest:
        """The wish that the first goes to a day, the others by as many working days of its project."""
        if self.is_single:
            return MoveRequest(self.ids, day)
        place = network.places[self.ids[0]]
        was = network.days[place]
        steps = 0 if was is None else network.calendars[place].between(was, day)
        return self._replace(to=day, working_days=steps, weeks=0)

    def among(self, ids: tuple[int, ...]) -> MoveRequest:
        """The same of these milestones only; a day that was said for another than the first of them does not count."""
        return self._replace(ids=ids, to=self.to if ids[:1] == self.ids[:1] else None)

    def moves(self, network: Network) -> dict[int, date]:
        """The day for each, to be handed to a ripple. Raises InvalidInput when one would leave the calendar."""
        together = self.working_days or self.weeks
        moves = shift(network, self.ids, working_days=self.working_days, weeks=self.weeks) if together else {}
        return moves if self.to is None else moves | {self.ids[0]: self.to}
