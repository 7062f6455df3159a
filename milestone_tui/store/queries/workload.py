"""Queries about workload: the effort that is left, absences, and the float of the milestones behind it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.lead_in import WorkLink, WorkMilestone, work_starts
from milestone_tui.plan.analysis.workload import Effort, Workload
from milestone_tui.plan.model import Link, Milestone, MilestoneState
from milestone_tui.plan.monitoring import Absence
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.people import Involvement, WorkPlan


class _Row(NamedTuple):
    """A row of `assignment`."""

    person_id: int
    milestone_id: int
    effort_hundredths: int


class _Counted(NamedTuple):
    """The criteria of a milestone."""

    milestone_id: int
    total: int
    met: int


class _Bound(NamedTuple):
    """A milestone as far as float depends on it."""

    id: int
    project_id: int
    state: MilestoneState
    due_on: date | None
    deadline_on: date | None
    done_on: date | None


_MILESTONE = rows.Mapper(
    WorkMilestone,
    "milestone",
    on=rows.Column(rows.each(rows.day), "coalesce(milestone.done_on, milestone.due_on)"),
    is_open=rows.Column(rows.flags, "milestone.state <> 'done'"),
    progress=rows.Column(rows.within(0, 100), "milestone.progress"),
)
_LINK = rows.Mapper(WorkLink, lag=rows.Column(rows.within(-rows.LONGEST_LAG, rows.LONGEST_LAG), "lag"))
_ROW = rows.Mapper(_Row)
_COUNTED = rows.Mapper(_Counted, total=rows.Column(rows.same, "count(*)"), met=rows.Column(rows.same, "count(met_on)"))
_BOUND = rows.Mapper(_Bound, "milestone")
_ABSENCE = rows.Mapper(Absence)

_LIVE = f"milestone JOIN project ON project.id = project_id WHERE {rows.IS_LIVE} AND milestone.state <> 'cancelled'"
_CRITERIA = f"""SELECT {_COUNTED} FROM criterion
    WHERE milestone_id IN (SELECT milestone_id FROM assignment) GROUP BY milestone_id"""
_LARGEST = 10**9
"""Hundredths of a day of one effort: a larger one was written by another program."""


def work_plan(db: sqlite3.Connection, today: date) -> WorkPlan:
    """Return the work of all people from `today` on, and what else they have to do with open milestones."""
    projects = {
        project.id: project
        for project in rows.PROJECT.read(db.execute(f"SELECT {rows.PROJECT} FROM project WHERE {rows.IS_LIVE}"))
    }
    milestones = {m.id: m for m in _MILESTONE.read(db.execute(f"SELECT {_MILESTONE} FROM {_LIVE}"))}
    people = tuple(rows.PERSON.read(db.execute(f"SELECT {rows.PERSON} FROM person ORDER BY name COLLATE NOCASE")))
    assigned = [
        row
        for row in _ROW.read(db.execute(f"SELECT {_ROW} FROM assignment ORDER BY milestone_id, id"))
        if (m := milestones.get(row.milestone_id)) is not None and m.is_open and 0 < row.effort_hundredths < _LARGEST
    ]
    wanted = {row.milestone_id for row in assigned}
    links = _LINK.read(db.execute(f"SELECT {_LINK} FROM dependency ORDER BY id")) if wanted else ()
    starts = work_starts(wanted, milestones, links, projects)
    percents = {row.milestone_id: min(99, row.met * 100 // row.total) for row in _COUNTED.read(db.execute(_CRITERIA))}
    efforts = [
        Effort(
            row.person_id,
            row.milestone_id,
            (m := milestones[row.milestone_id]).project_id,
            row.effort_hundredths,
            percents.get(row.milestone_id, m.progress),
            m.on,
            starts.get(row.milestone_id),
        )
        for row in assigned
    ]
    involved = _involved(milestones, efforts)
    of = {id_: {project_id for project_id, _ in found.milestones} for id_, found in involved.items()}
    workload = Workload(today, projects.values(), people, efforts, absences(db), of)
    return WorkPlan(workload, involved)


def _involved(milestones: Mapping[int, WorkMilestone], efforts: Collection[Effort]) -> Mapping[int, Involvement]:
    """Return the open milestones that each person owns, works on or approves, with their projects."""
    busy: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    approves: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for m in milestones.values():
        if m.is_open:
            if m.owner_id is not None:
                busy[m.owner_id].add((m.project_id, m.id))
            if m.approver_id is not None:
                approves[m.approver_id].add((m.project_id, m.id))
    for effort in efforts:
        busy[effort.person_id].add((effort.project_id, effort.milestone_id))
    return {id_: Involvement(frozenset(busy[id_]), frozenset(approves[id_])) for id_ in busy.keys() | approves.keys()}


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
