"""Saving over somebody else's change: field by field, so that edits of different fields of one row go together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from milestone_tui.errors import EditConflict, FieldConflict
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.wording import exact_day
from milestone_tui.store.transaction import Transaction


def own(changes: Mapping[str, object], seen: Mapping[str, object]) -> dict[str, object]:
    """Return the changes the person made: a field that is as they saw it is not one, whatever it is by now."""
    return {field: value for field, value in changes.items() if field not in seen or value != seen[field]}


def refuse_conflicts(
    transaction: Transaction,
    entity: str,
    row_id: int,
    current: Mapping[str, object],
    mine: Mapping[str, object],
    seen: Mapping[str, object],
    columns: Mapping[str, str],
) -> None:
    """Raise EditConflict with every field of `mine` that somebody else set to something different meanwhile.

    `columns` names the column of each field that is not called like its column.
    """
    met = [
        told(transaction, entity, row_id, field, columns.get(field, field), value, current[field])
        for field, value in mine.items()
        if field in seen and current[field] not in (seen[field], value)
    ]
    if met:
        raise conflict(met)


def conflict(fields: Sequence[FieldConflict]) -> EditConflict:
    """Return the error for these fields."""
    names = ", ".join(field.field for field in fields)
    return EditConflict(f"{fields[0].by} changed the same meanwhile ({names}); nothing was saved.", tuple(fields))


def told(
    transaction: Transaction, entity: str, row_id: int, field: str, column: str, mine: object, theirs: object
) -> FieldConflict:
    """Return a conflict of one field with who set it last, and when, as the journal says."""
    query = """SELECT login, change.name, at, coalesce(after, before) FROM edit JOIN change ON change.id = change_id
        WHERE entity = ? AND row_id = ? ORDER BY edit.id DESC"""
    by, at = "Somebody", transaction.clock.now()
    for login, name, instant, values in transaction.connection.execute(query, (entity, row_id)):
        if column in json.loads(values):
            by, at = str(Actor(login, name)), datetime.fromisoformat(instant)
            break
    return FieldConflict(field, in_words(mine), in_words(theirs), by, at)


def in_words(value: object) -> str:
    """Return a value of a field as a person reads it; nothing at all is a dash."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return exact_day(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None or value == "" else str(value)
