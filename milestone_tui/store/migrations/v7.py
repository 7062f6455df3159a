"""The step that keeps why dates were moved in a person's own words, beside the reason that the words belong to."""

from __future__ import annotations

REASON_NOTES: tuple[str, ...] = (
    """ALTER TABLE change ADD COLUMN reason_note TEXT NOT NULL DEFAULT ''
        CONSTRAINT change_reason_note CHECK (length(reason_note) BETWEEN 0 AND 1000)""",
)
"""Every statement of the step."""
