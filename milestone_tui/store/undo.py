"""Undo from the journal alone: each edit of a change is reversed unless somebody changed the same values since."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import milestone_tui.store.bulk as bulk
import milestone_tui.store.mappers as rows
from milestone_tui.errors import UndoRefused
from milestone_tui.plan.language.labels import past_label
from milestone_tui.plan.language.wording import MONTHS
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.readable import are_values, columns_of, row_of
from milestone_tui.store.references import REFERENCES
from milestone_tui.store.statements import CHANGES_SOMETHING

_LASTING = ("Delete ", "Finish the review ")
"""How labels of changes begin after which nothing is left to edit."""

_NAME_MOST = 20
"""Characters of a person's name in the refusal."""
_LINE = 78
"""Characters that a narrow terminal shows: titles are shortened so that the date fits."""
_TITLE_LEAST = 8

_EDITED_SINCE = """SELECT DISTINCT mine.entity, mine.row_id FROM edit AS mine
    JOIN edit AS later ON later.entity = mine.entity AND later.row_id = mine.row_id AND later.id > mine.id
    WHERE mine.change_id = :change AND later.change_id <> :change"""

_JOURNALLED = frozenset(name for child, _, parent in REFERENCES for name in (child, parent)) | {"template"}

Values = Mapping[str, Any]


_BATCH = 1_000
"""Edits parsed from JSON at a time: few enough not to hold up the screen's thread."""


class _Edit(NamedTuple):
    entity: str
    row_id: int
    before: Values | None
    was_kept: bool
    """Whether the row still existed after the edit."""

    @property
    def shape(self) -> tuple[str, tuple[str, ...] | None, bool]:
        """Edits of the same shape are reversed by one statement."""
        return self.entity, tuple(self.before) if self.before is not None else None, self.was_kept


def revert(db: sqlite3.Connection, change: Change) -> None:
    """Reverse every edit of the change, inside the open transaction and change.

    Raises UndoRefused naming who changed the same values, and when.
    """
    _refuse_changed(db, change)
    try:
        for shape, edits in groupby(_edits(db, change.id), key=lambda edit: edit.shape):
            _reverse(db, shape, list(edits))
    except sqlite3.IntegrityError as error:
        raise obstacle(db, change) from error


def _edits(db: sqlite3.Connection, change_id: int) -> Iterator[_Edit]:
    """Yield the edits of a change, last first; raise UndoRefused for entries that the journal cannot have written."""
    query = f"""SELECT entity, row_id, before, after IS NOT NULL FROM edit
        WHERE change_id = ? AND {CHANGES_SOMETHING} ORDER BY id DESC"""
    found = db.execute(query, (change_id,)).fetchall()
    known = {entity: columns_of(db, entity) for entity in {row[0] for row in found} & _JOURNALLED}
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        try:
            befores = json.loads(f"[{','.join('null' if row[2] is None else row[2] for row in batch)}]")
        except UNREADABLE:
            befores = ()
        for number, (entity, row_id, text, was_kept) in enumerate(batch):
            before = befores[number] if len(befores) == len(batch) else text
            # Column names become part of SQL statements.
            if entity not in known or not (text is None or are_values(known[entity], before)):
                raise tampered(entity, row_id)
            yield _Edit(entity, row_id, before, bool(was_kept))


def tampered(entity: str, row_id: int) -> UndoRefused:
    """Return the refusal for an entry that the journal cannot have written."""
    return UndoRefused(
        f"Cannot undo: another program has changed the journal entry of {entity} {row_id}. Run `milestone-tui check`."
    )


def _reverse(db: sqlite3.Connection, shape: tuple[str, tuple[str, ...] | None, bool], edits: list[_Edit]) -> None:
    entity, fields, was_kept = shape
    if fields is None:
        bulk.delete_rows(db, entity, (edit.row_id for edit in edits))
        return
    values = [tuple(edit.before.values()) for edit in edits if edit.before is not None]
    if was_kept:
        _restore(db, entity, fields, [(*old, edit.row_id) for old, edit in zip(values, edits, strict=True)])
    else:
        bulk.insert_rows(db, entity, fields, values)


def _restore(db: sqlite3.Connection, entity: str, fields: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Restore the earlier values of rows; one by one, last edit first, if they must take turns."""
    if len({row[-1] for row in rows}) == len(rows):
        try:
            bulk.update_rows(db, entity, fields, rows)
        except sqlite3.IntegrityError:
            pass  # in this order, a row would get a name that another still has
        else:
            return
    assignments = ", ".join(f"{field} = ?" for field in fields)
    db.executemany(f"UPDATE {entity} SET {assignments} WHERE id = ?", rows)


def _refuse_changed(db: sqlite3.Connection, change: Change) -> None:
    """Raise UndoRefused if a row no longer holds what the change left in it."""
    for entity, row_id in db.execute(_EDITED_SINCE, {"change": change.id}).fetchall():
        left: dict[str, Any] | None = {}
        query = f"""SELECT after FROM edit
            WHERE change_id = ? AND entity = ? AND row_id = ? AND {CHANGES_SOMETHING} ORDER BY id"""
        for (after,) in db.execute(query, (change.id, entity, row_id)):
            left = None if after is None else {**(left or {}), **json.loads(after)}
        now = row_of(db, entity, row_id)
        if left is None:
            differing = None if now is None else set(now)
        elif now is None:
            differing = set(left)
        else:
            differing = {field for field, value in left.items() if field in now and now[field] != value}
        if differing:
            raise refusal(db, change, last_edit(db, change, entity, row_id, differing))


def last_edit(db: sqlite3.Connection, change: Change, entity: str, row_id: int, fields: set[str] | None) -> int | None:
    """Return the last later change that edited one of these fields of the row, None for any field."""
    query = f"""SELECT change_id, coalesce(after, before) FROM edit
        WHERE entity = ? AND row_id = ? AND change_id > ? AND {CHANGES_SOMETHING} ORDER BY id DESC"""
    for change_id, values in db.execute(query, (entity, row_id, change.id)):
        if fields is None or fields & json.loads(values).keys():
            return int(change_id)
    return None


def obstacle(db: sqlite3.Connection, change: Change) -> UndoRefused:
    """Return the refusal for a row that is referred to, or whose name is in use again."""
    for child, column, parent in REFERENCES:
        query = f"""SELECT max(edit.change_id) FROM {child} JOIN edit ON entity = '{child}' AND row_id = {child}.id
            WHERE edit.change_id > :change AND {child}.{column} IN (
                SELECT row_id FROM edit WHERE change_id = :change AND entity = '{parent}')"""
        (found,) = db.execute(query, {"change": change.id}).fetchone()
        if found is not None:
            return refusal(db, change, found)
    (found,) = db.execute(
        """SELECT max(change_id) FROM edit WHERE change_id > :change AND entity IN (
            SELECT entity FROM edit WHERE change_id = :change AND before IS NOT NULL)""",
        {"change": change.id},
    ).fetchone()
    return refusal(db, change, found)


def refusal(db: sqlite3.Connection, change: Change, culprit: int | None) -> UndoRefused:
    """Return the refusal to undo a change, naming the later change `culprit`."""
    return UndoRefused(_sentence(db, change, culprit))


def _sentence(db: sqlite3.Connection, change: Change, culprit: int | None) -> str:
    other = rows.CHANGE.first(db.execute(f"SELECT {rows.CHANGE} FROM change WHERE id = ?", (culprit,)))
    turn = "redo" if change.kind is ChangeKind.UNDO else "undo"
    if other is None:
        return f"Cannot {turn} {change.label}: it has been changed since. Edit it instead."
    mine = other.actor.is_same(change.actor)
    who = "you" if mine else _shortened(str(other.actor), _NAME_MOST)
    start, end = f"Cannot {turn}: {who} ", f" {'later' if mine else 'after you'}, on {_moment(other.at)}."
    if other.label.startswith(_LASTING) and other.kind is not ChangeKind.UNDO:
        remedy = "Undo that first." if mine else f"Ask {who} to undo that first."
    else:
        remedy = "Edit it instead."
    past = _past(other)
    room = _LINE - len(f"{start}{end}") - len(re.sub('"[^"]+"', '""', past))
    titled = re.sub('"([^"]+)"', lambda title: f'"{_shortened(title[1], max(_TITLE_LEAST, room))}"', past)
    return f"{start}{titled}{end} {remedy}"


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _past(change: Change) -> str:
    label = _without_details(change.label)
    if change.kind is ChangeKind.UNDO:
        return f"undid {label}"
    return past_label(label)


def _without_details(label: str) -> str:
    """Return a label such as `Edit "Beta": due date` without what follows the name."""
    name, colon, _ = label.rpartition('": ')
    return f'{name}"' if colon else label.partition(": ")[0]


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {MONTHS[local.month - 1]} at {local:%H:%M}"
