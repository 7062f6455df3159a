"""A what-if: a move request, the plans it affects, and its outcome, computed at every key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Move, Outcome, RippleMode
from milestone_tui.plan.network.network import Network, link_slack
from milestone_tui.plan.network.ripple import replan, ripple


def prepared(plans: Sequence[Plan]) -> Network:
    """Return the network of whole plans with everything computed that every move needs, which is slow in a big plan."""
    network = Network.of(plans)
    ripple(network, {}, RippleMode.PUSH)
    return network


class WhatIf:
    """A move request in one project, and its outcome there and in other projects."""

    ways: ClassVar[tuple[RippleMode, ...]] = tuple(RippleMode)
    """The modes to choose from."""

    def __init__(self, request: MoveRequest, today: date) -> None:
        self.request = request
        self.today = today
        """The day as which overdue milestones count."""
        self.mode = RippleMode.PUSH
        self.plans: tuple[Plan, ...] = ()
        """The plan of the first milestone, then the plans of the others and those that their links lead to."""
        self.network = Network((), (), ())
        self.is_whole = False
        """Whether the network is complete; otherwise it has only the chosen milestones, and none follows."""
        self.outcome: Outcome = ripple(self.network, {}, self.mode)

    @property
    def plan(self) -> Plan:
        """The plan of the first milestone to move."""
        return self.plans[0]

    @property
    def lead(self) -> Milestone:
        """The first milestone to move."""
        return self.network.milestones[self.network.places[self.request.ids[0]]]

    @property
    def milestones(self) -> Iterator[Milestone]:
        """All milestones that a move can affect."""
        return (m for plan in self.plans for m in plan.milestones)

    @property
    def moves(self) -> dict[int, Move]:
        """The moves in the project of `plan`, by milestone id."""
        own = self.plan.project.id
        return {move.milestone.id: move for move in self.outcome.moves if move.milestone.project_id == own}

    def replace_plans(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Replace the plans, and build their network now if `at_once`.

        Milestones that are deleted, done or cancelled leave the request. Return False and change nothing if none is
        left.
        """
        wanted = frozenset(self.request.ids)
        open_ones = {m.id: m for plan in plans for m in plan.milestones if m.id in wanted and m.is_open}
        ids = tuple(id_ for id_ in self.request.ids if id_ in open_ones)
        if not ids:
            return False
        self.plans, self.is_whole = plans, at_once
        self.request = self.request.among(ids)
        chosen = [open_ones[id_] for id_ in ids]
        homes = {m.project_id for m in chosen}
        moving = [plan.project for plan in plans if plan.project.id in homes]
        self.network = prepared(plans) if at_once else Network(moving, chosen, ())
        return True

    def complete(self, plans: tuple[Plan, ...], network: Network) -> bool:
        """Use the network of these plans; return False and change nothing if the plans have been replaced."""
        if plans is not self.plans:
            return False
        self.network, self.is_whole = network, True
        return True

    def ask(self, request: MoveRequest | None = None, mode: RippleMode | None = None) -> None:
        """Compute the outcome, for another request or in another mode if given.

        Raises InvalidInput and changes nothing if a date would be out of range.
        """
        request, mode = (
            (request or self.request).among(self.request.ids),
            mode or self.mode,
        )  # `request` may have deleted milestones
        self.outcome = ripple(self.network, request.moves(self.network), mode).counted_from(self.today)
        self.request, self.mode = request, mode

    @property
    def violated(self) -> frozenset[tuple[int, int]]:
        """Predecessor and successor of each link that is violated after the moves, also if it is violated now."""
        network, days = self.network, {move.id: move.to for move in self.outcome.moves}
        found = {(soon.predecessor.id, soon.successor.id) for soon in self.outcome.violated}
        lags = self._lags()
        for link in network.violated:
            p, s = (network.milestones[network.places[id_]] for id_ in (link.predecessor_id, link.successor_id))
            start, end = (_on(m, days.get(m.id)) for m in (p, s))
            link = link._replace(lag=lags.get(link.id, link.lag))
            slack = link_slack(link, start, end, network.projects[s.project_id].calendar)
            if slack is not None and slack < 0:
                found.add((p.id, s.id))
        return frozenset(found)

    def supposed(self) -> Network:
        """Return the network after the moves."""
        return self.network.moved({move.id: move.to for move in self.outcome.moves}, self._lags())

    def _lags(self) -> dict[int, int]:
        return {shortened.link.id: shortened.lag for shortened in self.outcome.shortened}

    def seen(self) -> dict[int, date | None]:
        """Return the due dates that the moves depend on: of the moved milestones and those linked with them."""
        moved = {move.id for move in self.outcome.moves}
        linked = [link for link in self.network.links if link.predecessor_id in moved or link.successor_id in moved]
        ids = moved | {id_ for link in linked for id_ in (link.predecessor_id, link.successor_id)}
        return {m.id: m.due_on for m in self.network.milestones if m.id in ids}


def _on(milestone: Milestone, day: date | None) -> Milestone:
    """Return a milestone with another done or due date; unchanged if `day` is None."""
    if day is None:
        return milestone
    return milestone._replace(due_on=day) if milestone.done_on is None else milestone._replace(done_on=day)


class ReplanWhatIf(WhatIf):
    """A what-if that moves milestones which are too soon after a predecessor; none is chosen."""

    ways: ClassVar[tuple[RippleMode, ...]] = ()

    def __init__(self, today: date) -> None:
        super().__init__(MoveRequest(()), today)

    def replace_plans(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Replace the plans, and build their network now if `at_once`."""
        self.plans, self.is_whole = plans, at_once
        self.network = prepared(plans) if at_once else Network((self.plan.project,), (), ())
        return True

    def ask(self, request: MoveRequest | None = None, mode: RippleMode | None = None) -> None:
        """Compute the outcome; raise InvalidInput and changes nothing if a date would be out of range."""
        self.outcome = replan(self.network, self.plan.project.id).counted_from(self.today)
