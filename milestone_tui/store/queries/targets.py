"""What the palette can go to: the names of all projects, people and milestones, for searching by a few letters."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence

import milestone_tui.store.mappers as rows
from milestone_tui.plan.language.name_search import NameIndex, Target
from milestone_tui.store.bulk import marks

_NO_TEXT = rows.Column(rows.same, "''")
_NONE = rows.Column(rows.same, "NULL")
_NO = rows.Column(rows.flags, "0")
_KEY = rows.Column(rows.each(rows.key), "project.key")
_PROJECT = rows.Mapper(
    Target,
    "project",
    project_id=rows.Column(rows.same, "id"),
    project_key=_KEY,
    is_milestone=_NO,
    note=rows.Column(rows.texts, "client"),
    due_on=_NONE,
    done_on=_NONE,
)
_PERSON = rows.Mapper(
    Target,
    "person",
    project_id=_NONE,
    project_key=_NO_TEXT,
    is_milestone=_NO,
    note=rows.Column(rows.texts, "organisation"),
    due_on=_NONE,
    done_on=_NONE,
)
_MILESTONE = rows.Mapper(
    Target,
    "milestone",
    name=rows.Column(rows.texts, "milestone.title"),
    project_key=_KEY,
    is_milestone=rows.Column(rows.flags, "1"),
    note=_NO_TEXT,
)
# As two texts, which SQLite joins: of 50,000 rows that takes half the time, and no row is made in Python.
_TITLES = """SELECT group_concat(id), group_concat(name, char(10)) FROM (
    SELECT milestone.id, {title} || ' ' || key AS name FROM milestone JOIN project ON project.id = project_id
    WHERE project_id = :here UNION ALL
    SELECT milestone.id, {title} || ' ' || key FROM milestone CROSS JOIN project ON project.id = project_id
    WHERE project_id IS NOT :here)"""


def name_index(db: sqlite3.Connection, here: int | None) -> NameIndex:
    """Return all names; of equal matches those in the project `here` come first."""
    projects = _PROJECT.read(db.execute(f"SELECT {_PROJECT} FROM project ORDER BY archived_at IS NOT NULL, key"))
    people = _PERSON.read(db.execute(f"SELECT {_PERSON} FROM person ORDER BY name COLLATE NOCASE"))
    named = (*projects, *people)
    joined, titles = db.execute(_TITLES.format(title="title"), {"here": here}).fetchone()
    ids = array("q", map(int, joined.split(",") if joined else ()))
    if ids and (titles or "").count("\n") != len(ids) - 1:  # another program wrote titles of two lines, or none
        query = _TITLES.format(title="replace(coalesce(title, ''), char(10), ' ')")
        _, titles = db.execute(query, {"here": here}).fetchone()
    return NameIndex(named, ids, rows.text(titles or ""))


def milestone_targets(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Target]:
    """Return the milestones of these ids that still exist, by id."""
    of = f"milestone JOIN project ON project.id = project_id WHERE milestone.id IN ({marks(ids)})"
    found = db.execute(f"SELECT {_MILESTONE} FROM {of}", ids)
    return {target.id: target for target in _MILESTONE.read(found)}
