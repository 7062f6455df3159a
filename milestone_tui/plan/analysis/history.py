"""The history of a milestone or a project, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.model import ChangeKind, ChangeReason


class HistoryEntry(NamedTuple):
    """What one change did to one field of a milestone or project, or to something that hangs on it, in words."""

    change_id: int
    at: datetime
    actor: Actor
    kind: ChangeKind
    reason: ChangeReason | None
    field: str
    """The field as an edit calls it; empty for what is no field (a criterion, a link, a decision)."""
    what: str
    """The field or the thing in words: `due`, `criterion`."""
    before: str
    """As it was said then: names are the names of that day. Empty for nothing."""
    after: str
    before_value: object = None
    """What an edit takes to bring `before` back; a person or a phase by the name of today.

    Of a criterion, a link or somebody's work: the draft of it; None where there was none before.
    """
    after_value: object = None
    above: tuple[CriterionInput, ...] = ()
    """Of a criterion that was added or removed: those that stood above it then."""
    reason_note: str = ""
    """The reason in a person's own words, where the list has none for it."""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from all others; it stays the same when names change."""
        return (self.change_id, self.field, self.what, self.before, self.after)
