"""Step 13: what an import records of each milestone: its id in the program of the file, and what the file said."""

from __future__ import annotations

import sqlite3

from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.v4 import day_rule, length
from milestone_tui.store.migrations.v9 import widened
from milestone_tui.store.rebuild import rebuild
from milestone_tui.store.schema import OURS, Schema, read_schema

_SOURCE = f"""CREATE TABLE milestone_source (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        source_id TEXT NOT NULL DEFAULT '',
        reported_on TEXT NOT NULL,
        said TEXT NOT NULL,
        UNIQUE (milestone_id, kind),
        FOREIGN KEY (project_id) REFERENCES project (id) ON DELETE CASCADE,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id) ON DELETE CASCADE,
        {length("milestone_source", "kind", 0, 100)},
        {length("milestone_source", "source_id", 0, 1_000)},
        {day_rule("milestone_source", "reported_on")}
    ) STRICT"""


def widen_choices(db: sqlite3.Connection) -> list[Mended]:
    """Recreate the journal's edits, whose rule lists the tables that there are."""
    there = read_schema(db)
    wider = (widened(there.tables["edit"], "edit_entity", ("milestone_source",)),)
    ours = tuple(part for part in there.parts if part.type != "table" and part.table.lower() in OURS)
    return rebuild(db, Schema(ours).with_tables(wider))


SOURCES: Step = (
    widen_choices,
    _SOURCE,
    "CREATE INDEX milestone_source_project ON milestone_source (project_id, kind)",
    journal(JOURNALLED["milestone_source"]),
)
"""Every part of the step, in order."""
