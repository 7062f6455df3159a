"""Queries of the agenda: the plans of all live projects, the payments to invoice, and the risks to review."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.agenda import AgendaData
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse
from milestone_tui.store.bulk import batches, marks
from milestone_tui.store.queries.plan import everything, linked_plans

_RATING = rows.optional(rows.within(1, 5))
_RISK = rows.Mapper(
    Risk,
    "risk",
    kind=rows.Column(rows.words(RiskKind), "risk.kind"),
    probability=rows.Column(_RATING, "risk.probability"),
    impact=rows.Column(_RATING, "risk.impact"),
    response=rows.Column(rows.words(RiskResponse), "risk.response"),
    owner=rows.Column(rows.texts, "coalesce(person.name, '')"),
    milestone_ids=rows.Column(rows.each(lambda _: ()), "NULL"),
)
_RISKS = f"""SELECT {_RISK} FROM risk JOIN project ON project.id = risk.project_id
    LEFT JOIN person ON person.id = risk.owner_id
    WHERE risk.closed_on IS NULL AND risk.review_on IS NOT NULL AND {rows.IS_LIVE} ORDER BY risk.review_on, risk.id"""
_NOT_INVOICED = """SELECT id FROM milestone
    WHERE kind = 'payment' AND state <> 'cancelled' AND invoiced_on IS NULL AND paid_on IS NULL"""
_SIZE = "SELECT count(*) FROM milestone JOIN project ON project.id = project_id WHERE project.archived_at IS NULL"


def size(db: sqlite3.Connection) -> int:
    """Return the number of milestones that `agenda` reads."""
    return int(db.execute(_SIZE).fetchone()[0])


def agenda(db: sqlite3.Connection, project_key: str | None = None) -> AgendaData:
    """Return what the agenda of all live projects is made of, or of one project and those linked with it.

    Raises NotFound if there is no project with this key.
    """
    plans = everything(db, project_key, archived=False)
    if project_key is not None:
        plans = (*plans, *linked_plans(db, *plans))
    plans = tuple(plan for plan in plans if plan.project.is_live)
    return AgendaData(plans, not_invoiced(db), tuple(_RISK.read(db.execute(_RISKS))))


def not_invoiced(db: sqlite3.Connection, ids: Collection[int] | None = None) -> frozenset[int]:
    """Return the payment milestones that are neither invoiced nor paid, all of them or among these."""
    if ids is None:
        return frozenset(id_ for (id_,) in db.execute(_NOT_INVOICED))
    found: set[int] = set()
    for batch in batches(ids):
        found.update(id_ for (id_,) in db.execute(f"{_NOT_INVOICED} AND id IN ({marks(batch)})", batch))
    return frozenset(found)
