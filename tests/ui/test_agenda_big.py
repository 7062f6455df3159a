"""A big agenda: its beginning is shown at once, with the counts of the whole, and the rest follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from screens import first_line, press, screen_text

from milestone_tui.plan.analysis.agenda import (
    BY_DATE,
    Grouping,
    Section,
    agenda_items,
    counted,
    counted_head,
    grouped,
    head_groups,
)
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.agenda.screen import AgendaScreen

TODAY = date(2026, 11, 18)
COUNT = 1_200


def big() -> ImportedPlan:
    """Three projects over a year, with a few milestones without a date, done or submitted."""
    projects = []
    for key in ("ACME", "NORD", "VEGA"):
        rows = tuple(
            IncomingMilestone(
                f"{key}{n}",
                "",
                f"{key} {n}",
                owner=f"Person {n % 5}",
                due_on=None if n % 97 == 0 else TODAY + timedelta(days=n - 60),
                done_on=TODAY - timedelta(days=n % 30) if n % 11 == 0 else None,
            )
            for n in range(COUNT // 3)
        )
        projects.append(IncomingProject(key, (), rows))
    return ImportedPlan(tuple(projects))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    store.change_blocking(lambda do: do.imports.add(big()))

    def submit(do: Commands) -> None:
        for id_ in (3, 7, 500):
            do.acceptance.submit(id_, TODAY)
        do.projects.archive(3, True)

    store.change_blocking(submit)
    store.poll()
    yield store
    store.close()


@pytest.mark.parametrize("project_id", [None, 2])
@pytest.mark.parametrize("most", [1, 60, 5_000])
def test_the_beginning_is_that_of_the_whole(store: Store, project_id: int | None, most: int) -> None:
    items = [item for item in agenda_items(store.read.agenda(), TODAY) if project_id in (None, item.project.id)]
    head = store.read.agenda_head(project_id, most)
    assert counted_head(head, TODAY) == counted(items, TODAY)
    found = head_groups(head, TODAY)
    by_date = [item for item in items if item.section in BY_DATE]
    assert [item.key for group in found for item in group.items] == [item.key for item in by_date[:most]]
    sizes = {group.section: group.size for group in grouped(by_date, Grouping.WHEN)}
    assert {group.section: group.size for group in found} == {group.section: sizes[group.section] for group in found}


async def test_the_rest_follows(store: Store) -> None:
    counts = counted(agenda_items(store.read.agenda(), TODAY), TODAY)
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await press(pilot, "3")
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        assert f"{counts.overdue} overdue · {counts.week} this week · 3 await sign-off" in first_line(pilot)
        sections = {item.section for item in screen.table.items}
        assert {Section.OVERDUE, Section.LATER, Section.UNDATED, Section.AWAITING, Section.DONE} <= sections
        await press(pilot, "space")
        assert f"OVERDUE  {counts.overdue - 1}" in screen_text(pilot.app)


async def test_from_a_project_the_beginning_is_its_own(store: Store) -> None:
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "enter", "3")
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        assert len({item.project.key for item in screen.table.items}) == 1
