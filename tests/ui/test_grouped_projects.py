"""Projects by client, and that the order and the groups are there at the next start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from portfolio import TODAY, fill
from screens import SIZES, assert_snapshot, last_line, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.config import Views
from milestone_tui.plan.analysis.portfolio import ClientGroup
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.projects.screen import ProjectsScreen


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """Six projects; NORD is a second one of Acme's, ORBIT has no client."""
    ids = fill(store)
    seen = {key: store.read.project(id_).client for key, id_ in ids.items()}

    def command(do: Commands) -> None:
        for key, client in (("NORD", "ACME corp"), ("ORBIT", "")):
            do.projects.edit(ids[key], {"client": client}, {"client": seen[key]})

    store.change_blocking(command)
    return ids


@asynccontextmanager
async def home(
    store: Store, size: tuple[int, int] = (120, 40), preferences: Preferences | None = None
) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), preferences=preferences)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def rows(pilot: Pilot[Any]) -> list[str]:
    """The keys of the projects and the names of their clients, from top to bottom."""
    screen = pilot.app.screen
    assert isinstance(screen, ProjectsScreen)
    return [row.client if isinstance(row, ClientGroup) else row.project.key for row in screen.view.entries]


def under_cursor(pilot: Pilot[Any]) -> str:
    return next(line.split()[1] for line in screen_lines(pilot.app) if line.startswith("▌"))


@pytest.mark.parametrize("size", SIZES)
async def test_each_client_has_a_head_with_its_counts(store: Store, ids: dict[str, int], size: tuple[int, int]) -> None:
    async with home(store, size) as pilot:
        await press(pilot, "o")
        assert last_line(pilot) == "Grouped by client"
        assert_snapshot(pilot.app, "home-grouped")
        lines = screen_lines(pilot.app)
        assert any(line.startswith(" Acme Corp   2 projects") for line in lines)
        assert any(line.startswith(" No client   1 project") for line in lines)
        await press(pilot, "tab")
        assert_snapshot(pilot.app, "roadmap-grouped")
        await press(pilot, "tab", "o")
        assert last_line(pilot) == "Not grouped" and "2 projects" not in screen_text(pilot.app)


async def test_the_cursor_goes_over_the_heads_and_stays_on_its_project(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "j")
        before = under_cursor(pilot)
        await press(pilot, "o")
        assert under_cursor(pilot) == before
        await press(pilot, "g")
        seen = [under_cursor(pilot)]
        for _ in range(5):
            await press(pilot, "j")
            seen.append(under_cursor(pilot))
        assert sorted(seen) == sorted(ids)
        assert seen == [key for key in rows(pilot) if key in ids]


async def test_sort_filter_and_marks_hold_inside_the_groups(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "o", *"sssss")
        assert "Sorted by progress" in last_line(pilot)
        assert rows(pilot)[:3] == ["ACME corp", "NORD", "ACME"], "15 % before 74 %"
        await press(pilot, "g", "v", "v")
        assert "2 marked" in screen_text(pilot.app)
        await press(pilot, "asterisk")
        assert "6 marked" in screen_text(pilot.app)
        await press(pilot, "escape", "slash", *"client:acme", "enter")
        assert rows(pilot) == ["ACME corp", "NORD", "ACME"]
        assert "2 of 6" in screen_text(pilot.app)
        await press(pilot, "escape", "W", "escape")
        assert "6 of 6" not in screen_text(pilot.app)


async def test_order_and_groups_are_there_at_the_next_start(store: Store, ids: dict[str, int]) -> None:
    preferences = Preferences()
    async with home(store, preferences=preferences) as pilot:
        await press(pilot, "s", "s", "o", "enter", "s")
        assert last_line(pilot) == "Sorted by due date"
    assert preferences.views == Views("finish", "client", "due date")
    async with home(store, preferences=Preferences(views=preferences.views)) as pilot:
        assert "FINISH ↓" in screen_text(pilot.app) and "2 projects" in screen_text(pilot.app)
        await press(pilot, "enter", "s")
        assert last_line(pilot) == "Sorted by slip"


async def test_an_order_that_nobody_knows_is_the_usual_one(store: Store, ids: dict[str, int]) -> None:
    async with home(store, preferences=Preferences(views=Views("luck", "", "luck"))) as pilot:
        assert rows(pilot)[0] == "HELIO"
