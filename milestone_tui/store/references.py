"""Which columns refer to which tables: for undo, and for what a change for an earlier day brings along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Reference(NamedTuple):
    """A column that refers to the id of another table."""

    child: str
    column: str
    parent: str


REFERENCES = tuple(
    Reference(*names)
    for names in (
        ("phase", "project_id", "project"),
        ("milestone", "project_id", "project"),
        ("milestone", "phase_id", "phase"),
        ("milestone", "owner_id", "person"),
        ("milestone", "approver_id", "person"),
        ("criterion", "milestone_id", "milestone"),
        ("dependency", "predecessor_id", "milestone"),
        ("dependency", "successor_id", "milestone"),
        ("baseline", "project_id", "project"),
        ("baseline_entry", "baseline_id", "baseline"),
        ("project", "baseline_id", "baseline"),
        ("holiday", "project_id", "project"),
        ("project_person", "project_id", "project"),
        ("project_person", "person_id", "person"),
        ("assignment", "milestone_id", "milestone"),
        ("assignment", "person_id", "person"),
        ("acceptance", "milestone_id", "milestone"),
        ("gate_decision", "milestone_id", "milestone"),
        ("cost", "project_id", "project"),
        ("cost", "milestone_id", "milestone"),
        ("absence", "person_id", "person"),
        ("risk", "project_id", "project"),
        ("risk", "owner_id", "person"),
        ("risk_milestone", "risk_id", "risk"),
        ("risk_milestone", "milestone_id", "milestone"),
        ("review", "project_id", "project"),
        ("review_answer", "review_id", "review"),
        ("need", "project_id", "project"),
        ("need", "review_id", "review"),
        ("report", "project_id", "project"),
        ("milestone_source", "project_id", "project"),
        ("milestone_source", "milestone_id", "milestone"),
    )
)

OPTIONAL = frozenset(
    (
        *(("milestone", "phase_id"), ("milestone", "owner_id"), ("milestone", "approver_id")),
        *(("project", "baseline_id"), ("cost", "milestone_id"), ("risk", "owner_id"), ("need", "review_id")),
    )
)
"""References that may be missing: what is deleted does not take these rows along."""

_KEPT = (
    Reference("baseline_entry", "milestone_id", "milestone"),
    Reference("review_answer", "milestone_id", "milestone"),
)
"""References that outlive what they refer to."""

ROW_REFERENCES: Mapping[str, Mapping[str, str]] = {
    table: {"id": table} | {of.column: of.parent for of in (*REFERENCES, *_KEPT) if of.child == table}
    for table in dict.fromkeys(name for of in REFERENCES for name in (of.child, of.parent))
} | {"template": {"id": "template"}}
"""The columns of each table that hold ids, its own included, with the table of that id."""
