"""Step 2: what was typed and not saved, kept for the next start; no plan data, so the journal knows nothing of it."""

from __future__ import annotations

SECOND: tuple[str, ...] = (
    """CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        kind TEXT NOT NULL,
        target_id INTEGER,
        title TEXT NOT NULL,
        typed TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        actor TEXT NOT NULL,
        process TEXT NOT NULL,
        UNIQUE (process, kind, target_id),
        CONSTRAINT draft_kind CHECK (kind IN ('milestone', 'project', 'quick add')),
        CONSTRAINT draft_target CHECK (target_id IS NOT NULL OR kind = 'project'),
        CONSTRAINT draft_typed CHECK (length(typed) > 0)
    ) STRICT""",
)
"""Every statement of the step. `target_id` refers to what may be deleted meanwhile, so it is no foreign key."""
