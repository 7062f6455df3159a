"""What is recorded of milestones from the files that were imported before: their ids there, and what a file said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import IncomingMilestone

Said = Mapping[str, object]
"""What a file said of a milestone, by the names of `plan.fields` with `cancelled` and `baseline_on`; what it left empty
is not there."""


class Source(NamedTuple):
    """What is recorded of a milestone from the last file of a kind that was imported."""

    source_id: str
    """Its id in the program that wrote the file; empty for none."""
    said: Said
    predecessors: Mapping[int, int] = {}
    """The lags of the links to it, by the ids of their predecessors."""
    is_later: bool = False
    """Whether the file spoke for a later day than this import: it shows which milestone is which, and nothing else."""


class NewSource(NamedTuple):
    """What is to be recorded of a milestone."""

    token: int
    """Its id, or its negative token."""
    source_id: str
    said: Said
    predecessors: Mapping[int, int]
    """By ids or tokens."""


_EMPTY: Mapping[str, object] = {"baseline_on": None, "cancelled": False}


def empty_value(field: str) -> object:
    """Return the value of a field that a file left empty."""
    return _EMPTY[field] if field in _EMPTY else MILESTONE_FIELDS[field].default


_PLAIN = ("title", "phase", "owner", "due_on", "deadline_on", "notes", "progress", "value", "cancelled", "kind")


def said_of(source: IncomingMilestone, done_on: date | None) -> dict[str, object]:
    """Return what a file says of a milestone, as it was checked; `done_on` as the file says it."""
    stated = {field: getattr(source, field) for field in _PLAIN}
    stated |= {"baseline_on": source.baseline_on, "done_on": done_on, **source.more}
    return {field: value for field, value in stated.items() if value != empty_value(field)}
