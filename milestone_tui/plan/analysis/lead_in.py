"""The lead-in of a milestone, from which its work is spread.

It is the date of its driving predecessor, else of the previous milestone of its phase, else the start of its project
(DESIGN.md, section 5). The work begins on the day after a milestone, but on the day on which a project starts.
Milestones without a phase count as one phase.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.model import Project
from milestone_tui.plan.network.network import slack_between


class WorkMilestone(NamedTuple):
    """A milestone of a live project that is not cancelled, as far as workload depends on it."""

    id: int
    project_id: int
    phase_id: int | None
    on: date | None
    """The done date, else the due date."""
    is_open: bool
    progress: int = 0
    owner_id: int | None = None
    approver_id: int | None = None


class WorkLink(NamedTuple):
    """A dependency, as far as workload depends on it."""

    predecessor_id: int
    successor_id: int
    lag: int


def work_starts(
    wanted: Collection[int],
    milestones: Mapping[int, WorkMilestone],
    links: Iterable[WorkLink],
    projects: Mapping[int, Project],
) -> dict[int, date | None]:
    """Return the first day of the work on each wanted milestone with a date, by id; None if nothing comes before it."""
    driving = _driving(wanted, milestones, links, projects)
    dates = _phase_dates({_phase(milestones[id_]) for id_ in wanted}, milestones.values())
    found: dict[int, date | None] = {}
    for id_ in wanted:
        milestone = milestones[id_]
        if milestone.on is not None:
            previous = driving.get(id_) or _previous(dates[_phase(milestone)], milestone.on)
            start = projects[milestone.project_id].start_on
            found[id_] = day_after(previous) if previous is not None else start
    return found


def _driving(
    wanted: Collection[int],
    milestones: Mapping[int, WorkMilestone],
    links: Iterable[WorkLink],
    projects: Mapping[int, Project],
) -> dict[int, date]:
    """Return the date of each milestone's driving predecessor: of the least slack, among equals the latest."""
    before: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for predecessor_id, successor_id, lag in links:
        if successor_id in wanted:
            predecessor = milestones.get(predecessor_id)
            if predecessor is not None and predecessor.on is not None:
                before[successor_id].append((predecessor.on, lag))
    found: dict[int, date] = {}
    for id_, predecessors in before.items():
        milestone = milestones[id_]
        if len(predecessors) == 1:  # nearly always
            found[id_] = predecessors[0][0]
        elif (due := milestone.on) is not None:
            calendar = projects[milestone.project_id].calendar
            ranks = ((slack_between(on, due, lag, calendar), -on.toordinal(), on) for on, lag in predecessors)
            found[id_] = min(ranks)[2]
    return found


def _phase(milestone: WorkMilestone) -> tuple[int, int | None]:
    return milestone.project_id, milestone.phase_id


def _phase_dates(
    phases: Collection[tuple[int, int | None]], milestones: Iterable[WorkMilestone]
) -> Mapping[tuple[int, int | None], Sequence[date]]:
    """Return the dates of the milestones of some phases, sorted."""
    dates: defaultdict[tuple[int, int | None], list[date]] = defaultdict(list)
    for _, project_id, phase_id, on, *_ in milestones:
        if on is not None and (project_id, phase_id) in phases:
            dates[project_id, phase_id].append(on)
    for days in dates.values():
        days.sort()
    return dates


def _previous(dates: Sequence[date], on: date) -> date | None:
    """Return the last of these dates before a day; None if there is none."""
    place = bisect_left(dates, on)
    return dates[place - 1] if place else None
