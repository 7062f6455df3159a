"""What happens without a key: somebody else's change, a new day, a copy that could not be made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from editing import BETA, PROTOTYPE, TODAY, write
from screens import press, screen_lines, screen_text, settled
from watching import watched

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.restoring import restore_database


async def test_what_somebody_else_did_is_there_after_one_look_of_which_there_are_two_a_second(
    acme: Store, ben: Store
) -> None:
    async with watched(acme) as (pilot, app):
        assert [interval for interval, _ in app.looks] == [0.5]
        ben.change_blocking(lambda do: do.projects.edit(1, {"name": "Portal of Ben"}, {}))
        await settled(pilot)
        assert "Portal of Ben" not in screen_text(app)
        await app.look(pilot)
        assert "Portal of Ben" in screen_text(app)

        await press(pilot, "enter")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta of Ben"}, {}))
        await app.look(pilot)
        assert "Beta of Ben" in screen_text(app)


async def test_a_copy_that_is_restored_meanwhile_is_shown_in_place_of_what_was(acme: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    acme.copy_to(copy)
    acme.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Data lake"}))
    acme.change_blocking(lambda do: do.milestones.create(2, {"title": "Architecture agreed", "due_on": TODAY}))
    async with watched(acme) as (pilot, app):
        await press(pilot, "j", "enter", "enter")
        await write(pilot, "!")
        restore_database(copy, acme.path)
        await app.look(pilot)
        assert "Architecture agreed!" in screen_text(app), "what is typed stays"
        assert "no longer exists" in screen_lines(app)[0]
        await press(pilot, "escape", "d")
        assert "NORD was deleted." in screen_lines(app)[-1]
        assert "Data lake" not in screen_text(app)
        await press(pilot, "enter", "g", "enter")
        assert "Prototype accepted" in screen_lines(app)[0]


async def test_the_next_day_is_noticed(acme: Store) -> None:
    day = [TODAY]
    async with watched(acme, Clock(lambda: day[0], Clock.fixed(TODAY).now)) as (pilot, app):
        assert "Sun 22 Nov" in screen_lines(app)[0]
        assert "in 6 d" in screen_text(app)
        day[0] += timedelta(1)
        await app.look(pilot)
        assert "Mon 23 Nov" in screen_lines(app)[0]
        assert "in 5 d" in screen_text(app)


@pytest.fixture
def uncopied(acme: Store) -> Iterator[Store]:
    """The same the next day, with a file in the place of the folder for the copies."""
    acme.close()
    (acme.path.parent / "backups").write_text("in the way")
    store = Store.open(acme.path, Clock.fixed(TODAY + timedelta(1)), "ana")
    yield store
    store.close()


FAILED = "Today's backup failed: not a directory. Your changes are saved."


async def test_a_daily_copy_that_fails_is_told_once_and_the_change_is_made(uncopied: Store) -> None:
    async with watched(uncopied) as (pilot, app):
        await app.look(pilot)
        assert FAILED not in screen_text(app)
        await press(pilot, "enter", "g", "space")
        await app.look(pilot)
        assert FAILED in screen_lines(app)[-1]
        assert uncopied.read.detail(PROTOTYPE).milestone.done_on is None

        await press(pilot, "space")
        await app.look(pilot)
        assert FAILED not in screen_text(app)
        assert uncopied.read.detail(PROTOTYPE).milestone.done_on == date(2026, 11, 22)


async def test_a_copy_that_fails_while_something_is_asked_is_told_afterwards(uncopied: Store) -> None:
    async with watched(uncopied) as (pilot, app):
        await press(pilot, "enter", "g", "n")
        uncopied.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
        await app.look(pilot)
        await press(pilot, "escape")
        await app.look(pilot)
        assert FAILED in screen_lines(app)[-1]
