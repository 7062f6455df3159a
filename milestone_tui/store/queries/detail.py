"""One milestone with all that hangs on it, in three queries: a cursor that moves through a plan asks them each time."""

from __future__ import annotations

import sqlite3
from datetime import date
from json import loads

import milestone_tui.store.mappers as rows
from milestone_tui.errors import NotFound
from milestone_tui.plan.agreements import Acceptance, Answer, Decision, GateDecision
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.plan.people import Assignment
from milestone_tui.store.journal import FORECASTS, forecasts_of

_LINKED = """dependency JOIN milestone ON milestone.id = {other}_id JOIN project ON project.id = project_id
    WHERE {this}_id = :id ORDER BY dependency.id"""
_LINK = "milestone.id, project.key, title, due_on, done_on, lag, kept"

_LISTS = (
    (rows.CRITERION, "criterion WHERE milestone_id = :id ORDER BY position, id"),
    (_LINK, _LINKED.format(other="predecessor", this="successor")),
    (_LINK, _LINKED.format(other="successor", this="predecessor")),
    (
        "assignment.id, person_id, person.name, milestone_id, effort_hundredths",
        "assignment JOIN person ON person.id = person_id WHERE milestone_id = :id ORDER BY person.name COLLATE NOCASE",
    ),
    (
        "id, milestone_id, submitted_on, submitted_by, window_days, answer, answered_on, answered_by, note",
        "acceptance WHERE milestone_id = :id ORDER BY id DESC",
    ),
    (
        "id, milestone_id, decision, decided_on, decided_by, note",
        "gate_decision WHERE milestone_id = :id ORDER BY id DESC",
    ),
    FORECASTS,
)
"""The columns and the rows of each list of `MilestoneDetail`, in its order."""

_ALL_LISTS = "SELECT " + ", ".join(
    f"(SELECT json_group_array(json(one)) FROM (SELECT json_array({columns}) AS one FROM {found}))"
    for columns, found in _LISTS
)


def detail(db: sqlite3.Connection, milestone_id: int) -> MilestoneDetail:
    """Return one milestone with all that hangs on it; raises NotFound."""
    row = db.execute(f"SELECT {rows.MILESTONE} FROM milestone_view WHERE id = ?", (milestone_id,)).fetchone()
    if row is None:
        raise NotFound("That milestone no longer exists.")
    milestone = rows.milestone(row)
    home = db.execute(f"SELECT {rows.PROJECT} FROM project WHERE id = ?", (milestone.project_id,)).fetchone()
    lists = map(loads, db.execute(_ALL_LISTS, {"id": milestone_id}).fetchone())
    criteria, before, after, work, acceptances, decisions, forecasts = lists
    return MilestoneDetail(
        rows.project(home),
        milestone,
        tuple(map(rows.criterion, criteria)),
        tuple(map(_linked, before)),
        tuple(map(_linked, after)),
        tuple(map(_assignment, work)),
        tuple(map(_acceptance, acceptances)),
        tuple(map(_decision, decisions)),
        forecasts_of(forecasts),
    )


def _linked(row: rows.Row) -> LinkedMilestone:
    id_, key, title, due_on, done_on, lag, kept = row
    days = rows.day(due_on), rows.day(done_on)
    return LinkedMilestone(id_, rows.key(key), rows.text(title), *days, rows.lag(lag), kept == 1)


def _assignment(row: rows.Row) -> Assignment:
    return Assignment(row[0], row[1], rows.text(row[2]), row[3], rows.hundredths(row[4]))


def _acceptance(row: rows.Row) -> Acceptance:
    answer = None if row[5] is None else Answer(row[5])
    if not 1 <= row[4] <= 366:
        raise ValueError(row[4])
    days = date.fromisoformat(row[2]), rows.day(row[6])
    return Acceptance(row[0], row[1], days[0], rows.text(row[3]), row[4], answer, days[1], *map(rows.text, row[7:]))


def _decision(row: rows.Row) -> GateDecision:
    return GateDecision(row[0], row[1], Decision(row[2]), date.fromisoformat(row[3]), *map(rows.text, row[4:]))
