"""The portfolio: figures and health of every project, from aggregates and the milestones that can matter."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.health import judge, soon_until
from milestone_tui.plan.analysis.signals import NONE
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds, known_thresholds, widest
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.model import Health, Link, Milestone, Plan, Project, ProjectSummary, Verdict
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.reviewed import LastReview
from milestone_tui.plan.sign import sign_of
from milestone_tui.store.queries.last_reviews import last_reviews
from milestone_tui.store.queries.signals import signals


class _Figures(NamedTuple):
    """The counted figures of a project."""

    project: Project
    total: int
    done: int
    percent: int | None
    overdue: int
    due_this_week: int
    finish_on: date | None
    baseline_finish_on: date | None
    next_id: int | None
    spent_minor: int | None
    all_cancelled: bool


class _Next(NamedTuple):
    """The next milestone of a project."""

    id: int
    phase: str = ""
    title: str = ""
    due_on: date | None = None
    kind: str = ""
    state: str = ""
    rejected: bool = False


_FIGURES = rows.Mapper(_Figures, "summary", project=rows.Column(rows.PROJECT.values, *rows.PROJECT.sql))
_NEXT = rows.Mapper(_Next, rejected=rows.Column(rows.flags, rows.IS_REJECTED.format(id="id")))

OPEN = "state NOT IN ('done', 'cancelled')"
"""SQL: whether a milestone is open."""
FINISH_ON = """(SELECT coalesce(done_on, due_on) FROM milestone
                WHERE project_id = project.id AND state <> 'cancelled'
                ORDER BY coalesce(done_on, due_on) DESC LIMIT 1)"""
"""SQL: the last due or done date of a project."""

_SUMMARIES = f"""
    WITH measured AS (
        SELECT project_id, sum(total) AS total, sum(total) FILTER (WHERE state = 'done') AS done,
            sum(weight) AS weight, sum(CASE WHEN state = 'done' THEN weight * 100 ELSE points END) AS points
        FROM (
            SELECT project_id, state, count(*) AS total, weight * count(*) AS weight,
                weight * progress * count(*) AS points
            FROM milestone WHERE {{of}} GROUP BY project_id, state, weight, progress
        ) WHERE state <> 'cancelled' GROUP BY project_id
    ), corrected AS (
        SELECT project_id, sum(weight * (percent - progress)) AS points
        FROM milestone_view WHERE id IN (SELECT DISTINCT milestone_id FROM criterion) AND {OPEN} AND {{of}}
        GROUP BY project_id
    ), summary AS (
        SELECT project.id, coalesce(total, 0) AS total, coalesce(done, 0) AS done,
            (measured.points + coalesce(corrected.points, 0)) / nullif(weight, 0) AS percent,
            (SELECT count(*) FROM milestone
                WHERE {rows.IS_LIVE} AND project_id = project.id AND {OPEN} AND due_on < :today) AS overdue,
            (SELECT count(*) FROM milestone
                WHERE {rows.IS_LIVE} AND project_id = project.id AND {OPEN} AND due_on BETWEEN :first AND :sunday
            ) AS due_this_week,
            {FINISH_ON} AS finish_on,
            CASE WHEN {rows.IS_LIVE} THEN coalesce(
                (SELECT id FROM milestone WHERE project_id = project.id AND {OPEN} AND due_on IS NOT NULL
                    ORDER BY due_on, id LIMIT 1),
                (SELECT id FROM milestone WHERE project_id = project.id AND {OPEN} ORDER BY id LIMIT 1)
            ) END AS next_id,
            (SELECT max(due_on) FROM baseline_entry WHERE baseline_id = project.baseline_id) AS baseline_finish_on,
            (SELECT sum(amount_minor) FROM cost WHERE project_id = project.id AND spent_on <= :today) AS spent_minor,
            total IS NULL AND EXISTS (SELECT 1 FROM milestone WHERE project_id = project.id) AS all_cancelled
        FROM project
        LEFT JOIN measured ON measured.project_id = project.id
        LEFT JOIN corrected ON corrected.project_id = project.id
        WHERE (archived_at IS NULL OR :archived) AND {{these}}
    )
    SELECT {_FIGURES} FROM summary JOIN project ON project.id = summary.id
    ORDER BY project.key"""

_NEIGHBOURS = """
    SELECT p.project_id, s.project_id FROM milestone AS p
    CROSS JOIN dependency ON predecessor_id = p.id CROSS JOIN milestone AS s ON s.id = successor_id
    WHERE p.project_id IN ({ids}) AND s.project_id <> p.project_id
    UNION
    SELECT p.project_id, s.project_id FROM milestone AS s
    CROSS JOIN dependency ON successor_id = s.id CROSS JOIN milestone AS p ON p.id = predecessor_id
    WHERE s.project_id IN ({ids}) AND s.project_id <> p.project_id"""

MANY = 20_000
"""Milestones above which the first rows are read on their own."""
_FEW = 500
"""Milestones up to which looking up their links is quicker than reading all links of their projects."""
_UNJUDGED = Verdict(Health.ON_TRACK)

_AMONG_OPEN = f"""SELECT milestone.id FROM project CROSS JOIN milestone INDEXED BY milestone_open
            ON milestone.project_id = project.id WHERE {{these}} AND milestone.{OPEN} AND"""

_CANDIDATES = f"""
    SELECT {rows.MILESTONE} FROM milestone_view WHERE id IN (
        {_AMONG_OPEN} due_on IS NULL
        UNION
        {_AMONG_OPEN} due_on <= :near AND (due_on <= :today OR forecast_at < :stale)
        UNION
        {_AMONG_OPEN} due_on > target_on
        UNION
        SELECT id FROM milestone INDEXED BY milestone_deadline WHERE deadline_on IS NOT NULL AND {OPEN} AND {{of}}
        UNION
        SELECT milestone.id FROM project
        JOIN baseline_entry ON baseline_entry.baseline_id = project.baseline_id
        JOIN milestone ON milestone.id = baseline_entry.milestone_id
        WHERE {{these}} AND milestone.{OPEN} AND milestone.due_on > baseline_entry.due_on
            AND julianday(milestone.due_on) - julianday(baseline_entry.due_on) > {{amber_slip}}
        UNION
        SELECT milestone.id FROM criterion JOIN milestone ON milestone.id = milestone_id
        WHERE {OPEN} AND {{of}} AND due_on < :soon
        GROUP BY milestone_id HAVING count(met_on) * 100 < {{criteria}} * count(*)
        UNION
        SELECT milestone.id FROM acceptance CROSS JOIN milestone ON milestone.id = milestone_id
        WHERE answer IS NULL AND {OPEN} AND {{of}}
        UNION
        SELECT milestone.id FROM milestone WHERE {{of}} AND project_id IN ({{linked}})
    )"""
"""All open milestones that `plan.health.judge` could mention, and every milestone of a project with links.

A few too many, never one too few: what its rules count in working days is compared here in calendar days, which are
never fewer. `{these}` and `{of}`, here and above, limit a query to some projects; `{linked}` have links.
"""

_LINKED = """SELECT tied.project_id FROM dependency
            JOIN milestone AS tied ON tied.id IN (predecessor_id, successor_id)"""
"""The projects with links, quickest where there are few links."""
_LINKED_AMONG = """SELECT tied.project_id FROM milestone AS tied WHERE {of} AND (
            id IN (SELECT predecessor_id FROM dependency) OR id IN (SELECT successor_id FROM dependency))"""
"""The same among a few projects."""
_LINKS_OF = """dependency.id IN (
        SELECT start.id FROM milestone CROSS JOIN dependency AS start ON predecessor_id = milestone.id WHERE {of}
        UNION SELECT finish.id FROM milestone CROSS JOIN dependency AS finish ON successor_id = milestone.id WHERE {of}
    )"""
"""The links of a few projects."""


def summaries(
    db: sqlite3.Connection,
    today: date,
    archived: bool,
    project_ids: Collection[int] | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> tuple[ProjectSummary, ...]:
    """Return every project, or those with these ids and all linked to them, by key.

    Each has its figures and health at `today`; `thresholds` are those of the settings.
    """
    if project_ids is not None and not project_ids:
        return ()
    return assessed(db, today, archived, None if project_ids is None else with_linked(db, project_ids), thresholds)


def assessed(
    db: sqlite3.Connection, today: date, archived: bool, linked: Collection[int] | None, thresholds: Thresholds
) -> tuple[ProjectSummary, ...]:
    """Return every project, or these, which are linked to no others, like `summaries`."""
    narrow = _narrowed(linked)
    found = _figures(db, today, archived, narrow)
    projects = [figure.project for figure, _ in found]
    every = [known_thresholds(text, thresholds) for text in {p.thresholds for p in projects}]
    limits, fresh = widest(every), min((one.unconfirmed for one in every), default=0)
    calendars = {p.calendar for p in projects}
    soon = max((soon_until(calendar, today, limits.soon) for calendar in calendars), default=today)
    candidates = _candidates(db, today, soon, fresh, limits, narrow)
    known = signals(db, today, narrow, limits.risk, limits.issue)
    links, pairs = _links(db, candidates, narrow)
    networks = _networks(db, projects, candidates, links, pairs) if pairs else {}
    return tuple(
        figure._replace(
            verdict=judge(
                figure.project,
                tuple(candidates.get(figure.project.id, ())),
                tuple(links.get(figure.project.id, ())),
                today,
                finish_on=last_on,
                all_cancelled=figure.all_cancelled,
                network=networks.get(figure.project.id),
                signals=known.get(figure.project.id, NONE),
                thresholds=thresholds,
            ).verdict
        )
        for figure, last_on in found
    )


def unjudged(
    db: sqlite3.Connection, today: date, archived: bool, verdicts: Mapping[int, Verdict]
) -> tuple[ProjectSummary, ...]:
    """Return the figures of only these projects, with the health given in `verdicts`."""
    found = _figures(db, today, archived, _narrowed(verdicts.keys())) if verdicts else ()
    return tuple(figure._replace(verdict=verdicts[figure.project.id]) for figure, _ in found)


def _figures(
    db: sqlite3.Connection, today: date, archived: bool, narrow: Mapping[str, str]
) -> tuple[tuple[ProjectSummary, date | None], ...]:
    """Return everything but the health, and with each project the last due or done date that float and health use."""
    found = [*_FIGURES.read(db.execute(_SUMMARIES.format(**narrow), {**week_days(today), "archived": archived}))]
    ids = ", ".join(str(figures.next_id) for figures in found if figures.next_id is not None)
    shown = _NEXT.read(db.execute(f"SELECT {_NEXT} FROM milestone_view WHERE id IN ({ids})"))
    nexts: dict[int | None, _Next] = {one.id: one for one in shown}
    reviews = last_reviews(db)
    return tuple(
        _summary(figures, nexts.get(figures.next_id, _Next(0)), today, reviews.get(figures.project.id))
        for figures in found
    )


def is_big(db: sqlite3.Connection) -> bool:
    """Return whether there are so many milestones that assessing every project takes long."""
    return db.execute("SELECT 1 FROM milestone LIMIT 1 OFFSET ?", (MANY,)).fetchone() is not None


def week_days(today: date) -> Mapping[str, str]:
    """Return today, and the first and last day of what is left of the `due_week`, as parameters of a query."""
    week = due_week(today)
    days = {"today": today, "first": week.first(today), "sunday": week.sunday}
    return {name: day.isoformat() for name, day in days.items()}


def finish_of(last_on: date | None, overdue: int, today: date) -> date | None:
    """Return the finish of a project with this last date; an overdue milestone finishes today at the earliest."""
    return max(last_on, today) if overdue and last_on is not None else last_on


def reach(db: sqlite3.Connection, project_ids: Collection[int]) -> int:
    """Return the number of milestones in these projects and in all projects linked to them."""
    return milestones_in(db, with_linked(db, project_ids))


def milestones_in(db: sqlite3.Connection, project_ids: Collection[int]) -> int:
    """Return the number of milestones in these projects."""
    ids = ", ".join(map(str, project_ids))
    return int(db.execute(f"SELECT count(*) FROM milestone WHERE project_id IN ({ids})").fetchone()[0])


def with_linked(db: sqlite3.Connection, project_ids: Collection[int]) -> set[int]:
    """Return these projects and all projects linked to them, directly or through others."""
    found, new = set(project_ids), set(project_ids)
    while new:
        ids = ", ".join(map(str, new))
        new = {end for row in db.execute(_NEIGHBOURS.format(ids=ids)) for end in row} - found
        found |= new
    return found


def _networks(
    db: sqlite3.Connection,
    projects: Sequence[Project],
    milestones: Mapping[int, list[Milestone]],
    links: Mapping[int, list[Link]],
    pairs: Iterable[tuple[int, int]],
) -> Mapping[int, Network]:
    """Return the network of each project that is linked to others, with all that they lead to, archived ones too."""
    groups: dict[int, frozenset[int]] = {}
    for pair in pairs:
        group = frozenset().union(*(groups.get(id_, {id_}) for id_ in pair))
        groups |= dict.fromkeys(group, group)
    known = {project.id: project for project in projects}
    if missing := groups.keys() - known.keys():
        query = f"SELECT {rows.PROJECT} FROM project WHERE id IN ({', '.join(map(str, missing))})"
        known |= {project.id: project for project in rows.PROJECT.read(db.execute(query))}
    plans = {id_: Plan(known[id_], (), tuple(milestones[id_]), tuple(links[id_]), None) for id_ in groups}
    made = {group: Network.of([plans[id_] for id_ in sorted(group)]) for group in set(groups.values())}
    return {id_: made[group] for id_, group in groups.items()}


def _narrowed(project_ids: Collection[int] | None) -> Mapping[str, str]:
    """Return the SQL conditions that limit the queries to these projects; None limits nothing."""
    if project_ids is None:
        return {"these": "TRUE", "of": "TRUE", "linked": _LINKED, "links": "TRUE"}
    ids = ", ".join(map(str, project_ids))
    of = f"project_id IN ({ids})"
    linked, links = _LINKED_AMONG.format(of=of), _LINKS_OF.format(of=of)
    return {"these": f"project.id IN ({ids})", "of": of, "linked": linked, "links": links}


def _summary(
    figures: _Figures, shown: _Next, today: date, review: LastReview | None
) -> tuple[ProjectSummary, date | None]:
    last_on = figures.finish_on
    summary = ProjectSummary(
        project=figures.project,
        phase=shown.phase,
        total=figures.total,
        done=figures.done,
        percent=figures.percent,
        overdue=figures.overdue,
        due_this_week=figures.due_this_week,
        next_id=figures.next_id,
        next_title=shown.title,
        next_due_on=shown.due_on,
        finish_on=finish_of(last_on, figures.overdue, today),
        baseline_finish_on=figures.baseline_finish_on,
        verdict=_UNJUDGED,
        next_sign=sign_of(shown.kind, shown.state, shown.rejected),
        all_cancelled=figures.all_cancelled,
        spent=rows.money(figures.spent_minor, figures.project.currency),
        reviewed_on=review.held_on if review else None,
        judged=review.judged if review else None,
    )
    return summary, last_on


def _candidates(
    db: sqlite3.Connection, today: date, soon: date, fresh: int, limits: Thresholds, narrow: Mapping[str, str]
) -> dict[int, list[Milestone]]:
    """Return the milestones that a rule of health may mention, and all of projects with links."""
    found: dict[int, list[Milestone]] = defaultdict(list)
    days = {
        "today": today,
        "near": day_after(today, limits.unconfirmed),
        "soon": soon,
        "stale": day_before(today, fresh),  # as text, an instant of that day is greater than the date
    }
    texts = {name: day.isoformat() for name, day in days.items()}
    query = _CANDIDATES.format(**narrow, amber_slip=limits.amber_slip, criteria=limits.criteria)
    for milestone in rows.MILESTONE.read(db.execute(query, texts)):
        found[milestone.project_id].append(milestone)
    return found


def _links(
    db: sqlite3.Connection, milestones: dict[int, list[Milestone]], narrow: Mapping[str, str]
) -> tuple[dict[int, list[Link]], set[tuple[int, int]]]:
    """Return the links of each project, and the pairs of projects that they connect."""
    at = {milestone.id: project_id for project_id, found in milestones.items() for milestone in found}
    links: dict[int, list[Link]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    which = narrow["links"]
    if len(at) <= _FEW:
        ids = ", ".join(map(str, at))
        which = f"predecessor_id IN ({ids}) OR successor_id IN ({ids})"
    for link in rows.LINK.read(db.execute(f"SELECT {rows.LINK} FROM dependency WHERE {which} ORDER BY id")):
        start, end = at.get(link.predecessor_id), at.get(link.successor_id)
        if start is not None:
            links[start].append(link)
        if end is not None and end != start:
            links[end].append(link)
            if start is not None:
                pairs.add((start, end))
    return links, pairs
