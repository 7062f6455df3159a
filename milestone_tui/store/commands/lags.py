"""Lags kept from the dates of a plan: they shrink when somebody moves the successor earlier."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import milestone_tui.store.bulk as bulk
import milestone_tui.store.mappers as rows
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Link, Milestone
from milestone_tui.plan.network.network import lag_between, link_slack, shortened_lag
from milestone_tui.store.transaction import Transaction


def shorten_lags(transaction: Transaction, earlier: Iterable[int]) -> None:
    """Shorten the kept lags of links to milestones that moved earlier, as far as their new dates need."""
    db = transaction.connection
    query = f"SELECT {rows.LINK} FROM dependency WHERE kept = 1 AND lag > 0 AND successor_id"
    links = [link for found in _among(db, query, earlier) for link in rows.LINK.read(found)]
    ends = _milestones(db, (end for link in links for end in (link.predecessor_id, link.successor_id)))
    calendars = _calendars(db, {ends[link.successor_id].project_id for link in links})
    changed = [
        (lag, link.id)
        for link in links
        if (lag := _shortened(link, ends[link.predecessor_id], ends[link.successor_id], calendars)) < link.lag
    ]
    if changed:
        bulk.update_rows(db, "dependency", ("lag",), changed)
        transaction.session.expire_all()


def kept_lag(transaction: Transaction, predecessor_id: int, successor_id: int) -> int:
    """Return the lag that keeps the present time between two milestones."""
    db = transaction.connection
    ends = _milestones(db, (predecessor_id, successor_id))
    home = ends[successor_id].project_id
    return lag_between(ends[predecessor_id], ends[successor_id], _calendars(db, {home})[home])


def _shortened(link: Link, predecessor: Milestone, successor: Milestone, calendars: dict[int, WorkCalendar]) -> int:
    if not successor.is_open:
        return link.lag
    return shortened_lag(link, link_slack(link, predecessor, successor, calendars[successor.project_id]))


def _milestones(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Milestone]:
    answers = _among(db, f"SELECT {rows.MILESTONE} FROM milestone_view WHERE id", ids)
    return {milestone.id: milestone for found in answers for milestone in rows.MILESTONE.read(found)}


def _calendars(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, WorkCalendar]:
    answers = _among(db, f"SELECT {rows.PROJECT} FROM project WHERE project.id", ids)
    return {project.id: project.calendar for found in answers for project in rows.PROJECT.read(found)}


def _among(db: sqlite3.Connection, query: str, ids: Iterable[int]) -> Iterator[sqlite3.Cursor]:
    """Run the query for ids of its last column, batch by batch; yield the cursors."""
    for batch in bulk.batches(sorted(ids)):
        yield db.execute(f"{query} IN ({bulk.marks(batch)})", batch)
