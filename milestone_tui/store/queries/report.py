"""What a report is made of, but for the projects as they stood at the beginning of the period."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.signals import NONE
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import list_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Need
from milestone_tui.plan.report_state import ReportState, ReportStates
from milestone_tui.plan.reporting import Beginning, ReportSubject, same_client
from milestone_tui.store.bulk import grouped, listed
from milestone_tui.store.queries.beginnings import beginning_of
from milestone_tui.store.queries.costs import costs_of_projects
from milestone_tui.store.queries.finished_reviews import finished_by_project
from milestone_tui.store.queries.plan import projects
from milestone_tui.store.queries.plans import neighbours, plans
from milestone_tui.store.queries.signals import signals
from milestone_tui.store.queries.snapshots import moves_of, risks_of

_NEED = rows.Mapper(Need)


def report_states(
    db: sqlite3.Connection,
    subject: ReportSubject,
    audience: Audience,
    today: date,
    since: date | Beginning | None,
    thresholds: Thresholds,
) -> ReportStates:
    """Return what a report is made of; raise NotFound for an unknown project and for a client without projects.

    The period begins at the end of the day `since`, or where it says; without it, with the last report for this
    audience before `today`, else, of a single project, with its last review before it, else seven days ago. Raises
    NotFound if it is to begin with a report or review, and there is none.
    """
    of = _projects(db, subject)
    named = _named(subject, of)
    reviews = finished_by_project(db, [project.id for project in of])
    counts = len(of) == 1 or since is Beginning.REVIEW  # a review of one project begins no period of others
    held = [review for finished in reviews.values() for review in finished] if counts else []
    moment, beginning = beginning_of(db, named, audience, today, since, held)
    states = tuple(
        state._replace(
            day=today,
            since=moment,
            beginning=beginning,
            reviews=reviews.get(state.plan.project.id, ()),
            thresholds=thresholds,
        )
        for state in _states(db, of, today, moment)
    )
    if named.project_key or named.client:
        states = tuple(_with_curves(db, state) for state in states)
    return ReportStates(named, today, moment, beginning, states)


def clients(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return the clients of the projects that are not archived, by name."""
    query = "SELECT client FROM project WHERE archived_at IS NULL AND client <> '' ORDER BY key"
    found: dict[str, str] = {}
    for (name,) in db.execute(query):
        found.setdefault(tidy(name).casefold(), name)
    return tuple(found[folded] for folded in sorted(found))


def _projects(db: sqlite3.Connection, subject: ReportSubject) -> Sequence[Project]:
    if subject.project_key:
        return projects(db, subject.project_key.upper(), archived=True)
    every = projects(db, None, archived=False)
    if not subject.client:
        return every
    if found := [project for project in every if same_client(project.client, subject.client)]:
        return found
    names = clients(db)
    known = f"The clients are {list_words([*names])}." if names else "No project names its client."
    raise NotFound(f"There is no project for {tidy(subject.client)}. {known}")


def _named(subject: ReportSubject, of: Sequence[Project]) -> ReportSubject:
    """Return the subject as the database spells it."""
    if subject.project_key:
        return ReportSubject(of[0].key)
    return ReportSubject(client=of[0].client) if subject.client else ReportSubject()


def _states(db: sqlite3.Connection, of: Sequence[Project], today: date, since: Moment) -> Iterable[ReportState]:
    """Yield the state of each project, without reviews and settings; each query reads all projects at once."""
    ids = [project.id for project in of]
    shown = plans(db, of)
    around = neighbours(db, shown)
    moved, spent, register, needs = (
        moves_of(db, ids, since),
        costs_of_projects(db, ids),
        risks_of(db, ids),
        _needs(db, ids),
    )
    found = signals(
        db, today, {"these": f"project.id IN ({listed(ids)})", "of": f"project_id IN ({listed(ids)})"}, 1, 1
    )
    for plan in shown:
        id_ = plan.project.id
        yield ReportState(
            day=today,
            plan=plan,
            since=since,
            moves=moved.get(id_, {}),
            neighbours=around[id_],
            signals=found.get(id_, NONE),
            costs=spent.get(id_, ()),
            risks=register.get(id_, ()),
            needs=needs.get(id_, ()),
        )


def _with_curves(db: sqlite3.Connection, state: ReportState) -> ReportState:
    """Return the state of a project with what its trend chart and its burn-up are drawn from."""
    from milestone_tui.store.queries.scope import scope_changes  # late: a report on all projects has no curves
    from milestone_tui.store.queries.trend import trend

    id_ = state.plan.project.id
    return state._replace(trend=trend(db, id_, state.day), scope=scope_changes(db, id_))


def _needs(db: sqlite3.Connection, project_ids: Collection[int]) -> Mapping[int, tuple[Need, ...]]:
    query = f"""SELECT {_NEED} FROM need WHERE project_id IN ({listed(project_ids)}) AND met_on IS NULL
        ORDER BY since_on, id"""
    return grouped(_NEED.read(db.execute(query)), lambda need: need.project_id)
