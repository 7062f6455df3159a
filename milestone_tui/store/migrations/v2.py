"""Step 2: drafts, kept for the next start; they are no plan data, so the journal does not record them."""

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
"""Every statement of the step. `target_id` may refer to a row that is deleted later, so it is no foreign key."""
