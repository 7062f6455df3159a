"""Who does what: roles in a project, work on a milestone."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.model import Person


class Role(StrEnum):
    """What a person is to a project."""

    MANAGER = "manager"
    SPONSOR = "sponsor"
    CLIENT = "client"
    TEAM = "team"


class ProjectRole(NamedTuple):
    """A person in a role of a project; somebody may have several."""

    id: int
    project_id: int
    project_key: str
    person_id: int
    person: str
    role: Role


class Assignment(NamedTuple):
    """The work of one person on one milestone."""

    id: int
    person_id: int
    person: str
    milestone_id: int
    effort_days: Decimal
    """Days of work, more than 0."""


class PersonSummary(NamedTuple):
    """One person as a list of people shows them; what is done, cancelled or in the archive does not count."""

    person: Person
    roles: tuple[ProjectRole, ...]
    """By project key, a manager before a sponsor, a client and the team."""
    owned: int
    """Open milestones that this person owns."""
    approves: int
    """Open milestones that this person accepts."""
    waiting: int
    """Of those, the ones that were submitted."""
    effort_days: Decimal
    """Work on open milestones."""
