"""The status of all live projects, or of some: how many are how healthy, what comes next, what awaits acceptance."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.plan.sign import Sign


class OpenMilestone(NamedTuple):
    """An open milestone, of which a person is the owner or which awaits acceptance."""

    id: int
    project_id: int
    title: str
    due_on: date | None
    owner: str
    approver: str
    is_open: bool
    awaits: bool
    """It was submitted and nobody has answered."""


class ProjectStatus(NamedTuple):
    """One project with what awaits acceptance in it."""

    summary: ProjectSummary
    to_accept: int

    @property
    def health(self) -> Health | None:
        """Return its health; None while nothing in it can be judged."""
        return None if self.summary.lacks_health else self.summary.verdict.health

    @property
    def reason(self) -> str:
        """Return the worst finding; empty without one."""
        findings = self.summary.verdict.findings
        return findings[0].text if findings else ""


class NextMilestone(NamedTuple):
    """The open milestone that is due first."""

    project: str
    """The key of its project."""
    title: str
    due_on: date | None


class Status(NamedTuple):
    """The figures of the status line, and the projects behind them by key."""

    projects: tuple[ProjectStatus, ...]

    def count(self, health: Health) -> int:
        """Return how many projects have this health."""
        return sum(one.health is health for one in self.projects)

    @property
    def to_accept(self) -> int:
        """Return how many milestones await acceptance."""
        return sum(one.to_accept for one in self.projects)

    @property
    def worst(self) -> Health | None:
        """Return the worst health; None if no project can be judged."""
        found = [one.health for one in self.projects if one.health is not None]
        return max(found, key=lambda health: health.severity, default=None)

    @property
    def next(self) -> NextMilestone | None:
        """Return the next milestone of all projects; one without a date only if none has a date."""
        found = [one.summary for one in self.projects if one.summary.next_id is not None]
        first = min(found, key=lambda s: (s.next_due_on or date.max, s.project.key), default=None)
        return None if first is None else NextMilestone(first.project.key, first.next_title, first.next_due_on)


def status_of(summaries: Iterable[ProjectSummary], to_accept: Mapping[int, int], keys: Collection[str] = ()) -> Status:
    """Return the status of the projects with these keys, by default of all that are not settled.

    `to_accept` has the number of milestones that await acceptance, by project.
    """
    chosen = (s for s in summaries if (s.project.key in keys if keys else not s.is_settled))
    return Status(tuple(ProjectStatus(s, to_accept.get(s.project.id, 0)) for s in chosen))


def narrowed_to(status: Status, person: str, milestones: Iterable[OpenMilestone]) -> Status:
    """Return only the projects in which a person owns an open milestone or has to accept one.

    The next milestone of each is theirs, and only what awaits their acceptance is counted.
    """
    wanted = fold(person)
    owned: dict[int, OpenMilestone] = {}
    to_accept: dict[int, int] = {}
    for one in sorted(milestones, key=lambda one: (one.due_on or date.max, one.id)):
        if one.is_open and fold(one.owner) == wanted:
            owned.setdefault(one.project_id, one)
        if one.awaits and fold(one.approver) == wanted:
            to_accept[one.project_id] = to_accept.get(one.project_id, 0) + 1
    return Status(
        tuple(
            ProjectStatus(_with_next(one.summary, owned.get(id_)), to_accept.get(id_, 0))
            for one in status.projects
            if (id_ := one.summary.project.id) in owned or id_ in to_accept
        )
    )


def _with_next(summary: ProjectSummary, milestone: OpenMilestone | None) -> ProjectSummary:
    if milestone is None:
        return summary._replace(next_id=None, next_title="", next_due_on=None, next_sign=Sign.OPEN, phase="")
    return summary._replace(next_id=milestone.id, next_title=milestone.title, next_due_on=milestone.due_on)
