"""The history of a milestone or a project, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import ChangeKind, ChangeReason

if TYPE_CHECKING:
    from milestone_tui.plan.inputs import CriterionInput


class HistoryEntry(NamedTuple):
    """What one change did to one field of a milestone or project, or to a criterion, link or the like, in words."""

    change_id: int
    at: datetime
    actor: Actor
    kind: ChangeKind
    reason: ChangeReason | None
    field: str
    """Name of the field; empty for something that is not a field (a criterion, a link, a decision)."""
    what: str
    """The field or thing in words: `due date`, `criterion`."""
    before: str
    """The value in words, with the names of that day; empty for no value."""
    after: str
    before_value: object = None
    """The value that an edit takes to restore `before`; a person or phase by their present name.

    For a criterion, a link or an assignment: the input; None if there was none.
    """
    after_value: object = None
    above: tuple[CriterionInput, ...] = ()
    """For an added or removed criterion: the criteria above it at the time."""
    reason_note: str = ""
    """A reason in the person's own words."""

    @property
    def key(self) -> tuple[object, ...]:
        """A unique key, which renaming does not change."""
        return (self.change_id, self.field, self.what, self.before, self.after)
