"""Step 3: planning: days off, who works on what and in which role, acceptance, gates, reasons, templates.

Every column that is added has a default: what the journal holds from before says nothing of it and means the default.
"""

from __future__ import annotations

from milestone_tui.store.migrations.triggers import Journalled, journal_triggers

_DATE = "CONSTRAINT {table}_{column} CHECK ({column} IS date({column}, '+0 days'))"


def _date(table: str, column: str) -> str:
    return _DATE.format(table=table, column=column)


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

_BASELINE_ENTRIES = (
    f"""CREATE TABLE baseline_entry_kept (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        baseline_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        due_on TEXT,
        value_minor INTEGER,
        title TEXT NOT NULL DEFAULT '',
        UNIQUE (baseline_id, milestone_id),
        FOREIGN KEY (baseline_id) REFERENCES baseline (id),
        {_date("baseline_entry", "due_on")},
        CONSTRAINT baseline_entry_value CHECK (value_minor >= 0)
    ) STRICT""",
    """INSERT INTO baseline_entry_kept (id, baseline_id, milestone_id, due_on, value_minor)
        SELECT id, baseline_id, milestone_id, due_on, value_minor FROM baseline_entry""",
    # An id is never used twice, also not the id of an entry that went.
    "DELETE FROM sqlite_sequence WHERE name = 'baseline_entry_kept'",
    """INSERT INTO sqlite_sequence (name, seq)
        SELECT 'baseline_entry_kept', seq FROM sqlite_sequence WHERE name = 'baseline_entry'""",
    "DROP TABLE baseline_entry",
    "ALTER TABLE baseline_entry_kept RENAME TO baseline_entry",
    "CREATE INDEX baseline_entry_milestone ON baseline_entry (milestone_id)",
)
"""An entry outlives its milestone: without it a comparison could not say what was removed."""

_TABLES = (
    f"""CREATE TABLE holiday (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        UNIQUE (project_id, day),
        FOREIGN KEY (project_id) REFERENCES project (id),
        {_date("holiday", "day")}
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
        {_date("acceptance", "submitted_on")},
        CONSTRAINT acceptance_window CHECK (window_days BETWEEN 1 AND 366),
        CONSTRAINT acceptance_answer CHECK (answer IN ('accepted', 'rejected', 'withdrawn')),
        CONSTRAINT acceptance_answered CHECK ((answer IS NULL) = (answered_on IS NULL)),
        {_date("acceptance", "answered_on")},
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
        {_date("gate_decision", "decided_on")}
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

MILESTONE_VIEW = """CREATE VIEW milestone_view AS
    SELECT
        counted.*,
        CASE
            WHEN state = 'done' THEN 100
            WHEN criteria_total > 0 THEN min(99, criteria_met * 100 / criteria_total)
            ELSE progress
        END AS percent,
        CAST(julianday(coalesce(done_on, due_on)) - julianday(baseline_on) AS INTEGER) AS slip_days
    FROM (
        SELECT
            milestone.id, milestone.project_id, milestone.phase_id, coalesce(phase.name, '') AS phase,
            phase.position AS phase_position, milestone.title, milestone.kind, milestone.state, milestone.owner_id,
            coalesce(person.name, '') AS owner, milestone.due_on, baseline_entry.due_on AS baseline_on,
            milestone.deadline_on, milestone.done_on, milestone.progress, milestone.weight, milestone.value_minor,
            project.currency, milestone.deliverable, milestone.tags, milestone.notes,
            (SELECT count(met_on) FROM criterion WHERE milestone_id = milestone.id) AS criteria_met,
            (SELECT count(*) FROM criterion WHERE milestone_id = milestone.id) AS criteria_total,
            milestone.forecast_at, coalesce(approver.name, '') AS approver, milestone.internal,
            latest.submitted_on, CASE WHEN latest.answer = 'accepted' THEN latest.answered_on END AS accepted_on,
            latest.window_days AS acceptance_days
        FROM milestone
        JOIN project ON project.id = milestone.project_id
        LEFT JOIN phase ON phase.id = milestone.phase_id
        LEFT JOIN person ON person.id = milestone.owner_id
        LEFT JOIN person AS approver ON approver.id = milestone.approver_id
        LEFT JOIN baseline_entry ON baseline_entry.baseline_id = project.baseline_id
            AND baseline_entry.milestone_id = milestone.id
        LEFT JOIN acceptance AS latest
            ON latest.id = (SELECT max(id) FROM acceptance WHERE milestone_id = milestone.id)
            AND (latest.answer IS NULL OR latest.answer = 'accepted')
    ) AS counted"""

_OF_MILESTONE = "(SELECT project_id FROM milestone WHERE id = {row}.milestone_id)"

CHANGED = (
    Journalled(
        "project",
        "id key name client description start_on target_on budget_minor currency state working_days archived_at "
        "baseline_id acceptance_days",
        project="{row}.id",
        milestone="NULL",
    ),
    Journalled("person", "id name email organisation capacity_hundredths", project="NULL", milestone="NULL"),
    Journalled(
        "milestone",
        "id project_id phase_id title kind owner_id due_on deadline_on done_on state progress weight value_minor "
        "deliverable tags notes forecast_at approver_id internal",
        project="{row}.project_id",
        milestone="{row}.id",
    ),
    Journalled(
        "baseline",
        "id project_id name reason approved_by taken_at",
        project="{row}.project_id",
        milestone="NULL",
        updatable=False,
    ),
)

MADE = (
    Journalled(
        "baseline_entry",
        "id baseline_id milestone_id due_on value_minor title",
        project="(SELECT project_id FROM baseline WHERE id = {row}.baseline_id)",
        milestone="{row}.milestone_id",
        updatable=False,
    ),
    Journalled("holiday", "id project_id day name", project="{row}.project_id", milestone="NULL"),
    Journalled("project_person", "id project_id person_id role", project="{row}.project_id", milestone="NULL"),
    Journalled(
        "assignment",
        "id milestone_id person_id effort_hundredths",
        project=_OF_MILESTONE,
        milestone="{row}.milestone_id",
    ),
    Journalled(
        "acceptance",
        "id milestone_id submitted_on submitted_by window_days answer answered_on answered_by note",
        project=_OF_MILESTONE,
        milestone="{row}.milestone_id",
    ),
    Journalled(
        "gate_decision",
        "id milestone_id decision decided_on decided_by note",
        project=_OF_MILESTONE,
        milestone="{row}.milestone_id",
    ),
    Journalled("template", "id name body saved_at", project="NULL", milestone="NULL"),
)

THIRD: tuple[str, ...] = (
    *_COLUMNS,
    *_BASELINE_ENTRIES,
    *_TABLES,
    *INDEXES,
    MILESTONE_VIEW,
    *(
        f"DROP TRIGGER {table.table}_{trigger}_{action}"
        for table in CHANGED
        for trigger in ("guard", "journal")
        for action in ("insert", "update", "delete")
    ),
    *(statement for table in (*CHANGED, *MADE) for statement in journal_triggers(table)),
)
"""Every statement of the step, in order."""
