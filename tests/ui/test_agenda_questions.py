"""What is due this week, and what is mine: each answered with at most two keys from Projects, in the demo."""

from __future__ import annotations

from datetime import date

from screens import first_line, press, screen_text

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.agenda.screen import AgendaScreen

TODAY = date(2026, 11, 22)


async def test_what_is_due_this_week_is_one_key(demo: Store) -> None:
    async with MilestoneApp(demo, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await press(pilot, "3")
        assert "next week" in first_line(pilot), "it is Sunday"
        assert "NEXT WEEK" in screen_text(pilot.app)


async def test_what_is_mine_is_two_keys(demo: Store) -> None:
    owners = [m.owner for plan in demo.read.everything() for m in plan.milestones if m.is_open and m.owner]
    me, preferences = owners[0], Preferences()
    preferences.settings = preferences.settings._replace(me=me)
    async with MilestoneApp(demo, Clock.fixed(TODAY), preferences=preferences).run_test(size=(120, 40)) as pilot:
        await press(pilot, "3", "at")
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        mine = [item for item in screen.table.items if item.subject.owner == me]
        others = [item for item in screen.table.items if item not in mine]
        assert len(mine) >= owners.count(me)
        assert all(item.milestone is not None and item.milestone.approver == me for item in others)
