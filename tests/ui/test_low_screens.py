"""What has to be there in the smallest terminal, also when it was a bigger one before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from editing import TODAY
from screens import press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp

LEAST = (60, 15)


@asynccontextmanager
async def shrunk(store: Store, *keys: str) -> AsyncIterator[Pilot[Any]]:
    """What the keys lead to, in a terminal that became small since."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        await pilot.resize_terminal(*LEAST)
        await settled(pilot)
        yield pilot


@pytest.mark.parametrize(
    "keys",
    [
        ("colon",),
        ("N",),
        ("colon", *"theme", "enter"),
        ("space",),
        ("N", "enter"),
    ],
)
async def test_a_panel_ends_with_its_keys(demo: Store, keys: tuple[str, ...]) -> None:
    async with shrunk(demo, *keys) as pilot:
        assert screen_lines(pilot.app)[-1].endswith("esc cancel")


async def test_the_cursor_of_the_palette_stays_in_sight(demo: Store) -> None:
    async with shrunk(demo, "colon", *["down"] * 12) as pilot:
        assert "▌  mark a range" in screen_text(pilot.app)
        await press(pilot, "down")
        assert "▌  mark all" in screen_text(pilot.app)


async def test_a_rule_ends_where_the_screen_does(demo: Store) -> None:
    for keys in (("6",), ("enter", "C")):
        async with shrunk(demo, *keys) as pilot:
            assert " " + "─" * (LEAST[0] - 2) in screen_lines(pilot.app)


async def test_more_of_the_people_is_seen_than_of_what_one_of_them_does(demo: Store) -> None:
    async with shrunk(demo, "6", "tab", "j", "j", "j", "j", "j") as pilot:
        lines = screen_lines(pilot.app)
        rule = next(place for place, line in enumerate(lines) if line.startswith(" ──"))
        assert sum(bool(line) for line in lines[3:rule]) >= 7
        assert "and 4 more" in lines[-2] or "and 3 more" in lines[-2]


async def test_a_question_is_read_to_its_end(demo: Store) -> None:
    async with shrunk(demo, "j", "enter") as pilot:
        await press(pilot, "space")
        assert "Tick anyway?" in screen_text(pilot.app)


async def test_the_heads_of_the_roadmap_stand_apart(demo: Store) -> None:
    async with shrunk(demo, "tab") as pilot:
        assert screen_lines(pilot.app)[1].startswith("   PROJECT  ")


async def test_who_leaves_a_project_to_be_started_is_with_its_template_again(demo: Store) -> None:
    async with shrunk(demo, "N", "j", "enter") as pilot:
        assert 'New project from "Product release"' in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "▌  Product release" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert not pilot.app.screen.is_modal


async def test_escape_at_home_says_how_to_leave(demo: Store) -> None:
    async with shrunk(demo) as pilot:
        await press(pilot, "escape")
        assert screen_lines(pilot.app)[-1] == " Press q to quit"


async def test_a_history_begins_with_the_head_of_its_last_change(demo: Store) -> None:
    app = MilestoneApp(demo, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "enter", "enter", *["ctrl+t"] * 6)
        assert screen_lines(app)[3].endswith(", Ana Kovač")
        await press(pilot, "G", "g")
        assert screen_lines(app)[3].endswith(", Ana Kovač")
