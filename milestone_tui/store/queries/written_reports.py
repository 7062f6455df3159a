"""The reports that were written."""

from __future__ import annotations

import sqlite3
from datetime import date

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.moment import Moment

_LAST = """SELECT until_on, (SELECT max(change_id) FROM edit WHERE entity = 'report' AND row_id = report.id)
    FROM report WHERE project_id IS ? AND client = ? COLLATE NOCASE AND audience = ? AND until_on < ?
    ORDER BY until_on DESC, id DESC LIMIT 1"""


def last_report(
    db: sqlite3.Connection, project_id: int | None, client: str, audience: Audience, today: date
) -> Moment | None:
    """Return the end of the last report for an audience that ended before `today`; None without one.

    It is the last day of its period, with the changes known when it was written. Without project and client, of the
    reports on all projects.
    """
    found = db.execute(_LAST, (project_id, client, audience.value, today.isoformat())).fetchone()
    return None if found is None else Moment(date.fromisoformat(found[0]), found[1])
