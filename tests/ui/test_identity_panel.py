"""`@me` is the person at the keyboard: asked for once, then kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from screens import SIZES, assert_snapshot, last_line, on_top, press, screen_text, settled
from small_project import TODAY
from textual import events
from textual.pilot import Pilot

from milestone_tui.config import load_settings, save_settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.panels.identity import IdentityScreen
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@asynccontextmanager
async def running(store: Store, settings: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), preferences=Preferences(load_settings(settings), settings))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    save_settings(path, {"theme": "milestone-light"})
    return path


def titles(pilot: Pilot[Any], store: Store) -> list[str]:
    screen = pilot.app.screen
    assert isinstance(screen, TimelineScreen)
    known = {m.id: m.title for m in store.read.plan(1).milestones}
    return [known[id_] for id_ in screen.chart.milestone_ids]


@pytest.mark.parametrize("size", SIZES)
async def test_who_i_am_is_asked_once_and_kept(small: Store, settings: Path, size: tuple[int, int]) -> None:
    async with running(small, settings, size) as pilot:
        await press(pilot, "enter", "slash", *"@me")
        assert '"@me" has no name yet. Press ↵ to enter your name.' in screen_text(pilot.app)
        assert on_top(pilot.app) is TimelineScreen, "who types a longer name is not interrupted"
        await press(pilot, "enter")
        assert on_top(pilot.app) is IdentityScreen
        assert_snapshot(pilot.app, "identity")
        await press(pilot, "enter")
        assert on_top(pilot.app) is TimelineScreen
        assert titles(pilot, small) == ["Beta release"]
        assert "/ @me" in screen_text(pilot.app)
        assert pilot.app.focused is pilot.app.screen.query_one("TimelineChart"), "the filter is kept, as ↵ says"
        await press(pilot, "slash", *" or load", "enter")
        assert on_top(pilot.app) is TimelineScreen
    assert load_settings(settings).me == "Ana Kovač"
    assert load_settings(settings).theme == "milestone-light"
    async with running(small, settings) as pilot:
        await press(pilot, "slash", *"@me", "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert "1 of 1" in screen_text(pilot.app)


async def test_another_person_is_found_by_letters_and_a_new_name_may_be_typed(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await press(pilot, "slash", *"@me", "enter", *"raj", "enter")
        assert load_settings(settings).me == "Raj Patel"
        assert on_top(pilot.app) is ProjectsScreen
    settings.unlink()
    async with running(small, settings) as pilot:
        await press(pilot, "slash", *"@me", "enter")
        pilot.app.post_message(events.Paste("Zoe [bold]Quist[/]"))
        await settled(pilot)
        assert 'use "Zoe [bold]Quist[/]"' in screen_text(pilot.app)
        await press(pilot, "enter")
        assert load_settings(settings).me == "Zoe [bold]Quist[/]"
        assert "No project matches the filter" in screen_text(pilot.app)


async def test_the_arrows_choose_and_esc_leaves_all_as_it_was(small: Store, settings: Path) -> None:
    async with running(small, settings) as pilot:
        await press(pilot, "slash", *"@me", "enter", "escape")
        assert on_top(pilot.app) is ProjectsScreen
        assert "/ @me" in screen_text(pilot.app) and load_settings(settings).me == ""
        await press(pilot, "enter", "down", "enter")
        assert load_settings(settings).me == "Mia Berg"


async def test_an_empty_name_is_refused_where_nobody_is_there(store: Store, settings: Path) -> None:
    async with running(store, settings) as pilot:
        await press(pilot, "colon", *"who I am", "enter", "enter")
        assert on_top(pilot.app) is IdentityScreen
        assert last_line(pilot) == "Type your name, or cancel (esc)."


async def test_settings_that_cannot_be_written_are_told_and_the_name_holds_for_now(
    small: Store, tmp_path: Path
) -> None:
    broken = tmp_path / "settings.toml"
    app = MilestoneApp(small, Clock.fixed(TODAY), preferences=Preferences(path=broken))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        broken.write_bytes(b"theme = ")
        await press(pilot, "slash", *"@me", "enter", "enter")
        assert "is not valid TOML" in last_line(pilot)
        assert "1 of 1" in screen_text(app)


async def test_who_said_a_wrong_name_says_it_again_in_the_palette(small: Store, settings: Path) -> None:
    save_settings(settings, {"me": "Mia Berg"})
    async with running(small, settings) as pilot:
        await press(pilot, "enter", "slash", *"@me", "enter")
        assert titles(pilot, small) == ["Go-live"]
        await press(pilot, "colon", *"who I am", "enter")
        assert on_top(pilot.app) is IdentityScreen
        assert "▌  Mia Berg" in screen_text(pilot.app)
        await press(pilot, *"raj", "enter")
        assert titles(pilot, small) == ["Prototype accepted"]
        assert load_settings(settings).me == "Raj Patel"
