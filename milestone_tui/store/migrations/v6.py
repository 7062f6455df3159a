"""The step that marks lags derived from dates, which may shrink, as different from typed ones."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal

KEPT_LAGS: Step = (
    "ALTER TABLE dependency ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 "
    "CONSTRAINT dependency_kept CHECK (kept IN (0, 1))",
    journal(JOURNALLED["dependency"]),
)
"""Every part of the step, in order. Existing lags were typed or imported, so they stay unmarked."""
