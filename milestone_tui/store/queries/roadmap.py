"""Marks on a time axis: all milestones of a project, or as many as an axis can show."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.portfolio import RoadmapMark
from milestone_tui.plan.sign import Sign, sign_of

MOST_MARKS = 400
"""Marks of one project beyond which one stands for its neighbours in time: no axis has more cells."""

_ON = "coalesce(milestone.done_on, milestone.due_on)"
_COUNTED = "milestone.state <> 'cancelled'"


class _Found(NamedTuple):
    """The columns of a milestone that a mark needs."""

    id: int
    title: str
    on: date
    kind: str
    state: str
    rejected: bool
    baseline_on: date | None


_COLUMNS = rows.Mapper(
    _Found,
    "milestone",
    on=rows.Column(rows.each(rows.day), _ON),
    rejected=rows.Column(rows.flags, rows.IS_REJECTED.format(id="milestone.id")),
    baseline_on=rows.Column(rows.each(rows.day), "baseline_entry.due_on"),
)
_BASELINE = """JOIN project ON project.id = milestone.project_id
    LEFT JOIN baseline_entry ON milestone.state <> 'done' AND baseline_entry.baseline_id = project.baseline_id
        AND baseline_entry.milestone_id = milestone.id"""

_ALL = f"""SELECT {_COLUMNS} FROM milestone {_BASELINE}
    WHERE milestone.project_id = :project AND {_COUNTED} AND {_ON} >= '' ORDER BY {_ON}, milestone.id"""

_DATED = f"FROM milestone WHERE project_id = :project AND {_COUNTED} AND {_ON} >= ''"

_SPAN = f"""SELECT
    (SELECT {_ON} {_DATED} ORDER BY {_ON} LIMIT 1),
    (SELECT {_ON} {_DATED} ORDER BY {_ON} DESC LIMIT 1),
    (SELECT count(*) FROM (SELECT 1 {_DATED} LIMIT {MOST_MARKS + 1}))"""

_THINNED = f"""
    WITH RECURSIVE stretch (day) AS (
        SELECT :first
        UNION ALL
        SELECT (
            SELECT {_ON} FROM milestone
            WHERE project_id = :project AND {_COUNTED} AND {_ON} >= date(day, :stride) ORDER BY {_ON} LIMIT 1
        ) FROM stretch WHERE day IS NOT NULL
    ), shown (id) AS (
        SELECT coalesce(
            (SELECT id FROM milestone
                WHERE project_id = :project AND state NOT IN ('done', 'cancelled')
                    AND due_on >= day AND due_on < date(day, :stride)
                ORDER BY due_on, id LIMIT 1),
            (SELECT id FROM milestone
                WHERE project_id = :project AND {_COUNTED} AND {_ON} >= day AND {_ON} < date(day, :stride)
                ORDER BY {_ON} LIMIT 1)
        ) FROM stretch WHERE day IS NOT NULL
    )
    SELECT {_COLUMNS} FROM shown JOIN milestone ON milestone.id = shown.id {_BASELINE} ORDER BY {_ON}, milestone.id"""


def marks(db: sqlite3.Connection, project_ids: Sequence[int]) -> Mapping[int, tuple[RoadmapMark, ...]]:
    """Return the marks of these projects, by date; undated and cancelled milestones have none.

    Of a project with more than MOST_MARKS, each stretch of time has one mark: its first open milestone, or else its
    first. So 10,000 milestones take no longer than a few hundred, and the next milestone is always included.
    """
    found = {project_id: tuple(map(_mark, _COLUMNS.read(_rows(db, project_id)))) for project_id in project_ids}
    return {project_id: of_project for project_id, of_project in found.items() if of_project}


def _rows(db: sqlite3.Connection, project_id: int) -> sqlite3.Cursor:
    values: dict[str, object] = {"project": project_id}
    first, last, count = db.execute(_SPAN, values).fetchone()
    if count <= MOST_MARKS:
        return db.execute(_ALL, values)
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    values |= {"first": first, "stride": f"+{max(1, -(-days // MOST_MARKS))} days"}
    return db.execute(_THINNED, values)


def _mark(found: _Found) -> RoadmapMark:
    slip = (found.on - found.baseline_on).days if found.baseline_on else None
    sign = sign_of(found.kind, found.state, found.rejected)
    return RoadmapMark(found.id, found.title, found.on, sign is Sign.DONE, slip, sign)
