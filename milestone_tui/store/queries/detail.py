"""One milestone with its details in three queries, which run each time the cursor moves."""

from __future__ import annotations

import sqlite3
from json import loads
from typing import Any

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries.plan as plans
from milestone_tui.errors import NotFound
from milestone_tui.plan.agreements import Acceptance, Answer, Decision, GateDecision
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.store.journal import FORECASTS, forecasts_of
from milestone_tui.store.queries.people import ASSIGNMENT

_ACCEPTANCE = rows.Mapper(
    Acceptance,
    window_days=rows.Column(rows.within(1, 366), "window_days"),
    answer=rows.Column(rows.optional(rows.words(Answer)), "answer"),
)
_DECISION = rows.Mapper(GateDecision, decision=rows.Column(rows.words(Decision), "decision"))

_LINKED = """dependency JOIN milestone ON milestone.id = {other}_id JOIN project ON project.id = project_id
   WHERE {this}_id = :id ORDER BY dependency.id"""

_LISTS: tuple[tuple[rows.Mapper[Any], str], ...] = (
    (rows.CRITERION, "criterion WHERE milestone_id = :id ORDER BY position, id"),
    (plans.LINKED, _LINKED.format(other="predecessor", this="successor")),
    (plans.LINKED, _LINKED.format(other="successor", this="predecessor")),
    (
        ASSIGNMENT,
        "assignment JOIN person ON person.id = person_id WHERE milestone_id = :id ORDER BY person.name COLLATE NOCASE",
    ),
    (_ACCEPTANCE, "acceptance WHERE milestone_id = :id ORDER BY id DESC"),
    (_DECISION, "gate_decision WHERE milestone_id = :id ORDER BY id DESC"),
)
"""The mapper and the rows of each list of `MilestoneDetail`, in order; the forecasts follow."""

_ALL_LISTS = "SELECT " + ", ".join(
    f"(SELECT json_group_array(json(one)) FROM (SELECT json_array({columns}) AS one FROM {found}))"
    for columns, found in (*_LISTS, FORECASTS)
)


def detail(db: sqlite3.Connection, milestone_id: int) -> MilestoneDetail:
    """Return one milestone with its criteria, links, effort, sign-off and forecasts; raise NotFound."""
    milestone = next(plans.milestones(db, (milestone_id,)), None)
    if milestone is None:
        raise NotFound("This milestone no longer exists: somebody deleted it.")
    *lists, forecasts = map(loads, db.execute(_ALL_LISTS, {"id": milestone_id}).fetchone())
    found: list[Any] = [_values(mapper, listed) for (mapper, _), listed in zip(_LISTS, lists, strict=True)]
    return MilestoneDetail._make([plans.project(db, milestone.project_id), milestone, *found, forecasts_of(forecasts)])


def _values(mapper: rows.Mapper[Any], listed: list[rows.Values]) -> tuple[Any, ...]:
    return tuple(mapper.values(*zip(*listed, strict=True))) if listed else ()
