"""The history of the fields of one project, read from the journal and said in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.form_state import LONG_FIELDS, field_text
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import ProjectState
from milestone_tui.store.edits import JournalEdit, edits
from milestone_tui.store.errors import UNREADABLE

_UPDATES = "entity = 'project' AND row_id = ? AND before IS NOT NULL AND after IS NOT NULL"

_FIELDS = {"budget_minor": "budget"}
"""The fields of an edit whose columns are called otherwise."""


def project_history(db: sqlite3.Connection, project_id: int, limit: int) -> tuple[HistoryEntry, ...]:
    """Return what was changed in the fields of a project, newest first, out of their last `limit` edits."""
    row = db.execute("SELECT currency FROM project WHERE id = ?", (project_id,)).fetchone()
    found = edits(db, _UPDATES, project_id, limit)
    return tuple(entry for edit in found for entry in _told(edit, row[0] if row else ""))


def _told(edit: JournalEdit, currency: str) -> Iterator[HistoryEntry]:
    try:
        yield from list(_fields(edit, currency))
    except UNREADABLE:  # another program wrote it: it is shown as it stands there
        yield edit.told("unreadable", *edit.texts)


def _fields(edit: JournalEdit, currency: str) -> Iterator[HistoryEntry]:
    before, after = edit.before or {}, edit.after or {}
    for column in after:
        field = _FIELDS.get(column, column)
        if field in PROJECT_FIELDS:
            values = [_value(field, side[column], currency) for side in (before, after)]
            said = [_said(field, value, currency) for value in values]
            yield edit.told(PROJECT_FIELDS[field], said[0], said[1], field, *values)


def _value(field: str, kept: Any, currency: str) -> object:
    """A value as an edit takes it, from the column's."""
    if kept is None:
        return None
    if field in ("start_on", "target_on"):
        return date.fromisoformat(kept)
    if field == "budget":
        return rows.money(kept, currency)
    return ProjectState(kept) if field == "state" else kept


def _said(field: str, value: object, currency: str) -> str:
    if field in LONG_FIELDS:
        return visible(" ".join(str(value).split()))
    return field_text(field, value, currency)
