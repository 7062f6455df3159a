"""View 4 of a project that monthly files brought: the months are its reporting dates."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from monthly_files import year_of_files
from screens import last_line, press, screen_text

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ALL_FIELDS, ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

CLOCK = Clock.fixed(date(2026, 1, 15))


async def test_a_year_of_files_is_shown_by_months(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "m.db", CLOCK, "ana")) as store:
        for file in year_of_files(12, comes_and_goes=False):
            rows = tuple(
                IncomingMilestone(line.title, "", line.title, line.phase, due_on=line.due, done_on=line.done)
                for line in file.lines
            )
            plan = ImportedPlan((IncomingProject("House", (), rows, fields=ALL_FIELDS),), source="CSV")

            def bring(do: Commands, plan: ImportedPlan = plan) -> None:
                do.imports.update(plan, for_day=True)

            store.change_blocking(bring, reported_on=file.day)
        app = MilestoneApp(store, CLOCK)
        async with app.run_test(size=(120, 40)) as pilot:
            await press(pilot, "4")
            assert "Milestone 11" in screen_text(app) and "REPORTED" in screen_text(app)
            await press(pilot, "o")
            assert "Reporting dates: reviews" in last_line(pilot) + screen_text(app)
