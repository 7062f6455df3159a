"""The plans of many projects in a few queries, and which of them are linked."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

import milestone_tui.store.mappers as rows
from milestone_tui.plan.model import Baseline, Link, Plan, Project
from milestone_tui.store.bulk import grouped, listed
from milestone_tui.store.queries.plan import in_order, linked_plans

_LINKS = f"""SELECT {rows.LINK} FROM dependency WHERE id IN (
    SELECT dependency.id FROM dependency JOIN milestone ON milestone.id = predecessor_id WHERE project_id IN ({{ids}})
    UNION
    SELECT dependency.id FROM dependency JOIN milestone ON milestone.id = successor_id WHERE project_id IN ({{ids}})
    ) ORDER BY id"""


def projects(db: sqlite3.Connection, ids: Collection[int]) -> Sequence[Project]:
    """Return the projects with these ids that exist, by id."""
    query = f"SELECT {rows.PROJECT} FROM project WHERE id IN ({listed(ids)}) ORDER BY id"
    return [*rows.PROJECT.read(db.execute(query))]


def plans(db: sqlite3.Connection, of: Sequence[Project]) -> tuple[Plan, ...]:
    """Return the plans of these projects in their order, each like `queries.plan.plan`."""
    ids = listed(project.id for project in of)
    phases = grouped(
        rows.PHASE.read(
            db.execute(f"SELECT {rows.PHASE} FROM phase WHERE project_id IN ({ids}) ORDER BY position, id")
        ),
        lambda phase: phase.project_id,
    )
    milestones = grouped(
        rows.MILESTONE.read(db.execute(f"SELECT {rows.MILESTONE} FROM milestone_view WHERE project_id IN ({ids})")),
        lambda milestone: milestone.project_id,
    )
    homes = {milestone.id: id_ for id_, found in milestones.items() for milestone in found}
    links = _links_by_project(rows.LINK.read(db.execute(_LINKS.format(ids=ids))), homes)
    baselines = _baselines(db, of)
    return tuple(
        Plan(
            project=project,
            phases=(ordered := phases.get(project.id, ())),
            milestones=in_order(milestones.get(project.id, ()), ordered),
            links=tuple(links.get(project.id, ())),
            baseline=None if project.baseline_id is None else baselines.get(project.baseline_id),
        )
        for project in of
    )


def neighbours(db: sqlite3.Connection, known: Sequence[Plan]) -> Mapping[int, tuple[Plan, ...]]:
    """Return the other plans that each of these is linked to, directly or through others, by project id, each by key.

    Only those that are not among them are read.
    """
    every = (*known, *linked_plans(db, *known))
    homes = {milestone.id: plan.project.id for plan in every for milestone in plan.milestones}
    groups: dict[int, list[int]] = {plan.project.id: [plan.project.id] for plan in every}
    for plan in every:
        for link in plan.links:
            ends = homes.get(link.predecessor_id), homes.get(link.successor_id)
            if None in ends or ends[0] == ends[1]:
                continue
            small, large = sorted((groups[end] for end in ends if end is not None), key=len)
            if small is not large:
                large += small
                groups.update(dict.fromkeys(small, large))
    by_id = {plan.project.id: plan for plan in sorted(every, key=lambda plan: plan.project.key)}
    places = {id_: place for place, id_ in enumerate(by_id)}
    return {
        plan.project.id: tuple(
            by_id[id_] for id_ in sorted(groups[plan.project.id], key=places.__getitem__) if id_ != plan.project.id
        )
        for plan in known
    }


def _links_by_project(links: Iterable[Link], homes: Mapping[int, int]) -> Mapping[int, list[Link]]:
    """Return the links of each project: those with an end in it."""
    found: dict[int, list[Link]] = {}
    for link in links:
        for id_ in {homes.get(link.predecessor_id), homes.get(link.successor_id)} - {None}:
            assert id_ is not None
            found.setdefault(id_, []).append(link)
    return found


def _baselines(db: sqlite3.Connection, of: Iterable[Project]) -> Mapping[int, Baseline]:
    ids = listed(project.baseline_id for project in of if project.baseline_id is not None)
    query = f"SELECT {rows.BASELINE} FROM baseline WHERE id IN ({ids})"
    return {baseline.id: baseline for baseline in rows.BASELINE.read(db.execute(query))}
