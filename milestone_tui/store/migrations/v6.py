"""The step that tells a lag that was kept from the dates, and gives way, from one that somebody typed."""

from __future__ import annotations

from milestone_tui.store.migrations.triggers import Journalled, journal_triggers

_LINKS = Journalled(
    "dependency",
    "id predecessor_id successor_id lag kept",
    project="(SELECT project_id FROM milestone WHERE id = {row}.successor_id)",
    milestone="{row}.successor_id",
)

KEPT_LAGS: tuple[str, ...] = (
    "ALTER TABLE dependency ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 "
    "CONSTRAINT dependency_kept CHECK (kept IN (0, 1))",
    *(
        f"DROP TRIGGER dependency_{trigger}_{action}"
        for trigger in ("guard", "journal")
        for action in ("insert", "update", "delete")
    ),
    *journal_triggers(_LINKS),
)
"""Every statement of the step, in order. What is there was typed or came from a file: it stays as it is."""
