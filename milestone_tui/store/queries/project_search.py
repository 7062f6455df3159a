"""Data for a filter of projects: all projects with their milestones and links, and the known names."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.language.project_filter import ProjectSearch

_NAMES = {
    "owner": "SELECT name FROM person",
    "phase": "SELECT DISTINCT name FROM phase",
    "client": "SELECT DISTINCT client FROM project",
    "project": "SELECT name FROM project",
}


def project_search(db: sqlite3.Connection, today: date, *, archived: bool, links: bool) -> ProjectSearch:
    """Return the data for a filter of projects; archived projects and links only on request."""
    of = "TRUE" if archived else "project.archived_at IS NULL"
    projects = rows.PROJECT.read(db.execute(f"SELECT {rows.PROJECT} FROM project WHERE {of} ORDER BY id"))
    which = f"WHERE project_id IN (SELECT project.id FROM project WHERE {of})"
    found = db.execute(f"SELECT {rows.MILESTONE} FROM milestone_view {which} ORDER BY id")
    tied = rows.LINK.read(db.execute(f"SELECT {rows.LINK} FROM dependency ORDER BY id")) if links else None
    return ProjectSearch(projects, rows.MILESTONE.read(found), today, links=tied, with_archived=archived)


def names(db: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """Return the known names by filter key."""
    return {key: tuple(rows.text(row[0]) for row in db.execute(query) if row[0] != "") for key, query in _NAMES.items()}
