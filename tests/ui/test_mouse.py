"""What is natural to click can be clicked: once to go there, once more to open it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from screens import on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.views.people.person import PersonScreen
from milestone_tui.ui.views.templates.start_project import StartProjectScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@pytest.fixture
def app(demo: Store, today: date) -> MilestoneApp:
    return MilestoneApp(demo, Clock.fixed(today))


async def click(pilot: Pilot[Any], text: str) -> None:
    """Click on a text that stands in one line of the screen only."""
    ((y, line),) = [(y, line) for y, line in enumerate(screen_lines(pilot.app)) if text in line]
    await pilot.click(offset=(line.index(text), y))
    await settled(pilot)


async def test_from_a_project_to_a_milestone_to_its_tabs(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for _ in range(2):
            assert on_top(app) is not TimelineScreen
            await click(pilot, "Mobile app")
        assert on_top(app) is TimelineScreen
        for _ in range(2):
            assert on_top(app) is not MilestoneEditor
            await click(pilot, "◆ Public launch")
        assert on_top(app) is MilestoneEditor
        assert "Public launch" in screen_lines(app)[0]
        await click(pilot, "History")
        assert "created: Public launch" in screen_text(app)


async def test_an_action_in_the_palette(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"roadm")
        assert on_top(app) is PaletteScreen
        await click(pilot, "Show all projects on one time axis")
        assert "table" in screen_lines(app)[-1], "r goes back to it"


async def test_a_person(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6")
        await click(pilot, "sponsor NORD")
        await click(pilot, "sponsor NORD")
        assert on_top(app) is PersonScreen


@pytest.mark.slow
async def test_a_template_a_theme_and_a_reason(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "N")
        await click(pilot, "Stage-gate")
        await click(pilot, "Stage-gate")
        assert on_top(app) is StartProjectScreen
        await press(pilot, "escape", "escape", "colon", *"theme", "enter")
        await click(pilot, "high contrast")
        await click(pilot, "high contrast")
        assert app.theme == "milestone-contrast"
        await press(pilot, "enter", "full_stop", "w")
        await click(pilot, "supplier")
        await click(pilot, "supplier")
        assert "supplier" in screen_text(app)
        assert "Why are" not in screen_text(app)
