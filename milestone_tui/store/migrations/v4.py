"""Step 4: rules that the tables lacked, such as the characters of a key and the form of an instant.

SQLite changes a constraint only by recreating the table, so all tables are recreated: `rebuild` copies the rows and
repairs those that break the rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import milestone_tui.store.migrations.v1 as first
import milestone_tui.store.migrations.v3 as third
from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations.v2 import SECOND
from milestone_tui.store.rebuild import rebuild
from milestone_tui.store.schema import OURS, Schema, read_schema

_LINE = 1_000
_TEXT = 100_000
"""Characters of a one-line text, and of a text of several lines."""
_MONEY = 10_000_000_000_000_000
"""The largest amount, in the smallest unit of a currency."""


def day_rule(table: str, column: str) -> str:
    """Return the rule that a column holds a date which every program can read: not in the year 0 or earlier."""
    return (
        f"CONSTRAINT {table}_{column} CHECK ({column} BETWEEN '0001-01-01' AND '9999-12-31' "
        f"AND {column} IS date({column}, '+0 days'))"
    )


def instant_rule(table: str, column: str) -> str:
    """Return the rule that a column holds an instant in UTC with milliseconds, as the program writes it."""
    return (
        f"CONSTRAINT {table}_{column} CHECK ({column} GLOB "
        "'[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00' "
        f"AND {column} BETWEEN '1900' AND '2200' AND substr({column}, 12, 2) < '24' "
        f"AND substr({column}, 1, 10) IS date(substr({column}, 1, 10), '+0 days'))"
    )


def between(table: str, column: str, least: int, most: int, name: str = "") -> str:
    """Return the rule that a column holds a number within bounds."""
    return f"CONSTRAINT {table}_{name or column} CHECK ({column} BETWEEN {least} AND {most})"


def length(table: str, column: str, least: int, most: int) -> str:
    """Return the rule that a text has so many characters."""
    return f"CONSTRAINT {table}_{column} CHECK (length({column}) BETWEEN {least} AND {most})"


_RULES = {
    "project": (
        """CONSTRAINT project_key CHECK (key GLOB '[A-Z0-9]*' AND key NOT GLOB '*[^-A-Z0-9_]*'
            AND length(key) BETWEEN 1 AND 12)""",
        length("project", "name", 1, _LINE),
        length("project", "client", 0, _LINE),
        length("project", "description", 0, _TEXT),
        day_rule("project", "start_on"),
        day_rule("project", "target_on"),
        "CONSTRAINT project_span CHECK (target_on >= start_on)",
        between("project", "budget_minor", 0, _MONEY, "budget"),
        "CONSTRAINT project_currency CHECK (currency GLOB '[A-Z][A-Z][A-Z]')",
        "CONSTRAINT project_state CHECK (state IN ('planned', 'active', 'on hold', 'completed', 'cancelled'))",
        between("project", "working_days", 1, 127),
        instant_rule("project", "archived_at"),
        between("project", "acceptance_days", 1, 366, "acceptance"),
    ),
    "phase": (length("phase", "name", 1, _LINE), between("phase", "position", 0, 1_000_000_000)),
    "person": (
        length("person", "name", 1, _LINE),
        length("person", "email", 0, _LINE),
        length("person", "organisation", 0, _LINE),
        between("person", "capacity_hundredths", 0, 700, "capacity"),
    ),
    "milestone": (
        length("milestone", "title", 1, 500),
        "CONSTRAINT milestone_kind CHECK (kind IN ('delivery', 'objective', 'gate', 'event', 'payment'))",
        "CONSTRAINT milestone_state CHECK (state IN ('planned', 'in progress', 'submitted', 'done', 'cancelled'))",
        "CONSTRAINT milestone_done CHECK ((state = 'done') = (done_on IS NOT NULL))",
        day_rule("milestone", "due_on"),
        day_rule("milestone", "deadline_on"),
        day_rule("milestone", "done_on"),
        between("milestone", "progress", 0, 100),
        between("milestone", "weight", 0, 1_000_000),
        between("milestone", "value_minor", 0, _MONEY, "value"),
        length("milestone", "deliverable", 0, _LINE),
        length("milestone", "tags", 0, 2 * _LINE),
        length("milestone", "notes", 0, _TEXT),
        instant_rule("milestone", "forecast_at"),
        "CONSTRAINT milestone_internal CHECK (internal IN (0, 1))",
    ),
    "criterion": (
        length("criterion", "text", 1, _LINE),
        day_rule("criterion", "met_on"),
        between("criterion", "position", 0, 1_000_000_000),
    ),
    "dependency": (
        "CONSTRAINT dependency_ends CHECK (predecessor_id <> successor_id)",
        between("dependency", "lag", -10_000, 10_000),
    ),
    "baseline": ("CONSTRAINT baseline_name CHECK (length(name) > 0)", instant_rule("baseline", "taken_at")),
    "baseline_entry": (
        day_rule("baseline_entry", "due_on"),
        between("baseline_entry", "value_minor", 0, _MONEY, "value"),
    ),
    "holiday": (day_rule("holiday", "day"),),
    "project_person": ("CONSTRAINT project_person_role CHECK (role IN ('manager', 'sponsor', 'client', 'team'))",),
    "assignment": (between("assignment", "effort_hundredths", 1, 1_000_000, "effort"),),
    "acceptance": (
        day_rule("acceptance", "submitted_on"),
        between("acceptance", "window_days", 1, 366, "window"),
        "CONSTRAINT acceptance_answer CHECK (answer IN ('accepted', 'rejected', 'withdrawn'))",
        "CONSTRAINT acceptance_answered CHECK ((answer IS NULL) = (answered_on IS NULL))",
        day_rule("acceptance", "answered_on"),
        "CONSTRAINT acceptance_order CHECK (answered_on >= submitted_on)",
    ),
    "gate_decision": (
        "CONSTRAINT gate_decision_words CHECK (decision IN ('go', 'conditional go', 'hold', 'recycle', 'stop'))",
        day_rule("gate_decision", "decided_on"),
    ),
    "template": (
        "CONSTRAINT template_name CHECK (length(name) > 0)",
        "CONSTRAINT template_body CHECK (length(body) > 0)",
        instant_rule("template", "saved_at"),
    ),
    "change": (
        "CONSTRAINT change_kind CHECK (kind IN ('do', 'undo', 'redo') AND (kind = 'do') = (reverts IS NULL))",
        "CONSTRAINT change_reverts CHECK (reverts < id)",
        instant_rule("change", "at"),
        """CONSTRAINT change_reason CHECK (reason IN ('client input late', 'scope', 'estimate', 'resource', 'supplier',
        'technical', 'holiday', 'other'))""",
    ),
    "edit": (
        "CONSTRAINT edit_values CHECK (before IS NOT NULL OR after IS NOT NULL)",
        "CONSTRAINT edit_entity CHECK "
        """(entity IN ('project', 'phase', 'person', 'milestone', 'criterion', 'dependency',
        'baseline', 'baseline_entry', 'holiday', 'project_person', 'assignment', 'acceptance', 'gate_decision',
        'template'))""",
    ),
    "open_change": (),
    "draft": (
        """CONSTRAINT draft_kind CHECK (kind IN ('milestone', 'project', 'quick add', 'change', 'gate decision',
        'sign-off', 'baseline', 'template', 'days off', 'person', 'filter', 'note'))""",
        "CONSTRAINT draft_target CHECK (target_id IS NOT NULL OR kind NOT IN ('milestone', 'quick add'))",
        "CONSTRAINT draft_typed CHECK (length(typed) > 0)",
        instant_rule("draft", "kept_at"),
        "CONSTRAINT draft_process CHECK (process GLOB '*/[0-9]*/*')",
    ),
}
"""The rules of each recreated table, in this order."""

_ADDED = {
    "project": ("acceptance_days INTEGER NOT NULL DEFAULT 10",),
    "person": ("capacity_hundredths INTEGER NOT NULL DEFAULT 500",),
    "milestone": ("approver_id INTEGER", "internal INTEGER NOT NULL DEFAULT 0"),
    "change": ("reason TEXT",),
}
"""The columns that step 3 added to tables of step 1."""
_APPROVER = "FOREIGN KEY (approver_id) REFERENCES person (id)"
_BEFORE = {
    statement.split(None, 3)[2].removesuffix("_kept"): statement
    for statement in (*first.TABLES, *SECOND, *third.TABLES, third.BASELINE_ENTRIES[0])
}


def _with_rules(table: str, rules: Sequence[str]) -> str:
    """Return the statement that creates a table as in earlier steps, but with these rules."""
    statement = _BEFORE[table]
    if not rules:
        return statement
    parts_before = [part.strip().rstrip(",") for part in statement.split("\n")[1:-1]]
    keys = [part for part in parts_before if part.startswith(("UNIQUE", "FOREIGN KEY"))]
    columns = [part for part in parts_before if part not in keys and not part.startswith("CONSTRAINT")]
    keys += [_APPROVER] if table == "milestone" else []
    parts = (*columns, *_ADDED.get(table, ()), *keys, *rules)
    return f"CREATE TABLE {table} (\n        " + ",\n        ".join(parts) + "\n    ) STRICT"


_TABLES = tuple(_with_rules(table, rules) for table, rules in _RULES.items())


def keep_the_rules(db: sqlite3.Connection) -> list[Mended]:
    """Recreate the tables with the rules of this step; return the rows that were repaired.

    Views, indexes and triggers stay as step 3 left them; they were checked before.
    """
    there = read_schema(db)
    ours = Schema(tuple(part for part in there.parts if part.table.lower() in OURS))
    return rebuild(db, ours.with_tables(_TABLES))


FOURTH = (keep_the_rules,)
"""Every part of the step, in order."""
