"""Questions about people and baselines; no screen needs them at the start."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole, Role


class _Load(NamedTuple):
    """What a person has to do."""

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
_ENTRY = rows.Mapper(
    BaselineEntry,
    "baseline_entry",
    title=rows.Column(rows.texts, "coalesce(nullif(baseline_entry.title, ''), milestone.title, '')"),
    value=rows.Column(rows.each(rows.money), "baseline_entry.value_minor", "project.currency"),
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

_ENTRIES = f"""SELECT {_ENTRY} FROM baseline JOIN project ON project.id = baseline.project_id
    JOIN baseline_entry ON baseline_entry.baseline_id = baseline.id
    LEFT JOIN milestone ON milestone.id = baseline_entry.milestone_id
    WHERE baseline.id = ? ORDER BY baseline_entry.due_on IS NULL, baseline_entry.due_on, baseline_entry.milestone_id"""

_LOADS = f"""
    WITH active AS (
        SELECT milestone.* FROM milestone JOIN project ON project.id = project_id
        WHERE milestone.state NOT IN ('done', 'cancelled') AND {rows.IS_LIVE}
            AND coalesce(project_id = :project, TRUE)
    )
    SELECT {_LOAD} FROM person"""


def roles(db: sqlite3.Connection, project_id: int | None) -> tuple[ProjectRole, ...]:
    """Return who is what, in a project or in all that are not in the archive."""
    where = "archived_at IS NULL" if project_id is None else "project.id = :project"
    return tuple(_ROLE.read(db.execute(_ROLES.format(where=where), {"project": project_id})))


def assignments(db: sqlite3.Connection, person_id: int | None) -> tuple[Assignment, ...]:
    """Return the work of a person, or all there is."""
    return tuple(ASSIGNMENT.read(db.execute(_ASSIGNMENTS, {"person": person_id})))


def people(db: sqlite3.Connection, project_id: int | None = None) -> tuple[PersonSummary, ...]:
    """Return everybody with what they are and have to do, by name; of a project, who is or has to do something."""
    of: dict[int, list[ProjectRole]] = defaultdict(list)
    for role in roles(db, project_id):
        of[role.person_id].append(role)
    loads = {load.person_id: load[1:] for load in _LOAD.read(db.execute(_LOADS, {"project": project_id}))}
    found = rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY name COLLATE NOCASE"))
    everybody = (PersonSummary(person, tuple(of[person.id]), *loads[person.id]) for person in found)
    if project_id is None:
        return tuple(everybody)
    return tuple(who for who in everybody if who.roles or who.owned or who.approves or who.effort_days)


def baseline_entries(db: sqlite3.Connection, baseline_id: int) -> tuple[BaselineEntry, ...]:
    """Return what a baseline holds, by date."""
    return tuple(_ENTRY.read(db.execute(_ENTRIES, (baseline_id,))))
