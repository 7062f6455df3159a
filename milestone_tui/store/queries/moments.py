"""The moments at which the reviews of a project were finished."""

from __future__ import annotations

import sqlite3
from datetime import date

from milestone_tui.plan.moment import Moment

FINISHED = "entity = 'review' AND json_valid(after) AND json_type(after, '$.finished_at') = 'text'"
"""Condition of the edits that finished a review, or brought a finished one back with its project."""
ENDED_BY = "coalesce(max(CASE WHEN before IS NOT NULL THEN change_id END), max(change_id))"
"""The change that finished a review, among these edits: one that was brought back was not finished again."""

_FINISHED = f"""SELECT held_on, (SELECT {ENDED_BY} FROM edit WHERE row_id = review.id AND {FINISHED})
    FROM review WHERE project_id = ? AND finished_at IS NOT NULL ORDER BY held_on, finished_at, id"""


def review_moments(db: sqlite3.Connection, project_id: int) -> tuple[Moment, ...]:
    """Return the moment of each finished review of a project, oldest first.

    It is the day on which the review was held, with the changes up to the one that finished it.
    """
    return tuple(Moment(date.fromisoformat(day), change) for day, change in db.execute(_FINISHED, (project_id,)))


def finished_by(db: sqlite3.Connection, review_id: int) -> int | None:
    """Return the id of the change that finished a review; None if the journal has no such change."""
    change_id: int | None
    (change_id,) = db.execute(f"SELECT {ENDED_BY} FROM edit WHERE row_id = ? AND {FINISHED}", (review_id,)).fetchone()
    return change_id
