"""Roles of people in projects, and their effort on milestones."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.plan.model import Person

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.workload import Workload


class Role(StrEnum):
    """Role of a person in a project."""

    MANAGER = "manager"
    SPONSOR = "sponsor"
    CLIENT = "client"
    TEAM = "team"


class ProjectRole(NamedTuple):
    """A person's role in a project; a person may have several."""

    id: int
    project_id: int
    project_key: str
    person_id: int
    person: str
    role: Role


class Assignment(NamedTuple):
    """Effort of one person on one milestone."""

    id: int
    person_id: int
    person: str
    milestone_id: int
    effort_days: Decimal
    """Days of work, more than 0."""


class PersonSummary(NamedTuple):
    """One person in the list of people; milestones that are done, cancelled or archived do not count."""

    person: Person
    roles: tuple[ProjectRole, ...]
    """By project key, a manager before a sponsor, a client and the team."""
    owned: int
    """Open milestones that this person owns."""
    approves: int
    """Open milestones that this person approves."""
    waiting: int
    """How many of those are submitted and pending."""
    effort_days: Decimal
    """Effort on open milestones."""


class WorkPlan(NamedTuple):
    """The work of all people, and how many open milestones they have to do with."""

    workload: "Workload"
    owners: Mapping[int, int | None]
    """The owner of each open milestone with effort, by id."""
    owned: Mapping[int, int] = {}
    """How many open milestones a person owns, by person id; people without any are missing, as below."""
    approves: Mapping[int, int] = {}
    """How many a person approves and does not own."""
    projects: Mapping[int, Collection[int]] = {}
    """The projects of the open milestones that a person owns, approves or works on."""
    size: int = 0
    """How many milestones there are."""

    def busy(self, *people: int) -> int:
        """Return how many open milestones these people own or work on."""
        works_on = {e.milestone_id for id_ in people for e in self.workload.efforts.get(id_, ())}
        counted = sum(self.owned.get(id_, 0) for id_ in people)
        return counted + sum(self.owners[id_] not in people for id_ in works_on)
