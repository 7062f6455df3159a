"""The reports that were written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.reporting import ReportSubject, WrittenReport, same_client

_REPORT = rows.Mapper(WrittenReport, "report", audience=rows.Column(rows.words(Audience), "report.audience"))
_OF = f"""SELECT {_REPORT} FROM report LEFT JOIN project ON project.id = project_id
    WHERE project.key IS :key AND (report.project_id IS NULL) = (:key IS NULL)
        AND (report.client <> '') = :of_client AND report.audience = :audience
    ORDER BY until_on DESC, report.id DESC"""
_RECORDED_BY = "SELECT min(change_id) FROM edit WHERE entity = 'report' AND row_id = ?"
"""The change that recorded a report: deleted with its project and brought back, it was not written again."""


def written_reports(db: sqlite3.Connection, subject: ReportSubject, audience: Audience) -> tuple[WrittenReport, ...]:
    """Return the reports that were written on a subject for an audience, the one with the last end first."""
    return tuple(_written(db, subject, audience))


def last_report(db: sqlite3.Connection, subject: ReportSubject, audience: Audience, today: date) -> Moment | None:
    """Return the end of the last report that ended before `today`; None without one.

    It is the last day of its period, with the changes known when it was recorded.
    """
    found = next((report for report in _written(db, subject, audience) if report.until_on < today), None)
    if found is None:
        return None
    (change_id,) = db.execute(_RECORDED_BY, (found.id,)).fetchone()
    return Moment(found.until_on, change_id)


def _written(db: sqlite3.Connection, subject: ReportSubject, audience: Audience) -> Iterator[WrittenReport]:
    given = {
        "key": subject.project_key.upper() or None,
        "of_client": bool(subject.client),
        "audience": audience.value,
    }
    for report in _REPORT.read(db.execute(_OF, given)):
        if not subject.client or same_client(report.client, subject.client):
            yield report
