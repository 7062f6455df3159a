"""Violated links of one project, and those that a change of its working days would violate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.network.network import Network, link_slack


def too_soon(network: Network, project_id: int) -> list[int]:
    """Return the indexes of the violated links that begin or end in a project."""
    milestones, starts, ends = network.milestones, network.starts, network.ends
    return [
        index
        for index, slack in enumerate(network.slacks)
        if slack is not None
        and slack < 0
        and network.movable[ends[index]]
        and project_id in (milestones[starts[index]].project_id, milestones[ends[index]].project_id)
    ]


def newly_too_soon(network: Network, project: Project) -> int:
    """Return how many links the calendar of `project` violates that are not violated in the network.

    The network has the project with its earlier calendar. A lag counts in the calendar of the successor's project, so
    only links into the project can change.
    """
    before, after = network.projects[project.id].calendar, project.calendar
    if before == after:
        return 0
    first, last = date.min, date.max
    if before.week == after.week:
        changed = {*before.holidays} ^ {*after.holidays} | {*before.worked} ^ {*after.worked}
        first, last = min(changed), max(changed)
    milestones, days = network.milestones, network.days
    found = 0
    for link, slack, start, end in zip(network.links, network.slacks, network.starts, network.ends, strict=True):
        successor = milestones[end]
        if slack is None or slack < 0 or successor.project_id != project.id or not network.movable[end]:
            continue
        one, other = days[start], days[end]
        if one is None or other is None or max(one, other) < first or min(one, other) > last:
            continue  # no changed day in between
        now = link_slack(link, milestones[start], successor, after)
        found += now is not None and now < 0
    return found


def with_days(project: Project, entries: Iterable[HolidayInput]) -> Project:
    """Return the project with other days off and worked days."""
    off: set[date] = set()
    worked: set[date] = set()
    for entry in entries:
        (worked if entry.is_worked else off).add(entry.day)
    return project._replace(holidays=tuple(sorted(off)), worked=tuple(sorted(worked)))


def will_be_too_soon(count: int) -> str:
    """Return `3 links will be too soon`, for before the days off are saved."""
    return f"{count_words(count, 'link')} will be too soon"


def now_too_soon(count: int) -> str:
    """Return `3 links are now too soon`, for after the days off are saved."""
    return f"{count_words(count, 'link')} {'is' if count == 1 else 'are'} now too soon"


def replan_offer(count: int) -> str:
    """Return `3 links are now too soon · R to re-plan`, for a screen with that key."""
    return f"{now_too_soon(count)} · R to re-plan"
