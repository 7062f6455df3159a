"""The history of one project's fields, in words, from the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.store.edits import JournalEdit, changed_fields, edits, value_text
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.field_values import from_column

_UPDATES = "entity = 'project' AND row_id = ? AND before IS NOT NULL AND after IS NOT NULL"


def project_history(db: sqlite3.Connection, project_id: int, limit: int) -> tuple[HistoryEntry, ...]:
    """Return the history of a project's fields, newest first, from their last `limit` edits."""
    row = db.execute("SELECT currency FROM project WHERE id = ?", (project_id,)).fetchone()
    found = edits(db, _UPDATES, project_id, limit)
    return tuple(entry for edit in found for entry in _entries(edit, row[0] if row else ""))


def _entries(edit: JournalEdit, currency: str) -> Iterator[HistoryEntry]:
    try:
        yield from list(_fields(edit, currency))
    except UNREADABLE:  # written by another program: shown as it is
        yield edit.entry("unreadable", *edit.texts)


def _fields(edit: JournalEdit, currency: str) -> Iterator[HistoryEntry]:
    before, after = edit.before or {}, edit.after or {}
    for column, spec in changed_fields(PROJECT_FIELDS, after):
        values = [from_column(spec, side[column], currency) for side in (before, after)]
        words = [value_text(spec, value, currency) for value in values]
        yield edit.entry(spec.word, words[0], words[1], spec.name, *values)
