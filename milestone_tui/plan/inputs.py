"""Lists as a person edited them, before they are saved: an entry with an id changes a row, one without adds a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milestone_tui.plan.people import Role


@dataclass(frozen=True, slots=True)
class PhaseInput:
    """A phase of a project; its place in the list is its position."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """A criterion of a milestone; its place in the list is its position."""

    id: int | None
    text: str
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A predecessor of a milestone, with the lag in working days."""

    predecessor_id: int
    lag: int = 0
    kept: bool = False
    """Whether the lag was computed from the dates, not typed."""


@dataclass(frozen=True, slots=True)
class ThreatInput:
    """A milestone that a risk threatens."""

    milestone_id: int


@dataclass(frozen=True, slots=True)
class HolidayInput:
    """A day off of a project, or a worked day."""

    day: date
    name: str = ""
    is_worked: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentInput:
    """A person, by name, with their days of effort on a milestone."""

    person: str
    effort_days: Decimal


@dataclass(frozen=True, slots=True)
class CostInput:
    """An amount spent on a day."""

    id: int | None
    spent_on: date
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A person, by name, with a role in a project."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class ConditionInput:
    """A condition of a gate's decision: it becomes a milestone if it has a date, else a criterion of the gate."""

    text: str
    due_on: date | None = None
    owner: str = ""
