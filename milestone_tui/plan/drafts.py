"""What a person has put together in an editor, before it is saved: rows with an id are changed, others are new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PhaseDraft:
    """A phase of a project; its place in the sequence is its position."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion of a milestone; its place in the sequence is its position."""

    id: int | None
    text: str
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A predecessor of a milestone with the lag in working days."""

    predecessor_id: int
    lag: int = 0
