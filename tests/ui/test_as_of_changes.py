"""What changed between two days, from the palette to the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from screens import SIZES, assert_snapshot, last_line, press, screen_lines, screen_text, settled
from small_project import fill
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.changes.screen import ChangesScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

FIRST, TODAY = date(2026, 10, 1), date(2026, 11, 22)


def late(do: Commands) -> None:
    do.because(ChangeReason.SCOPE)
    do.milestones.move_all({3: date(2027, 2, 1)}, {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """ACME since 1 Oct; Go-live was moved on 17 Nov for its scope, Beta release deleted, NEW has one milestone."""
    path = tmp_path / "milestones.db"

    def at(day: date, actor: str = "ana") -> Store:
        return Store.open(path, Clock.fixed(day), actor)

    def newcomer(do: Commands) -> None:
        do.milestones.create(do.projects.create({"key": "NEW", "name": "Newcomer"}), {"title": "Kick-off"})

    with closing(at(FIRST)) as store:
        fill(store)
    with closing(at(date(2026, 11, 17), "raj")) as store:
        store.change_blocking(late)
        store.change_blocking(lambda do: do.milestones.delete([2]))
        store.change_blocking(lambda do: do.milestones.tick(1, date(2026, 11, 16)))
        store.change_blocking(newcomer)
    with closing(at(TODAY)) as store:
        yield store


async def compare(pilot: Pilot[None], *keys: str) -> None:
    await press(pilot, "colon", *"what changed", "enter")
    await settled(pilot)
    await press(pilot, *keys, "enter")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_week_of_a_project(store: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        await compare(pilot)
        assert isinstance(app.screen, ChangesScreen)
        text = screen_text(app)
        assert "ACME Customer portal  › Changes 15 Nov → 22 Nov" in screen_lines(app)[0]
        assert "1 done · 1 moved · 1 removed" in text and "finish 18 Jan → 1 Feb, +14 d" in text
        assert "raj · scope" in text and "Kick-off" not in text
        assert_snapshot(app, "as-of-changes")
        await press(pilot, "j", "enter")
        await settled(pilot)
        assert isinstance(app.screen, TimelineScreen)


async def test_all_projects_from_projects(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await compare(pilot)
        text = screen_text(app)
        assert "All projects  › Changes 15 Nov → 22 Nov" in text and "NEW" in text and "Kick-off" in text
        await press(pilot, "G", "k", "k", "k")  # whatever is there: what was deleted cannot be shown
        await press(pilot, "escape")
        await settled(pilot)
        assert not isinstance(app.screen, ChangesScreen)


async def test_two_other_days_and_a_mistake(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await compare(pilot, *"1 dec 2026")
        assert "  in the future. Enter today or an earlier date." in screen_text(app)
        await press(pilot, "ctrl+u", *"18 nov", "enter")
        await settled(pilot)
        assert "Nothing changed between these two days." in screen_text(app)
        await press(pilot, "y")
        assert "Nothing changed" in last_line(pilot)
