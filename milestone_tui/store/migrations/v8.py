"""The step that makes the last date of a baseline quick to find: the first frame asks for that of every project."""

from __future__ import annotations

BASELINE_ENDS: tuple[str, ...] = ("CREATE INDEX baseline_entry_due ON baseline_entry (baseline_id, due_on)",)
"""Every statement of the step."""
