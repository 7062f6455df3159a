"""Step 1: the portfolio, its journal, and the views that the read side queries."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.views import make_view


def some_date(table: str, column: str) -> str:
    """Return the rule that a column holds a date; step 4 has a stricter one."""
    return f"CONSTRAINT {table}_{column} CHECK ({column} IS date({column}, '+0 days'))"


TABLES = (
    f"""CREATE TABLE project (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        client TEXT NOT NULL,
        description TEXT NOT NULL,
        start_on TEXT,
        target_on TEXT,
        budget_minor INTEGER,
        currency TEXT NOT NULL,
        state TEXT NOT NULL,
        working_days INTEGER NOT NULL,
        archived_at TEXT,
        baseline_id INTEGER,
        UNIQUE (key),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        CONSTRAINT project_key CHECK (key = upper(key) AND length(key) BETWEEN 1 AND 12),
        CONSTRAINT project_name CHECK (length(name) > 0),
        {some_date("project", "start_on")},
        {some_date("project", "target_on")},
        CONSTRAINT project_span CHECK (target_on >= start_on),
        CONSTRAINT project_budget CHECK (budget_minor >= 0),
        CONSTRAINT project_currency CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
        CONSTRAINT project_state CHECK (state IN ('planned', 'active', 'on hold', 'completed', 'cancelled')),
        CONSTRAINT project_working_days CHECK (working_days BETWEEN 1 AND 127)
    ) STRICT""",
    """CREATE TABLE phase (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        UNIQUE (project_id, name),
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT phase_name CHECK (length(name) > 0),
        CONSTRAINT phase_position CHECK (position >= 0)
    ) STRICT""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        organisation TEXT NOT NULL,
        UNIQUE (name),
        CONSTRAINT person_name CHECK (length(name) > 0)
    ) STRICT""",
    f"""CREATE TABLE milestone (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        phase_id INTEGER,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        owner_id INTEGER,
        due_on TEXT,
        deadline_on TEXT,
        done_on TEXT,
        state TEXT NOT NULL,
        progress INTEGER NOT NULL,
        weight INTEGER NOT NULL,
        value_minor INTEGER,
        deliverable TEXT NOT NULL,
        tags TEXT NOT NULL,
        notes TEXT NOT NULL,
        forecast_at TEXT,
        FOREIGN KEY (project_id) REFERENCES project (id),
        FOREIGN KEY (phase_id) REFERENCES phase (id),
        FOREIGN KEY (owner_id) REFERENCES person (id),
        CONSTRAINT milestone_title CHECK (length(title) BETWEEN 1 AND 500),
        CONSTRAINT milestone_kind CHECK (kind IN ('delivery', 'objective', 'gate', 'event', 'payment')),
        CONSTRAINT milestone_state CHECK (state IN ('planned', 'in progress', 'submitted', 'done', 'cancelled')),
        CONSTRAINT milestone_done CHECK ((state = 'done') = (done_on IS NOT NULL)),
        {some_date("milestone", "due_on")},
        {some_date("milestone", "deadline_on")},
        {some_date("milestone", "done_on")},
        CONSTRAINT milestone_progress CHECK (progress BETWEEN 0 AND 100),
        CONSTRAINT milestone_weight CHECK (weight >= 0),
        CONSTRAINT milestone_value CHECK (value_minor >= 0)
    ) STRICT""",
    f"""CREATE TABLE criterion (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        milestone_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        met_on TEXT,
        position INTEGER NOT NULL,
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        CONSTRAINT criterion_text CHECK (length(text) > 0),
        {some_date("criterion", "met_on")},
        CONSTRAINT criterion_position CHECK (position >= 0)
    ) STRICT""",
    """CREATE TABLE dependency (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        predecessor_id INTEGER NOT NULL,
        successor_id INTEGER NOT NULL,
        lag INTEGER NOT NULL,
        UNIQUE (predecessor_id, successor_id),
        FOREIGN KEY (predecessor_id) REFERENCES milestone (id),
        FOREIGN KEY (successor_id) REFERENCES milestone (id),
        CONSTRAINT dependency_ends CHECK (predecessor_id <> successor_id)
    ) STRICT""",
    """CREATE TABLE baseline (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        reason TEXT NOT NULL,
        approved_by TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        FOREIGN KEY (project_id) REFERENCES project (id),
        CONSTRAINT baseline_name CHECK (length(name) > 0)
    ) STRICT""",
    f"""CREATE TABLE baseline_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        baseline_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        due_on TEXT,
        value_minor INTEGER,
        UNIQUE (baseline_id, milestone_id),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        FOREIGN KEY (milestone_id) REFERENCES milestone (id),
        {some_date("baseline_entry", "due_on")},
        CONSTRAINT baseline_entry_value CHECK (value_minor >= 0)
    ) STRICT""",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        label TEXT NOT NULL,
        kind TEXT NOT NULL,
        reverts INTEGER,
        UNIQUE (reverts),
        FOREIGN KEY (reverts) REFERENCES change (id),
        CONSTRAINT change_kind CHECK (kind IN ('do', 'undo', 'redo') AND (kind = 'do') = (reverts IS NULL))
    ) STRICT""",
    """CREATE TABLE edit (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change_id INTEGER NOT NULL,
        entity TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        project_id INTEGER,
        milestone_id INTEGER,
        before TEXT,
        after TEXT,
        FOREIGN KEY (change_id) REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT edit_values CHECK (before IS NOT NULL OR after IS NOT NULL)
    ) STRICT""",
    "CREATE TABLE open_change (change_id INTEGER NOT NULL) STRICT",
)

INDEXES = (
    "CREATE INDEX milestone_portfolio ON milestone (project_id, state, weight, progress)",
    """CREATE INDEX milestone_open ON milestone (project_id, due_on, deadline_on, forecast_at, state)
        WHERE state NOT IN ('done', 'cancelled')""",
    """CREATE INDEX milestone_last ON milestone (project_id, coalesce(done_on, due_on))
        WHERE state <> 'cancelled'""",
    "CREATE INDEX milestone_phase ON milestone (phase_id)",
    "CREATE INDEX milestone_owner ON milestone (owner_id)",
    "CREATE INDEX criterion_milestone ON criterion (milestone_id, met_on)",
    "CREATE INDEX dependency_successor ON dependency (successor_id, predecessor_id)",
    "CREATE INDEX baseline_project ON baseline (project_id)",
    "CREATE INDEX baseline_entry_milestone ON baseline_entry (milestone_id)",
    "CREATE INDEX change_actor ON change (actor, kind)",
    "CREATE INDEX edit_change ON edit (change_id)",
    "CREATE INDEX edit_row ON edit (entity, row_id)",
    "CREATE INDEX edit_project ON edit (project_id, change_id)",
    "CREATE INDEX edit_milestone ON edit (milestone_id, change_id)",
)

APPEND_ONLY = (
    *(
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for table in ("change", "edit")
        for action in ("UPDATE", "DELETE")
    ),
    """CREATE TRIGGER edit_sealed BEFORE INSERT ON edit WHEN EXISTS (SELECT 1 FROM change WHERE id >= NEW.change_id)
        BEGIN SELECT RAISE(ABORT, 'a change that was written takes no more edits'); END""",
)

_JOURNALLED = ("project", "phase", "person", "milestone", "criterion", "dependency", "baseline_entry")

FIRST: Step = (
    *TABLES,
    *INDEXES,
    make_view,
    *APPEND_ONLY,
    journal(*(JOURNALLED[table] for table in _JOURNALLED), JOURNALLED["baseline"]._replace(updatable=True)),
)
"""Every part of the step, in order."""
