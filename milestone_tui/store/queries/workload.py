"""Queries about workload: the effort that is left, absences, and the float of the milestones behind it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.lead_in import PhaseKey, WorkLink, work_starts
from milestone_tui.plan.analysis.workload import Effort, Workload
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.monitoring import Absence
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.people import WorkPlan


class _Counted(NamedTuple):
    """The criteria of a milestone."""

    milestone_id: int
    total: int
    met: int


class _Link(NamedTuple):
    """A dependency as far as float depends on it."""

    predecessor_id: int
    successor_id: int
    lag: int


class _Bound(NamedTuple):
    """A milestone as far as float depends on it."""

    id: int
    project_id: int
    state: MilestoneState
    due_on: date | None
    deadline_on: date | None
    done_on: date | None


class _Worked(NamedTuple):
    """The effort of one person on one open milestone, with what its lead-in depends on."""

    id: int
    project_id: int
    phase_id: int | None
    due_on: date | None
    person_id: int
    effort: int
    progress: int
    owner_id: int | None


_WORKED = rows.Mapper(
    _Worked,
    id=rows.Column(rows.same, "milestone.id"),
    effort=rows.Column(rows.same, "effort_hundredths"),
    progress=rows.Column(rows.within(0, 100), "progress"),
)
_BEFORE = rows.Mapper(
    WorkLink,
    lag=rows.Column(rows.within(-rows.LONGEST_LAG, rows.LONGEST_LAG), "lag"),
    on=rows.Column(rows.each(rows.day), "coalesce(milestone.done_on, milestone.due_on)"),
)
_LINK = rows.Mapper(_Link, lag=rows.Column(rows.within(-rows.LONGEST_LAG, rows.LONGEST_LAG), "lag"))
_COUNTED = rows.Mapper(_Counted, total=rows.Column(rows.same, "count(*)"), met=rows.Column(rows.same, "count(met_on)"))
_BOUND = rows.Mapper(_Bound, "milestone")
_ABSENCE = rows.Mapper(Absence)

_LARGEST = 10**9
"""Hundredths of a day of one effort: a larger one was written by another program."""
_IS_LIVE = f"milestone.project_id NOT IN (SELECT project.id FROM project WHERE NOT {rows.IS_LIVE})"
_IS_OPEN = "milestone.state NOT IN ('done', 'cancelled')"
_LIVE = f"milestone WHERE milestone.state <> 'cancelled' AND {_IS_LIVE}"
_ASSIGNED = f"""SELECT {_WORKED} FROM assignment CROSS JOIN milestone ON milestone.id = milestone_id
    WHERE {_IS_OPEN} AND effort_hundredths BETWEEN 1 AND {_LARGEST - 1}"""
_PREDECESSORS = f"""SELECT {_BEFORE} FROM dependency CROSS JOIN milestone ON milestone.id = predecessor_id
    WHERE successor_id IN (SELECT milestone_id FROM assignment) AND milestone.state <> 'cancelled' AND {_IS_LIVE}
    AND coalesce(milestone.done_on, milestone.due_on) IS NOT NULL ORDER BY dependency.id"""
_DATES = """SELECT project_id, phase_id, group_concat(DISTINCT coalesce(done_on, due_on)) FROM milestone
    WHERE state <> 'cancelled' AND phase_id IS {} NULL GROUP BY phase_id{}"""
_PHASE_DATES = f"{_DATES.format('NOT', '')} UNION ALL {_DATES.format('', ', project_id')}"
"""The dates of each phase, and of all milestones of a project without one."""
_OWNED = f"""SELECT owner_id, project_id, count(*) FROM milestone
    WHERE owner_id IS NOT NULL AND {_IS_OPEN} GROUP BY +owner_id, +project_id"""
"""By one scan of the open milestones: `+` keeps SQLite from the index of the owners, which looks up each milestone."""
_APPROVES = f"""SELECT approver_id, project_id, count(nullif(owner_id IS approver_id, 1)) FROM milestone
    WHERE approver_id IS NOT NULL AND {_IS_OPEN} GROUP BY approver_id, project_id"""
_CRITERIA = f"""SELECT {_COUNTED} FROM criterion
    WHERE EXISTS (SELECT 1 FROM assignment WHERE assignment.milestone_id = criterion.milestone_id)
    GROUP BY milestone_id"""
_INVOLVED = f"""WITH open AS (SELECT * FROM milestone WHERE {_IS_OPEN} AND {_IS_LIVE})
    SELECT owner_id, id FROM open WHERE owner_id IS NOT NULL
    UNION SELECT approver_id, id FROM open WHERE approver_id IS NOT NULL
    UNION SELECT person_id, milestone_id FROM assignment JOIN open ON open.id = milestone_id"""


def work_plan(db: sqlite3.Connection, today: date) -> WorkPlan:
    """Return the work of all people from `today` on, and how many open milestones they have to do with."""
    found = rows.PROJECT.read(db.execute(f"SELECT {rows.PROJECT} FROM project WHERE {rows.IS_LIVE}"))
    projects = {project.id: project for project in found}
    people = tuple(rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY name COLLATE NOCASE")))
    worked = [each for each in _WORKED.read(db.execute(_ASSIGNED)) if each.project_id in projects]
    efforts = _efforts(db, worked, projects)
    owned, approves, involved = defaultdict[int, int](int), defaultdict[int, int](int), defaultdict[int, set[int]](set)
    for counts, query in ((owned, _OWNED), (approves, _APPROVES)):
        for person_id, project_id, count in db.execute(query):
            if project_id in projects:
                counts[person_id] += count
                involved[person_id].add(project_id)
    workload = Workload(today, projects.values(), people, efforts, absences(db), dict(involved))
    for effort in efforts:
        involved[effort.person_id].add(effort.project_id)
    (size,) = db.execute("SELECT count(*) FROM milestone").fetchone()
    return WorkPlan(workload, {each.id: each.owner_id for each in worked}, owned, approves, involved, size)


def _efforts(db: sqlite3.Connection, worked: Sequence[_Worked], projects: Mapping[int, Project]) -> list[Effort]:
    links = _BEFORE.read(db.execute(_PREDECESSORS)) if worked else ()
    starts = work_starts(worked, links, _phase_dates(db, worked), projects)
    percents = {row.milestone_id: min(99, row.met * 100 // row.total) for row in _COUNTED.read(db.execute(_CRITERIA))}
    return [
        Effort(person_id, id_, project_id, effort, percents.get(id_, progress), due, starts.get(id_))
        for id_, project_id, _, due, person_id, effort, progress, _ in worked
    ]


def _phase_dates(db: sqlite3.Connection, wanted: Iterable[_Worked]) -> Mapping[PhaseKey, Sequence[date]]:
    """Return the dates of all milestones in the phases of these, sorted."""
    phases = {(each.project_id, each.phase_id) for each in wanted}
    return {
        (project_id, phase_id): sorted(filter(None, map(rows.day, days.split(","))))
        for project_id, phase_id, days in (db.execute(_PHASE_DATES) if phases else ())
        if days and (project_id, phase_id) in phases
    }


def involved(db: sqlite3.Connection) -> Mapping[int, Collection[int]]:
    """Return the open milestones that each person owns, approves or works on, by person id."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for person_id, milestone_id in db.execute(_INVOLVED):
        found[person_id].add(milestone_id)
    return found


def absences(db: sqlite3.Connection, person_id: int | None = None) -> tuple[Absence, ...]:
    """Return the absences of one person, or of all, by first day."""
    where = "WHERE :person IS NULL OR person_id = :person ORDER BY first_on, last_on, id"
    return tuple(_ABSENCE.read(db.execute(f"SELECT {_ABSENCE} FROM absence {where}", {"person": person_id})))


def floats(db: sqlite3.Connection) -> Mapping[int, int]:
    """Return the total float of every open milestone with a date in live projects, by id."""
    projects = rows.PROJECT.read(db.execute(f"SELECT {rows.PROJECT} FROM project WHERE {rows.IS_LIVE}"))
    bound = _BOUND.read(db.execute(f"SELECT {_BOUND} FROM {_LIVE}"))
    milestones = [Milestone(**m._asdict()) for m in bound]
    links = [
        Link(0, link.predecessor_id, link.successor_id, link.lag)
        for link in _LINK.read(db.execute(f"SELECT {_LINK} FROM dependency ORDER BY id"))
    ]
    return Network(projects, milestones, links).total_floats
