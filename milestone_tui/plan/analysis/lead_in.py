"""The lead-in of a milestone, from which its work is spread.

It is the date of its driving predecessor, else of the previous milestone of its phase, else the start of its project
(DESIGN.md, section 5). The work begins on the day after a milestone, but on the day on which a project starts.
Milestones without a phase count as one phase.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.model import Project
from milestone_tui.plan.network.network import slack_between


class WorkMilestone(Protocol):
    """An open milestone with effort, as far as its lead-in depends on it."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def project_id(self) -> int:
        """The id of its project."""

    @property
    def phase_id(self) -> int | None:
        """The id of its phase."""

    @property
    def due_on(self) -> date | None:
        """Its due date."""


class WorkLink(NamedTuple):
    """A dependency on a milestone that counts and has a date."""

    successor_id: int
    lag: int
    on: date
    """The done date of the predecessor, else its due date."""


PhaseKey = tuple[int, int | None]
"""Project and phase."""


def work_starts(
    wanted: Iterable[WorkMilestone],
    links: Iterable[WorkLink],
    phase_dates: Mapping[PhaseKey, Sequence[date]],
    projects: Mapping[int, Project],
) -> dict[int, date | None]:
    """Return the first day of the work on each wanted milestone with a date, by id; None if nothing comes before it.

    `phase_dates` are the dates of all milestones of a phase that count, sorted.
    """
    before: defaultdict[int, list[WorkLink]] = defaultdict(list)
    for link in links:
        before[link.successor_id].append(link)
    found: dict[int, date | None] = {}
    for milestone in wanted:
        if (due := milestone.due_on) is None:
            continue
        id_, project_id = milestone.id, milestone.project_id
        if (own := before.get(id_)) is not None:
            previous: date | None = _driving(own, due, projects[project_id])
        else:
            previous = _previous(phase_dates.get((project_id, milestone.phase_id), ()), due)
        found[id_] = day_after(previous) if previous is not None else projects[project_id].start_on
    return found


def _driving(links: Sequence[WorkLink], due: date, project: Project) -> date:
    """Return the date of the driving predecessor: of the least slack, among equals the latest."""
    if len(links) == 1:  # nearly always
        return links[0].on
    calendar = project.calendar
    return min((slack_between(link.on, due, link.lag, calendar), -link.on.toordinal(), link.on) for link in links)[2]


def _previous(dates: Sequence[date], due: date) -> date | None:
    """Return the last of these dates before a day; None if there is none."""
    place = bisect_left(dates, due)
    return dates[place - 1] if place else None
