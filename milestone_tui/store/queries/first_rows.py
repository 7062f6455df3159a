"""The first rows of a big portfolio: what is quick to count for every project, and all figures of the rows in view."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries.portfolio as portfolio
from milestone_tui.plan.analysis.portfolio import ClientGroup, ListedProject, ProjectBrief, ProjectRow
from milestone_tui.plan.analysis.thresholds import Thresholds


class _Counted(NamedTuple):
    id: int
    key: str
    name: str
    client: str
    is_live: bool
    overdue: int
    due_this_week: int
    finish_on: date | None
    lacks_baseline: bool
    shows_budget: bool


_COUNTED = rows.Mapper(_Counted)

_BRIEFS = f"""
    WITH soon AS MATERIALIZED (
        SELECT project.id, count(*) FILTER (WHERE due_on < :today) AS overdue,
            count(*) FILTER (WHERE due_on >= :first) AS due_this_week
        FROM project CROSS JOIN milestone INDEXED BY milestone_open ON milestone.project_id = project.id
        WHERE {rows.IS_LIVE} AND milestone.{portfolio.OPEN} AND due_on <= :sunday GROUP BY project.id
    ), counted AS (
        SELECT project.id, key, name, client, {rows.IS_LIVE} AS is_live, coalesce(overdue, 0) AS overdue,
            coalesce(due_this_week, 0) AS due_this_week, {portfolio.FINISH_ON} AS finish_on,
            {rows.IS_LIVE} AND baseline_id IS NULL AND EXISTS (
                SELECT 1 FROM milestone WHERE project_id = project.id AND state <> 'cancelled'
            ) AS lacks_baseline,
            budget_minor > 0 AND EXISTS (SELECT 1 FROM cost WHERE project_id = project.id) AS shows_budget
        FROM project LEFT JOIN soon ON soon.id = project.id
        WHERE archived_at IS NULL
    )
    SELECT {_COUNTED} FROM counted ORDER BY key"""


def first_rows(
    db: sqlite3.Connection,
    today: date,
    thresholds: Thresholds,
    rows_in_view: Callable[[Sequence[ProjectBrief]], Sequence[ProjectBrief | ClientGroup]],
) -> tuple[tuple[ProjectBrief, ...], tuple[ProjectRow, ...]] | None:
    """Return every project that is not archived in brief, and the rows in view with figures and health at `today`.

    `rows_in_view` chooses and arranges these rows. None if they are linked to so many projects that all may as well be
    read, or if there are none.
    """
    briefs = _briefs(db, today)
    chosen = rows_in_view(briefs)
    ids = {row.project.id for row in chosen if isinstance(row, ProjectBrief)}
    linked = portfolio.with_linked(db, ids)
    if not ids or portfolio.milestones_in(db, linked) > portfolio.MANY:
        return None
    found = {summary.project.id: summary for summary in portfolio.assessed(db, today, False, linked, thresholds)}
    return briefs, tuple(found[row.project.id] if isinstance(row, ProjectBrief) else row for row in chosen)


def _briefs(db: sqlite3.Connection, today: date) -> tuple[ProjectBrief, ...]:
    counted = _COUNTED.read(db.execute(_BRIEFS, portfolio.week_days(today)))
    return tuple(
        ProjectBrief(
            ListedProject(one.id, one.key, one.name, one.client, one.is_live),
            one.overdue,
            one.due_this_week,
            portfolio.finish_of(one.finish_on, one.overdue, today),
            one.lacks_baseline,
            one.shows_budget,
        )
        for one in counted
    )
