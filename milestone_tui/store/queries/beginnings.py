"""Where the period of a report begins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from milestone_tui.errors import NotFound
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Review
from milestone_tui.plan.reporting import Beginning, ReportSubject
from milestone_tui.store.queries.moments import finished_by
from milestone_tui.store.queries.written_reports import last_report

_DAYS = 7
"""The period without an earlier report or review, in days."""


def beginning_of(
    db: sqlite3.Connection,
    subject: ReportSubject,
    audience: Audience,
    today: date,
    since: date | Beginning | None,
    reviews: Iterable[Review],
) -> tuple[Moment, Beginning]:
    """Return where the period of a report of `today` begins, and why; `reviews` are the finished ones of its projects.

    A day is seen with the changes that this snapshot knows, so that later changes for earlier days alter nothing.
    Raises NotFound if it is to begin with a report or review, and there is none.
    """
    if isinstance(since, date):
        return Moment(since, _known(db)), Beginning.CHOSEN
    if since in (None, Beginning.REPORT) and (moment := last_report(db, subject, audience, today)) is not None:
        return moment, Beginning.REPORT
    earlier = [review for review in reviews if review.held_on < today]
    if since in (None, Beginning.REVIEW) and earlier:
        last = max(earlier, key=lambda review: (review.held_on, review.id))
        return Moment(last.held_on, finished_by(db, last.id)), Beginning.REVIEW
    if since in (Beginning.REPORT, Beginning.REVIEW):
        what = "report for this audience was written" if since is Beginning.REPORT else "review was finished"
        raise NotFound(f"No earlier {what} on {subject}. Choose another period.")
    return Moment(day_before(today, _DAYS), _known(db)), Beginning.DAYS


def _known(db: sqlite3.Connection) -> int | None:
    """Return the id of the last change; None without any."""
    known: int | None
    (known,) = db.execute("SELECT max(id) FROM change").fetchone()
    return known
