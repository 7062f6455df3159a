"""The fields that a person edits: the word for each, and what stands in it before anybody said anything."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState

MILESTONE_FIELDS: Mapping[str, str] = {
    "title": "title",
    "phase": "phase",
    "kind": "kind",
    "owner": "owner",
    "due_on": "due",
    "deadline_on": "deadline",
    "done_on": "done on",
    "state": "state",
    "progress": "progress",
    "weight": "weight",
    "value": "value",
    "deliverable": "deliverable",
    "tags": "tags",
    "notes": "notes",
    "approver": "approver",
    "internal": "internal",
}
"""The fields of a milestone that a person edits, with the word for each."""

PROJECT_FIELDS: Mapping[str, str] = {
    "key": "key",
    "name": "name",
    "client": "client",
    "description": "description",
    "start_on": "start",
    "target_on": "target",
    "budget": "budget",
    "currency": "currency",
    "state": "state",
    "working_days": "working days",
    "acceptance_days": "acceptance days",
}
"""The fields of a project that a person edits, with the word for each."""

NEW_MILESTONE: Mapping[str, object] = {
    "title": "",
    "phase": "",
    "kind": MilestoneKind.DELIVERY,
    "owner": "",
    "due_on": None,
    "deadline_on": None,
    "done_on": None,
    "state": MilestoneState.PLANNED,
    "progress": 0,
    "weight": 1,
    "value": None,
    "deliverable": "",
    "tags": (),
    "notes": "",
    "approver": "",
    "internal": False,
}
"""A milestone before anybody said anything about it."""

NEW_PROJECT: Mapping[str, object] = {
    "key": "",
    "name": "",
    "client": "",
    "description": "",
    "start_on": None,
    "target_on": None,
    "budget": None,
    "currency": "EUR",
    "state": ProjectState.ACTIVE,
    "working_days": 31,
    "acceptance_days": 10,
}
"""A project before anybody said anything about it."""

PERSON_FIELDS: Mapping[str, str] = {
    "name": "name",
    "email": "e-mail",
    "organisation": "organisation",
    "capacity": "days a week",
}
"""The fields of a person that are edited, with the word for each."""

NEW_PERSON: Mapping[str, object] = {"name": "", "email": "", "organisation": "", "capacity": Decimal(5)}
"""A person before anybody said anything about them."""


_PANEL_WORDS: Mapping[str, str] = {
    "description": "about",
    "due_on": "date",
    "week": "working days",
    "line": "new milestone",
}
"""The fields of panels that are called otherwise there, or are those of no editor."""


def panel_word(field: str) -> str:
    """The word for a field of a panel."""
    return _PANEL_WORDS.get(field) or word(field)


def word(field: str) -> str:
    """The word for a field."""
    return (
        MILESTONE_FIELDS.get(field) or PROJECT_FIELDS.get(field) or PERSON_FIELDS.get(field) or field.replace("_", " ")
    )
