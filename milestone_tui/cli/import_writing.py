"""Writing imports, each as one change, with a progress bar on a terminal; ctrl+c rolls the running one back."""

from __future__ import annotations

import sys
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from milestone_tui.plan.imported import ImportedPlan, ImportReport
    from milestone_tui.plan.importing.comparison import Taking
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Commands, Store

_BAR_CELLS = 30
_LOCK_CHECK_SECONDS = 0.1
"""How often an interrupted import checks whether it still waits for a lock."""


class ImportWriter:
    """Writes the files of an import one after another."""

    def __init__(self, store: Store, files: int = 1) -> None:
        """Show the progress as part of that of so many files."""
        self._store = store
        self._bar = _Bar(files)
        self.is_interrupted = False
        """Whether ctrl+c came too late to stop the last file."""

    def write(self, plan: ImportedPlan, taking: Taking, day: date | None) -> tuple[ImportReport, Change | None]:
        """Import a plan, with a `day` as that of this day; return what was done, with the change if anything differs.

        Raises KeyboardInterrupt once nothing of the change is left.
        """
        reports: list[ImportReport] = []
        interrupted = Event()
        projects = None if day is None else self._store.read.known(plan).projects.keys()

        def report_progress(done: int, total: int) -> None:
            if interrupted.is_set():
                raise KeyboardInterrupt
            self._bar.show(done, total)

        def write(do: Commands) -> None:
            reports.append(do.imports.take(plan, taking, report_progress))
            report_progress(1, 1)

        writing = self._store.submit(write, reported_on=day, projects=projects)
        try:
            made = writing.result()
        except KeyboardInterrupt:
            interrupted.set()
            while self._store.give_up() is None:  # else it has not begun: another program has locked the database
                with suppress(TimeoutError):
                    made = writing.result(_LOCK_CHECK_SECONDS)  # raises KeyboardInterrupt, unless all was written
                    self.is_interrupted = True
                    break
            else:
                raise
        finally:
            self._bar.clear()
            self._bar.files_before += 1
        return reports[-1], made


class _Bar:
    """A progress bar on stderr; nothing if that is not a terminal."""

    def __init__(self, files: int) -> None:
        self._is_visible = sys.stderr is not None and sys.stderr.isatty()
        self._percent = -1
        self._files = files
        self.files_before = 0

    def show(self, done: int, total: int) -> None:
        """Draw the bar if the percentage has changed."""
        percent = (100 * self.files_before + (100 * done // total if total else 100)) // self._files
        if self._is_visible and percent != self._percent:
            self._percent = percent
            filled = "#" * (percent * _BAR_CELLS // 100)
            print(f"\rimporting [{filled:.<{_BAR_CELLS}}] {percent:3}%", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Clear the line of the bar."""
        if self._percent >= 0:
            self._percent = -1
            print("\r" + " " * (_BAR_CELLS + 20) + "\r", end="", file=sys.stderr, flush=True)
