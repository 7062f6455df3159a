"""Who did something is shown by name and login wherever both are not the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from editing import BETA, TODAY, editing, editing_project, write
from screens import press, screen_text, settled

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store

TO_HISTORY = ("f2", "f2", "f2", "f2")


@pytest.fixture
def deploy(acme: Store) -> Iterator[Store]:
    """The same database, opened by somebody at a login that several people use."""
    store = Store.open(acme.path, Clock.fixed(TODAY), Actor("deploy", "Zoë"))
    yield store
    store.close()


async def test_in_the_history_of_a_milestone_and_the_activity_of_a_project(acme: Store, deploy: Store) -> None:
    deploy.change_now(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY)
        assert "now, Zoë (deploy)" in screen_text(app)
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY)
        text = screen_text(app)
        assert "now, Zoë (deploy)" in text and "ana (" not in text


async def test_in_a_conflict_and_in_an_undo_that_is_refused(acme: Store, deploy: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "ctrl+s")
        await write(pilot, "!")
        deploy.change_now(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert "Zoë (deploy), now" in screen_text(app)
        await press(pilot, "t", "enter", "escape", "u")
        await settled(pilot)
        text = screen_text(app)
        assert "Not taken back" in text and "Zoë (deploy)" in text
