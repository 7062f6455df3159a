"""`x` explains the figures under the cursor, and opens the milestones behind them."""

from __future__ import annotations

import pytest
from editing import TODAY
from screens import press, screen_lines, screen_text

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.panels.explain import ExplainPanel


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_why_is_it_red_is_one_key_from_projects(demo: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(demo, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "x")
        assert isinstance(app.screen, ExplainPanel)
        seen = screen_text(app)
        assert "Explain  Billing platform" in seen
        assert "Client sign-off 3 days overdue" in seen
        await press(pilot, "down")
        assert "latest due or done date of its milestones" in screen_text(app)
        await press(pilot, "x")
        assert not isinstance(app.screen, ExplainPanel)


async def test_a_milestone_explains_slip_and_float_and_opens_what_comes_after(demo: Store) -> None:
    app = MilestoneApp(demo, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "2", "x")
        lines = screen_lines(app)
        assert any("Explain" in line and "Beta release" in line for line in lines)
        assert any("28 Nov − 19 Nov = +9 d" in line for line in lines)
        await press(pilot, "down")
        assert "Load test passed" in screen_text(app) and "Acceptance test" in screen_text(app)
        await press(pilot, "tab", "down", "enter")
        assert isinstance(app.screen, MilestoneEditor)


async def test_nothing_to_explain_is_said(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        assert "Nothing to explain here." in screen_text(app)
