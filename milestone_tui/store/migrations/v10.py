"""Step 10: what a client sees of a project, and the reports that were written."""

from __future__ import annotations

import sqlite3

from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations.columns import line
from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.v4 import day_rule, instant_rule
from milestone_tui.store.migrations.v9 import widened
from milestone_tui.store.rebuild import rebuild
from milestone_tui.store.schema import OURS, Schema, read_schema

_COLUMNS = (
    """ALTER TABLE project ADD COLUMN client_money TEXT NOT NULL DEFAULT 'nothing'
        CONSTRAINT project_client_money CHECK (client_money IN ('nothing', 'payments', 'all'))""",
    """ALTER TABLE project ADD COLUMN client_risks TEXT NOT NULL DEFAULT 'nothing'
        CONSTRAINT project_client_risks CHECK (client_risks IN ('nothing', 'severe'))""",
)

_REPORT = f"""CREATE TABLE report (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER,
        {line("report", "client")},
        audience TEXT NOT NULL,
        since_on TEXT NOT NULL,
        until_on TEXT NOT NULL,
        written_at TEXT NOT NULL,
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT report_audience CHECK (audience IN ('client', 'internal')),
        CONSTRAINT report_subject CHECK (project_id IS NULL OR client = ''),
        {day_rule("report", "since_on")},
        {day_rule("report", "until_on")},
        CONSTRAINT report_order CHECK (until_on >= since_on),
        {instant_rule("report", "written_at")}
    ) STRICT"""


def widen_choices(db: sqlite3.Connection) -> list[Mended]:
    """Recreate the journal's edits, whose rule lists the tables that there are."""
    there = read_schema(db)
    wider = (widened(there.tables["edit"], "edit_entity", ("report",)),)
    ours = tuple(part for part in there.parts if part.type != "table" and part.table.lower() in OURS)
    return rebuild(db, Schema(ours).with_tables(wider))


REPORTS: Step = (
    widen_choices,
    *_COLUMNS,
    _REPORT,
    "CREATE INDEX report_subject ON report (project_id, client, audience, until_on)",
    journal(JOURNALLED["project"], JOURNALLED["report"]),
)
"""Every part of the step, in order."""
