"""While another program holds the database, nothing that was typed is lost, and the same key works a moment later."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from editing import BETA, PROTOTYPE, TODAY, editing, write
from screens import on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.routes import TimelineRequested
from milestone_tui.ui.screens.baseline import BaselineScreen
from milestone_tui.ui.screens.milestone_editor import MilestoneEditor
from milestone_tui.ui.screens.quick_add import QuickAddScreen

LOCKED = " The database is locked by another program; try again in a moment ("

Locked = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def ana(acme: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that gives up soon."""
    monkeypatch.setattr("milestone_tui.store.transaction.WRITER_PATIENCE", 0.05)
    store = Store.open(acme.path, Clock.fixed(TODAY), "ana")
    yield store
    store.close()


@pytest.fixture
def locked(ana: Store) -> Locked:
    @contextmanager
    def lock() -> Iterator[None]:
        with closing(sqlite3.connect(ana.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    return lock


async def test_a_tick(ana: Store, locked: Locked) -> None:
    app = MilestoneApp(ana, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(TimelineRequested(1, PROTOTYPE))
        await settled(pilot)
        with locked():
            await press(pilot, "space")
            assert screen_lines(app)[-1].startswith(LOCKED)
            assert ana.read.detail(PROTOTYPE).milestone.done_on is not None
        await press(pilot, "space")
        assert ana.read.detail(PROTOTYPE).milestone.done_on is None


async def test_a_save_in_the_editor(ana: Store, locked: Locked) -> None:
    async with editing(ana, size=(80, 24)) as (pilot, app):
        await write(pilot, "!")
        with locked():
            await press(pilot, "ctrl+s")
            assert screen_lines(app)[-1].startswith(LOCKED)
            assert "edited, not saved" in screen_lines(app)[0]
            await press(pilot, "escape", "s")
            assert on_top(app) is MilestoneEditor, "it is not left without being saved"
            assert "Beta release!" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert "edited" not in screen_lines(app)[0]
    assert ana.read.detail(BETA).milestone.title == "Beta release!"


async def test_what_panels_ask_for(ana: Store, locked: Locked) -> None:
    app = MilestoneApp(ana, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(TimelineRequested(1, None))
        await settled(pilot)
        await press(pilot, "B", *"Agreed")
        with locked():
            await press(pilot, "enter")
            assert on_top(app) is BaselineScreen
            assert screen_lines(app)[-1].startswith(LOCKED)
        await press(pilot, "enter")
        assert [baseline.name for baseline in ana.read.baselines(1)] == ["Kick-off plan", "Agreed"]
        await press(pilot, "n", *"Demo")
        with locked():
            await press(pilot, "enter")
            assert on_top(app) is QuickAddScreen
            assert "locked by another program; try again in a moment" in " ".join(screen_text(app).split())
        await press(pilot, "enter")
        assert "Demo" in [milestone.title for milestone in ana.read.plan(1).milestones]


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Go on until something holds that comes in its own time."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.05)
    raise AssertionError(screen_text(pilot.app))


async def test_what_is_typed_and_cannot_be_kept(ana: Store, locked: Locked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milestone_tui.ui.keeping.KEEP_SECONDS", 0.01)

    def kept() -> int:
        with closing(sqlite3.connect(ana.path)) as db:
            return int(db.execute("SELECT count(*) FROM draft").fetchone()[0])

    async with editing(ana, size=(80, 24)) as (pilot, app):
        with locked():
            await pilot.press("!")
            await until(pilot, lambda: screen_lines(app)[-1].startswith(LOCKED))
            await pilot.press("?")
            await until(pilot, lambda: not screen_lines(app)[-1].startswith(LOCKED))
            assert kept() == 0
        await pilot.press("!")
        await until(pilot, lambda: kept() == 1)
        assert "Beta release!?!" in screen_text(app)
