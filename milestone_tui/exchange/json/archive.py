"""Write and read whole projects with their history as JSON: one row, and one edit of the journal, per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.json.pages import broken, text_of
from milestone_tui.plan.archive import Archive, ArchivedChange, ArchivedEdit, Row
from milestone_tui.plan.language.text import storable

VERSION = 1
"""The version of this format; a later program reads earlier ones."""
_NAME = "milestone-tui"
_NAMING = {
    "project": ("id", "key", "name"),
    "phase": ("id", "project_id", "name"),
    "milestone": ("id", "project_id", "phase_id", "title", "due_on", "done_on"),
    "person": ("id", "name"),
    "template": ("id", "name"),
}
"""What a preview reads of the rows of each table."""
_DAMAGED = "This file is not whole, or was changed by hand: {}. Export it again."


def write_archive(archive: Archive) -> bytes:
    """Return the file; it is ASCII, so that no text commands a terminal, and equal archives give equal files."""
    return "".join(f"{line}\n" for line in _lines(archive)).encode()


def _lines(archive: Archive) -> Iterator[str]:
    yield f'{{"{_NAME}": {VERSION},'
    yield f'"schema": {archive.schema},'
    yield '"rows": {'
    tables = [(table, rows) for table, rows in archive.rows.items() if rows]
    for place, (table, rows) in enumerate(tables, start=1):
        yield f'"{table}": ['
        yield from _each(map(_dumped, rows))
        yield "]," if place < len(tables) else "]"
    yield "},"
    yield '"changes": ['
    yield from _each(map(_change, archive.changes))
    yield "]"
    yield "}"


def _each(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts, each but the last with a comma after it."""
    last = None
    for text in texts:
        if last is not None:
            yield f"{last},"
        last = text
    if last is not None:
        yield last


def _change(change: ArchivedChange) -> str:
    head = _dumped({name: value for name, value in change._asdict().items() if name != "edits"})
    edits = ",\n ".join(_dumped(edit._asdict()) for edit in change.edits)
    return f'{head[:-1]}, "edits": [{edits and chr(10) + " " + edits}]}}'


_dumped = json.JSONEncoder().encode


def read_archive(data: bytes) -> Archive:
    """Return what `write_archive` wrote. Raises ImportRefused for a damaged file, and for one of a newer version."""
    text = text_of(data)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise broken(text, error) from error
    version = _at(whole, _NAME, int)
    if version > VERSION:
        raise ImportRefused(
            f"This file was written by a newer version of milestone-tui (format {version}). Update this one."
        )
    rows = _at(whole, "rows", dict)
    return Archive(
        _at(whole, "schema", int),
        {table: [_row(row, _NAMING.get(table, ())) for row in _checked(found, list)] for table, found in rows.items()},
        [_read_change(change) for change in _at(whole, "changes", list)],
    )


def _read_change(change: Any) -> ArchivedChange:
    texts = {name: storable(_at(change, name, str)) for name in ("at", "login", "name", "label", "kind", "reported_on")}
    return ArchivedChange(
        **texts,
        reverts=_at(change, "reverts", int, type(None)),
        reason=_at(change, "reason", str, type(None)),
        reason_note=storable(_at(change, "reason_note", str)),
        backdated=_at(change, "backdated", int),
        edits=tuple(_read_edit(edit) for edit in _at(change, "edits", list)),
    )


def _read_edit(edit: Any) -> ArchivedEdit:
    before, after = _at(edit, "before", dict, type(None)), _at(edit, "after", dict, type(None))
    return ArchivedEdit(
        _at(edit, "entity", str),
        _at(edit, "row_id", int),
        _at(edit, "project_id", int, type(None)),
        _at(edit, "milestone_id", int, type(None)),
        None if before is None else _row(before),
        None if after is None else _row(after),
    )


def _row(row: Any, needed: Iterable[str] = ()) -> Row:
    """Return the columns of a row, with values that a database can store; some of them are needed."""
    for name in needed:
        _at(row, name, str, int, type(None))
    for name, value in _checked(row, dict).items():
        if type(value) is str:
            row[name] = storable(value)
        elif value is not None and not (type(value) is int and -(2**63) <= value < 2**63):
            raise ImportRefused(_DAMAGED.format(f'"{name[:40]}" is neither a text nor a whole number'))
    found: Row = row
    return found


def _at(whole: Any, name: str, *types: type) -> Any:
    if not isinstance(whole, Mapping) or name not in whole:
        raise ImportRefused(_DAMAGED.format(f'it lacks "{name}"'))
    return _checked(whole[name], *types)


def _checked(value: Any, *types: type) -> Any:
    """Return a value of one of these types, which bool is not; raise ImportRefused for any other."""
    if type(value) not in types or (type(value) is int and not -(2**63) <= value < 2**63):
        raise ImportRefused(_DAMAGED.format("a part of it has another type than it should"))
    return value
