"""The moments at which the reviews of a project were finished."""

from __future__ import annotations

import sqlite3
from datetime import date

from milestone_tui.plan.moment import Moment

_FINISHED = """SELECT held_on, (
        SELECT max(change_id) FROM edit WHERE entity = 'review' AND row_id = review.id
            AND json_extract(after, '$.finished_at') IS NOT NULL
    ) FROM review WHERE project_id = ? AND finished_at IS NOT NULL ORDER BY held_on, finished_at, id"""


def review_moments(db: sqlite3.Connection, project_id: int) -> tuple[Moment, ...]:
    """Return the moment of each finished review of a project, oldest first.

    It is the day on which the review was held, with the changes up to the one that finished it.
    """
    return tuple(Moment(date.fromisoformat(day), change) for day, change in db.execute(_FINISHED, (project_id,)))
