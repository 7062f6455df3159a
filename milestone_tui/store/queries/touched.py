"""Which projects and milestones later changes have touched, so that only these are read from the past."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from milestone_tui.plan.moment import Moment
from milestone_tui.store.bulk import batches, marks

_TOUCHED = """SELECT DISTINCT entity, edit.project_id, edit.milestone_id, before IS NULL, after IS NULL,
        CASE entity WHEN 'dependency' THEN row_id END
    FROM change CROSS JOIN edit ON edit.change_id = change.id WHERE reported_on > :day OR change.id > :last"""

_OF_MILESTONES = frozenset(("criterion", "acceptance", "gate_decision"))
_ELSEWHERE = frozenset(
    (
        *("cost", "risk", "risk_milestone", "review", "review_answer", "need", "report"),
        "milestone_source",
        *("template", "absence", "assignment", "project_person"),
    )
)
"""Tables that no plan is made of."""


class Touched(NamedTuple):
    """What may differ in plans since a moment."""

    projects: frozenset[int] | None
    """Projects that may differ in any way; None if all may, as where a person was renamed."""
    milestones: frozenset[int] = frozenset()
    """Milestones whose own values may differ, in other projects."""
    links: frozenset[int] = frozenset()
    """Links that may differ, at whatever ends."""


def touched_since(db: sqlite3.Connection, moment: Moment) -> Touched:
    """Return what changes later than a moment may have made different in plans."""
    last = 2**63 - 1 if moment.change_id is None else moment.change_id
    projects: set[int] = set()
    milestones: set[int] = set()
    links: set[int] = set()
    for entity, project_id, milestone_id, adds, removes, link_id in db.execute(
        _TOUCHED, {"day": moment.day.isoformat(), "last": last}
    ):
        if entity in _ELSEWHERE or (entity == "person" and adds):
            continue
        if entity in _OF_MILESTONES or (entity == "milestone" and not adds and not removes):
            milestones.add(milestone_id)
        elif project_id is None:
            return Touched(None)
        else:
            projects.add(project_id)
        if link_id is not None:
            links.add(link_id)
    return Touched(frozenset(projects), frozenset(milestones), frozenset(links))


def projects_of_links(db: sqlite3.Connection, link_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of the projects at both ends of those of these links that exist."""
    found: set[int] = set()
    for batch in batches(link_ids):
        query = f"""SELECT DISTINCT project_id FROM dependency
            JOIN milestone ON milestone.id IN (predecessor_id, successor_id) WHERE dependency.id IN ({marks(batch)})"""
        found.update(id_ for (id_,) in db.execute(query, batch))
    return frozenset(found)
