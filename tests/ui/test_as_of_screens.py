"""Every view as of an earlier day: unmistakable, read-only, and back with one key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path

import pytest
from replay import contents
from screens import SIZES, assert_snapshot, last_line, press, screen_lines, screen_meanings, screen_text, settled
from small_project import fill
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.keys import WRITE_KEYS
from milestone_tui.ui.navigation import VIEWS

FIRST, TODAY = date(2026, 10, 1), date(2026, 11, 22)
REFUSED = "You see 9 Nov 2026, read-only. Press T to return."


def at(path: Path, day: date, actor: str = "ana") -> Store:
    return Store.open(path, Clock.fixed(day), actor)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """ACME since 1 Oct; on 10 Nov Go-live was moved, on 12 Nov Beta release deleted; NEW since 20 Nov."""
    path = tmp_path / "milestones.db"
    with closing(at(path, FIRST)) as first:
        fill(first)
    with closing(at(path, date(2026, 11, 10))) as store:
        store.change_blocking(lambda do: do.milestones.edit(3, {"due_on": date(2027, 2, 1)}, {}))
    with closing(at(path, date(2026, 11, 12))) as store:
        store.change_blocking(lambda do: do.milestones.delete([2]))
    with closing(at(path, date(2026, 11, 20))) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "NEW", "name": "Newcomer"}))
    with closing(at(path, TODAY)) as store:
        yield store


@asynccontextmanager
async def program(store: Store, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def go_back(pilot: Pilot[None], day: str = "9 nov") -> None:
    await press(pilot, "T", *(" " if letter == " " else letter for letter in day), "enter")
    await settled(pilot)


def title(pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[0]


async def test_t_shows_the_projects_of_an_earlier_day_and_t_returns(store: Store) -> None:
    async with program(store) as pilot:
        assert "NEW" in screen_text(pilot.app)
        await go_back(pilot)
        assert title(pilot).endswith("as of 9 Nov 2026 · read-only")
        assert screen_meanings(pilot.app).splitlines()[0].endswith("ww w www wwww w wwwwwwwww")
        assert last_line(pilot).startswith("T return to today   ") and "tick" not in last_line(pilot)
        assert "NEW" not in screen_text(pilot.app) and "18 Jan" in screen_text(pilot.app)
        await press(pilot, "T")
        await settled(pilot)
        assert "as of" not in title(pilot) and "NEW" in screen_text(pilot.app)
        assert "1 Feb" in screen_text(pilot.app)


async def test_every_view_keeps_the_day_and_shows_what_was_deleted_since(store: Store) -> None:
    async with program(store) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        assert "Beta release" not in screen_text(pilot.app)
        await go_back(pilot)
        for view in VIEWS:
            await press(pilot, view.key)
            await settled(pilot)
            assert title(pilot).endswith("as of 9 Nov 2026 · read-only"), view.id
        await press(pilot, "2")
        await settled(pilot)
        assert "Beta release" in screen_text(pilot.app) and "Beta release" in screen_text(pilot.app)
        await press(pilot, "escape")
        await settled(pilot)
        assert "as of" not in title(pilot) and "Go-live" in screen_text(pilot.app)  # still the timeline
        assert "Beta release" not in screen_text(pilot.app)


async def test_no_key_of_any_view_changes_anything(store: Store) -> None:
    before, changes = contents(store.path), store.read.history()
    async with program(store) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        await go_back(pilot)
        for view in VIEWS:
            await press(pilot, view.key)
            await settled(pilot)
            for key in sorted(WRITE_KEYS):
                bound = key in pilot.app.screen.active_bindings
                await press(pilot, key)
                await settled(pilot)
                assert len(pilot.app.screen_stack) == 1, (view.id, key)
                assert title(pilot).endswith("read-only")
                if bound:
                    assert REFUSED in last_line(pilot), (view.id, key)
    store.show_past(None)
    assert contents(store.path) == before and store.read.history() == changes


async def test_enter_does_not_open_an_editor(store: Store) -> None:
    async with program(store) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        await go_back(pilot)
        await press(pilot, "enter")
        assert REFUSED in last_line(pilot) and len(pilot.app.screen_stack) == 1


async def test_the_palette_refuses_changes_too(store: Store) -> None:
    async with program(store) as pilot:
        await go_back(pilot)
        await press(pilot, "colon", *"delete", "enter")
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 1
        assert REFUSED in last_line(pilot)


async def test_what_others_change_meanwhile_does_not_disturb_it(store: Store) -> None:
    with closing(at(store.path, TODAY, "ben")) as ben:
        async with program(store) as pilot:
            await press(pilot, "2")
            await settled(pilot)
            await go_back(pilot)
            before = screen_text(pilot.app)
            ben.change_blocking(lambda do: do.milestones.edit(1, {"title": "Changed by Ben"}, {}))
            store.poll()
            await settled(pilot)
            assert screen_text(pilot.app) == before
            await press(pilot, "T")
            await settled(pilot)
            assert "Changed by Ben" in screen_text(pilot.app)


async def test_a_day_is_asked_for_in_words_and_a_mistake_stands_beside_it(store: Store) -> None:
    async with program(store) as pilot:
        await press(pilot, "T", *"-2w")
        await settled(pilot)
        assert "Sun 8 Nov" in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"1 dec 2026", "enter")
        assert "  in the future. Enter today or an earlier date." in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"last review", "enter")
        assert "No finished reviews yet. Enter a date." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "as of" not in title(pilot)


async def test_a_project_that_did_not_exist_is_not_left_in_the_dark(store: Store) -> None:
    async with program(store) as pilot:
        await press(pilot, "G", "2")
        await settled(pilot)
        assert "NEW" in title(pilot)
        await go_back(pilot)
        assert "NEW did not exist on 9 Nov 2026." in last_line(pilot)
        assert "as of" not in title(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_timeline_as_of_a_day(store: Store, size: tuple[int, int]) -> None:
    async with program(store, size) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        await go_back(pilot)
        assert_snapshot(pilot.app, "as-of-timeline")
