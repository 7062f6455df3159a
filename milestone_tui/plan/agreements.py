"""What people agreed on: baselines, entry by entry; what was submitted and accepted; what was decided at a gate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class BaselineEntry(NamedTuple):
    """One milestone as it stands in a baseline; it stays there when the milestone is deleted."""

    baseline_id: int
    milestone_id: int
    title: str
    """As it was when the baseline was taken; as it is now where that was not kept."""
    due_on: date | None
    value: Decimal | None


class Answer(StrEnum):
    """How a round of acceptance ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Acceptance(NamedTuple):
    """One round of acceptance: something was submitted, and answered or not yet."""

    id: int
    milestone_id: int
    submitted_on: date
    submitted_by: str
    window_days: int
    """Working days that the answer may take."""
    answer: Answer | None = None
    """None while it waits."""
    answered_on: date | None = None
    answered_by: str = ""
    note: str = ""


class Decision(StrEnum):
    """What a gate decides: the five outcomes of a stage-gate review."""

    GO = "go"
    CONDITIONAL_GO = "conditional go"
    HOLD = "hold"
    RECYCLE = "recycle"
    STOP = "stop"

    @property
    def passes(self) -> bool:
        """Whether the project goes on beyond the gate."""
        return self in (Decision.GO, Decision.CONDITIONAL_GO)


class GateDecision(NamedTuple):
    """A decision that was taken at a gate; a later one may replace it, and both are kept."""

    id: int
    milestone_id: int
    decision: Decision
    decided_on: date
    decided_by: str
    note: str = ""
