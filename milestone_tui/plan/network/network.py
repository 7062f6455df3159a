"""Dependencies between milestones: link slack, total and free float, critical milestones, driving predecessors.

Only links with both ends among the given milestones count. A milestone that is cancelled, has no date, or belongs to a
cancelled or archived project constrains nothing; a done milestone is not constrained. A link that closes a loop (bad
data) is ignored.

Each project counts in its own calendar. Lag and slack of a link between projects count in the calendar of the
successor's project, whose people have to wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Plan, Project
from milestone_tui.plan.network.late_day import LateDay, late_day

# Faster than looking them up each time.
_DONE, _CANCELLED = MilestoneState.DONE, MilestoneState.CANCELLED

BY_DAYS = (
    *("slacks", "violated", "violated_between", "finishes", "_latest", "total_floats", "free_floats", "critical"),
    "driving_predecessors",
)
"""The cached properties that depend on dates."""
LONGEST_LAG = 10_000
"""Equal to the one in `plan.checks` (a test compares them), which would slow down the first frame."""
_NOWHERE = (0, False)
"""Number and "is a working day" of a milestone without a date."""


def link_slack(link: Link, predecessor: Milestone, successor: Milestone, calendar: WorkCalendar) -> int | None:
    """Return the working days from the earliest day that a link allows to the successor's day; negative if violated.

    `calendar` is that of the successor's project. A link without a lead is also violated, by one working day, if the
    successor is before the predecessor with no working day between (Friday before a Saturday). None if either has no
    date or does not bind. A done milestone counts with its done date.
    """
    if not (predecessor.binds and successor.binds):
        return None
    start, end = current_day(predecessor), current_day(successor)
    return None if start is None or end is None else slack_between(start, end, link.lag, calendar)


def slack_between(start: date, end: date, lag: int, calendar: WorkCalendar) -> int:
    """Return the slack of a link between two days, as `link_slack`."""
    # computed from day counts, so that no lag is out of range
    slack = calendar.between(start, end) - lag_steps(lag, calendar.is_working(start))
    return -1 if slack == 0 and lag >= 0 and end < start else slack


def longest_kept_lag(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return the longest lag of a link between two days that is not violated: its slack is 0."""
    days = calendar.between(start, end)
    if days > 0 or (days == 0 and start <= end):
        return days
    # A lead from a day off starts at the working day before it.
    return days if calendar.is_working(start) else days - 1


def lag_between(predecessor: Milestone, successor: Milestone, calendar: WorkCalendar) -> int:
    """Return the working days between two milestones as a lag; 0 if they touch or cross, or one has no date.

    `calendar` is that of the successor's project.
    """
    start, end = current_day(predecessor), current_day(successor)
    return time_between(start, end, calendar)


def time_between(start: date | None, end: date | None, calendar: WorkCalendar) -> int:
    """Return the working days between two days as a lag; 0 if they touch or cross."""
    return 0 if start is None or end is None else min(LONGEST_LAG, max(0, calendar.between(start, end)))


def comes_earlier(was: date | None, to: date | None) -> bool:
    """Return whether a move shortens kept lags: it goes to an earlier day, or gives a first date."""
    return to is not None and (was is None or to < was)


def shortened_lag(link: Link, slack: int | None) -> int:
    """Return the lag of a link after a move that leaves it this slack: a kept lag shrinks, a typed one does not."""
    return max(0, link.lag + slack) if link.kept and link.lag > 0 and slack is not None and slack < 0 else link.lag


def lag_steps(lag: int, from_working_day: bool) -> int:
    """Return by how much a lag advances the count of working days.

    A lead (negative lag) from a day off starts at the working day before it, so it goes back one day less.
    """
    return lag if lag >= 0 or from_working_day else lag + 1


def current_day(milestone: Milestone) -> date | None:
    """Return the done date, else the due date; None for a cancelled milestone."""
    return None if milestone.state is _CANCELLED else milestone.done_on or milestone.due_on


def last_forecast(milestones: Iterable[Milestone]) -> date | None:
    """Return the latest due or done date of the milestones that are not cancelled."""
    return max((day for m in milestones if (day := current_day(m)) is not None), default=None)


def total_floats(
    project: Project, milestones: Iterable[Milestone], links: Iterable[Link], *, finish_on: date | None = None
) -> dict[int, int]:
    """Return the total float in working days of every open milestone with a due date, by id.

    `finish_on` is the project's last due date; required if `milestones` are not all milestones of the project.
    """
    finishes = {} if finish_on is None else {project.id: finish_on}
    return Network((project,), milestones, links, finishes=finishes).total_floats


def critical(floats: Mapping[int, int]) -> frozenset[int]:
    """Return the critical milestones of a project by total float: those without float, else those with the least."""
    if not floats:
        return frozenset()
    bound = max(0, min(floats.values()))
    return frozenset(id_ for id_, days in floats.items() if days <= bound)


class Network:
    """The milestones of one or more projects with the links between them; immutable, with results computed on demand.

    Lists have one entry for each milestone; a place is an index into them.
    """

    def __init__(
        self,
        projects: Iterable[Project],
        milestones: Iterable[Milestone],
        links: Iterable[Link],
        *,
        finishes: Mapping[int, date] | None = None,
    ) -> None:
        """Build the network from milestones in any order; links with an end elsewhere are ignored.

        `finishes`: the last due date, by project id, of each project of which `milestones` are not all.
        """
        self.projects = {project.id: project for project in projects}
        here = self.milestones = tuple(milestones)
        self.places = {m.id: place for place, m in enumerate(self.milestones)}
        """The place of each milestone, by id. Other lists share these integer objects, to save memory."""
        known = {id_: project.calendar for id_, project in self.projects.items()}
        self.calendars = [known[m.project_id] for m in self.milestones]
        self.days = [current_day(m) for m in self.milestones]
        """The done or due date of each; None without a date and for a cancelled milestone."""
        self.movable = [m.state is not _DONE and m.state is not _CANCELLED for m in self.milestones]
        """Whether each is open: others never move."""
        live = frozenset(id_ for id_, project in self.projects.items() if project.is_live)
        self.binding = [m.state is not _CANCELLED and m.project_is_live and m.project_id in live for m in here]
        """Whether the links of each count."""
        self.bound = [
            movable and day is not None and binding
            for movable, day, binding in zip(self.movable, self.days, self.binding, strict=True)
        ]
        """Whether links constrain each: it is open, has a date, and binds."""
        self.numbers, self.on_working_day = self._counted()
        self.links: list[Link] = []
        """The links with two binding ends in the network; lists about links have one entry for each."""
        self.starts: list[int] = []
        """The place of each link's predecessor."""
        self.ends: list[int] = []
        """The place of each link's successor."""
        self._finishes = dict(finishes or {})
        self._add_links(links)

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Network:
        """Return the network of whole plans; a link between two of them, which is in both, counts once."""
        milestones = [m for plan in plans for m in plan.milestones]
        links = dict.fromkeys(link for plan in plans for link in plan.links)
        return cls((plan.project for plan in plans), milestones, links)

    def moved(self, days: Mapping[int, date], lags: Mapping[int, int] | None = None) -> Network:
        """Return the network with other dates for some open milestones and other lags for some links, by id.

        Faster than building a new one.
        """
        from copy import copy  # late: a command that only reads moves nothing

        other = copy(self)
        if lags:
            other.links = [link._replace(lag=lags.get(link.id, link.lag)) for link in self.links]
        for derived in BY_DAYS:
            other.__dict__.pop(derived, None)
        milestones = list(self.milestones)
        other.days, other.bound = self.days.copy(), self.bound.copy()
        other.numbers, other.on_working_day = self.numbers.copy(), self.on_working_day.copy()
        for id_, day in days.items():
            place = self.places[id_]
            calendar = self.calendars[place]
            milestones[place] = milestones[place]._replace(due_on=day)
            other.days[place], other.bound[place] = day, self.movable[place] and self.binding[place]
            other.numbers[place], other.on_working_day[place] = calendar.count(day), calendar.is_working(day)
        other.milestones = tuple(milestones)
        return other

    def _counted(self) -> tuple[list[int], list[bool]]:
        """Return for each milestone the number of its working day (0 without a date), and whether it is on one."""
        seen: dict[int, dict[date, tuple[int, bool]]] = {id(calendar): {} for calendar in self.calendars}
        numbers, working = [], []
        for day, calendar in zip(self.days, self.calendars, strict=True):
            found = _NOWHERE
            if day is not None:
                counts = seen[id(calendar)]  # many share the same date
                known = counts.get(day)
                if known is None:
                    known = counts[day] = (calendar.count(day), calendar.is_working(day))
                found = known
            numbers.append(found[0])
            working.append(found[1])
        return numbers, working

    def _add_links(self, links: Iterable[Link]) -> None:
        places, kept, starts, ends, binding = self.places, self.links, self.starts, self.ends, self.binding
        for link in links:
            start, end = places.get(link.predecessor_id), places.get(link.successor_id)
            if start is not None and end is not None and binding[start] and binding[end]:
                kept.append(link)
                starts.append(start)
                ends.append(end)

    # Results -----------------------------------------------------------------------------------------------

    @cached_property
    def links_in(self) -> list[Sequence[int]]:
        """The links to predecessors, by place."""
        return _by_place(self.ends, len(self.milestones))

    @cached_property
    def kept_links_in(self) -> dict[int, list[int]]:
        """The links to predecessors with a kept lag that can shrink, by place; most places have none."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for index, (link, end) in enumerate(zip(self.links, self.ends, strict=True)):
            if link.kept and link.lag > 0:
                found[end].append(index)
        return dict(sorted(found.items()))

    @cached_property
    def links_out(self) -> list[Sequence[int]]:
        """The links to successors, by place."""
        return _by_place(self.starts, len(self.milestones))

    @cached_property
    def slacks(self) -> list[int | None]:
        """The slack of each link, in working days of the successor's project; None if an end has no date."""
        numbers, working, calendars = self.numbers, self.on_working_day, self.calendars
        return [
            numbers[end] - numbers[start] - link.lag
            if working[start] and working[end] and calendars[start] is calendars[end]  # nearly always, and much faster
            else link_slack(link, self.milestones[start], self.milestones[end], calendars[end])
            for link, start, end in zip(self.links, self.starts, self.ends, strict=True)
        ]

    @cached_property
    def violated(self) -> tuple[Link, ...]:
        """The links whose open successor is too soon after the predecessor."""
        return tuple(
            link
            for link, slack, end in zip(self.links, self.slacks, self.ends, strict=True)
            if slack is not None and slack < 0 and self.movable[end]
        )

    @cached_property
    def violated_between(self) -> Mapping[int, Sequence[Link]]:
        """Those of them between two projects, by the id of either."""
        found: defaultdict[int, list[Link]] = defaultdict(list)
        for link in self.violated:
            homes = [self.milestones[self.places[id_]].project_id for id_ in (link.predecessor_id, link.successor_id)]
            if homes[0] != homes[1]:
                for home in homes:
                    found[home].append(link)
        return found

    @cached_property
    def finishes(self) -> dict[int, date]:
        """The last due or done date of each project that has one, by project id."""
        last: dict[int, date] = {}
        for m, day in zip(self.milestones, self.days, strict=True):
            if day is not None and day >= last.get(m.project_id, date.min):
                last[m.project_id] = day
        return last | self._finishes

    @cached_property
    def order(self) -> list[int]:
        """All places, each after its predecessors, as far as loops allow."""
        return _successors_first(self.places.values(), self.links_out, self.ends)[::-1]

    @cached_property
    def ranks(self) -> list[int]:
        """The index of each place in `order`."""
        ranks = [0] * len(self.order)
        for rank, place in zip(self.places.values(), self.order, strict=True):
            ranks[place] = rank
        return ranks

    @cached_property
    def homes(self) -> dict[int, list[int]]:
        """The places of each project, by project id."""
        homes: dict[int, list[int]] = {id_: [] for id_ in self.projects}
        for place, m in zip(self.places.values(), self.milestones, strict=True):
            homes[m.project_id].append(place)
        return homes

    @cached_property
    def _latest(self) -> list[LateDay | None]:
        """The late date of each open milestone with a date, in its project's calendar.

        The earliest of its project's target (else the project's last due date), its deadline, and for each successor
        the last day with which that one still meets its own late date. So each constraint can only reduce float.
        """
        latest: list[LateDay | None] = [None] * len(self.milestones)
        ends: dict[int, LateDay] = {}
        links, successors, calendars = self.links, self.ends, self.calendars
        for place in reversed(self.order):
            if not self.bound[place]:
                continue
            m, calendar = self.milestones[place], calendars[place]
            home = self.projects[m.project_id]
            if home.id not in ends:
                ends[home.id] = late_day(home.target_on or self.finishes[home.id], calendar)
            late = ends[home.id]
            if m.deadline_on is not None:
                late = min(late, late_day(m.deadline_on, calendar))
            number, is_working = late.number, self.on_working_day[place]
            for link in self.links_out[place]:
                end = successors[link]
                after = latest[end]
                if after is None:
                    continue  # not open, or it closes a loop
                if is_working and calendars[end] is calendar:  # nearly always: the number is enough
                    number = min(number, after.number - links[link].lag)
                else:
                    late = min(late, self._late_before(link, after))
            if number < late.number:
                late = LateDay(number, late.ordinal)
            latest[place] = late
        return latest

    def _late_before(self, link: int, after: LateDay) -> LateDay:
        """Return the last day of a link's predecessor with which the successor still meets its late date `after`."""
        start, end = self.starts[link], self.ends[link]
        stays = None if self.on_working_day[end] else self.days[end]
        last = after.before(self.links[link].lag, stays, self.numbers[end])
        calendar, own = self.calendars[start], self.calendars[end]
        return last if calendar is own else last.in_calendar(calendar, own)

    def _ordinal(self, place: int) -> int:
        day = self.days[place]
        return 0 if day is None else day.toordinal()

    @cached_property
    def total_floats(self) -> dict[int, int]:
        """Total float of every open milestone with a date, by id: the working days from due date to late date."""
        return {
            m.id: late.number - number
            for m, number, late in zip(self.milestones, self.numbers, self._latest, strict=True)
            if late is not None
        }

    def float_before(self, link: Link) -> int | None:
        """Return the float that one link leaves its predecessor; None if it does not constrain it."""
        start, end = self.places[link.predecessor_id], self.places[link.successor_id]
        after = self._latest[end]
        if after is None or not self.bound[start]:
            return None
        index = next(index for index in self.links_out[start] if self.ends[index] == end)
        return self._late_before(index, after).number - self.numbers[start]

    @cached_property
    def free_floats(self) -> dict[int, int | None]:
        """Free float of every open milestone with a due date, by id: the least slack of its links to open successors.

        In working days of the successor's project; None without an open successor.
        """
        slacks, bound = self.slacks, self.bound
        floats: dict[int, int | None] = {}
        for place, m in enumerate(self.milestones):
            if bound[place]:
                least: int | None = None
                for link in self.links_out[place]:
                    slack = slacks[link]
                    if slack is not None and bound[self.ends[link]] and (least is None or slack < least):
                        least = slack
                floats[m.id] = least
        return floats

    @cached_property
    def critical(self) -> frozenset[int]:
        """Ids of the critical milestones of all projects: without float, or with the least of their project."""
        floats: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for id_, left in self.total_floats.items():
            floats[self.milestones[self.places[id_]].project_id][id_] = left
        return frozenset().union(*map(critical, floats.values()))

    @cached_property
    def driving_predecessors(self) -> dict[int, Link]:
        """The link with the least slack to a predecessor, by milestone id.

        Among equals the predecessor with the latest date, then the lowest id.
        """
        driving: dict[int, tuple[tuple[int, int, int], Link]] = {}
        for link, slack, start in zip(self.links, self.slacks, self.starts, strict=True):
            if slack is not None:
                rank = (slack, -self._ordinal(start), link.predecessor_id)
                found = driving.get(link.successor_id)
                if found is None or rank < found[0]:
                    driving[link.successor_id] = (rank, link)
        return {id_: link for id_, (_, link) in driving.items()}

    @cached_property
    def _deadlines(self) -> list[tuple[int, date]]:
        """The places of open milestones with a deadline, and the deadlines."""
        limits = ((place, m.deadline_on) for place, m in enumerate(self.milestones) if self.movable[place])
        return [(place, limit) for place, limit in limits if limit is not None]

    def past_deadline(self, days: Sequence[date | None]) -> Iterator[int]:
        """Return the places of open milestones that are after their deadline if they are on these days."""
        return (place for place, limit in self._deadlines if (day := days[place]) is not None and day > limit)


def _by_place(ends: Sequence[int], places: int) -> list[Sequence[int]]:
    """Return the links with this end, by place; places without links share one empty tuple, to save memory."""
    found: list[Sequence[int]] = [()] * places
    by_place: defaultdict[int, list[int]] = defaultdict(list)
    for link, place in enumerate(ends):
        by_place[place].append(link)
    for place, links in by_place.items():
        found[place] = tuple(links)
    return found


def _successors_first(places: Iterable[int], links_out: Sequence[Sequence[int]], ends: Sequence[int]) -> list[int]:
    """Return all places, each after its successors, as far as loops allow: depth first with an explicit stack."""
    order: list[int] = []
    entered = bytearray(len(links_out))
    for root in places:
        if entered[root]:
            continue
        entered[root] = True
        stack = [(root, iter(links_out[root]))]
        while stack:
            here, links = stack[-1]
            for link in links:
                onward = ends[link]
                if not entered[onward]:
                    entered[onward] = True
                    stack.append((onward, iter(links_out[onward])))
                    break
            else:
                order.append(here)
                stack.pop()
    return order
