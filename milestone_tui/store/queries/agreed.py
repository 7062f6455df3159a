"""Questions about people, days off, baselines, acceptance, gates and templates; no screen needs them at the start."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.agreements import Acceptance, Answer, BaselineEntry, Decision, GateDecision
from milestone_tui.plan.model import Holiday, SavedTemplate
from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole, Role

_ACCEPTANCE = "id, milestone_id, submitted_on, submitted_by, window_days, answer, answered_on, answered_by, note"
_DECISION = "id, milestone_id, decision, decided_on, decided_by, note"

_ROLES = """SELECT project_person.id, project_id, project.key, person_id, person.name, role FROM project_person
    JOIN project ON project.id = project_id JOIN person ON person.id = person_id
    WHERE {where} ORDER BY project.key, instr('manager sponsor client team', role), person.name COLLATE NOCASE"""

_ASSIGNMENTS = """SELECT assignment.id, person_id, person.name, milestone_id, effort_hundredths FROM assignment
    JOIN person ON person.id = person_id WHERE {where} ORDER BY person.name COLLATE NOCASE, milestone_id"""

_ENTRIES = """SELECT baseline_entry.milestone_id, coalesce(nullif(baseline_entry.title, ''), milestone.title, ''),
        baseline_entry.due_on, baseline_entry.value_minor, project.currency
    FROM baseline JOIN project ON project.id = baseline.project_id
    JOIN baseline_entry ON baseline_entry.baseline_id = baseline.id
    LEFT JOIN milestone ON milestone.id = baseline_entry.milestone_id
    WHERE baseline.id = ? ORDER BY baseline_entry.due_on IS NULL, baseline_entry.due_on, baseline_entry.milestone_id"""

_LOADS = f"""
    WITH active AS (
        SELECT milestone.* FROM milestone JOIN project ON project.id = project_id
        WHERE milestone.state NOT IN ('done', 'cancelled') AND {rows.IS_LIVE}
            AND coalesce(project_id = :project, TRUE)
    )
    SELECT person.id,
        (SELECT count(*) FROM active WHERE owner_id = person.id),
        (SELECT count(*) FROM active WHERE approver_id = person.id),
        (SELECT count(*) FROM active WHERE approver_id = person.id AND state = 'submitted'),
        (SELECT coalesce(sum(effort_hundredths), 0) FROM assignment JOIN active ON active.id = milestone_id
            WHERE person_id = person.id)
    FROM person"""


def holidays(db: sqlite3.Connection, project_id: int) -> tuple[Holiday, ...]:
    """Return the days off of a project, by day."""
    query = f"SELECT {rows.HOLIDAY} FROM holiday WHERE project_id = ? ORDER BY day"
    return tuple(map(rows.holiday, db.execute(query, (project_id,))))


def roles(db: sqlite3.Connection, project_id: int | None) -> tuple[ProjectRole, ...]:
    """Return who is what, in a project or in all that are not in the archive."""
    where = "archived_at IS NULL" if project_id is None else "project.id = :project"
    found = db.execute(_ROLES.format(where=where), {"project": project_id})
    return tuple(
        ProjectRole(row[0], row[1], rows.key(row[2]), row[3], rows.text(row[4]), Role(row[5])) for row in found
    )


def assignments(
    db: sqlite3.Connection, milestone_id: int | None = None, person_id: int | None = None
) -> tuple[Assignment, ...]:
    """Return the work on a milestone, or of a person, or all there is."""
    where = "(:milestone IS NULL OR milestone_id = :milestone) AND (:person IS NULL OR person_id = :person)"
    if milestone_id is not None:
        where = "milestone_id = :milestone"  # on its own, so that the index is used
    found = db.execute(_ASSIGNMENTS.format(where=where), {"milestone": milestone_id, "person": person_id})
    return tuple(Assignment(row[0], row[1], rows.text(row[2]), row[3], rows.hundredths(row[4])) for row in found)


def people(db: sqlite3.Connection, project_id: int | None = None) -> tuple[PersonSummary, ...]:
    """Return everybody with what they are and have to do, by name; of a project, who is or has to do something."""
    of: dict[int, list[ProjectRole]] = defaultdict(list)
    for role in roles(db, project_id):
        of[role.person_id].append(role)
    loads = {row[0]: row[1:] for row in db.execute(_LOADS, {"project": project_id})}
    found = []
    for row in db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY name COLLATE NOCASE"):
        person = rows.person(row)
        owned, approves, waiting, effort = loads[person.id]
        if project_id is not None and not (of[person.id] or owned or approves or effort):
            continue
        found.append(PersonSummary(person, tuple(of[person.id]), owned, approves, waiting, rows.hundredths(effort)))
    return tuple(found)


def baseline_entries(db: sqlite3.Connection, baseline_id: int) -> tuple[BaselineEntry, ...]:
    """Return what a baseline holds, by date."""
    found = db.execute(_ENTRIES, (baseline_id,))
    return tuple(
        BaselineEntry(baseline_id, id_, rows.text(title), rows.day(due_on), rows.money(minor, currency))
        for id_, title, due_on, minor, currency in found
    )


def acceptances(db: sqlite3.Connection, milestone_id: int) -> tuple[Acceptance, ...]:
    """Return every round of acceptance of a milestone, the last first."""
    query = f"SELECT {_ACCEPTANCE} FROM acceptance WHERE milestone_id = ? ORDER BY id DESC"
    return tuple(map(_acceptance, db.execute(query, (milestone_id,))))


def decisions(db: sqlite3.Connection, milestone_id: int) -> tuple[GateDecision, ...]:
    """Return what was decided at a gate, the last first."""
    query = f"SELECT {_DECISION} FROM gate_decision WHERE milestone_id = ? ORDER BY id DESC"
    return tuple(map(_decision, db.execute(query, (milestone_id,))))


def templates(db: sqlite3.Connection) -> tuple[SavedTemplate, ...]:
    """Return the templates that were saved, by name."""
    query = f"SELECT {rows.TEMPLATE} FROM template ORDER BY name COLLATE NOCASE"
    return tuple(map(rows.template, db.execute(query)))


def _acceptance(row: rows.Row) -> Acceptance:
    answer = None if row[5] is None else Answer(row[5])
    if not 1 <= row[4] <= 366:
        raise ValueError(row[4])
    return Acceptance(
        row[0],
        row[1],
        date.fromisoformat(row[2]),
        rows.text(row[3]),
        row[4],
        answer,
        rows.day(row[6]),
        *map(rows.text, row[7:]),
    )


def _decision(row: rows.Row) -> GateDecision:
    return GateDecision(row[0], row[1], Decision(row[2]), date.fromisoformat(row[3]), *map(rows.text, row[4:]))
