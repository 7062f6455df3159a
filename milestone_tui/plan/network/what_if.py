"""A what-if under way: a wish on the plans it is about, and what follows from it; asked at every key, so kept ready."""

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
    """The network of whole plans with all worked out that every move asks for: what takes its time in a big plan."""
    network = Network.of(plans)
    ripple(network, {}, RippleMode.PUSH)
    return network


class WhatIf:
    """What somebody wants to move in one project, and what follows there and in others."""

    ways: ClassVar[tuple[RippleMode, ...]] = tuple(RippleMode)
    """The ways to choose from."""

    def __init__(self, wish: MoveRequest, today: date) -> None:
        self.wish = wish
        self.today = today
        """The day from which what is overdue counts."""
        self.way = RippleMode.PUSH
        self.plans: tuple[Plan, ...] = ()
        """The project in which the first is to move, then the others, and those that their links lead to."""
        self.network = Network((), (), ())
        self.is_whole = False
        """Whether it is known what follows; else the network is that of what is to move, and nothing does."""
        self.outcome: Outcome = ripple(self.network, {}, self.way)

    @property
    def plan(self) -> Plan:
        """The one in which something is to move."""
        return self.plans[0]

    @property
    def lead(self) -> Milestone:
        """The first of what is to move."""
        return self.network.milestones[self.network.places[self.wish.ids[0]]]

    @property
    def milestones(self) -> Iterator[Milestone]:
        """All that a move can reach."""
        return (m for plan in self.plans for m in plan.milestones)

    @property
    def moves(self) -> dict[int, Move]:
        """The moves in the project itself, by milestone."""
        own = self.plan.project.id
        return {move.milestone.id: move for move in self.outcome.moves if move.milestone.project_id == own}

    def take(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Go by these plans from now on, and prepare their network where that is to be done `at_once`.

        What is gone, done or cancelled there is not wished any more. False, and all stays, when that was everything.
        """
        wanted = frozenset(self.wish.ids)
        open_ones = {m.id: m for plan in plans for m in plan.milestones if m.id in wanted and m.is_open}
        ids = tuple(id_ for id_ in self.wish.ids if id_ in open_ones)
        if not ids:
            return False
        self.plans, self.is_whole = plans, at_once
        self.wish = self.wish.among(ids)
        chosen = [open_ones[id_] for id_ in ids]
        homes = {m.project_id for m in chosen}
        moving = [plan.project for plan in plans if plan.project.id in homes]
        self.network = prepared(plans) if at_once else Network(moving, chosen, ())
        return True

    def complete(self, plans: tuple[Plan, ...], network: Network) -> bool:
        """Go by the prepared network of these plans; False, and all stays, when there are newer plans by now."""
        if plans is not self.plans:
            return False
        self.network, self.is_whole = network, True
        return True

    def ask(self, wish: MoveRequest | None = None, way: RippleMode | None = None) -> None:
        """Work out what follows, of another wish or in another way where that is given.

        Raises InvalidInput, and all stays, when something would leave the calendar.
        """
        wish, way = (wish or self.wish).among(self.wish.ids), way or self.way  # what was wished earlier may be gone
        self.outcome = ripple(self.network, wish.moves(self.network), way).counted_from(self.today)
        self.wish, self.way = wish, way

    @property
    def violated(self) -> frozenset[tuple[int, int]]:
        """Predecessor and successor of each link that would be violated, be it as it is already."""
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
        """The network as it would be after the moves."""
        return self.network.moved({move.id: move.to for move in self.outcome.moves}, self._lags())

    def _lags(self) -> dict[int, int]:
        return {gives.link.id: gives.lag for gives in self.outcome.shortened}

    def seen(self) -> dict[int, date | None]:
        """The dates that the moves are worked out from: of what moves, and of what it is linked with."""
        moved = {move.id for move in self.outcome.moves}
        linked = [link for link in self.network.links if link.predecessor_id in moved or link.successor_id in moved]
        ids = moved | {id_ for link in linked for id_ in (link.predecessor_id, link.successor_id)}
        return {m.id: m.due_on for m in self.network.milestones if m.id in ids}


def _on(milestone: Milestone, day: date | None) -> Milestone:
    """Return a milestone on another day, where there is one: a done one was done then."""
    if day is None:
        return milestone
    return milestone._replace(due_on=day) if milestone.done_on is None else milestone._replace(done_on=day)


class Replanning(WhatIf):
    """A what-if in which nobody chose what moves."""

    ways: ClassVar[tuple[RippleMode, ...]] = ()

    def __init__(self, today: date) -> None:
        super().__init__(MoveRequest(()), today)

    def take(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Go by these plans from now on, and prepare their network where that is to be done `at_once`."""
        self.plans, self.is_whole = plans, at_once
        self.network = prepared(plans) if at_once else Network((self.plan.project,), (), ())
        return True

    def ask(self, wish: MoveRequest | None = None, way: RippleMode | None = None) -> None:
        """Work out what moves; raises InvalidInput, and all stays, when something would leave the calendar."""
        self.outcome = replan(self.network, self.plan.project.id).counted_from(self.today)
