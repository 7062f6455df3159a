"""Drafts: unsaved edits as values that are stored, so that the next start can resume them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from milestone_tui.plan.fields import FIELDS, FieldKind
from milestone_tui.plan.inputs import (
    AssignmentInput,
    CostInput,
    CriterionInput,
    LinkInput,
    PhaseInput,
    RoleInput,
    ThreatInput,
)
from milestone_tui.plan.people import Role

_Entry = TypeVar("_Entry")


class UnfinishedKind(StrEnum):
    """The form or panel that a draft belongs to."""

    MILESTONE = "milestone"
    PROJECT = "project"
    QUICK_ADD = "quick add"
    CHANGE = "change"
    """A change of all marked milestones, or the date to move them to."""
    DECISION = "gate decision"
    SIGN_OFF = "sign-off"
    INVOICE = "invoice"
    """The invoice of a payment, or that it was paid."""
    BASELINE = "baseline"
    TEMPLATE = "template"
    """Saving a project as a template; without a target, creating a project from one."""
    DAYS_OFF = "days off"
    PERSON = "person"
    RISK = "risk"
    """An entry of the risk register; without a target the line of a new one."""
    ABSENCE = "absence"
    """An absence of the person that is the target."""
    FILTER = "filter"
    REVIEW = "review"
    """A text or an answer of a review."""
    WAITING = "waiting"
    """A complete change that could not be written (see `plan.pending`); never stored in the database."""


OF_A_MILESTONE = frozenset(
    {UnfinishedKind.MILESTONE, UnfinishedKind.DECISION, UnfinishedKind.SIGN_OFF, UnfinishedKind.INVOICE}
)
"""The kinds that belong to a milestone; a person belongs to nothing, a risk names its project, other kinds belong to
one project or all projects."""


@dataclass(frozen=True, slots=True)
class TypedList(Generic[_Entry]):
    """A list beside the fields: the entries the person started from, and their edited version of it."""

    seen: tuple[_Entry, ...]
    mine: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One unsaved edit."""

    kind: UnfinishedKind
    target_id: int | None
    """Id of the edited milestone, project, person or risk; None for a new one, or for all projects."""
    title: str
    """Name of the edited thing when the draft was stored."""
    project_id: int | None = None
    """The project of a milestone or a risk."""
    seen: Mapping[str, object] = field(default_factory=dict)
    """Every field as the person saw it; saving compares these with the values stored by then."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The typed text of each edited field."""
    criteria: TypedList[CriterionInput] | None = None
    links: TypedList[LinkInput] | None = None
    work: TypedList[AssignmentInput] | None = None
    spent: TypedList[CostInput] | None = None
    phases: TypedList[PhaseInput] | None = None
    roles: TypedList[RoleInput] | None = None
    threats: TypedList[ThreatInput] | None = None
    picking: Mapping[str, str] = field(default_factory=dict)
    """Text typed into the input line of a list and not added yet, by tab."""
    choices: Mapping[str, object] = field(default_factory=dict)
    """Choices other than texts, such as the decision or the marked milestones."""


class KeptDraft(NamedTuple):
    """A stored draft whose process has ended."""

    id: int
    unfinished: Unfinished
    kept_at: datetime
    project_key: str
    """Key of its project; empty for a new project and for a deleted one."""
    gone: bool
    """Whether the edited milestone, project or person has been deleted."""
    process: str
    """The process that stored it, as the store names processes."""


def to_json(unfinished: Unfinished) -> str:
    """Return everything but kind, target and title as JSON."""
    lists = {name: getattr(unfinished, name) for name in _ENTRIES}
    return json.dumps(
        {
            "project_id": unfinished.project_id,
            "seen": {name: _plain(value) for name, value in unfinished.seen.items()},
            "texts": dict(unfinished.texts),
            "picking": dict(unfinished.picking),
            "choices": {name: _plain(value) for name, value in unfinished.choices.items()},
            "lists": {
                name: {"seen": _plain_entries(both.seen), "mine": _plain_entries(both.mine)}
                for name, both in lists.items()
                if both is not None
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(kind: UnfinishedKind, target_id: int | None, title: str, text: str) -> Unfinished:
    """Return the draft that `to_json` wrote."""
    record = json.loads(text)
    lists: dict[str, Any] = {
        name: TypedList(*(_entries(_ENTRIES[name], both[part]) for part in ("seen", "mine")))
        for name, both in record["lists"].items()
    }
    seen = {name: _value(value) for name, value in record["seen"].items()}
    # Drafts of earlier versions have neither.
    picking, choices = record.get("picking", {}), record.get("choices", {})
    return Unfinished(
        kind,
        target_id,
        title,
        record["project_id"],
        seen,
        record["texts"],
        **lists,
        picking=picking,
        choices={name: _value(value) for name, value in choices.items()},
    )


_AnyEntry: TypeAlias = CriterionInput | LinkInput | AssignmentInput | CostInput | PhaseInput | RoleInput | ThreatInput

_ENTRIES: Mapping[str, type[_AnyEntry]] = {
    "criteria": CriterionInput,
    "links": LinkInput,
    "work": AssignmentInput,
    "spent": CostInput,
    "phases": PhaseInput,
    "roles": RoleInput,
    "threats": ThreatInput,
}

_CHOICES = {"Role": Role} | {spec.choices.__name__: spec.choices for spec in FIELDS if spec.kind is FieldKind.CHOICE}


def _plain(value: object) -> Any:
    """Return a value for JSON; a date, Decimal or enum becomes a dict with its type as the key."""
    if isinstance(value, StrEnum):
        return {type(value).__name__: value.value}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"Decimal": str(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _value(plain: Any) -> object:
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, text),) = plain.items()
    if name == "date":
        return date.fromisoformat(text)
    return Decimal(text) if name == "Decimal" else _CHOICES[name](text)


def _plain_entries(
    entries: Sequence[_AnyEntry],
) -> list[dict[str, Any]]:
    return [{name: _plain(getattr(entry, name)) for name in entry.__slots__} for entry in entries]


def _entries(kind: type[Any], plain: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**{name: _value(value) for name, value in entry.items()}) for entry in plain)
