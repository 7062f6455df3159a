"""Step 12: worked days, such as a worked Saturday, in the list of the days off."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal

WORKED_DAYS: Step = (
    """ALTER TABLE holiday ADD COLUMN is_worked INTEGER NOT NULL DEFAULT 0
        CONSTRAINT holiday_is_worked CHECK (is_worked IN (0, 1))""",
    journal(JOURNALLED["holiday"]),
)
"""Every part of the step, in order."""
