"""The six questions of everyone who runs projects, on the demo: each answered in words, two keys from Projects."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from editing import TODAY
from screens import SIZES, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.config import Settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.preferences import Preferences

each_size = pytest.mark.parametrize("size", SIZES)


@asynccontextmanager
async def projects(demo: Store, size: tuple[int, int], key: str = "HELIO") -> AsyncIterator[Pilot[None]]:
    """Run the program as Raj, with the cursor on a project."""
    kept = Preferences(settings=Settings(me="Raj Patel"), keeps_me=False)
    async with MilestoneApp(demo, Clock.fixed(TODAY), preferences=kept).run_test(size=size) as pilot:
        await settled(pilot)
        while not next(line for line in screen_lines(pilot.app) if key in line).startswith("▌"):
            await press(pilot, "j")
        yield pilot


@each_size
async def test_why_is_it_red(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size) as pilot:
        await press(pilot, "x")
        text = screen_text(pilot.app)
        assert "Health        off track" in text
        assert "off track: Client sign-off 3 days overdue" in text
        assert "off track: finish 4 Dec, 14 days after target" in text
        assert text.rstrip().endswith("esc back"), "the keys of the panel are there too"


@each_size
async def test_what_is_due_this_week(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size) as pilot:
        await press(pilot, "3")
        lines = screen_lines(pilot.app)
        assert "2 overdue · 2 next week" in lines[0]
        next_week = lines[lines.index(" NEXT WEEK  2") :]
        assert "tomorrow" in next_week[1]
        assert "Architecture agreed" in next_week[1]
        assert "Sat in 6 d" in " ".join(next_week[2].split()).replace("in 6 days", "in 6 d")
        assert "Beta release" in next_week[2]


@each_size
async def test_what_is_mine(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size) as pilot:
        await press(pilot, "3", "@")
        text = screen_text(pilot.app)
        assert "/ @me" in text
        assert "Architecture agreed" in text
        assert "Beta release        " not in text, "Ana owns it"
        assert all("@raj" in line for line in screen_lines(pilot.app) if "◈ " in line or "◆  " in line)


@each_size
async def test_what_moved_since_the_last_review(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size, "ACME") as pilot:
        await press(pilot, "7")
        assert "Since 13 Nov  0 done · 4 moved later · 1 earlier · 0 added · 1 new risk" in screen_text(pilot.app)
        await press(pilot, "tab")
        assert "Moved  Beta release +7 d · Client sign-off +5 d" in screen_text(pilot.app)


@each_size
async def test_who_is_overloaded(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size) as pilot:
        await press(pilot, "6")
        assert "Raj over by 2.8 days next week" in screen_lines(pilot.app)[0]


@each_size
async def test_when_will_it_really_be_done(demo: Store, size: tuple[int, int]) -> None:
    async with projects(demo, size, "ACME") as pilot:
        await press(pilot, "4")
        await press(pilot, "G")
        assert "Go-live  moved 3 times" in screen_text(pilot.app)
        assert "→ 18 Jan   at this rate 26 Jan" in screen_text(pilot.app)
