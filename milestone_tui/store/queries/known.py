"""Query of what an import compares its file with."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries.sources as sources
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.plan.importing.archives import KnownNames
from milestone_tui.plan.importing.known import Known, KnownProject, Names, ProjectName
from milestone_tui.plan.people import Role
from milestone_tui.store.queries.plan import plan, project

_MANAGER = """SELECT person.name FROM project_person JOIN person ON person.id = person_id
    WHERE project_id = ? AND role = ? ORDER BY project_person.id LIMIT 1"""
_DECIDED = """SELECT DISTINCT milestone_id FROM gate_decision JOIN milestone ON milestone.id = milestone_id
    WHERE project_id = ?"""


def known(
    db: sqlite3.Connection, incoming: ImportedPlan, day: date | None = None, later: Collection[int] = ()
) -> Known:
    """Return what is here of the projects, people and links that a file may name; raise InvalidInput.

    With an earlier `day`, what files said on a later one does not count; the milestones `later` did not exist then.
    """
    everything = [
        ProjectName(id_, rows.text(key), rows.text(name))
        for id_, key, name in db.execute("SELECT id, key, name FROM project ORDER BY id")
    ]
    known_names = Names(everything)
    named = [(source, known_names.find(source.name)) for source in incoming.projects]
    found = {name.id for _, name in named if name is not None}
    projects = {id_: _project(db, id_, incoming.source, day, frozenset(later)) for id_ in sorted(found)}
    has_links = any(source.links for source in incoming.projects)
    had_links = any(source.predecessors for project in projects.values() for source in project.sources.values())
    missing = [source for source, name in named if name is None]
    return Known(
        everything,
        projects,
        tuple(rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY id"))),
        _lags(db) if found and (has_links or had_links) else {},
        sources.likely_projects(db, missing, incoming.source) if missing else {},
    )


def names(db: sqlite3.Connection) -> KnownNames:
    """Return the names in use, which an archive does not bring again."""
    project, person, template = (
        tuple(rows.text(name) for (name,) in db.execute(f"SELECT {column} FROM {table} ORDER BY id"))
        for table, column in (("project", "key"), ("person", "name"), ("template", "name"))
    )
    return KnownNames(project, person, template)


def _project(
    db: sqlite3.Connection, project_id: int, kind: str, day: date | None, later: frozenset[int]
) -> KnownProject:
    days_off = rows.HOLIDAY.read(db.execute(f"SELECT {rows.HOLIDAY} FROM holiday WHERE project_id = ?", (project_id,)))
    manager = db.execute(_MANAGER, (project_id, Role.MANAGER.value)).fetchone()
    found = sources.sources_of(db, project_id, kind, day)
    return KnownProject(
        plan(db, project(db, project_id)),
        {holiday.day: holiday for holiday in days_off},
        rows.text(manager[0]) if manager else "",
        found,
        sources.touched_fields(db, project_id, {id_ for id_, one in found.items() if not one.is_later}, day),
        frozenset(id_ for (id_,) in db.execute(_DECIDED, (project_id,))),
        later,
        sources.deleted_sources(db, project_id, kind) if day is None else (),
    )


def _lags(db: sqlite3.Connection) -> Mapping[tuple[int, int], int]:
    found = rows.LINK.read(db.execute(f"SELECT {rows.LINK} FROM dependency ORDER BY id"))
    return {(link.predecessor_id, link.successor_id): link.lag for link in found}
