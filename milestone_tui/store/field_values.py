"""Conversion of a field's value to what its column holds, and back, by the kind of the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.fields import FieldKind, FieldSpec
from milestone_tui.plan.language.money import to_minor

NAMED = {FieldKind.PHASE: "phase", FieldKind.PERSON: "person"}
"""The table that a column refers to when the field holds a name; the named row is looked up or added."""


def to_column(spec: FieldSpec, value: Any, currency: str = "") -> Any:
    """Return what the column of a field holds for a value."""
    if value is None:
        return None
    if spec.kind is FieldKind.MONEY:
        return to_minor(value, currency)
    if spec.kind is FieldKind.TAGS:
        return ",".join(value)
    if spec.kind is FieldKind.WORK:
        return int(value * 100)
    if spec.kind is FieldKind.FLAG:
        return int(value)
    return value.value if spec.kind is FieldKind.CHOICE else value


def from_column(spec: FieldSpec, kept: Any, currency: str = "") -> Any:
    """Return the value of a field from what its column, or the journal, holds."""
    if kept is None:
        return None
    if spec.kind is FieldKind.DAY:
        return kept if isinstance(kept, date) else date.fromisoformat(kept)
    if spec.kind is FieldKind.MONEY:
        return rows.money(kept, currency)
    if spec.kind is FieldKind.TAGS:
        return rows.tags_of(kept)
    if spec.kind is FieldKind.WORK:
        return rows.hundredths(kept)
    if spec.kind is FieldKind.FLAG:
        return kept == 1
    return spec.choices(kept) if spec.kind is FieldKind.CHOICE else kept


def field_values(row: object, fields: Mapping[str, FieldSpec], currency: str = "") -> dict[str, Any]:
    """Return the fields of a row; where a field holds a name, the value is still the id of the named row."""
    return {name: from_column(spec, getattr(row, spec.column), currency) for name, spec in fields.items()}
