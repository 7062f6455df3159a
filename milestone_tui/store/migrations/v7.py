"""The step that adds a note to the reason for moving dates."""

from __future__ import annotations

REASON_NOTES: tuple[str, ...] = (
    """ALTER TABLE change ADD COLUMN reason_note TEXT NOT NULL DEFAULT ''
        CONSTRAINT change_reason_note CHECK (length(reason_note) BETWEEN 0 AND 1000)""",
)
"""Every statement of the step."""
