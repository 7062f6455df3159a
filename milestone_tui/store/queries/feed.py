"""Queries of the calendar feed: milestones, their revisions, and what was deleted lately."""

from __future__ import annotations

import json
import sqlite3
from binascii import crc32
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from sys import intern
from typing import Any, NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.feed import KEPT_DAYS, DeletedMilestone, Feed, FeedMilestone, Revision, Submission
from milestone_tui.store.bulk import batches, marks
from milestone_tui.store.queries.plan import projects

_MILESTONE = rows.Mapper(
    FeedMilestone,
    phase=rows.Column(rows.each(intern), "phase"),
    owner=rows.Column(rows.each(intern), "owner"),
)
_MILESTONES = f"""SELECT {_MILESTONE} FROM milestone_view
    WHERE project_id IN (SELECT id FROM project WHERE archived_at IS NULL) ORDER BY id"""
_OF_PROJECT = f"SELECT {_MILESTONE} FROM milestone_view WHERE project_id = ? ORDER BY id"
_SUBMITTED = """SELECT id, approver, submitted_on FROM milestone_view
    WHERE id IN (SELECT milestone_id FROM acceptance UNION SELECT id FROM milestone WHERE state = 'submitted')
        AND state <> 'cancelled' AND accepted_on IS NULL AND (state = 'submitted' OR submitted_on IS NOT NULL)"""
_FIRST_CHANGE = "SELECT at, name, label FROM change ORDER BY id LIMIT 1"
_OWN_EDITS = """SELECT milestone_id, count(*), min(change_id), max(change_id) FROM edit
    WHERE milestone_id IS NOT NULL GROUP BY milestone_id ORDER BY milestone_id"""
_OTHER_EDITS = """SELECT row_id, count(*), min(change_id), max(change_id) FROM edit
    WHERE entity = ? GROUP BY row_id ORDER BY row_id"""
_INSTANTS = "SELECT id, at FROM change WHERE id IN ({marks})"
_DELETED = """SELECT edit.row_id, edit.project_id, edit.before FROM edit JOIN change ON change.id = edit.change_id
    WHERE edit.milestone_id IN ({marks}) AND edit.entity = 'milestone' AND edit.after IS NULL AND change.at >= ?
    ORDER BY edit.id"""
_DELETED_PROJECTS = """SELECT row_id, before FROM edit WHERE entity = 'project' AND after IS NULL
    AND row_id NOT IN (SELECT id FROM project) ORDER BY id"""


class _Edits(NamedTuple):
    """The edits of one row: how many, and the changes with the first and the last."""

    row_id: int
    number: int
    first: int
    last: int


_NONE = _Edits(0, 0, 0, 0)
_Gone = Mapping[int, tuple[int, Mapping[str, Any]]]
"""Project and last columns of deleted milestones, by id."""


def feed(db: sqlite3.Connection, project_key: str | None, today: date) -> Feed:
    """Return the milestones of all projects that are not archived, or of the named one, and those deleted lately.

    Raises NotFound if there is no such project.
    """
    found = {project.id: project for project in projects(db, project_key, archived=False)}
    query = (_MILESTONES,) if project_key is None else (_OF_PROJECT, tuple(found))
    milestones = tuple(_MILESTONE.read(db.execute(*query)))
    own = {row[0]: _Edits._make(row) for row in db.execute(_OWN_EDITS)}
    gone = _gone(db, own, today - timedelta(days=KEPT_DAYS))
    keys = {id_: project.key for id_, project in found.items()}
    if gone and project_key is None:
        keys |= {id_: json.loads(before)["key"] for id_, before in db.execute(_DELETED_PROJECTS)}
    deleted = tuple(_deleted(db, gone, keys))
    homes = ((id_, gone[id_][0], None, None) for id_, *_ in deleted)
    revisions = _revisions(db, own, (*(milestone[:4] for milestone in milestones), *homes))
    submissions = {id_: Submission(rows.text(who), rows.day(on)) for id_, who, on in db.execute(_SUBMITTED)}
    return Feed(_identity(db), found, milestones, deleted, submissions, revisions)


def _identity(db: sqlite3.Connection) -> str:
    """Return what tells this database from others: the journal is append-only, so its first change never changes."""
    first = db.execute(_FIRST_CHANGE).fetchone() or ()
    return f"{crc32(repr(first).encode(errors='replace')):08x}"


def _revisions(
    db: sqlite3.Connection, own: Mapping[int, _Edits], homes: Iterable[tuple[int, int, int | None, int | None]]
) -> dict[int, Revision]:
    """Return the revisions of milestones, each given with the ids of its project, phase and owner."""
    projects_, phases, people = (
        {row[0]: _Edits._make(row) for row in db.execute(_OTHER_EDITS, (entity,))}
        for entity in ("project", "phase", "person")
    )
    counted: dict[int, tuple[int, int, int]] = {}
    for id_, project_id, phase_id, owner_id in homes:
        if (edits := own.get(id_)) is None:
            continue
        project = projects_.get(project_id, _NONE)
        phase = _NONE if phase_id is None else phases.get(phase_id, _NONE)
        owner = _NONE if owner_id is None else people.get(owner_id, _NONE)
        last = max(edits.last, project.last, phase.last, owner.last)
        counted[id_] = edits.number + project.number, edits.first, last
    wanted = {change_id for _, *ends in counted.values() for change_id in ends}
    instants = {
        id_: rows.moment(at)
        for batch in batches(sorted(wanted))
        for id_, at in db.execute(_INSTANTS.format(marks=marks(batch)), batch)
    }
    return {id_: Revision(number, instants[first], instants[last]) for id_, (number, first, last) in counted.items()}


def _gone(db: sqlite3.Connection, known: Mapping[int, object], since: date) -> _Gone:
    """Return those of the milestones known to the journal that were deleted since a day."""
    present = {id_ for (id_,) in db.execute("SELECT id FROM milestone")}
    return {
        id_: (project_id, json.loads(before))
        for batch in batches(known.keys() - present)
        for id_, project_id, before in db.execute(_DELETED.format(marks=marks(batch)), (*batch, since.isoformat()))
    }


def _deleted(db: sqlite3.Connection, gone: _Gone, keys: Mapping[int, str]) -> Iterator[DeletedMilestone]:
    """Yield the deleted milestones that had a date, of the projects with these keys."""
    people: Mapping[int, str] = dict(db.execute("SELECT id, name FROM person")) if gone else {}
    for id_, (project_id, last) in sorted(gone.items()):
        on = rows.day(last["done_on"] or last["due_on"])
        if project_id in keys and on is not None:
            title, owner = rows.text(last["title"]), people.get(last["owner_id"], "")
            yield DeletedMilestone(id_, rows.key(keys[project_id]), title, owner, on)
