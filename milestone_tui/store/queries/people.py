"""Queries about people: their roles, effort and load."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole, Role


class _Load(NamedTuple):
    """The load of a person: open milestones and effort."""

    person_id: int
    owned: int
    approves: int
    waiting: int
    effort_days: Decimal


_ROLE = rows.Mapper(
    ProjectRole,
    id=rows.Column(rows.same, "project_person.id"),
    project_key=rows.Column(rows.each(rows.key), "project.key"),
    person=rows.Column(rows.texts, "person.name"),
    role=rows.Column(rows.words(Role), "role"),
)
ASSIGNMENT = rows.Mapper(
    Assignment,
    id=rows.Column(rows.same, "assignment.id"),
    person=rows.Column(rows.texts, "person.name"),
    effort_days=rows.Column(rows.each(rows.hundredths), "effort_hundredths"),
)
_LOAD = rows.Mapper(
    _Load,
    person_id=rows.Column(rows.same, "person.id"),
    owned=rows.Column(rows.same, "(SELECT count(*) FROM active WHERE owner_id = person.id)"),
    approves=rows.Column(rows.same, "(SELECT count(*) FROM active WHERE approver_id = person.id)"),
    waiting=rows.Column(
        rows.same, "(SELECT count(*) FROM active WHERE approver_id = person.id AND state = 'submitted')"
    ),
    effort_days=rows.Column(
        rows.each(rows.hundredths),
        "(SELECT coalesce(sum(effort_hundredths), 0) FROM assignment JOIN active ON active.id = milestone_id "
        "WHERE person_id = person.id)",
    ),
)

_ROLES = f"""SELECT {_ROLE} FROM project_person
    JOIN project ON project.id = project_id JOIN person ON person.id = person_id
    WHERE {{where}} ORDER BY project.key, instr('manager sponsor client team', role), person.name COLLATE NOCASE"""

_ASSIGNMENTS = f"""SELECT {ASSIGNMENT} FROM assignment
    JOIN person ON person.id = person_id WHERE :person IS NULL OR person_id = :person
    ORDER BY person.name COLLATE NOCASE, milestone_id"""

_LOADS = f"""
    WITH active AS (
        SELECT milestone.* FROM milestone JOIN project ON project.id = project_id
        WHERE milestone.state NOT IN ('done', 'cancelled') AND {rows.IS_LIVE}
            AND coalesce(project_id = :project, TRUE)
    )
    SELECT {_LOAD} FROM person"""


def roles(db: sqlite3.Connection, project_id: int | None) -> tuple[ProjectRole, ...]:
    """Return the roles in a project, or in all projects that are not archived."""
    where = "archived_at IS NULL" if project_id is None else "project.id = :project"
    return tuple(_ROLE.read(db.execute(_ROLES.format(where=where), {"project": project_id})))


def assignments(db: sqlite3.Connection, person_id: int | None) -> tuple[Assignment, ...]:
    """Return the effort of one person, or of all."""
    return tuple(ASSIGNMENT.read(db.execute(_ASSIGNMENTS, {"person": person_id})))


def people(db: sqlite3.Connection, project_id: int | None = None) -> tuple[PersonSummary, ...]:
    """Return all people with their roles and load, by name; for a project, only those involved in it."""
    of: dict[int, list[ProjectRole]] = defaultdict(list)
    for role in roles(db, project_id):
        of[role.person_id].append(role)
    loads = {load.person_id: load[1:] for load in _LOAD.read(db.execute(_LOADS, {"project": project_id}))}
    found = rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY name COLLATE NOCASE"))
    everybody = (PersonSummary(person, tuple(of[person.id]), *loads[person.id]) for person in found)
    if project_id is None:
        return tuple(everybody)
    return tuple(who for who in everybody if who.roles or who.owned or who.approves or who.effort_days)
