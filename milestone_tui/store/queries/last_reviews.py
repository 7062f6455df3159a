"""The last finished review of each project; apart from the other reviews, since the first frame needs only these."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import milestone_tui.store.mappers as rows
from milestone_tui.plan.model import Health
from milestone_tui.plan.reviewed import LastReview

_HEALTHS: Mapping[str, Health | None] = {"": None, **{health.value: health for health in Health}}
health = rows.each(_HEALTHS.__getitem__)
"""Reads a health that may be empty."""

_LAST = rows.Mapper(
    LastReview,
    finished_at=rows.Column(rows.each(rows.moment), "max(finished_at)"),  # the other columns are of the same row
    judged=rows.Column(health, "judged"),
    computed=rows.Column(health, "computed"),
)


def last_reviews(db: sqlite3.Connection, project_ids: Collection[int] | None = None) -> Mapping[int, LastReview]:
    """Return the last finished review of each project that has one, or of these projects, by project."""
    which = "" if project_ids is None else f" AND project_id IN ({', '.join(map(str, project_ids))})"
    found = db.execute(f"SELECT {_LAST} FROM review WHERE finished_at IS NOT NULL{which} GROUP BY project_id")
    return {last.project_id: last for last in _LAST.read(found)}
