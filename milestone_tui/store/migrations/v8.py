"""The step that helps the first frame: the last date of each baseline, and what has a deadline, are quick to find."""

from __future__ import annotations

FIRST_FRAME: tuple[str, ...] = (
    "CREATE INDEX baseline_entry_due ON baseline_entry (baseline_id, due_on)",
    """CREATE INDEX milestone_deadline ON milestone (project_id)
        WHERE deadline_on IS NOT NULL AND state NOT IN ('done', 'cancelled')""",
)
"""Every statement of the step."""
