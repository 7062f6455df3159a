"""What depends on what: link slack, total and free float, the critical milestones, who drives whom.

Only links with both ends among the given milestones count. What is cancelled or has no date constrains nothing, nor
does anything of a project that is cancelled or archived; what is done is no longer constrained. Bad data (a loop) never
hangs: the link that closes a loop is passed over.

Each project counts by its own calendar. A link across projects counts, lag and slack, in the calendar of the
successor's project: the people who wait for the lag to pass, and who have or have not days to spare, are the
successor's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Plan, Project
from milestone_tui.plan.network.late_day import LateDay, late_day

# A name of an enum costs more than what is asked of it.
_DONE, _CANCELLED = MilestoneState.DONE, MilestoneState.CANCELLED

BY_DAYS = (
    *("slacks", "violated", "finishes", "_latest", "total_floats", "free_floats", "critical"),
    "driving_predecessors",
)
"""The answers that depend on where milestones stand."""
LONGEST_LAG = 10_000
"""As `plan.checks` has it, which the first frame does not wait for; a test holds them together."""
_NOWHERE = (0, False)
"""The number and the kind of no day."""


def link_slack(link: Link, predecessor: Milestone, successor: Milestone, calendar: WorkCalendar) -> int | None:
    """Return the working days from the earliest day that the link allows to the successor's day; negative is violated.

    `calendar` is the one of the successor's project. A link without a lead is violated also where the successor lies
    before the predecessor with no working day between (Friday before a Saturday): it is one working day short. None
    when one of the two has no date or does not bind. A done milestone counts on its done date.
    """
    if not (predecessor.binds and successor.binds):
        return None
    start, end = standing(predecessor), standing(successor)
    return None if start is None or end is None else slack_between(start, end, link.lag, calendar)


def slack_between(start: date, end: date, lag: int, calendar: WorkCalendar) -> int:
    """Return the slack of a link between two days; see `link_slack`."""
    # counted, not walked, so that no lag leaves the calendar
    slack = calendar.between(start, end) - lag_steps(lag, calendar.is_working(start))
    return -1 if slack == 0 and lag >= 0 and end < start else slack


def lag_between(predecessor: Milestone, successor: Milestone, calendar: WorkCalendar) -> int:
    """Return the lag that keeps the time between two milestones; 0 where they touch or cross, or one has no date.

    `calendar` is the one of the successor's project.
    """
    start, end = standing(predecessor), standing(successor)
    return time_between(start, end, calendar)


def time_between(start: date | None, end: date | None, calendar: WorkCalendar) -> int:
    """Return the lag that keeps the time between two days: working days, 0 where they touch or cross."""
    return 0 if start is None or end is None else min(LONGEST_LAG, max(0, calendar.between(start, end)))


def comes_earlier(was: date | None, to: date | None) -> bool:
    """Tell whether a move is one that kept lags give way to: to an earlier day, or to a first one."""
    return to is not None and (was is None or to < was)


def shortened_lag(link: Link, slack: int | None) -> int:
    """Return the lag of a link after its successor was moved to where the link has this slack.

    A kept lag gives way as far as there is any; one that somebody typed stays.
    """
    return max(0, link.lag + slack) if link.kept and link.lag > 0 and slack is not None and slack < 0 else link.lag


def lag_steps(lag: int, from_working_day: bool) -> int:
    """How many working days further the count of days is after a lag.

    A lead (negative lag) from a day off begins at the working day before, which is one less to go back.
    """
    return lag if lag >= 0 or from_working_day else lag + 1


def standing(milestone: Milestone) -> date | None:
    """The day a milestone stands at; None when it is cancelled or has no date."""
    return None if milestone.state is _CANCELLED else milestone.done_on or milestone.due_on


def last_forecast(milestones: Iterable[Milestone]) -> date | None:
    """The latest forecast or actual of what is not cancelled: the day the project finishes as things stand."""
    return max((day for m in milestones if (day := standing(m)) is not None), default=None)


def total_floats(
    project: Project, milestones: Iterable[Milestone], links: Iterable[Link], *, finish_on: date | None = None
) -> dict[int, int]:
    """Total float in working days of every open milestone of a project with a forecast, by id: `Network.total_floats`.

    `finish_on` is the project's last forecast, which must be given when `milestones` are not all of the project.
    """
    finishes = {} if finish_on is None else {project.id: finish_on}
    return Network((project,), milestones, links, finishes=finishes).total_floats


def critical(floats: Mapping[int, int]) -> frozenset[int]:
    """Who of a project has no float left; when everybody has some, those with the least. Takes total floats."""
    if not floats:
        return frozenset()
    bound = max(0, min(floats.values()))
    return frozenset(id_ for id_, days in floats.items() if days <= bound)


class Network:
    """The milestones of one or more projects with the links between them, prepared once to be asked many times.

    A milestone is known by its place here; the lists have one entry for each place. Nothing changes after it is built;
    what is asked for is worked out at the first time.
    """

    def __init__(
        self,
        projects: Iterable[Project],
        milestones: Iterable[Milestone],
        links: Iterable[Link],
        *,
        finishes: Mapping[int, date] | None = None,
    ) -> None:
        """Take milestones of these projects, in any order, and links; those with an end elsewhere do not count.

        `finishes` has the last forecast of each project, by id, of which `milestones` are not all.
        """
        self.projects = {project.id: project for project in projects}
        here = self.milestones = tuple(milestones)
        self.places = {m.id: place for place, m in enumerate(self.milestones)}
        """The place of each milestone by its id. What refers to places has its numbers from here, made but once."""
        known = {id_: project.calendar for id_, project in self.projects.items()}
        self.calendars = [known[m.project_id] for m in self.milestones]
        self.days = [standing(m) for m in self.milestones]
        """Where each stands; None for what constrains nothing."""
        self.movable = [m.state is not _DONE and m.state is not _CANCELLED for m in self.milestones]
        """Whether each is open: what is done or cancelled never moves."""
        live = frozenset(id_ for id_, project in self.projects.items() if project.is_live)
        self.binding = [m.state is not _CANCELLED and m.project_is_live and m.project_id in live for m in here]
        """Whether the links of each count."""
        self.bound = [
            movable and day is not None and binding
            for movable, day, binding in zip(self.movable, self.days, self.binding, strict=True)
        ]
        """Whether each is open and has a day, and binds: links constrain no others."""
        self.numbers, self.on_working_day = self._counted()
        self.links: list[Link] = []
        """Those with both ends here, both binding; what follows has an entry for each, and refers to them by index."""
        self.starts: list[int] = []
        """The place of the predecessor."""
        self.ends: list[int] = []
        """The place of the successor."""
        self._finishes = dict(finishes or {})
        self._tie(links)

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Network:
        """The network of whole plans; a link between two of them, which both know, counts once."""
        milestones = [m for plan in plans for m in plan.milestones]
        links = dict.fromkeys(link for plan in plans for link in plan.links)
        return cls((plan.project for plan in plans), milestones, links)

    def moved(self, days: Mapping[int, date], lags: Mapping[int, int] | None = None) -> Network:
        """Return the network with some open milestones, by id, on other days, and links, by id, with other lags.

        Quicker than to build it anew.
        """
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
        """For each the number of its day among the working days, 0 without a day, and whether it stands on one."""
        seen: dict[int, dict[date, tuple[int, bool]]] = {id(calendar): {} for calendar in self.calendars}
        numbers, working = [], []
        for day, calendar in zip(self.days, self.calendars, strict=True):
            found = _NOWHERE
            if day is not None:
                counts = seen[id(calendar)]  # many stand on the same days
                known = counts.get(day)
                if known is None:
                    known = counts[day] = (calendar.count(day), calendar.is_working(day))
                found = known
            numbers.append(found[0])
            working.append(found[1])
        return numbers, working

    def _tie(self, links: Iterable[Link]) -> None:
        places, kept, starts, ends, binding = self.places, self.links, self.starts, self.ends, self.binding
        for link in links:
            start, end = places.get(link.predecessor_id), places.get(link.successor_id)
            if start is not None and end is not None and binding[start] and binding[end]:
                kept.append(link)
                starts.append(start)
                ends.append(end)

    # Answers -----------------------------------------------------------------------------------------------

    @cached_property
    def ways_in(self) -> list[Sequence[int]]:
        """For each place the links in."""
        return _ways(self.ends, len(self.milestones))

    @cached_property
    def kept_ways_in(self) -> dict[int, list[int]]:
        """The links in that have a kept lag to give, by their place; most places have none."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for index, (link, end) in enumerate(zip(self.links, self.ends, strict=True)):
            if link.kept and link.lag > 0:
                found[end].append(index)
        return dict(sorted(found.items()))

    @cached_property
    def ways_out(self) -> list[Sequence[int]]:
        """For each place the links out."""
        return _ways(self.starts, len(self.milestones))

    @cached_property
    def slacks(self) -> list[int | None]:
        """The slack of each of `links`, in working days of the successor's project; None where an end has no day."""
        numbers, working, calendars = self.numbers, self.on_working_day, self.calendars
        return [
            numbers[end] - numbers[start] - link.lag
            if working[start] and working[end] and calendars[start] is calendars[end]  # nearly all, and by far quicker
            else link_slack(link, self.milestones[start], self.milestones[end], calendars[end])
            for link, start, end in zip(self.links, self.starts, self.ends, strict=True)
        ]

    @cached_property
    def violated(self) -> tuple[Link, ...]:
        """The links whose open successor stands earlier than its predecessor and the lag allow."""
        return tuple(
            link
            for link, slack, end in zip(self.links, self.slacks, self.ends, strict=True)
            if slack is not None and slack < 0 and self.movable[end]
        )

    @cached_property
    def finishes(self) -> dict[int, date]:
        """The last forecast or actual of each project that has one, by its id."""
        last: dict[int, date] = {}
        for m, day in zip(self.milestones, self.days, strict=True):
            if day is not None and day >= last.get(m.project_id, date.min):
                last[m.project_id] = day
        return last | self._finishes

    @cached_property
    def order(self) -> list[int]:
        """Every place after all that it depends on, as far as loops allow."""
        return _successors_first(self.places.values(), self.ways_out, self.ends)[::-1]

    @cached_property
    def ranks(self) -> list[int]:
        """Where each place is in `order`."""
        ranks = [0] * len(self.order)
        for rank, place in zip(self.places.values(), self.order, strict=True):
            ranks[place] = rank
        return ranks

    @cached_property
    def homes(self) -> dict[int, list[int]]:
        """The places of each project, by its id."""
        homes: dict[int, list[int]] = {id_: [] for id_ in self.projects}
        for place, m in zip(self.places.values(), self.milestones, strict=True):
            homes[m.project_id].append(place)
        return homes

    @cached_property
    def _latest(self) -> list[LateDay | None]:
        """The late date of each open milestone with a date, in its own project's calendar.

        The earliest of its project's target (else the project's last due date), its deadline, and over its links out
        the last day on which the successor still keeps its own late date. So each constraint can only take float.
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
            for link in self.ways_out[place]:
                end = successors[link]
                after = latest[end]
                if after is None:
                    continue  # not open, or it closes a loop
                if is_working and calendars[end] is calendar:  # nearly all: nobody asks for more than the number
                    number = min(number, after.number - links[link].lag)
                else:
                    late = min(late, self._late_before(link, after))
            if number < late.number:
                late = LateDay(number, late.ordinal)
            latest[place] = late
        return latest

    def _late_before(self, link: int, after: LateDay) -> LateDay:
        """Return the last day of a link's predecessor on which the successor can still keep its late date `after`."""
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
        """Total float of every open milestone with a date, by id.

        The working days, in its own project's calendar, from its due date to its late date.
        """
        return {
            m.id: late.number - number
            for m, number, late in zip(self.milestones, self.numbers, self._latest, strict=True)
            if late is not None
        }

    def float_before(self, link: Link) -> int | None:
        """Return the float that one link leaves its predecessor; None where it does not bind it."""
        start, end = self.places[link.predecessor_id], self.places[link.successor_id]
        after = self._latest[end]
        if after is None or not self.bound[start]:
            return None
        place = next(place for place in self.ways_out[start] if self.ends[place] == end)
        return self._late_before(place, after).number - self.numbers[start]

    @cached_property
    def free_floats(self) -> dict[int, int | None]:
        """Free float of every open milestone with a forecast, by id: the least slack of its links to what is open.

        In working days of the successor's project. None where nothing open follows: nobody is there to be delayed.
        """
        slacks, bound = self.slacks, self.bound
        floats: dict[int, int | None] = {}
        for place, m in enumerate(self.milestones):
            if bound[place]:
                least: int | None = None
                for link in self.ways_out[place]:
                    slack = slacks[link]
                    if slack is not None and bound[self.ends[link]] and (least is None or slack < least):
                        least = slack
                floats[m.id] = least
        return floats

    @cached_property
    def critical(self) -> frozenset[int]:
        """The critical milestones of each project, by id: no float left, or the least of their project."""
        floats: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for id_, left in self.total_floats.items():
            floats[self.milestones[self.places[id_]].project_id][id_] = left
        return frozenset().union(*map(critical, floats.values()))

    @cached_property
    def driving_predecessors(self) -> dict[int, Link]:
        """The link with the least slack into each milestone that links constrain, by its id.

        Of equals the predecessor that is latest in date, then the one with the lowest id.
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
        """The places of what is open and has a deadline, with the deadline."""
        limits = ((place, m.deadline_on) for place, m in enumerate(self.milestones) if self.movable[place])
        return [(place, limit) for place, limit in limits if limit is not None]

    def past_deadline(self, days: Sequence[date | None]) -> Iterator[int]:
        """The places of the open ones that are past their deadline when each stands on one of these days."""
        return (place for place, limit in self._deadlines if (day := days[place]) is not None and day > limit)


def _ways(ends: Sequence[int], places: int) -> list[Sequence[int]]:
    """For each place the links that have it at this end; those without any, often most, share one and the same none."""
    ways: list[Sequence[int]] = [()] * places
    found: defaultdict[int, list[int]] = defaultdict(list)
    for link, place in enumerate(ends):
        found[place].append(link)
    for place, links in found.items():
        ways[place] = tuple(links)
    return ways


def _successors_first(places: Iterable[int], ways_out: Sequence[Sequence[int]], ends: Sequence[int]) -> list[int]:
    """Every place after all that depend on it, as far as loops allow: depth first, on a stack of our own."""
    order: list[int] = []
    entered = bytearray(len(ways_out))
    for root in places:
        if entered[root]:
            continue
        entered[root] = True
        stack = [(root, iter(ways_out[root]))]
        while stack:
            here, links = stack[-1]
            for link in links:
                onward = ends[link]
                if not entered[onward]:
                    entered[onward] = True
                    stack.append((onward, iter(ways_out[onward])))
                    break
            else:
                order.append(here)
                stack.pop()
    return order
