"""What a report is made of, but for the projects as they stood at the beginning of the period."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.signals import NONE, Signals
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import list_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Need, Review
from milestone_tui.plan.report_state import ReportState, ReportStates
from milestone_tui.plan.reporting import Beginning, ReportSubject
from milestone_tui.store.queries.costs import costs
from milestone_tui.store.queries.finished_reviews import finished_reviews
from milestone_tui.store.queries.moments import finished_by
from milestone_tui.store.queries.plan import linked_plans, plan, projects
from milestone_tui.store.queries.scope import scope_changes
from milestone_tui.store.queries.signals import signals
from milestone_tui.store.queries.snapshots import moves, risks
from milestone_tui.store.queries.trend import trend
from milestone_tui.store.queries.written_reports import last_report

_DAYS = 7
"""The period of a project without a review, in days."""
_NEED = rows.Mapper(Need)


def report_states(
    db: sqlite3.Connection,
    subject: ReportSubject,
    audience: Audience,
    today: date,
    since_on: date | None,
    thresholds: Thresholds,
) -> ReportStates:
    """Return what a report is made of; raise NotFound for an unknown project and for a client without projects.

    The period begins at the end of `since_on`, else with the last report for this audience before `today`, else with
    the last review before it, else seven days ago.
    """
    of = _projects(db, subject)
    reviews = {project.id: finished_reviews(db, project.id) for project in of}
    held = [review for finished in reviews.values() for review in finished]
    since, beginning = _since(db, subject, of, audience, today, since_on, held)
    found = signals(db, today, _narrowed(of), 1, 1)
    states = (_state(db, project, today, since, found.get(project.id, NONE), thresholds) for project in of)
    return ReportStates(
        subject,
        today,
        since,
        beginning,
        tuple(state._replace(beginning=beginning, reviews=reviews[state.plan.project.id]) for state in states),
    )


def clients(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return the clients of the projects that are not archived, by name."""
    query = "SELECT DISTINCT client FROM project WHERE archived_at IS NULL AND client <> '' ORDER BY client"
    return tuple(name for (name,) in db.execute(query))


def _projects(db: sqlite3.Connection, subject: ReportSubject) -> Sequence[Project]:
    if subject.project_key:
        return projects(db, subject.project_key.upper(), archived=True)
    every = projects(db, None, archived=False)
    if not subject.client:
        return every
    wanted = tidy(subject.client).casefold()
    if found := [project for project in every if tidy(project.client).casefold() == wanted]:
        return found
    names = clients(db)
    known = f"The clients are {list_words([*names])}." if names else "No project names its client."
    raise NotFound(f"There is no project for {tidy(subject.client)}. {known}")


def _state(
    db: sqlite3.Connection, project: Project, today: date, since: Moment, found: Signals, thresholds: Thresholds
) -> ReportState:
    shown = plan(db, project)
    return ReportState(
        day=today,
        plan=shown,
        since=since,
        moves=moves(db, project.id, since),
        neighbours=linked_plans(db, shown),
        signals=found,
        costs=costs(db, project.id),
        risks=risks(db, project.id),
        needs=_needs(db, project.id),
        thresholds=thresholds,
        trend=trend(db, project.id, today),
        scope=scope_changes(db, project.id),
    )


def _narrowed(of: Sequence[Project]) -> Mapping[str, str]:
    ids = ", ".join(str(project.id) for project in of)
    return {"these": f"project.id IN ({ids})", "of": f"project_id IN ({ids})"}


def _since(
    db: sqlite3.Connection,
    subject: ReportSubject,
    of: Sequence[Project],
    audience: Audience,
    today: date,
    since_on: date | None,
    reviews: Sequence[Review],
) -> tuple[Moment, Beginning]:
    """Return where the period begins, and why.

    A day is seen with the changes that this snapshot knows, so that later changes for earlier days alter nothing.
    """
    if since_on is not None:
        return Moment(since_on, _known(db)), Beginning.CHOSEN
    project_id = of[0].id if subject.project_key else None
    if (moment := last_report(db, project_id, subject.client, audience, today)) is not None:
        return moment, Beginning.REPORT
    if earlier := [review for review in reviews if review.held_on < today]:
        last = max(earlier, key=lambda review: (review.held_on, review.id))
        return Moment(last.held_on, finished_by(db, last.id)), Beginning.REVIEW
    return Moment(day_before(today, _DAYS), _known(db)), Beginning.DAYS


def _known(db: sqlite3.Connection) -> int | None:
    """Return the id of the last change; None without any."""
    known: int | None
    (known,) = db.execute("SELECT max(id) FROM change").fetchone()
    return known


def _needs(db: sqlite3.Connection, project_id: int) -> tuple[Need, ...]:
    query = f"SELECT {_NEED} FROM need WHERE project_id = ? AND met_on IS NULL ORDER BY since_on, id"
    return tuple(_NEED.read(db.execute(query, (project_id,))))
