"""Projects that are cancelled or archived: they say so, and nothing of them is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from screens import SIZES, assert_snapshot, press, screen_lines, screen_text, settled

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import ProjectState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def ended(store: Store) -> Store:
    """ACME goes on; OLD was cancelled and PAST archived with something late, which something in ACME waits for."""

    def fill(do: Commands) -> None:
        for key in ("ACME", "OLD", "PAST"):
            do.projects.create({"key": key, "name": f"Project {key.lower()}", "start_on": date(2026, 9, 1)})
        go = do.milestones.create(1, {"title": "Go-live", "due_on": TODAY + 2 * DAY})
        for project_id in (2, 3):
            late = do.milestones.create(project_id, {"title": "Pilot", "due_on": TODAY - 3 * DAY, "owner": "Ana"})
            do.milestones.create(project_id, {"title": "Rollout", "due_on": TODAY + DAY, "owner": "Ana"})
            do.links.set(late, [LinkInput(go, 5)], ())
        do.projects.edit(2, {"state": ProjectState.CANCELLED}, {})
        do.projects.archive(3, True)

    store.change_blocking(fill)
    return store


@pytest.mark.parametrize("size", SIZES)
async def test_ended_projects_say_so_and_are_never_late(ended: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(ended, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "A", "j")
        assert_snapshot(app, "home-ended")
        title = screen_lines(app)[0]
        assert "overdue" not in title
        assert "due" not in title
        assert "OLD cancelled" in screen_text(app)
        await press(pilot, "tab")
        assert_snapshot(app, "roadmap-ended")


@pytest.mark.parametrize("size", SIZES)
async def test_the_timeline_of_a_cancelled_project_is_calm(ended: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(ended, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "j", "enter")
        assert_snapshot(app, "timeline-cancelled")
        assert "× cancelled" in screen_lines(app)[0]
        assert "project cancelled" in screen_text(app)
        assert "too soon" not in screen_text(app)
        assert "late" not in screen_text(app)


async def test_nobody_works_on_a_project_that_has_ended(ended: Store) -> None:
    (ana,) = ended.read.people_summaries()
    assert ana.owned == 0
    offered = {linked.project_key for linked in ended.read.link_candidates(1)}
    assert offered == {"ACME"}
