"""Agreements: baseline entries, rounds of acceptance and gate decisions."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class BaselineEntry(NamedTuple):
    """One milestone in a baseline; it remains when the milestone is deleted."""

    baseline_id: int
    milestone_id: int
    title: str
    """The title when the baseline was set; the present title if that was not recorded."""
    due_on: date | None
    value: Decimal | None


class Answer(StrEnum):
    """How a round of acceptance ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Acceptance(NamedTuple):
    """One round of acceptance: a submission, with its answer if there is one."""

    id: int
    milestone_id: int
    submitted_on: date
    submitted_by: str
    window_days: int
    """Working days that the approver has for the answer."""
    answer: Answer | None = None
    """None while it is pending."""
    answered_on: date | None = None
    answered_by: str = ""
    note: str = ""


class Decision(StrEnum):
    """Outcome of a gate: the five outcomes of a stage-gate review."""

    GO = "go"
    CONDITIONAL_GO = "conditional go"
    HOLD = "hold"
    RECYCLE = "recycle"
    STOP = "stop"

    @property
    def passes(self) -> bool:
        """Whether this decision passes the gate."""
        return self in (Decision.GO, Decision.CONDITIONAL_GO)


class GateDecision(NamedTuple):
    """A decision at a gate; a later decision replaces it, and both are kept."""

    id: int
    milestone_id: int
    decision: Decision
    decided_on: date
    decided_by: str
    note: str = ""
