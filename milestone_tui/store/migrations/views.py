"""The view of milestones that the read side queries: its text for every version of the tables."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

_APPROVED = """, coalesce(approver.name, '') AS approver, milestone.internal,
            latest.submitted_on, CASE WHEN latest.answer = 'accepted' THEN latest.answered_on END AS accepted_on,
            latest.window_days AS acceptance_days"""
_APPROVER = """
        LEFT JOIN person AS approver ON approver.id = milestone.approver_id"""
_LATEST = """
        LEFT JOIN acceptance AS latest
            ON latest.id = (SELECT max(id) FROM acceptance WHERE milestone_id = milestone.id)
            AND (latest.answer IS NULL OR latest.answer = 'accepted')"""


def milestone_view(columns: Sequence[str]) -> str:
    """Return the statement that creates the view over a table of milestones with these columns.

    Approvers and acceptance came with step 3. A column that this text does not name is passed through.
    """
    approved, approver, latest = (_APPROVED, _APPROVER, _LATEST) if "approver_id" in columns else ("", "", "")
    text = f"""CREATE VIEW milestone_view AS
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
            milestone.forecast_at{approved}{{more}}
        FROM milestone
        JOIN project ON project.id = milestone.project_id
        LEFT JOIN phase ON phase.id = milestone.phase_id
        LEFT JOIN person ON person.id = milestone.owner_id{approver}
        LEFT JOIN baseline_entry ON baseline_entry.baseline_id = project.baseline_id
            AND baseline_entry.milestone_id = milestone.id{latest}
    ) AS counted"""
    named = set(re.findall(r"milestone\.(\w+)", text))
    return text.format(more="".join(f", milestone.{column}" for column in columns if column not in named))


def make_view(db: sqlite3.Connection) -> tuple[()]:
    """Create the view for the current table; a part of a step."""
    db.execute(milestone_view(column_names(db, "milestone")))
    return ()


def column_names(db: sqlite3.Connection, table: str) -> list[str]:
    """Return the names of the columns of a table, in their order."""
    return [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]
