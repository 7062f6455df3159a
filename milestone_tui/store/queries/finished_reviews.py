"""The finished reviews of a project without their answers; the other queries of reviews load more modules."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import milestone_tui.store.mappers as rows
from milestone_tui.plan.monitoring import Review
from milestone_tui.store.bulk import grouped, listed
from milestone_tui.store.queries.last_reviews import health

REVIEW = rows.Mapper(Review, judged=rows.Column(health, "judged"), computed=rows.Column(health, "computed"))


def finished_reviews(db: sqlite3.Connection, project_id: int) -> tuple[Review, ...]:
    """Return the finished reviews of a project, the latest first."""
    return finished_by_project(db, (project_id,)).get(project_id, ())


def finished_by_project(db: sqlite3.Connection, project_ids: Collection[int]) -> Mapping[int, tuple[Review, ...]]:
    """Return what `finished_reviews` does, by project; those without reviews are missing."""
    ids = listed(project_ids)
    where = f"project_id IN ({ids}) AND finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC"
    return grouped(REVIEW.read(db.execute(f"SELECT {REVIEW} FROM review WHERE {where}")), lambda of: of.project_id)
