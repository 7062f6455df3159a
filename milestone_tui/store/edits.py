"""Edits in the journal, each with its change: the raw material of a history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import FieldKind, FieldSpec
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import ChangeKind, ChangeReason
from milestone_tui.store.statements import CHANGES_SOMETHING

Values = Mapping[str, Any]


class JournalEdit(NamedTuple):
    """One edit of the journal with the change it belongs to."""

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
        """The values after the edit; for a deleted row, those before it."""
        return self.after if self.after is not None else self.before or {}

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides as JSON text, safe to display."""
        before, after = ("" if side is None else visible(json.dumps(side, ensure_ascii=False)) for side in self[3:5])
        return before, after

    def entry(
        self,
        what: str,
        before: str,
        after: str,
        field: str = "",
        before_value: object = None,
        after_value: object = None,
    ) -> HistoryEntry:
        """Return a history entry for this edit."""
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


_EDIT = rows.Mapper(
    JournalEdit,
    id=rows.Column(rows.same, "edit.id"),
    before=rows.Column(rows.optional(rows.each(json.loads)), "before"),
    after=rows.Column(rows.optional(rows.each(json.loads)), "after"),
    actor=rows.Column(rows.each(rows.actor), "login", "change.name"),
)


def edits(db: sqlite3.Connection, where: str, *values: object) -> tuple[JournalEdit, ...]:
    """Return the edits that match a condition, newest first."""
    query = f"""SELECT {_EDIT} FROM edit JOIN change ON change.id = change_id
        WHERE {where} AND {CHANGES_SOMETHING} ORDER BY edit.id DESC LIMIT ?"""
    return tuple(_EDIT.read(db.execute(query, values)))


def changed_fields(fields: Mapping[str, FieldSpec], columns: Iterable[str]) -> Iterator[tuple[str, FieldSpec]]:
    """Return the columns that are fields, each with its specification."""
    by_column = {spec.column: spec for spec in fields.values()}
    return ((column, by_column[column]) for column in columns if column in by_column)


def value_text(spec: FieldSpec, value: object, currency: str) -> str:
    """Return a value as a line of the history shows it."""
    if spec.name == "progress":
        return f"{value}%"
    if spec.kind is FieldKind.LINES:
        return visible(" ".join(str(value).split()))
    return field_text(spec.name, value, currency)
