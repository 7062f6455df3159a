"""What a line of quick add says: the values between its parser and its preview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.model import MilestoneKind


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be understood, and where it stands in the line."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood, for a preview."""

    label: str
    """title, due, owner, phase, after, cost, kind or tag."""
    text: str
    """As a person reads it; not made visible yet."""
    is_new: bool
    """The person or phase does not exist yet."""
    start: int
    end: int


class After(NamedTuple):
    """A link to a predecessor."""

    title: str
    """Exactly as it was given to the parser."""
    lag: int
    """In working days of the project."""
    kept: bool = False
    """The lag keeps the time between the dates; the line gives none."""


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a line says, as far as it was understood; what it does not say is empty."""

    title: str = ""
    due_on: date | None = None
    owner: str = ""
    phase: str = ""
    after: tuple[After, ...] = ()
    value: Decimal | None = None
    kind: MilestoneKind | None = None
    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    understood: tuple[Part, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it may be saved: it has a title and no problem."""
        return bool(self.title) and not self.problems

    def changes(self) -> dict[str, object]:
        """Return the fields that the line names, in the words of the store; predecessors are not among them."""
        said: dict[str, object] = {
            "title": self.title,
            "due_on": self.due_on,
            "owner": self.owner,
            "phase": self.phase,
            "value": self.value,
            "kind": self.kind,
            "tags": self.tags,
        }
        return {name: value for name, value in said.items() if value not in (None, "", ())}
