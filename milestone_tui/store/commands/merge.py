"""Conflicts when two people save the same row: edits of different fields are merged."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from milestone_tui.errors import EditConflict, FieldConflict
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.fields import MILESTONE_FIELDS, PERSON_FIELDS, PROJECT_FIELDS, RISK_FIELDS
from milestone_tui.plan.language.wording import exact_day, list_words
from milestone_tui.plan.list_merge import Dispute
from milestone_tui.store.transaction import Transaction

_Entry = TypeVar("_Entry")

_WORDS = {
    **{
        name: f"the {spec.word}"
        for fields in (RISK_FIELDS, PERSON_FIELDS, PROJECT_FIELDS, MILESTONE_FIELDS)
        for name, spec in fields.items()
    },
    "assignments": "the effort",
    "holidays": "the days off",
    "spent": "what was spent",
    **{name: f"the {name}" for name in ("criteria", "phases", "predecessors")},
}
"""What a conflict message calls a field."""


class StoredList(NamedTuple, Generic[_Entry]):
    """A list field as the journal stores it."""

    field: str
    table: str
    home: str
    """The journal's column that groups the rows of the list: `milestone_id` or `project_id`."""
    home_id: int
    row: Callable[[Hashable], Mapping[str, object]]
    """The columns that identify the row of an entry, from its key."""
    columns: frozenset[str]
    """The columns that can change in an entry."""
    words: Callable[[_Entry], str]
    removed: str
    """The word shown for an entry that is missing."""


def drop_unchanged(changes: Mapping[str, object], seen: Mapping[str, object]) -> dict[str, object]:
    """Return the changes that the person made: fields still as they saw them are dropped."""
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
    """Raise EditConflict with every field of `mine` that somebody else has set to another value.

    `columns` names the columns of fields whose names differ.
    """
    met = [
        field_conflict(transaction, entity, row_id, field, columns.get(field, field), value, current[field])
        for field, value in mine.items()
        if field in seen and current[field] not in (seen[field], value)
    ]
    if met:
        raise conflict(met)


def conflict(fields: Sequence[FieldConflict]) -> EditConflict:
    """Return the error for these fields."""
    names = list_words([_WORDS.get(field.field, field.field) for field in fields])
    sentence = f"Not saved: {fields[0].by} changed {names} while you were editing. Repeat your change."
    return EditConflict(sentence, tuple(fields))


def field_conflict(
    transaction: Transaction, entity: str, row_id: int, field: str, column: str, mine: object, theirs: object
) -> FieldConflict:
    """Return the conflict about one field, with who set it last and when, according to the journal."""
    query = """SELECT login, change.name, at, coalesce(after, before) FROM edit JOIN change ON change.id = change_id
        WHERE entity = ? AND row_id = ? AND before IS NOT after ORDER BY edit.id DESC"""
    by, at = "Somebody", transaction.clock.now()
    for login, name, instant, values in transaction.connection.execute(query, (entity, row_id)):
        if column in json.loads(values):
            by, at = str(Actor(login, name)), datetime.fromisoformat(instant)
            break
    return FieldConflict(field, in_words(mine), in_words(theirs), by, at)


def refuse_disputes(transaction: Transaction, of: StoredList[_Entry], disputes: Sequence[Dispute[_Entry]]) -> None:
    """Raise EditConflict with every entry that both changed, and who changed it last."""
    if disputes:
        raise conflict([disputed(transaction, of, dispute) for dispute in disputes])


def disputed(transaction: Transaction, of: StoredList[_Entry], dispute: Dispute[_Entry]) -> FieldConflict:
    """Return the conflict about one entry."""
    mine, theirs = (of.removed if entry is None else of.words(entry) for entry in (dispute.mine, dispute.theirs))
    by, at = _last_editor(transaction, of, dispute.key)
    return FieldConflict(of.field, mine, theirs, by, at, dispute.key)


def _last_editor(transaction: Transaction, of: StoredList[_Entry], key: Hashable) -> tuple[str, datetime]:
    """Return who last changed or removed an entry, and when."""
    query = f"""SELECT row_id, login, change.name, at, coalesce(after, before)
        FROM edit JOIN change ON change.id = change_id
        WHERE entity = ? AND edit.{of.home} = ? ORDER BY edit.id"""
    wanted = of.row(key).items()
    found: tuple[str, datetime] | None = None
    rows: set[int] = set()
    for row_id, login, name, at, text in transaction.connection.execute(query, (of.table, of.home_id)).fetchall():
        values = json.loads(text)
        if wanted <= values.items() or wanted <= {"id": row_id}.items():
            rows.add(row_id)
        if row_id in rows and not of.columns.isdisjoint(values):
            found = str(Actor(login, name)), datetime.fromisoformat(at)
    return found or ("Somebody", transaction.clock.now())


def in_words(value: object) -> str:
    """Return the value of a field as a person reads it; an empty value is a dash."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return exact_day(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None or value == "" else str(value)
