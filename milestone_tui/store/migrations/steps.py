"""The numbered steps of the schema: a released step is never edited; a later one is added."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from importlib.resources import files

from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.v1 import FIRST
from milestone_tui.store.migrations.v2 import SECOND
from milestone_tui.store.migrations.v3 import THIRD
from milestone_tui.store.migrations.v4 import FOURTH
from milestone_tui.store.migrations.v5 import LOGINS
from milestone_tui.store.migrations.v6 import KEPT_LAGS
from milestone_tui.store.migrations.v7 import REASON_NOTES
from milestone_tui.store.migrations.v8 import FIRST_FRAME
from milestone_tui.store.migrations.v9 import MONITORING
from milestone_tui.store.migrations.v10 import REPORTS
from milestone_tui.store.migrations.v11 import SYNC
from milestone_tui.store.migrations.v12 import WORKED_DAYS
from milestone_tui.store.migrations.v13 import SOURCES

STEPS: Sequence[Step] = (
    FIRST,
    SECOND,
    THIRD,
    FOURTH,
    LOGINS,
    KEPT_LAGS,
    REASON_NOTES,
    FIRST_FRAME,
    MONITORING,
    REPORTS,
    SYNC,
    WORKED_DAYS,
    SOURCES,
)
"""After step n, the file's `user_version` is n."""

_LATEST_FILE = "latest.sql"
SEPARATOR = "\n;;\n"
"""Between the statements of that file."""


def create_latest(db: sqlite3.Connection) -> tuple[()]:
    """Create a new database as all steps would, but in a tenth of the time; a test compares both."""
    text = files("milestone_tui.store.migrations").joinpath(_LATEST_FILE).read_text(encoding="utf-8")
    for statement in text.split(SEPARATOR):
        db.execute(statement)
    return ()


FROM_NOTHING: tuple[int, Step] = (13, (create_latest,))
"""A version, and the step that creates a new database of that version in place of all earlier steps."""


def run_steps(connection: sqlite3.Connection, steps: Sequence[Step], version: int) -> list[Mended]:
    """Run the steps after `version` in the open transaction; return the rows that had to be repaired."""
    known, whole = FROM_NOTHING
    wanted = [whole, *steps[known:]] if version == 0 and len(steps) >= known else steps[version:]
    mended: list[Mended] = []
    for step in wanted:
        for part in step:
            if isinstance(part, str):
                connection.execute(part)
            else:
                mended += part(connection)
    return mended
