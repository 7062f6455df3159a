"""Step 11: what `sync` keeps: ids that databases share, and what a database and a folder of files last agreed on."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step

_UID = """CREATE TABLE sync_uid (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        entity TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        UNIQUE (entity, row_id),
        UNIQUE (entity, uid),
        CONSTRAINT sync_uid_uid CHECK (length(uid) BETWEEN 4 AND 40)
    ) STRICT"""

_BASE = """CREATE TABLE sync_base (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        folder TEXT NOT NULL,
        uid TEXT NOT NULL,
        file TEXT NOT NULL,
        records TEXT NOT NULL,
        UNIQUE (folder, uid)
    ) STRICT"""

_CHANGE = """CREATE TABLE sync_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change_id INTEGER NOT NULL,
        folder TEXT NOT NULL,
        taken TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (change_id) REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT sync_change_undone CHECK (undone IN (0, 1))
    ) STRICT"""

SYNC: Step = (_UID, _BASE, _CHANGE, "CREATE INDEX sync_change_folder ON sync_change (folder)")
"""Every part of the step, in order."""
