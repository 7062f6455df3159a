"""The finished reviews of a project without their answers; the other queries of reviews load more modules."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.mappers as rows
from milestone_tui.plan.monitoring import Review
from milestone_tui.store.queries.last_reviews import health

REVIEW = rows.Mapper(Review, judged=rows.Column(health, "judged"), computed=rows.Column(health, "computed"))


def finished_reviews(db: sqlite3.Connection, project_id: int) -> tuple[Review, ...]:
    """Return the finished reviews of a project, the latest first."""
    where = "project_id = ? AND finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC"
    return tuple(REVIEW.read(db.execute(f"SELECT {REVIEW} FROM review WHERE {where}", (project_id,))))
