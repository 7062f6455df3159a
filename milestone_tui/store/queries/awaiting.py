"""Queries of what awaits somebody: acceptance, and the open milestones of people."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.status import OpenMilestone

AWAITS = """(milestone.state <> 'cancelled' AND (milestone.state = 'submitted'
    OR milestone.id IN (SELECT milestone_id FROM acceptance WHERE answer IS NULL)))"""
"""SQL: whether a milestone was submitted and nobody has answered."""

_TO_ACCEPT = f"SELECT project_id, count(*) FROM milestone WHERE {AWAITS} GROUP BY project_id"
_OPEN = "milestone.state NOT IN ('done', 'cancelled')"
_NAME = "coalesce((SELECT name FROM person WHERE person.id = milestone.{role}_id), '')"

_MILESTONE = rows.Mapper(
    OpenMilestone,
    "milestone",
    owner=rows.Column(rows.texts, _NAME.format(role="owner")),
    approver=rows.Column(rows.texts, _NAME.format(role="approver")),
    is_open=rows.Column(rows.flags, _OPEN),
    awaits=rows.Column(rows.flags, AWAITS),
)
_OF_PEOPLE = f"""SELECT {_MILESTONE} FROM milestone
    WHERE {_OPEN} AND milestone.owner_id IS NOT NULL OR {AWAITS} AND milestone.approver_id IS NOT NULL"""


def to_accept(db: sqlite3.Connection) -> dict[int, int]:
    """Return how many milestones await acceptance, by project, in all projects where any do."""
    return dict(db.execute(_TO_ACCEPT).fetchall())


def of_people(db: sqlite3.Connection) -> tuple[OpenMilestone, ...]:
    """Return the open milestones that somebody owns, and those that await the acceptance of somebody named."""
    return tuple(_MILESTONE.read(db.execute(_OF_PEOPLE)))
