"""The history of an entry of the risk register, in words, from the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import RISK_FIELDS, FieldSpec
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import ChangeKind
from milestone_tui.store.edits import JournalEdit, changed_fields, edits, value_text
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.field_values import NAMED, from_column


def risk_history(db: sqlite3.Connection, risk_id: int, limit: int) -> tuple[HistoryEntry, ...]:
    """Return the history of an entry in words, newest first, from its last `limit` edits."""
    found = edits(db, "entity = 'risk' AND row_id = ?", risk_id, limit)
    return tuple(entry for edit in found for entry in _entries(db, edit))


def _entries(db: sqlite3.Connection, edit: JournalEdit) -> Iterator[HistoryEntry]:
    try:
        yield from list(_written(db, edit))
    except UNREADABLE:  # written by another program: shown as it is
        yield edit.entry("unreadable", *edit.texts)


def _written(db: sqlite3.Connection, edit: JournalEdit) -> Iterator[HistoryEntry]:
    if edit.before is None or edit.after is None:
        undone = edit.kind is not ChangeKind.DO
        what = "deleted" if edit.after is None else "undeleted" if undone else "raised"
        yield edit.entry(what, "", visible(edit.values["title"]))
        return
    for column, spec in changed_fields(RISK_FIELDS, edit.after):
        yield _field(db, edit, spec, edit.before[column], edit.after[column])
    for column, what in (("occurred_on", "happened"), ("closed_on", "closed")):
        if column in edit.after:
            before, after = (field_text("", rows.day(side[column]), "") for side in (edit.before, edit.after))
            yield edit.entry(what, before, after)


def _field(db: sqlite3.Connection, edit: JournalEdit, spec: FieldSpec, *sides: object) -> HistoryEntry:
    if spec.kind in NAMED:
        names = [_name(db, id_) for id_ in sides]
        return edit.entry(spec.word, visible(names[0]), visible(names[1]), spec.name, *names)
    values = [from_column(spec, kept) for kept in sides]
    then = [value_text(spec, value, "") for value in values]
    return edit.entry(spec.word, then[0], then[1], spec.name, *values)


def _name(db: sqlite3.Connection, person_id: object) -> str:
    """Return the name of a person, the last one if they were deleted."""
    if person_id is None:
        return ""
    row = db.execute("SELECT name FROM person WHERE id = ?", (person_id,)).fetchone()
    if row is None:
        query = """SELECT json_extract(before, '$.name') FROM edit
            WHERE entity = 'person' AND row_id = ? AND after IS NULL ORDER BY id DESC LIMIT 1"""
        row = db.execute(query, (person_id,)).fetchone()
    return "" if row is None else rows.text(row[0])
