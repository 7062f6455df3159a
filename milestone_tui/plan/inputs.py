"""What a person has put together in an editor, before it is saved: rows with an id are changed, others are new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milestone_tui.plan.people import Role


@dataclass(frozen=True, slots=True)
class PhaseInput:
    """A phase of a project; its place in the sequence is its position."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """A criterion of a milestone; its place in the sequence is its position."""

    id: int | None
    text: str
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A predecessor of a milestone with the lag in working days."""

    predecessor_id: int
    lag: int = 0
    kept: bool = False
    """The lag was kept from the dates, nobody typed it."""


@dataclass(frozen=True, slots=True)
class HolidayInput:
    """A day off of a project."""

    day: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentInput:
    """A person, by name, with the days of work on a milestone."""

    person: str
    effort_days: Decimal


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A person, by name, in a role of a project."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class ConditionInput:
    """A condition that a gate sets: with a date it becomes a milestone, without one a criterion of the gate."""

    text: str
    due_on: date | None = None
    owner: str = ""
