"""Roles of people in projects, and their effort on milestones."""

from __future__ import annotations

from collections.abc import Mapping
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


class Involvement(NamedTuple):
    """What one person has to do with open milestones, as pairs of project id and milestone id."""

    busy: frozenset[tuple[int, int]] = frozenset()
    """Those that the person owns or works on."""
    approves: frozenset[tuple[int, int]] = frozenset()

    @property
    def milestones(self) -> frozenset[tuple[int, int]]:
        """All of them."""
        return self.busy | self.approves


class WorkPlan(NamedTuple):
    """The work of all people, and what they have to do with open milestones."""

    workload: Workload
    involved: Mapping[int, Involvement]
    """By person id; people without open milestones are missing."""
