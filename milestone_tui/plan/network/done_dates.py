"""A what-if that moves done dates: no other milestone follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Finish, Move, Outcome, RippleMode, TooSoon
from milestone_tui.plan.network.network import Network, link_slack
from milestone_tui.plan.network.what_if import WhatIf, prepared
from milestone_tui.plan.rules import validate_done_on


def is_done(milestone: Milestone) -> bool:
    """Return whether a milestone is done and so has a done date to move."""
    return milestone.state is MilestoneState.DONE


def signed_words(milestone: Milestone) -> str:
    """Return why a what-if cannot move a done date: it comes from a sign-off. Empty if it can."""
    if milestone.kind is MilestoneKind.GATE:
        return "A gate is done on the day of its decision. Press a to decide it again."
    if milestone.accepted_on is not None:
        return "This milestone was accepted. Press e to edit its done date."
    return ""


def movable_done(milestones: Collection[Milestone]) -> tuple[int, ...]:
    """Return the ids of the milestones whose done date a what-if can move, earliest first."""
    found = [(m.done_on, m.id) for m in milestones if m.done_on and is_done(m) and not signed_words(m)]
    return tuple(id_ for _, id_ in sorted(found))


class DoneDateWhatIf(WhatIf):
    """A what-if with other done dates; several milestones move together, by calendar days."""

    ways: ClassVar[tuple[RippleMode, ...]] = ()

    def __init__(self, request: MoveRequest, today: date) -> None:
        super().__init__(request, today)
        self.mode = RippleMode.ONLY

    def replace_plans(self, plans: tuple[Plan, ...], at_once: bool) -> bool:
        """Replace the plans and drop milestones that cannot move any more; return False if none is left."""
        done = {m.id: m for m in plans[0].milestones if is_done(m) and not signed_words(m)}
        ids = tuple(id_ for id_ in self.request.ids if id_ in done)
        if not ids:
            return False
        self.plans, self.is_whole = plans, at_once
        self.request = self.request.among(ids)
        chosen = [done[id_] for id_ in ids]
        self.network = prepared(plans) if at_once else Network((self.plan.project,), chosen, ())
        return True

    def ask(self, request: MoveRequest | None = None, mode: RippleMode | None = None) -> None:
        """Compute the moves; raise InvalidInput for a date in the future or out of range, and changes nothing then."""
        request = (request or self.request).among(self.request.ids)
        self.outcome, self.request = _outcome(self.network, self._days(request), self.today), request

    def _days(self, request: MoveRequest) -> dict[int, date]:
        network = self.network
        stands = {id_: day for id_ in request.ids if (day := network.days[network.places[id_]]) is not None}
        lead = stands[request.ids[0]]
        try:
            step = request.to - lead if request.to else timedelta(days=request.working_days, weeks=request.weeks)
            days = {id_: day + step for id_, day in stands.items()}
        except OverflowError:
            days = dict.fromkeys(stands, date.max)
        for day in sorted(days.values(), reverse=True):
            validate_done_on(day, self.today)
        return days

    def seen(self) -> dict[int, date | None]:
        """Return the done dates that the moves start from."""
        return {move.id: move.was for move in self.outcome.moves}


def _outcome(network: Network, days: Mapping[int, date], today: date) -> Outcome:
    """Return the result of new done dates: the moves, and the links to open milestones that they violate."""
    moves = [
        Move(m, to, network.calendars[place].between(was, to), True)
        for id_, to in days.items()
        if (was := network.days[place := network.places[id_]]) is not None and to != was
        for m in (network.milestones[place],)
    ]
    moves.sort(key=lambda move: (move.to, move.id))
    changed = {move.id: move.to for move in moves}
    homes = dict.fromkeys(move.project_id for move in moves)
    finishes = tuple(_finish(network, project_id, changed, today) for project_id in homes)
    soon = tuple(found for move in moves for found in _too_soon(network, move))
    late = sum(network.milestones[place].project_id in homes for place in network.past_deadline(network.days))
    return Outcome(RippleMode.ONLY, tuple(moves), finishes, soon, 0, late)


def _finish(network: Network, project_id: int, days: Mapping[int, date], today: date) -> Finish:
    """Return the finish of a project before and after; an overdue milestone counts as today."""
    milestones = [network.milestones[place] for place in network.homes[project_id]]
    moved = [m._replace(done_on=days.get(m.id, m.done_on)) for m in milestones]
    return Finish(network.projects[project_id], project_finish(milestones, today), project_finish(moved, today))


def _too_soon(network: Network, move: Move) -> Sequence[TooSoon]:
    found = []
    place = network.places[move.id]
    for index in network.links_out[place]:
        link, end = network.links[index], network.ends[index]
        successor = network.milestones[end]
        slack = link_slack(link, move.milestone._replace(done_on=move.to), successor, network.calendars[end])
        before = min(0, network.slacks[index] or 0)
        if network.movable[end] and slack is not None and slack < before:
            found.append(TooSoon(link, move.milestone, successor, -slack, -before))
    return found
