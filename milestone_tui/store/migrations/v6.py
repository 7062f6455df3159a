"""The step that tells a lag that was kept from the dates, and gives way, from one that somebody typed."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal

KEPT_LAGS: Step = (
    "ALTER TABLE dependency ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 "
    "CONSTRAINT dependency_kept CHECK (kept IN (0, 1))",
    journal(JOURNALLED["dependency"]),
)
"""Every part of the step, in order. What is there was typed or came from a file: it stays as it is."""
