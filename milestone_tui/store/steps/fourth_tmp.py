"""TEMPORARY, to be dropped for the step four of another branch: makes room for the new kinds of drafts."""

FOURTH = (
    """CREATE TABLE draft_kept (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        kind TEXT NOT NULL,
        target_id INTEGER,
        title TEXT NOT NULL,
        typed TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        actor TEXT NOT NULL,
        process TEXT NOT NULL,
        UNIQUE (process, kind, target_id),
        CONSTRAINT draft_kind CHECK (kind IN ('milestone', 'project', 'quick add', 'change', 'gate decision',
        'sign-off', 'baseline', 'template', 'days off', 'person', 'filter', 'note')),
        CONSTRAINT draft_target CHECK (target_id IS NOT NULL OR kind NOT IN ('milestone', 'quick add')),
        CONSTRAINT draft_typed CHECK (length(typed) > 0)
    ) STRICT""",
    "INSERT INTO draft_kept SELECT * FROM draft",
    "DROP TABLE draft",
    "ALTER TABLE draft_kept RENAME TO draft",
)
