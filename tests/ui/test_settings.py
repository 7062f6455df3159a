"""The settings panel: what it saves, what it refuses, and that it is in force at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from screens import SIZES, assert_snapshot, first_line, last_line, line_of, on_top, press, screen_text, settled
from small_project import TODAY
from textual.pilot import Pilot

from milestone_tui.config import load_settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.panels.settings import SettingsScreen
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.theme import LIGHT
from milestone_tui.ui.views.projects.screen import ProjectsScreen

WRITTEN = "# mine\nother = 3  # three\ncurrency = 'CHF'\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("settings.toml")  # in the pictures it is called the same everywhere
    path.write_text(WRITTEN)
    return path


@asynccontextmanager
async def running(store: Store, settings: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), preferences=Preferences(load_settings(settings), settings))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def fill_in(pilot: Pilot[Any], **texts: str) -> None:
    """Open the panel and type into its fields."""
    await press(pilot, "colon", *"settings", "enter")
    panel = pilot.app.screen
    assert isinstance(panel, SettingsScreen)
    for name, text in texts.items():
        panel._fields[name].input.value = text
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_typed_is_saved_and_the_rest_of_the_file_stays(
    small: Store, settings: Path, size: tuple[int, int]
) -> None:
    async with running(small, settings, size) as pilot:
        await fill_in(pilot)
        assert_snapshot(pilot.app, "settings")
        await press(
            pilot, *"dmy", "tab", *"Raj Patel", "tab", "tab", "tab", *"sun-thu", "tab", *"de-by", "tab", "tab", *"5"
        )
        await press(pilot, "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert last_line(pilot) == "Saved the settings"
    assert settings.read_text() == (
        f'{WRITTEN}date_order = "dmy"\nme = "Raj Patel"\n'
        'working_days = "Sun-Thu"\ndays_off = "DE-BY"\nacceptance_days = 5\n'
    )


@pytest.mark.parametrize(
    ("field", "text", "mistake"),
    [
        ("date_order", "qq", "Enter dmy, mdy, ymd or ask."),
        ("theme", "pink", "Enter dark, light, contrast or terminal."),
        ("working_days", "never", "Enter days, such as Mon-Fri."),
        ("days_off", "XX", "Enter a country, such as DE or DE-BY."),
        ("currency", "euros", "Enter three letters, such as EUR."),
        ("acceptance_days", "367", "Enter a whole number from 1 to 366."),
    ],
)
async def test_a_mistake_is_said_beside_its_field(
    small: Store, settings: Path, field: str, text: str, mistake: str
) -> None:
    async with running(small, settings, (80, 24)) as pilot:
        await fill_in(pilot, me="Ana", **{field: text})
        await press(pilot, "enter")
        panel = pilot.app.screen
        assert isinstance(panel, SettingsScreen)
        assert mistake in line_of(pilot, text)
        assert panel._fields[field].input.has_focus
    assert settings.read_text() == WRITTEN, "nothing is saved by halves"


async def test_a_new_project_begins_with_what_the_settings_say(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await fill_in(pilot, working_days="sun-thu", acceptance_days="5", days_off="DE")
        await press(pilot, "enter", "n", *"Fresh", "ctrl+s")
        assert last_line(pilot) == "Created the project with 18 days off · u to undo"
    fresh = next(s.project for s in small.read.projects(TODAY) if s.project.name == "Fresh")
    assert (fresh.currency, fresh.acceptance_days, fresh.working_days) == ("CHF", 5, 0b1001111)
    assert date(2026, 12, 25) in {holiday.day for holiday in small.read.holidays(fresh.id)}


async def test_dates_follow_the_order_at_once_in_an_editor_that_is_open(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await press(pilot, "enter", "e")
        editor = pilot.app.screen
        assert isinstance(editor, MilestoneEditor)
        editor.form.fields["due_on"].focus_input()
        await settled(pilot)
        await press(pilot, *"5/12")
        assert "5 dec or 12 may" in screen_text(pilot.app), "both readings are named"
        await pilot.app.run_action("open_settings")
        await settled(pilot)
        await press(pilot, *"mdy", "enter")
        assert "Wed 12 May 2027" in screen_text(pilot.app)
        await press(pilot, "ctrl+s")
    assert date(2027, 5, 12) in {m.due_on for m in small.read.plan(1).milestones}


async def test_the_theme_is_shown_when_it_is_saved(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await fill_in(pilot, theme="light")
        await press(pilot, "enter")
        assert pilot.app.theme == LIGHT.name
    assert load_settings(settings).theme == LIGHT.name


async def test_an_emptied_field_goes_from_the_file(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await fill_in(pilot, currency="")
        await press(pilot, "enter")
    assert settings.read_text() == "# mine\nother = 3  # three\n"


async def test_esc_asks_before_it_throws_away_what_is_typed(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await fill_in(pilot, me="Ana")
        await press(pilot, "escape")
        assert on_top(pilot.app) is LeaveScreen
        await press(pilot, "d")
        assert on_top(pilot.app) is ProjectsScreen
    assert settings.read_text() == WRITTEN


async def test_a_file_that_is_broken_is_told_and_left_alone(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        settings.write_text("\ntheme = \n")
        await press(pilot, "colon", *"settings", "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert last_line(pilot).startswith("Line 2 of settings.toml is not valid TOML. Correct it, or delete")
    assert settings.read_text() == "\ntheme = \n"


async def test_what_cannot_be_saved_is_not_in_force_once_it_is_discarded(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await fill_in(pilot, date_order="mdy")
        settings.write_text("theme = ")
        await press(pilot, "enter")
        assert "not valid TOML" in screen_text(pilot.app)
        await press(pilot, "escape", "d")
        assert isinstance(pilot.app.screen, ProjectsScreen)
        assert pilot.app.screen.context.settings.date_order == "ask"


async def test_who_is_at_the_keyboard_of_the_demo_is_not_kept(small: Store, settings: Path) -> None:
    preferences = Preferences(load_settings(settings), settings, keeps_me=False)
    app = MilestoneApp(small, Clock.fixed(TODAY), preferences=preferences)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await fill_in(pilot, me="Ana Kovač")
        await press(pilot, "enter")
        assert last_line(pilot) == "Saved the settings · You is set for the demo only"
        await press(pilot, "slash", *"@me", "enter")
        assert "Milestones" in first_line(pilot) and "1 of 1" in screen_text(app)
    assert settings.read_text() == WRITTEN


async def test_a_project_from_a_template_begins_with_the_same(small: Store, settings: Path) -> None:
    settings.write_text('currency = "CHF"\nacceptance_days = 5\nworking_days = "Sun-Thu"\ndays_off = "DE"\n')
    async with running(small, settings) as pilot:
        await press(pilot, "N", "enter", *"Fresh", "enter")
    fresh = next(s.project for s in small.read.projects(TODAY) if s.project.name == "Fresh")
    assert (fresh.currency, fresh.acceptance_days, fresh.working_days) == ("CHF", 5, 0b1001111)
    assert date(2026, 12, 25) in {holiday.day for holiday in small.read.holidays(fresh.id)}


async def test_settings_that_make_no_sense_count_as_not_there(small: Store, settings: Path) -> None:
    settings.write_text('currency = "euros"\nacceptance_days = -1\nworking_days = "never"\ndays_off = "XX"\n')
    async with running(small, settings) as pilot:
        await press(pilot, "n", *"Fresh", "ctrl+s")
    fresh = next(s.project for s in small.read.projects(TODAY) if s.project.name == "Fresh")
    assert (fresh.currency, fresh.working_days) == ("EUR", 0b11111)
    assert small.read.holidays(fresh.id) == ()
