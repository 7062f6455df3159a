"""Query of what an import compares its file with."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import milestone_tui.store.mappers as rows
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.plan.importing.archives import KnownNames
from milestone_tui.plan.importing.known import Known, KnownProject, Names, ProjectName
from milestone_tui.plan.people import Role
from milestone_tui.store.queries.plan import plan, project

_MANAGER = """SELECT person.name FROM project_person JOIN person ON person.id = person_id
    WHERE project_id = ? AND role = ? ORDER BY project_person.id LIMIT 1"""


def known(db: sqlite3.Connection, incoming: ImportedPlan) -> Known:
    """Return what is here of the projects, people and links that a file may name; raise InvalidInput."""
    everything = [
        ProjectName(id_, rows.text(key), rows.text(name))
        for id_, key, name in db.execute("SELECT id, key, name FROM project ORDER BY id")
    ]
    known_names = Names(everything)
    found = {name.id for source in incoming.projects if (name := known_names.find(source.name)) is not None}
    return Known(
        everything,
        {id_: _project(db, id_) for id_ in sorted(found)},
        tuple(rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY id"))),
        _lags(db) if found and any(source.links for source in incoming.projects) else {},
    )


def names(db: sqlite3.Connection) -> KnownNames:
    """Return the names in use, which an archive does not bring again."""
    project, person, template = (
        tuple(rows.text(name) for (name,) in db.execute(f"SELECT {column} FROM {table} ORDER BY id"))
        for table, column in (("project", "key"), ("person", "name"), ("template", "name"))
    )
    return KnownNames(project, person, template)


def _project(db: sqlite3.Connection, project_id: int) -> KnownProject:
    days_off = rows.HOLIDAY.read(db.execute(f"SELECT {rows.HOLIDAY} FROM holiday WHERE project_id = ?", (project_id,)))
    manager = db.execute(_MANAGER, (project_id, Role.MANAGER.value)).fetchone()
    return KnownProject(
        plan(db, project(db, project_id)),
        {holiday.day: holiday for holiday in days_off},
        rows.text(manager[0]) if manager else "",
    )


def _lags(db: sqlite3.Connection) -> Mapping[tuple[int, int], int]:
    found = rows.LINK.read(db.execute(f"SELECT {rows.LINK} FROM dependency ORDER BY id"))
    return {(link.predecessor_id, link.successor_id): link.lag for link in found}
