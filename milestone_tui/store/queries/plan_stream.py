"""The plans of all projects one after another, so that no more are in memory than one network of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from milestone_tui.plan.model import Plan, Project
from milestone_tui.store.queries.plan import linked_plans, plan, projects

_LINKED = """SELECT DISTINCT one.project_id, other.project_id FROM dependency
    JOIN milestone AS one ON one.id = predecessor_id JOIN milestone AS other ON other.id = successor_id
    WHERE one.project_id <> other.project_id"""


def each_plan(
    db: sqlite3.Connection, project_key: str | None, *, archived: bool, linked: bool
) -> Iterator[tuple[Plan, Sequence[Plan]]]:
    """Yield the plans of all projects by key, or of the one with this key, each with all plans of its network."""
    found = projects(db, project_key, archived=archived)
    if not linked:
        for project in found:
            yield (one := plan(db, project)), (one,)
        return
    if project_key is not None:
        one = plan(db, found[0])
        yield one, (one, *linked_plans(db, one))
        return
    networks = _networks(db, found)
    left = {id(network): len(network) for network in networks.values()}
    read: dict[int, tuple[Plan, ...]] = {}
    for project in found:
        network = networks[project.id]
        key = id(network)
        whole = read.get(key) or tuple(plan(db, of) for of in network)
        read[key] = whole
        yield next(of for of in whole if of.project.id == project.id), whole
        left[key] -= 1
        if not left[key]:
            del read[key]


def _networks(db: sqlite3.Connection, found: Sequence[Project]) -> dict[int, list[Project]]:
    """Return for each project those that it is linked with, directly or through others, itself included."""
    networks = {project.id: [project] for project in found}
    for one, other in db.execute(_LINKED):
        if one in networks and other in networks and networks[one] is not networks[other]:
            networks[one] += networks[other]
            for project in networks[other]:
                networks[project.id] = networks[one]
    return networks
