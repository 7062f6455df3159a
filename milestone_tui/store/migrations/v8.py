"""The step that speeds up the first frame: indexes for the last date of each baseline, and for deadlines."""

from __future__ import annotations

FIRST_FRAME: tuple[str, ...] = (
    "CREATE INDEX baseline_entry_due ON baseline_entry (baseline_id, due_on)",
    """CREATE INDEX milestone_deadline ON milestone (project_id)
        WHERE deadline_on IS NOT NULL AND state NOT IN ('done', 'cancelled')""",
)
"""Every statement of the step."""
