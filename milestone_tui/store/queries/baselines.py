"""Queries about the entries of a baseline."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.mappers as rows
from milestone_tui.plan.agreements import BaselineEntry

_ENTRY = rows.Mapper(
    BaselineEntry,
    "baseline_entry",
    title=rows.Column(rows.texts, "coalesce(nullif(baseline_entry.title, ''), milestone.title, '')"),
    value=rows.Column(rows.each(rows.money), "baseline_entry.value_minor", "project.currency"),
)

_ENTRIES = f"""SELECT {_ENTRY} FROM baseline JOIN project ON project.id = baseline.project_id
    JOIN baseline_entry ON baseline_entry.baseline_id = baseline.id
    LEFT JOIN milestone ON milestone.id = baseline_entry.milestone_id
    WHERE baseline.id = ? ORDER BY baseline_entry.due_on IS NULL, baseline_entry.due_on, baseline_entry.milestone_id"""


def baseline_entries(db: sqlite3.Connection, baseline_id: int) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline, by date."""
    return tuple(_ENTRY.read(db.execute(_ENTRIES, (baseline_id,))))
