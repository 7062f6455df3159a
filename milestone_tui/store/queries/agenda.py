"""Queries of the agenda: the plans and risks of all live projects, or its beginning."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.agenda import AgendaData, AgendaHead
from milestone_tui.store.queries.awaiting import AWAITS
from milestone_tui.store.queries.plan import everything, linked_plans, milestones
from milestone_tui.store.queries.risks import risks

_OPEN = f"""FROM project CROSS JOIN milestone INDEXED BY milestone_open ON milestone.project_id = project.id
    WHERE {rows.IS_LIVE} AND milestone.state NOT IN ('done', 'cancelled') AND coalesce(project.id = :project, TRUE)"""
_DAYS = f"SELECT milestone.due_on, count(*) {_OPEN} GROUP BY project.id, milestone.due_on"
_FIRST = f"""SELECT milestone.id {_OPEN}
    ORDER BY milestone.due_on IS NULL, milestone.due_on, project.key, milestone.id LIMIT :most"""
_AWAITING = f"""SELECT count(*) FROM milestone JOIN project ON project.id = milestone.project_id
    WHERE {rows.IS_LIVE} AND coalesce(project.id = :project, TRUE) AND {AWAITS}"""


def size(db: sqlite3.Connection) -> int:
    """Return about how many milestones `agenda` reads: those of archived projects are counted too, which is quicker."""
    return int(db.execute("SELECT count(*) FROM milestone").fetchone()[0])


def agenda(db: sqlite3.Connection, project_key: str | None = None) -> AgendaData:
    """Return what the agenda of all live projects is made of, or of one project and those linked with it.

    Raises NotFound if there is no project with this key.
    """
    plans = everything(db, project_key, archived=False)
    if project_key is not None:
        plans = (*plans, *linked_plans(db, *plans))
    plans = tuple(plan for plan in plans if plan.project.is_live)
    return AgendaData(plans, risks(db))


def head(db: sqlite3.Connection, project_id: int | None, most: int) -> AgendaHead:
    """Return the open milestones that are due first, at most so many, of all live projects or of one."""
    values = {"project": project_id, "most": most}
    ids = [id_ for (id_,) in db.execute(_FIRST, values)]
    found = tuple(milestones(db, ids))
    homes = ", ".join(str(id_) for id_ in {m.project_id for m in found})
    return AgendaHead(
        tuple(rows.PROJECT.read(db.execute(f"SELECT {rows.PROJECT} FROM project WHERE id IN ({homes})"))),
        found,
        tuple((rows.day(due_on), count) for due_on, count in db.execute(_DAYS, values)),
        int(db.execute(_AWAITING, values).fetchone()[0]),
    )
