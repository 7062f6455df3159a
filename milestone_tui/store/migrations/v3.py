"""Step 3: planning: days off, roles and effort, acceptance, gates, reasons and templates.

Every added column has a default: older journal entries do not mention it and mean the default.
"""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.v1 import some_date
from milestone_tui.store.migrations.views import make_view

_COLUMNS = (
    "DROP VIEW milestone_view",
    """ALTER TABLE project ADD COLUMN acceptance_days INTEGER NOT NULL DEFAULT 10
        CONSTRAINT project_acceptance CHECK (acceptance_days BETWEEN 1 AND 366)""",
    """ALTER TABLE person ADD COLUMN capacity_hundredths INTEGER NOT NULL DEFAULT 500
        CONSTRAINT person_capacity CHECK (capacity_hundredths BETWEEN 0 AND 700)""",
    "ALTER TABLE milestone ADD COLUMN approver_id INTEGER REFERENCES person (id)",
    """ALTER TABLE milestone ADD COLUMN internal INTEGER NOT NULL DEFAULT 0
        CONSTRAINT milestone_internal CHECK (internal IN (0, 1))""",
    """ALTER TABLE change ADD COLUMN reason TEXT
        CONSTRAINT change_reason CHECK (reason IN ('client input late', 'scope', 'estimate', 'resource', 'supplier',
        'technical', 'holiday', 'other'))""",
)

BASELINE_ENTRIES = (
    f"""CREATE TABLE baseline_entry_kept (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        baseline_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        due_on TEXT,
        value_minor INTEGER,
        title TEXT NOT NULL DEFAULT '',
        UNIQUE (baseline_id, milestone_id),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        {some_date("baseline_entry", "due_on")},
        CONSTRAINT baseline_entry_value CHECK (value_minor >= 0)
    ) STRICT""",
    """INSERT INTO baseline_entry_kept (id, baseline_id, milestone_id, due_on, value_minor)
        SELECT id, baseline_id, milestone_id, due_on, value_minor FROM baseline_entry""",
    # An id is never reused, even after its entry was deleted.
    "DELETE FROM sqlite_sequence WHERE name = 'baseline_entry_kept'",
    """INSERT INTO sqlite_sequence (name, seq)
        SELECT 'baseline_entry_kept', seq FROM sqlite_sequence WHERE name = 'baseline_entry'""",
    "DROP TABLE baseline_entry",
    "ALTER TABLE baseline_entry_kept RENAME TO baseline_entry",
    "CREATE INDEX baseline_entry_milestone ON baseline_entry (milestone_id)",
)
"""An entry outlives its milestone: otherwise a comparison could not name what was removed."""

TABLES = (
    f"""CREATE TABLE holiday (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        UNIQUE (project_id, day),
        FOREIGN KEY (project_id) REFERENCES project (id),
        {some_date("holiday", "day")}
    ) STRICT""",
    """CREATE TABLE project_person (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        role TEXT NOT NULL,
        UNIQUE (project_id, person_id, role),
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT project_person_role CHECK (role IN ('manager', 'sponsor', 'client', 'team'))
    ) STRICT""",
    """CREATE TABLE assignment (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        effort_hundredths INTEGER NOT NULL,
        UNIQUE (milestone_id, person_id),
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT assignment_effort CHECK (effort_hundredths > 0)
    ) STRICT""",
    f"""CREATE TABLE acceptance (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        submitted_on TEXT NOT NULL,
        submitted_by TEXT NOT NULL,
        window_days INTEGER NOT NULL,
        answer TEXT,
        answered_on TEXT,
        answered_by TEXT NOT NULL,
        note TEXT NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        {some_date("acceptance", "submitted_on")},
        CONSTRAINT acceptance_window CHECK (window_days BETWEEN 1 AND 366),
        CONSTRAINT acceptance_answer CHECK (answer IN ('accepted', 'rejected', 'withdrawn')),
        CONSTRAINT acceptance_answered CHECK ((answer IS NULL) = (answered_on IS NULL)),
        {some_date("acceptance", "answered_on")},
        CONSTRAINT acceptance_order CHECK (answered_on >= submitted_on)
    ) STRICT""",
    f"""CREATE TABLE gate_decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        decision TEXT NOT NULL,
        decided_on TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        note TEXT NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT gate_decision_words CHECK (decision IN ('go', 'conditional go', 'hold', 'recycle', 'stop')),
        {some_date("gate_decision", "decided_on")}
    ) STRICT""",
    """CREATE TABLE template (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        body TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        UNIQUE (name),
        CONSTRAINT template_name CHECK (length(name) > 0),
        CONSTRAINT template_body CHECK (length(body) > 0)
    ) STRICT""",
)

INDEXES = (
    "CREATE INDEX milestone_approver ON milestone (approver_id) WHERE approver_id IS NOT NULL",
    "CREATE INDEX project_person_person ON project_person (person_id)",
    "CREATE INDEX assignment_person ON assignment (person_id)",
    "CREATE INDEX acceptance_milestone ON acceptance (milestone_id)",
    "CREATE UNIQUE INDEX acceptance_waiting ON acceptance (milestone_id) WHERE answer IS NULL",
    "CREATE INDEX gate_decision_milestone ON gate_decision (milestone_id)",
)

_CHANGED = ("project", "person", "milestone", "baseline")
_MADE = ("baseline_entry", "holiday", "project_person", "assignment", "acceptance", "gate_decision", "template")

THIRD: Step = (
    *_COLUMNS,
    *BASELINE_ENTRIES,
    *TABLES,
    *INDEXES,
    make_view,
    journal(*(JOURNALLED[table] for table in (*_CHANGED, *_MADE))),
)
"""Every part of the step, in order."""
