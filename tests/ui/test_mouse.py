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
from milestone_tui.ui.keys import key_name, key_of
from milestone_tui.ui.panels.help import HelpScreen
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.views.baselines.screen import BaselinesScreen
from milestone_tui.ui.views.people.person import PersonScreen
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.templates.start_project import StartProjectScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


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
        await press(pilot, "6", "tab")
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


# Bars -------------------------------------------------------------------------------------------------------------


async def click_bar(pilot: Pilot[Any], line: int, text: str, word: str = "") -> None:
    """Click on a text of one line, or on a word behind it."""
    shown = screen_lines(pilot.app)[line]
    at = shown.index(word, shown.index(text)) if word else shown.index(text)
    await pilot.click(offset=(at, line % len(screen_lines(pilot.app))))
    await settled(pilot)


async def test_a_key_of_the_key_bar(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await click_bar(pilot, -1, "roadmap")
        assert "› Roadmap" in screen_lines(app)[0]
        await click_bar(pilot, -1, "tab")
        assert "› Roadmap" not in screen_lines(app)[0]
        await click_bar(pilot, -1, "↵ open")
        assert on_top(app) is TimelineScreen
        await click_bar(pilot, -1, "? help")
        assert on_top(app) is HelpScreen
        await click_bar(pilot, -1, "esc back")
        assert on_top(app) is TimelineScreen


async def test_each_of_several_keys_with_one_meaning(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "enter")
        for typed, key in ((".", "full_stop"), (",", "comma")):
            await click_bar(pilot, -1, ", .", typed)
            assert on_top(app) is WhatIfScreen
            clicked = screen_lines(app)[0]
            await press(pilot, "escape", key)
            assert screen_lines(app)[0] == clicked
            await press(pilot, "escape")


async def test_keys_of_a_panel_and_of_a_field(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "slash", *"is:done")
        await click_bar(pilot, -1, "esc clear")
        assert "is:done" not in screen_text(app)
        await press(pilot, "colon", *"roadmap")
        await click_bar(pilot, -1, "↵ run")
        assert "› Roadmap" in screen_lines(app)[0]


async def test_a_sentence_in_place_of_the_keys_is_no_key(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "Z")
        before = screen_text(app)
        assert "does nothing" in before
        await pilot.click(offset=(3, 39))
        await settled(pilot)
        assert screen_text(app) == before


async def test_the_line_of_views(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await click_bar(pilot, 1, "People")
        assert on_top(app) is PeopleScreen
        await click_bar(pilot, 1, "2 Timeline")
        assert on_top(app) is TimelineScreen
        await press(pilot, "slash")
        await click_bar(pilot, 1, "1 Projects")
        assert on_top(app) is ProjectsScreen, "also while one types"
        await press(pilot, "enter", "full_stop")
        await click_bar(pilot, 1, "People")
        assert on_top(app) is WhatIfScreen
        assert "Apply (↵) or cancel (esc) first." in screen_lines(app)[-1]


async def test_the_way_up_in_the_title(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        await click_bar(pilot, 0, "Milestones")
        assert "› Roadmap" not in screen_lines(app)[0]
        await click_bar(pilot, 0, "Milestones")
        assert on_top(app) is ProjectsScreen, "there is no way up from there"
        await press(pilot, "enter", "C")
        assert on_top(app) is BaselinesScreen
        await click_bar(pilot, 0, "› Baselines", "Baselines")
        assert on_top(app) is BaselinesScreen, "where one is already"
        await pilot.click(offset=(4, 0))
        await settled(pilot)
        assert on_top(app) is TimelineScreen
        await press(pilot, "question_mark")
        await pilot.click(offset=(4, 0))
        await settled(pilot)
        assert on_top(app) is TimelineScreen
        await pilot.click(offset=(4, 0))
        await settled(pilot)
        assert on_top(app) is ProjectsScreen


async def test_in_ascii_the_words_of_keys_are_clicked(demo: Store, today: date) -> None:
    app = MilestoneApp(demo, Clock.fixed(today), ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await click_bar(pilot, -1, "enter open")
        assert on_top(app) is TimelineScreen
        await press(pilot, "question_mark")
        top = screen_lines(app)
        await click_bar(pilot, -1, "up down", "down")
        assert screen_lines(app) != top
        await click_bar(pilot, -1, "up down", "up")
        assert screen_lines(app) == top


@pytest.mark.parametrize("name", ["↵", "esc", "pgdn", "space", "F1", ",", "<", "+", "-", "=", "?", "ctrl+s", "n", "A"])
def test_a_key_is_known_by_its_name(name: str) -> None:
    assert key_name(key_of(name)) == name
