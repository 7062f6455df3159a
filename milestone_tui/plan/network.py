"""What depends on what: link slack, total float, the critical milestones, loops.

Only links with both ends among the given milestones count. What is cancelled or has no date constrains nothing; what is
done is no longer constrained. Bad data (a loop) never hangs: the link that closes a loop is passed over.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.workdays import WorkCalendar


def link_slack(link: Link, predecessor: Milestone, successor: Milestone, calendar: WorkCalendar) -> int | None:
    """Working days from the earliest day the link allows to the day the successor stands at; negative is violated.

    None when one of the two has no date or is cancelled. What is done stands at its actual.
    """
    start, end = _standing(predecessor), _standing(successor)
    return None if start is None or end is None else _slack(start, end, link.lag, calendar)


def violated_links(project: Project, milestones: Iterable[Milestone], links: Iterable[Link]) -> tuple[Link, ...]:
    """The links whose open successor stands earlier than its predecessor and the lag allow."""
    calendar = project.calendar
    standing: dict[int, date] = {}
    forecasts: dict[int, date] = {}
    for m in milestones:
        day = _standing(m)
        if day is not None:
            standing[m.id] = day
            if m.is_open:
                forecasts[m.id] = day
    return tuple(
        link
        for link in links
        if link.predecessor_id in standing
        and link.successor_id in forecasts
        and _slack(standing[link.predecessor_id], forecasts[link.successor_id], link.lag, calendar) < 0
    )


def driving_predecessor(
    project: Project, milestones: Mapping[int, Milestone], links: Iterable[Link], successor_id: int
) -> Link | None:
    """The link with the least slack into a milestone, the first of equals; None when nothing constrains it.

    `milestones` by id. The link says who drives (`predecessor_id`) and with which lag.
    """
    successor = milestones[successor_id]
    driving, least = None, 0
    for link in links:
        if link.successor_id != successor_id or link.predecessor_id not in milestones:
            continue
        slack = link_slack(link, milestones[link.predecessor_id], successor, project.calendar)
        if slack is not None and (driving is None or slack < least):
            driving, least = link, slack
    return driving


def last_forecast(milestones: Iterable[Milestone]) -> date | None:
    """The latest forecast or actual of what is not cancelled: the day the project finishes as things stand."""
    return max((day for m in milestones if (day := _standing(m)) is not None), default=None)


def total_floats(
    project: Project, milestones: Sequence[Milestone], links: Iterable[Link], *, finish_on: date | None = None
) -> dict[int, int]:
    """Total float in working days of every open milestone with a forecast, by id.

    The least over the links out of link slack + the successor's float; where nothing open follows, the working days
    from the forecast to its deadline, else to the project's target, else to the project's last forecast: `finish_on`,
    which must be given when `milestones` are not all of the project.
    """
    forecasts = {m.id: m.due_on for m in milestones if m.due_on is not None and m.is_open}
    deadlines = {m.id: m.deadline_on for m in milestones if m.deadline_on is not None}
    limit = project.target_on or finish_on or last_forecast(milestones)
    calendar = project.calendar
    counts = {id_: calendar.count(day) for id_, day in forecasts.items()}  # days are counted once, not for each link
    links_out: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # successors with the slack to them
    for link in links:
        start, end = counts.get(link.predecessor_id), counts.get(link.successor_id)
        if start is not None and end is not None:
            slack = end - start - _steps(forecasts[link.predecessor_id], link.lag, calendar)
            links_out[link.predecessor_id].append((link.successor_id, slack))

    floats: dict[int, int] = {}
    for id_ in _successors_first(forecasts, links_out):
        # who has no float yet closes a loop
        left = [slack + floats[onward] for onward, slack in links_out.get(id_, ()) if onward in floats]
        if left:
            floats[id_] = min(left)
        else:
            due_on = forecasts[id_]
            floats[id_] = calendar.between(due_on, deadlines.get(id_) or limit or due_on)
    return floats


def critical(floats: Mapping[int, int]) -> frozenset[int]:
    """Who has no float left; when everybody has some, those with the least. Takes the answer of `total_floats`."""
    if not floats:
        return frozenset()
    bound = max(0, min(floats.values()))
    return frozenset(id_ for id_, days in floats.items() if days <= bound)


def find_cycle(links: Iterable[Link], predecessor_id: int, successor_id: int) -> tuple[int, ...] | None:
    """The shortest loop that a link predecessor → successor would close: p, s, …, p; None when it closes none."""
    if predecessor_id == successor_id:
        return (predecessor_id, successor_id)
    links_out: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        links_out[link.predecessor_id].append(link.successor_id)
    came_from = {successor_id: predecessor_id}
    queue = deque([successor_id])
    while queue:
        here = queue.popleft()
        for onward in links_out.get(here, ()):
            if onward == predecessor_id:
                return _way_back(came_from, here, predecessor_id)
            if onward not in came_from:
                came_from[onward] = here
                queue.append(onward)
    return None


def _way_back(came_from: Mapping[int, int], last: int, start: int) -> tuple[int, ...]:
    """The loop start, …, last, start out of where each was reached from."""
    loop = [start, last]
    while loop[-1] != start:
        loop.append(came_from[loop[-1]])
    return tuple(reversed(loop))


def _successors_first(ids: Iterable[int], links_out: Mapping[int, Sequence[tuple[int, int]]]) -> list[int]:
    """Every id after all that depend on it, as far as loops allow: depth first, on a stack of our own."""
    order: list[int] = []
    entered: set[int] = set()
    for root in ids:
        if root in entered:
            continue
        entered.add(root)
        stack = [(root, iter(links_out.get(root, ())))]
        while stack:
            here, successors = stack[-1]
            for onward, _ in successors:
                if onward not in entered:
                    entered.add(onward)
                    stack.append((onward, iter(links_out.get(onward, ()))))
                    break
            else:
                order.append(here)
                stack.pop()
    return order


def _standing(milestone: Milestone) -> date | None:
    """The day a milestone holds in the network; None when it constrains nothing."""
    return None if milestone.state is MilestoneState.CANCELLED else milestone.on


def _slack(start: date, end: date, lag: int, calendar: WorkCalendar) -> int:
    """Working days from workadd(start, lag) to `end`; counted, not walked, so that no lag leaves the calendar."""
    return calendar.between(start, end) - _steps(start, lag, calendar)


def _steps(start: date, lag: int, calendar: WorkCalendar) -> int:
    """How many working days the lag goes from `start`."""
    # a lead (negative lag) from a day off begins at the working day before, which is one less to go back
    return lag + 1 if lag < 0 and not calendar.is_working(start) else lag
