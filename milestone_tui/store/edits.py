"""The edits of the journal, each with the change that it belongs to: what a history is told from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import ChangeKind, ChangeReason

EDITS = """SELECT edit.id, entity, row_id, before, after, change.id, at, login, change.name, kind,
    change.reason, change.reason_note FROM edit
    JOIN change ON change.id = change_id"""
"""What `journal_edit` reads; a condition follows."""

Values = Mapping[str, Any]


class JournalEdit(NamedTuple):
    """One edit of the journal with the change that it belongs to."""

    id: int
    entity: str
    row_id: int
    before: Values | None
    after: Values | None
    change_id: int
    at: datetime
    actor: Actor
    kind: ChangeKind
    reason: ChangeReason | None
    reason_note: str

    @property
    def values(self) -> Values:
        """The values after the edit; of a row that was deleted, those before it."""
        return self.after if self.after is not None else self.before or {}

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides as they stand in the journal, fit to be shown."""
        before, after = ("" if side is None else visible(json.dumps(side, ensure_ascii=False)) for side in self[3:5])
        return before, after

    def told(
        self,
        what: str,
        before: str,
        after: str,
        field: str = "",
        before_value: object = None,
        after_value: object = None,
    ) -> HistoryEntry:
        """Return an entry of this edit."""
        return HistoryEntry(
            change_id=self.change_id,
            at=self.at,
            actor=self.actor,
            kind=self.kind,
            reason=self.reason,
            reason_note=self.reason_note,
            field=field,
            what=what,
            before=before,
            after=after,
            before_value=before_value,
            after_value=after_value,
        )


def journal_edit(row: rows.Row) -> JournalEdit:
    """Read an edit from the columns of `EDITS`."""
    before, after = (None if text is None else json.loads(text) for text in row[3:5])
    at, kind = rows.moment(row[6]), ChangeKind(row[9])
    reason = None if row[10] is None else ChangeReason(row[10])
    who, note = rows.actor(row[7:9]), rows.text(row[11])
    return JournalEdit(row[0], row[1], row[2], before, after, row[5], at, who, kind, reason, note)
