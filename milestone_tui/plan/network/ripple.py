"""What moving milestones does to those that depend on them: the move as a what-if, before anything is written.

Three ways. Push: every open successor that would be violated goes just far enough, slack is used up first. Drag:
everything open downstream goes by as many working days as what is moved. Only: nothing follows.

What holds for all of them: what is done or cancelled never moves. The chosen milestones take the days that were chosen
for them, or are pushed on by one another. Nothing else is ever moved earlier, but by a drag. What follows stands on a
working day of its own project: a push takes it to the first that its links allow. A link that was violated before stays
as it is, unless its predecessor goes later and makes it worse. Push and drag leave no link violated that was not
before, except into a milestone for which somebody chose a day that is too early for it, and what a drag to earlier
makes worse: that is told, not prevented. A lag that was kept from the dates gives way where its successor comes
earlier, and only there. Only a re-plan mends what was violated before, and only in the project that it is of.
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
    """Move milestones, by id, to new days; every open successor that would be violated goes just far enough.

    `network` holds whole projects. What is done or cancelled is passed over, also among `moves`. A chosen milestone
    goes further than chosen where another one that moves pushes it. Raises KeyError for an id that the network does
    not have, and InvalidInput when something would leave the calendar.
    """
    tide = _Propagation(network, moves)
    tide.settle()
    return tide.outcome(RippleMode.PUSH)


def drag(network: Network, moves: Mapping[int, date]) -> Outcome:
    """Move milestones to new days; everything open downstream goes by the same number of working days.

    Each by the greatest shift among the chosen milestones that it depends on, in working days of their own projects,
    counted off in its own. So one move keeps the distances; and of several, what waits for two of them waits for the
    later one. What a drag would leave, or bring, too close to its predecessors stops at the first day they allow.
    Otherwise as `push`.
    """
    tide = _Propagation(network, moves)
    tide.drag()
    tide.settle()
    return tide.outcome(RippleMode.DRAG)


def only(network: Network, moves: Mapping[int, date]) -> Outcome:
    """Move milestones to new days, and nothing else. Otherwise as `push`."""
    return _Propagation(network, moves).outcome(RippleMode.ONLY)


def replan(network: Network, project_id: int) -> Outcome:
    """Push what is too soon after a predecessor to the first day that its links allow, and on what that pushes.

    It mends every violated link with an end in the project, of other projects only what follows from that.
    """
    tide = _Propagation(network, {}, mends=too_soon(network, project_id))
    tide.settle()
    return tide.outcome(RippleMode.PUSH, project_id)


def ripple(network: Network, moves: Mapping[int, date], way: RippleMode) -> Outcome:
    """Move milestones to new days, in one of the ways."""
    return {RippleMode.PUSH: push, RippleMode.DRAG: drag, RippleMode.ONLY: only}[way](network, moves)


def shift(network: Network, ids: Iterable[int], *, working_days: int = 0, weeks: int = 0) -> dict[int, date]:
    """The moves that take milestones later (earlier for less than 0), to be handed to a ripple: "two weeks later".

    Weeks keep the weekday, so the day may be a holiday; working days are counted in the project of each. What is done,
    cancelled or has no day stays. Raises KeyError and InvalidInput as `push` does.
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
    """A ripple under way. It moves numbers of working days: they are turned into days when all has come to rest."""

    def __init__(self, network: Network, moves: Mapping[int, date], *, mends: Iterable[int] = ()) -> None:
        """`mends`: the violated links, by index, that push too."""
        self._network = network
        self._mends = frozenset(mends)
        places = {network.places[id_]: day for id_, day in moves.items()}
        self._chosen = {place: day for place, day in places.items() if network.movable[place]}
        self._moved = bytearray(len(network.milestones))
        self._pushed = bytearray(len(network.milestones))
        """What follows, or was pushed on from the day that was chosen for it: it stands on the day of its number."""
        self._numbers = network.numbers.copy()
        self._working = network.on_working_day.copy()
        self._days: dict[tuple[int, int], date] = {}
        """The days of numbers, by the calendar that they are numbers of."""
        for place, day in self._chosen.items():
            if day != network.days[place]:
                calendar = network.calendars[place]
                self._moved[place] = True
                self._numbers[place], self._working[place] = calendar.count(day), calendar.is_working(day)

    def drag(self) -> None:
        """Take along what is downstream of the chosen."""
        network, ranks, bound = self._network, self._network.ranks, self._network.bound
        shifts = {place: self._shift(place) for place in self._chosen if self._moved[place]}
        waiting = bytearray(len(ranks))
        for place in shifts:
            waiting[ranks[place]] = True
        rank = -1
        while (rank := waiting.find(True, rank + 1)) >= 0:
            place = network.order[rank]
            shift = shifts[place]
            for link in network.ways_out[place]:
                onward = network.ends[link]
                if bound[onward] and ranks[onward] > rank:  # one before this rank closes a loop
                    if shift > shifts.setdefault(onward, shift):
                        shifts[onward] = shift
                    waiting[ranks[onward]] = True
            if shift and place not in self._chosen:
                self._numbers[place] += lag_steps(shift, self._working[place])
                self._working[place] = self._moved[place] = self._pushed[place] = True

    def settle(self) -> None:
        """Push on what stands too early for a predecessor that has moved, until nothing does."""
        network, numbers, moved, working = self._network, self._numbers, self._moved, self._working
        order, ranks, bound, calendars = network.order, network.ranks, network.bound, network.calendars
        ways_in, ways_out, starts, ends = network.ways_in, network.ways_out, network.starts, network.ends
        waiting = bytearray(len(ranks))
        for place in compress(range(len(moved)), moved):
            waiting[ranks[place]] = True
            for link in ways_out[place]:
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
            # a day that somebody chose is only given up for what moves itself
            asks_all = place in mended or (moved[place] and place not in self._chosen)
            giving = self._giving(place)
            for link in ways_in[place]:
                start = starts[link]
                if (moved[start] or asks_all) and ranks[start] < rank:
                    if working[start] and calendars[start] is calendar:
                        to = numbers[start] + links[link].lag
                        slack = number - to
                    else:
                        slack, to = self._slack(link)
                    if slack < 0 and link in giving:
                        gives = min(-slack, links[link].lag)
                        slack, to = slack + gives, to - gives
                    if slack < 0 and to > least and self._counts(link, slack):
                        least = to
            if least > number:
                self._push(place, least)
                for link in ways_out[place]:
                    waiting[ranks[ends[link]]] = True

    def _giving(self, place: int) -> Collection[int]:
        """The links into a place whose kept lags give way, since somebody chose an earlier day for it."""
        chosen = self._chosen.get(place)
        if chosen is None or not comes_earlier(self._network.days[place], chosen):
            return ()
        return self._network.kept_ways_in.get(place, ())

    def _push(self, place: int, number: int) -> None:
        """Put a milestone on a working day; what that brings back to where it stands does not move after all."""
        network = self._network
        back = number == network.numbers[place] and network.bound[place] and network.on_working_day[place]
        self._moved[place] = self._pushed[place] = not back
        self._numbers[place], self._working[place] = number, True

    def _counts(self, link: int, slack: int) -> bool:
        """Whether a violated link pushes: it was not so before, is to be mended, or its predecessor made it worse."""
        before = self._network.slacks[link]
        if before is None or before >= 0 or link in self._mends:
            return True
        start = self._network.starts[link]
        was = self._network.days[start]
        return slack < before and bool(self._moved[start]) and was is not None and self._day(start) > was

    def _slack(self, link: int) -> tuple[int, int]:
        """The slack of a link as its ends are now (`link_slack`), and the number of the first working day it allows.

        A link without a lag from a day off allows that day, and of working days the one after it.
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
        """Working days by which a place has moved; 0 when it had no day."""
        return 0 if self._network.days[place] is None else self._numbers[place] - self._network.numbers[place]

    def _day(self, place: int) -> date:
        """Where something that has moved stands now."""
        if not self._pushed[place]:
            return self._chosen[place]
        calendar = self._network.calendars[place]
        asked = (id(calendar), self._numbers[place])
        if asked not in self._days:  # many come to the same days
            try:
                self._days[asked] = calendar.day(self._numbers[place])
            except (ValueError, OverflowError):
                raise _beyond(self._network.milestones[place]) from None
        return self._days[asked]

    # What comes of it --------------------------------------------------------------------------------------

    def outcome(self, way: RippleMode, project_id: int | None = None) -> Outcome:
        """All that has moved, and what it breaks; `project_id` is told of first where nothing was chosen."""
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
        lags = {gives.link.id: gives.lag for gives in shortened}
        return Outcome(way, (*chosen, *followers), finishes, self._violated(way, lags), max(0, used), late, shortened)

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
        """The kept lags of links into what comes earlier."""
        network = self._network
        found = []
        for place, links in network.kept_ways_in.items():
            if self._moved[place] and comes_earlier(network.days[place], self._day(place)):
                for index in links:
                    link = network.links[index]
                    lag = shortened_lag(link, self._slack_now(index))
                    if lag < link.lag:
                        start = network.milestones[network.starts[index]]
                        found.append(Shortened(link, start, network.milestones[place], lag))
        return tuple(found)

    def _slack_now(self, index: int) -> int:
        """The slack of a link as its ends are now."""
        network = self._network
        start, end = network.starts[index], network.ends[index]
        if self._working[start] and self._working[end] and network.calendars[start] is network.calendars[end]:
            return self._numbers[end] - self._numbers[start] - network.links[index].lag
        return self._slack(index)[0]

    def _violated(self, way: RippleMode, lags: Mapping[int, int]) -> tuple[TooSoon, ...]:
        """The links that are violated now and were not before, or are violated by more; `lags` are the new ones, by id.

        Links into what was chosen, or dragged along; out of it only where nothing follows.
        """
        network = self._network
        dragged = (place for place, has_moved in enumerate(self._moved) if has_moved) if way is RippleMode.DRAG else ()
        links = {link for place in (*self._chosen, *dragged) for link in network.ways_in[place]}
        if way is RippleMode.ONLY:
            links |= {link for place in self._chosen for link in network.ways_out[place]}
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
    return InvalidInput("due_on", f"That takes “{milestone.title}” too far away: {LIMITS}.")
