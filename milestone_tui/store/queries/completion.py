"""Names for the completion of a shell: few columns of few rows, as a person waits for them."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.mappers as rows


def project_names(db: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Return key and name of all projects that are not archived, by key."""
    found = db.execute("SELECT key, name FROM project WHERE archived_at IS NULL ORDER BY key")
    return tuple((rows.text(key), rows.text(name)) for key, name in found)


def titles(db: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """Return the titles of the milestones of a project, the open ones first, by date; none for an unknown project."""
    query = """SELECT title FROM milestone WHERE project_id = (SELECT id FROM project WHERE key = upper(?))
        ORDER BY state IN ('done', 'cancelled'), coalesce(done_on, due_on) IS NULL, coalesce(done_on, due_on), id"""
    return tuple(dict.fromkeys(rows.text(title) for (title,) in db.execute(query, (key,))))
