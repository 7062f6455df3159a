"""What a report of one project is made of, but for the project as it stood at the beginning of the period."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.signals import NONE
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Need, Review
from milestone_tui.plan.report_state import ReportState
from milestone_tui.store.queries.costs import costs
from milestone_tui.store.queries.finished_reviews import finished_reviews
from milestone_tui.store.queries.moments import finished_by
from milestone_tui.store.queries.plan import everything, linked_plans
from milestone_tui.store.queries.signals import signals
from milestone_tui.store.queries.snapshots import moves, risks

_DAYS = 7
"""The period of a project without a review, in days."""
_NEED = rows.Mapper(Need)


def report_state(
    db: sqlite3.Connection, project_key: str, today: date, since_on: date | None, thresholds: Thresholds
) -> ReportState:
    """Return what a report is made of; raise NotFound.

    The period begins at the end of `since_on`, else with the last review before `today`, else seven days ago.
    """
    (plan,) = everything(db, project_key, archived=True)
    id_ = plan.project.id
    reviews = finished_reviews(db, id_)
    since, since_review = _since(db, today, since_on, reviews)
    narrow = {"these": f"project.id = {id_}", "of": f"project_id = {id_}"}
    return ReportState(
        day=today,
        plan=plan,
        since=since,
        since_review=since_review,
        moves=moves(db, id_, since),
        neighbours=linked_plans(db, plan),
        signals=signals(db, today, narrow, 1, 1).get(id_, NONE),
        costs=costs(db, id_),
        risks=risks(db, id_),
        needs=_needs(db, id_),
        reviews=reviews,
        thresholds=thresholds,
    )


def _since(
    db: sqlite3.Connection, today: date, since_on: date | None, reviews: Sequence[Review]
) -> tuple[Moment, bool]:
    """Return where the period begins, and whether that is a review.

    A day is seen with the changes that this snapshot knows, so that later changes for earlier days alter nothing.
    """
    if since_on is None:
        earlier = [review for review in reviews if review.held_on < today]
        if earlier:
            last = max(earlier, key=lambda review: review.held_on)
            return Moment(last.held_on, finished_by(db, last.id)), True
        since_on = day_before(today, _DAYS)
    (known,) = db.execute("SELECT max(id) FROM change").fetchone()
    return Moment(since_on, known), False


def _needs(db: sqlite3.Connection, project_id: int) -> tuple[Need, ...]:
    query = f"SELECT {_NEED} FROM need WHERE project_id = ? AND met_on IS NULL ORDER BY since_on, id"
    return tuple(_NEED.read(db.execute(query, (project_id,))))
