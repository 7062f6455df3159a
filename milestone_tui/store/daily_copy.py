"""The copy of the database that is made before the first change of a day."""

from __future__ import annotations

import sqlite3
from datetime import date

from milestone_tui.store.backups import back_up_for_the_day
from milestone_tui.store.open_file import OpenFile
from milestone_tui.store.patience import Patience, await_lock


class DailyCopy:
    """Copies one open file once a day; lives in the writer thread. Without the copy, too, people can work."""

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        self._copied_on: date | None = None

    def make(self, today: date, patience: Patience) -> str | None:
        """Make the copy unless there is one; return what the person should know of it, if anything."""
        if today == self._copied_on:
            return None
        # A copy of a locked file would fail, or try for ever by itself.
        await_lock(self.file.path, patience)
        self._copied_on = today
        try:
            backup = back_up_for_the_day(self.file.path, today)
        except (OSError, sqlite3.Error) as error:
            if self.file.renderer().trouble is not None:
                return None  # which is told, and is why
            why = getattr(error, "strerror", None) or error
            return f"The daily copy of the database could not be made: {why}."
        if backup is not None and backup.damaged:
            return f"The database is damaged. Run `milestone-tui restore` with an earlier copy than {backup.path}."
        return None
