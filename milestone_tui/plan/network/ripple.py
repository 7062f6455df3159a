"""Effects of moving milestones on their successors, computed before anything is saved.

There are three modes. Push: each open successor that would be too soon moves just far enough; slack is used first.
Drag: every open milestone downstream moves by as many working days as the moved one. Only: no other milestone moves.

In all modes done and cancelled milestones never move. Chosen milestones move to their chosen dates, or further if
another one pushes them. Other milestones never move earlier, except by a drag. Milestones that follow are on a working
day of their own project: a push moves them to the first one that their links allow. A link that is already violated
does not change, unless its predecessor moves later and makes it worse. Push and drag violate no further links, except
into a chosen milestone whose chosen date is too soon, and those that a drag to an earlier date makes worse; these are
reported, not prevented. A kept lag shrinks only if its successor moves earlier. Only a re-plan mends links that are
already violated, and only those of its project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import compress

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.move_result import Finish, Move, Outcome, RippleMode, Shortened, TooSoon
from milestone_tui.plan.network.network import Network, comes_earlier, lag_steps, shortened_lag
from milestone_tui.plan.network.too_soon import too_soon


def push(network: Network, moves: Mapping[int, date]) -> Outcome:
    """Move milestones, by id, to new dates; each open successor that would be too soon moves just far enough.

    `network` has whole projects. Done and cancelled milestones are ignored, also in `moves`. A chosen milestone moves
    further than its chosen date if another one pushes it. Raises KeyError for an id that the network does not have,
    and InvalidInput if a date would be out of range.
    """
    propagation = _Propagation(network, moves)
    propagation.settle()
    return propagation.outcome(RippleMode.PUSH)


def drag(network: Network, moves: Mapping[int, date]) -> Outcome:
    """Move milestones to new dates; every open milestone downstream moves by the same number of working days.

    Each moves by the greatest shift among the chosen milestones upstream, counted in working days of their projects and
    applied in working days of its own. So one move keeps the distances between milestones. A milestone that would be
    too soon after a predecessor stops at the first day that its links allow. Otherwise as `push`.
    """
    propagation = _Propagation(network, moves)
    propagation.drag()
    propagation.settle()
    return propagation.outcome(RippleMode.DRAG)


def only(network: Network, moves: Mapping[int, date]) -> Outcome:
    """Move milestones to new dates, and no others. Otherwise as `push`."""
    return _Propagation(network, moves).outcome(RippleMode.ONLY)


def replan(network: Network, project_id: int) -> Outcome:
    """Push every milestone that is too soon after a predecessor to the first day that its links allow.

    This mends every violated link with an end in the project; in other projects only milestones that follow move.
    """
    propagation = _Propagation(network, {}, mends=too_soon(network, project_id))
    propagation.settle()
    return propagation.outcome(RippleMode.PUSH, project_id)


def ripple(network: Network, moves: Mapping[int, date], mode: RippleMode) -> Outcome:
    """Move milestones to new dates in one of the modes."""
    return {RippleMode.PUSH: push, RippleMode.DRAG: drag, RippleMode.ONLY: only}[mode](network, moves)


def shift(network: Network, ids: Iterable[int], *, working_days: int = 0, weeks: int = 0) -> dict[int, date]:
    """Return the new dates of milestones moved later (earlier if negative), for `ripple`.

    Weeks keep the weekday, so the date may be a day off; working days count in the project of each milestone. A
    milestone that is done, cancelled or without a date is left out. Raises the same errors as `push`.
    """
    moves: dict[int, date] = {}
    for id_ in ids:
        place = network.places[id_]
        day = network.days[place]
        if day is not None and network.movable[place]:
            try:
                moves[id_] = network.calendars[place].add(day, working_days) + timedelta(weeks=weeks)
            except (OverflowError, InvalidInput):
                raise _beyond(network.milestones[place]) from None
            if not within_limits(moves[id_]):
                raise _beyond(network.milestones[place])
    return moves


class _Propagation:
    """One computation of a move's effects, on numbers of working days, which become dates at the end."""

    def __init__(self, network: Network, moves: Mapping[int, date], *, mends: Iterable[int] = ()) -> None:
        """Start with the chosen moves; the violated links in `mends`, by index, push too."""
        self._network = network
        self._mends = frozenset(mends)
        places = {network.places[id_]: day for id_, day in moves.items()}
        self._chosen = {place: day for place, day in places.items() if network.movable[place]}
        self._moved = bytearray(len(network.milestones))
        self._pushed = bytearray(len(network.milestones))
        """Whether each follows, or was pushed beyond its chosen date: then its number determines its date."""
        self._numbers = network.numbers.copy()
        self._working = network.on_working_day.copy()
        self._days: dict[tuple[int, int], date] = {}
        """Cache of dates by calendar and number."""
        for place, day in self._chosen.items():
            if day != network.days[place]:
                calendar = network.calendars[place]
                self._moved[place] = True
                self._numbers[place], self._working[place] = calendar.count(day), calendar.is_working(day)

    def drag(self) -> None:
        """Move everything downstream of the chosen milestones along."""
        network, ranks, bound = self._network, self._network.ranks, self._network.bound
        shifts = {place: self._shift(place) for place in self._chosen if self._moved[place]}
        waiting = bytearray(len(ranks))
        for place in shifts:
            waiting[ranks[place]] = True
        rank = -1
        while (rank := waiting.find(True, rank + 1)) >= 0:
            place = network.order[rank]
            shift = shifts[place]
            for link in network.links_out[place]:
                onward = network.ends[link]
                if bound[onward] and ranks[onward] > rank:  # a lower rank closes a loop
                    if shift > shifts.setdefault(onward, shift):
                        shifts[onward] = shift
                    waiting[ranks[onward]] = True
            if shift and place not in self._chosen:
                self._numbers[place] += lag_steps(shift, self._working[place])
                self._working[place] = self._moved[place] = self._pushed[place] = True

    def settle(self) -> None:
        """Push milestones that are too soon after a moved predecessor, until none is."""
        network, numbers, moved, working = self._network, self._numbers, self._moved, self._working
        order, ranks, bound, calendars = network.order, network.ranks, network.bound, network.calendars
        links_in, links_out, starts, ends = network.links_in, network.links_out, network.starts, network.ends
        waiting = bytearray(len(ranks))
        for place in compress(range(len(moved)), moved):
            waiting[ranks[place]] = True
            for link in links_out[place]:
                waiting[ranks[ends[link]]] = True
        links, mended = network.links, frozenset(ends[link] for link in self._mends)
        for place in mended:
            waiting[ranks[place]] = True
        rank = -1
        while (rank := waiting.find(True, rank + 1)) >= 0:
            place = order[rank]
            if not bound[place] and not moved[place]:
                continue
            number = least = numbers[place]
            calendar = calendars[place]
            # only a predecessor that moves itself can push a milestone beyond its chosen date
            checks_all = place in mended or (moved[place] and place not in self._chosen)
            shrinking = self._shrinking(place)
            for link in links_in[place]:
                start = starts[link]
                if (moved[start] or checks_all) and ranks[start] < rank:
                    if working[start] and calendars[start] is calendar:
                        to = numbers[start] + links[link].lag
                        slack = number - to
                    else:
                        slack, to = self._slack(link)
                    if slack < 0 and link in shrinking:
                        less = min(-slack, links[link].lag)
                        slack, to = slack + less, to - less
                    if slack < 0 and to > least and self._counts(link, slack):
                        least = to
            if least > number:
                self._push(place, least)
                for link in links_out[place]:
                    waiting[ranks[ends[link]]] = True

    def _shrinking(self, place: int) -> Collection[int]:
        """Return the links into a place whose kept lags shrink because its chosen date is earlier."""
        chosen = self._chosen.get(place)
        if chosen is None or not comes_earlier(self._network.days[place], chosen):
            return ()
        return self._network.kept_links_in.get(place, ())

    def _push(self, place: int, number: int) -> None:
        """Move a milestone to a working day; at its original day it counts as not moved."""
        network = self._network
        back = number == network.numbers[place] and network.bound[place] and network.on_working_day[place]
        self._moved[place] = self._pushed[place] = not back
        self._numbers[place], self._working[place] = number, True

    def _counts(self, link: int, slack: int) -> bool:
        """Return whether a violated link pushes: it is newly violated, to be mended, or worse by its predecessor."""
        before = self._network.slacks[link]
        if before is None or before >= 0 or link in self._mends:
            return True
        start = self._network.starts[link]
        was = self._network.days[start]
        return slack < before and bool(self._moved[start]) and was is not None and self._day(start) > was

    def _slack(self, link: int) -> tuple[int, int]:
        """Return the present slack of a link (as `link_slack`) and the number of the first working day it allows.

        After a day off, a link without a lag allows that same day, but the first working day is the one after it.
        """
        network, end, lag = self._network, self._network.ends[link], self._network.links[link].lag
        calendar, day, to_day = network.calendars[end], self._now(network.starts[link]), self._now(end)
        if day is None or to_day is None:
            return 0, 0
        is_working = calendar.is_working(day)
        needed = calendar.count(day) + lag_steps(lag, is_working)
        slack = calendar.count(to_day) - needed
        if slack == 0 and lag >= 0 and to_day < day:
            slack = -1
        return slack, needed if lag or is_working else needed + 1

    def _now(self, place: int) -> date | None:
        return self._day(place) if self._moved[place] else self._network.days[place]

    def _shift(self, place: int) -> int:
        """Return the working days by which a place has moved; 0 if it had no date."""
        return 0 if self._network.days[place] is None else self._numbers[place] - self._network.numbers[place]

    def _day(self, place: int) -> date:
        """Return the new date of a place that has moved."""
        if not self._pushed[place]:
            return self._chosen[place]
        calendar = self._network.calendars[place]
        asked = (id(calendar), self._numbers[place])
        if asked not in self._days:  # many share the same date
            try:
                self._days[asked] = calendar.day(self._numbers[place])
            except (ValueError, OverflowError):
                raise _beyond(self._network.milestones[place]) from None
        return self._days[asked]

    # Result ------------------------------------------------------------------------------------------------

    def outcome(self, mode: RippleMode, project_id: int | None = None) -> Outcome:
        """Return the moves and what they break; the finish of `project_id` comes first if it is given."""
        network = self._network
        days, numbers = network.days.copy(), network.numbers
        chosen: list[Move] = []
        followers: list[Move] = []
        touched: dict[int, None] = {}
        for place in network.order:
            if self._moved[place]:
                m, was = network.milestones[place], days[place]
                days[place] = day = self._day(place)
                if not within_limits(day):
                    raise _beyond(m)
                shift = 0 if was is None else self._numbers[place] - numbers[place]
                if place in self._chosen:
                    chosen.append(Move(m, day, shift, True))
                else:
                    followers.append(Move(m, day, shift, False))
                touched[m.project_id] = None
        chosen.sort(key=lambda move: (move.to, move.id))
        floats = network.total_floats
        used = max((min(move.days, floats.get(move.id, 0)) for move in chosen), default=0)
        first = [move.project_id for move in chosen[:1]]
        if project_id is not None and touched:
            first = [project_id]
        finishes = self._finishes(dict.fromkeys([*first, *touched]), days)
        late = sum(network.milestones[place].project_id in touched for place in network.past_deadline(days))
        shortened = self._shortened()
        lags = {found.link.id: found.lag for found in shortened}
        return Outcome(mode, (*chosen, *followers), finishes, self._violated(mode, lags), max(0, used), late, shortened)

    def _finishes(self, touched: Iterable[int], days: Sequence[date | None]) -> tuple[Finish, ...]:
        network = self._network
        finishes = [
            Finish(
                network.projects[id_],
                network.finishes.get(id_),
                max(filter(None, map(days.__getitem__, network.homes[id_]))),
                any(map(network.bound.__getitem__, network.homes[id_])),
            )
            for id_ in touched
        ]
        return (*finishes[:1], *sorted(finishes[1:], key=lambda finish: finish.project.key))

    def _shortened(self) -> tuple[Shortened, ...]:
        """Return the kept lags that shrink because their successors move earlier."""
        network = self._network
        found = []
        for place, links in network.kept_links_in.items():
            if self._moved[place] and comes_earlier(network.days[place], self._day(place)):
                for index in links:
                    link = network.links[index]
                    lag = shortened_lag(link, self._slack_now(index))
                    if lag < link.lag:
                        start = network.milestones[network.starts[index]]
                        found.append(Shortened(link, start, network.milestones[place], lag))
        return tuple(found)

    def _slack_now(self, index: int) -> int:
        """Return the present slack of a link."""
        network = self._network
        start, end = network.starts[index], network.ends[index]
        if self._working[start] and self._working[end] and network.calendars[start] is network.calendars[end]:
            return self._numbers[end] - self._numbers[start] - network.links[index].lag
        return self._slack(index)[0]

    def _violated(self, mode: RippleMode, lags: Mapping[int, int]) -> tuple[TooSoon, ...]:
        """Return the links that are newly violated, or more than before; `lags` are new lags by link id.

        Only links into chosen or dragged milestones; links out of chosen ones only if no other milestone moves.
        """
        network = self._network
        dragged = (place for place, has_moved in enumerate(self._moved) if has_moved) if mode is RippleMode.DRAG else ()
        links = {link for place in (*self._chosen, *dragged) for link in network.links_in[place]}
        if mode is RippleMode.ONLY:
            links |= {link for place in self._chosen for link in network.links_out[place]}
        return tuple(found for link in sorted(links) if (found := self._too_soon(link, lags)))

    def _too_soon(self, index: int, lags: Mapping[int, int]) -> TooSoon | None:
        network, link = self._network, self._network.links[index]
        start, end = network.starts[index], network.ends[index]
        if not network.movable[end] or not (self._moved[start] or self._moved[end]):
            return None
        after = self._slack_now(index) + link.lag - lags.get(link.id, link.lag)
        before = min(0, network.slacks[index] or 0)
        if after >= before:
            return None
        return TooSoon(link, network.milestones[start], network.milestones[end], -after, -before)


def _beyond(milestone: Milestone) -> InvalidInput:
    return InvalidInput("due_on", f'Cannot move "{milestone.title}" that far: {LIMITS}.')
