"""Who did something is shown by name and login wherever both are not the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from editing import BETA, TODAY, editing, editing_project, to_tab, write
from people import public_folder
from screens import last_line, press, screen_text, settled

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp

TOLD = "Other people can read your projects. Run `milestone-tui share --off`"


@pytest.fixture
def deploy(acme: Store) -> Iterator[Store]:
    """The same database, opened by somebody at a login that several people use."""
    store = Store.open(acme.path, Clock.fixed(TODAY), Actor("deploy", "Zoë"))
    yield store
    store.close()


async def test_in_the_history_of_a_milestone_and_the_activity_of_a_project(acme: Store, deploy: Store) -> None:
    deploy.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "history")
        assert "now, Zoë (deploy)" in screen_text(app)
    async with editing_project(acme) as (pilot, app):
        await to_tab(pilot, "history")
        text = screen_text(app)
        assert "now, Zoë (deploy)" in text and "ana (" not in text


async def test_in_a_conflict_and_in_an_undo_that_is_refused(acme: Store, deploy: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "ctrl+s")
        await write(pilot, "!")
        deploy.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert "Zoë (deploy), now" in screen_text(app)
        await press(pilot, "t", "enter", "escape", "u")
        await settled(pilot)
        text = screen_text(app)
        assert "Cannot undo" in text and "Zoë (deploy)" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("mode", [0o600, 0o644])
async def test_who_else_can_read_it_is_told_once_at_the_start(mode: int, size: tuple[int, int]) -> None:
    with public_folder() as folder, closing(Store.open(folder / "m.db", Clock.fixed(TODAY), "ana")) as store:
        store.path.chmod(mode)
        app = MilestoneApp(store, Clock.fixed(TODAY))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            assert (TOLD in last_line(pilot)) is (mode == 0o644)
            await press(pilot, "?", "escape")
            assert TOLD not in screen_text(app)
