"""Queries of what the files imported before said of milestones, and of what was changed here since."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.fields import MILESTONE_FIELDS, NEW_MILESTONE, FieldKind
from milestone_tui.plan.imported import IncomingProject
from milestone_tui.plan.importing.likely import Likely, Recorded, likely_project
from milestone_tui.plan.importing.sources import WRITTEN, NewSource, Said, Source
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.field_values import NAMED, to_column

_PREDECESSORS, _SERIES, _NAME, _GONE = "predecessors", "series", "name", "gone"
_LATEST_DAY = "9999-12-31"

_SOURCES = """SELECT milestone_id, source_id, said, reported_on > ? FROM milestone_source
    WHERE project_id = ? AND kind = ? ORDER BY milestone_id"""
_ALL_SOURCES = """SELECT key, name, source_id, said FROM milestone_source JOIN project ON project.id = project_id
    WHERE kind = ? AND archived_at IS NULL ORDER BY project_id, milestone_source.id"""
_EDITS = """SELECT edit.milestone_id, entity, before IS NULL, after, label
    FROM edit JOIN change ON change.id = change_id
    WHERE project_id = ? AND entity IN ('milestone', 'dependency') AND reported_on <= ? ORDER BY edit.id"""

_DELETED = """SELECT json_extract(before, '$.source_id'), json_extract(before, '$.said')
    FROM edit JOIN change ON change.id = change_id
    WHERE edit.project_id = ? AND entity = 'milestone_source' AND after IS NULL AND change.kind <> 'undo'
        AND json_valid(before) AND json_extract(before, '$.kind') = ?
        AND edit.id = (SELECT max(id) FROM edit AS last
            WHERE last.entity = edit.entity AND last.row_id = edit.row_id)"""

_BY_IMPORT = ("Import ", "Update ")
"""How labels of changes begin by which a file brought its values."""
_FIELDS = {spec.column: name for name, spec in MILESTONE_FIELDS.items()}
_EMPTY = {
    name: None if spec.kind in NAMED else to_column(spec, NEW_MILESTONE[name], "EUR")
    for name, spec in MILESTONE_FIELDS.items()
}
"""What the columns of a milestone hold of which only the title is known."""


def sources_of(db: sqlite3.Connection, project_id: int, kind: str, day: date | None) -> Mapping[int, Source]:
    """Return what the last file of a kind said, by milestone; with `day`, a file for a later one is marked as such.

    A row that another program has made unreadable counts as missing.
    """
    found = {}
    until = _LATEST_DAY if day is None else day.isoformat()
    for milestone_id, source_id, text, is_later in db.execute(_SOURCES, (until, project_id, kind)):
        try:
            found[milestone_id] = _decoded(source_id, text, is_later=is_later == 1)
        except UNREADABLE:
            continue
    return found


def deleted_sources(db: sqlite3.Connection, project_id: int, kind: str) -> tuple[Source, ...]:
    """Return what files of a kind said of milestones that somebody has deleted here."""
    found = []
    for source_id, text in db.execute(_DELETED, (project_id, kind)):
        try:
            found.append(_decoded(source_id, text))
        except UNREADABLE:
            continue
    return tuple(found)


def touched_fields(
    db: sqlite3.Connection, project_id: int, known: Collection[int], day: date | None
) -> Mapping[int, frozenset[str]]:
    """Return the fields that somebody has set here, of milestones that are not `known` from a file."""
    query = "SELECT count(*) FROM milestone WHERE project_id = ?"
    if db.execute(query, (project_id,)).fetchone()[0] == len(known):
        return {}  # the usual case
    found: dict[int, set[str]] = {}
    until = _LATEST_DAY if day is None else day.isoformat()
    for milestone_id, entity, adds, after, label in db.execute(_EDITS, (project_id, until)):
        if milestone_id in known or label.startswith(_BY_IMPORT):
            continue
        touched = found.setdefault(milestone_id, set())
        if entity == "dependency":
            touched.add(_PREDECESSORS)
        elif after is not None:
            touched.update(_set_fields(after, adds=adds))
    return {id_: frozenset(fields) for id_, fields in found.items()}


def _set_fields(after: str, *, adds: int) -> Iterable[str]:
    """Return the fields that an edit set: those that differ from the empty ones if it added the milestone."""
    try:
        values = json.loads(after).items()
    except UNREADABLE:
        return ()
    named = ((_FIELDS[column], value) for column, value in values if column in _FIELDS)
    return [name for name, value in named if not adds or value != _EMPTY[name]]


def likely_projects(db: sqlite3.Connection, missing: Iterable[IncomingProject], kind: str) -> Mapping[str, Likely]:
    """Return the projects whose last file was surely the same plan, by the names in this file."""
    recorded: dict[str, Recorded] = {}
    for key, name, source_id, text in db.execute(_ALL_SOURCES, (kind,)):
        try:
            source = _decoded(source_id, text)
        except UNREADABLE:
            continue
        recorded.setdefault(rows.key(key), Recorded(rows.text(name), set(), set())).add(source)
    found = ((source.name, likely_project(source, recorded)) for source in missing) if recorded else ()
    return {name: likely for name, likely in found if likely is not None}


# What a file said, as JSON ----------------------------------------------------------------------------------------


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
"""Made once: a file has many milestones."""


def encoded(source: NewSource, predecessors: Mapping[int, int]) -> str:
    """Return what a file said of a milestone as JSON; `predecessors` are its links, by id."""
    values: dict[str, Any] = {field: _plain(value) for field, value in source.said.items()}
    if predecessors:
        values[_PREDECESSORS] = {str(id_): lag for id_, lag in sorted(predecessors.items())}
    if source.series:
        values[_SERIES] = source.series
    if source.name != _name_in(source.said):
        values[_NAME] = source.name
    if source.is_gone:
        values[_GONE] = True
    return _ENCODER.encode(values)


def _name_in(said: Said) -> tuple[str, str]:
    return str(said.get("title", "")), str(said.get("phase", ""))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def _decoded(source_id: str, text: str, *, is_later: bool = False) -> Source:
    """Return what a file said of a milestone; raise one of UNREADABLE."""
    values = json.loads(text)
    predecessors = {int(id_): int(lag) for id_, lag in values.pop(_PREDECESSORS, {}).items()}
    series, name, is_gone = int(values.pop(_SERIES, 0)), values.pop(_NAME, None), values.pop(_GONE, False) is True
    said = {field: _value(field, value) for field, value in values.items()}
    title, phase = map(str, name) if name else _name_in(said)
    return Source(rows.text(source_id), said, predecessors, series, (title, phase), is_gone, is_later)


def _value(field: str, value: Any) -> object:
    if field in ("baseline_on", WRITTEN):
        return date.fromisoformat(value)
    if field == "cancelled":
        return value is True
    spec = MILESTONE_FIELDS[field]
    if spec.kind is FieldKind.DAY:
        return date.fromisoformat(value)
    if spec.kind is FieldKind.MONEY or isinstance(spec.default, Decimal):
        return Decimal(value)
    if spec.kind is FieldKind.CHOICE:
        return spec.choices(value)
    return tuple(value) if isinstance(value, list) else value
