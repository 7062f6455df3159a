"""What was typed and not saved, as a value that outlives the program: an edit that the next start can go on with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from milestone_tui.plan.fields import FIELDS, FieldKind
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput, PhaseInput, RoleInput
from milestone_tui.plan.people import Role

_Entry = TypeVar("_Entry")


class UnfinishedKind(StrEnum):
    """What was being typed into."""

    MILESTONE = "milestone"
    PROJECT = "project"
    QUICK_ADD = "quick add"
    CHANGE = "change"
    """What is changed of all marked milestones, or the day that some are to move to."""
    DECISION = "gate decision"
    SIGN_OFF = "sign-off"
    BASELINE = "baseline"
    TEMPLATE = "template"
    """A project that is saved as one, or without a target a project that is started from one."""
    DAYS_OFF = "days off"
    PERSON = "person"
    FILTER = "filter"
    WAITING = "waiting"
    """A whole change that was asked for and could not be written; see `plan.pending`. Never kept in the database."""


OF_A_MILESTONE = frozenset({UnfinishedKind.MILESTONE, UnfinishedKind.DECISION, UnfinishedKind.SIGN_OFF})
"""What belongs to a milestone; a person belongs to nothing, all else to a project or to all of them."""


@dataclass(frozen=True, slots=True)
class TypedList(Generic[_Entry]):
    """A list beside the fields: what the person started from, and what they made of it (the same where untouched)."""

    seen: tuple[_Entry, ...]
    mine: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One edit that is not saved."""

    kind: UnfinishedKind
    target_id: int | None
    """The milestone, project or person that it is about; None is a new one, or all projects."""
    title: str
    """What a person calls the thing, as it stood when this was kept."""
    project_id: int | None = None
    """The project of a milestone."""
    seen: Mapping[str, object] = field(default_factory=dict)
    """Every field as the person saw it: what a save compares with what is stored by then."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What stands in the fields that say something else than was there, as it was typed."""
    criteria: TypedList[CriterionInput] | None = None
    links: TypedList[LinkInput] | None = None
    work: TypedList[AssignmentInput] | None = None
    phases: TypedList[PhaseInput] | None = None
    roles: TypedList[RoleInput] | None = None
    picking: Mapping[str, str] = field(default_factory=dict)
    """What is typed to be picked and not picked yet, by the tab whose list it is for."""
    choices: Mapping[str, object] = field(default_factory=dict)
    """What was chosen beside the texts, such as the decision or the milestones that are marked."""


class KeptDraft(NamedTuple):
    """An unfinished edit that the program which kept it has left behind."""

    id: int
    unfinished: Unfinished
    kept_at: datetime
    project_key: str
    """Key of the project it belongs to; empty for a new one and for one that was deleted."""
    gone: bool
    """What was edited has been deleted meanwhile."""
    process: str
    """Which process kept it, in the words of the store."""


def to_json(unfinished: Unfinished) -> str:
    """All but kind, target and title, as text."""
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
    """What `to_json` made a text of."""
    record = json.loads(text)
    lists: dict[str, Any] = {
        name: TypedList(*(_entries(_ENTRIES[name], both[part]) for part in ("seen", "mine")))
        for name, both in record["lists"].items()
    }
    seen = {name: _value(value) for name, value in record["seen"].items()}
    # Both are unknown to what kept it before there was such a thing.
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


_AnyEntry: TypeAlias = CriterionInput | LinkInput | AssignmentInput | PhaseInput | RoleInput

_ENTRIES: Mapping[str, type[_AnyEntry]] = {
    "criteria": CriterionInput,
    "links": LinkInput,
    "work": AssignmentInput,
    "phases": PhaseInput,
    "roles": RoleInput,
}

_CHOICES = {"Role": Role} | {spec.choices.__name__: spec.choices for spec in FIELDS if spec.kind is FieldKind.CHOICE}


def _plain(value: object) -> Any:
    """A value in the words of JSON; what JSON has no word for is told by its type."""
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
