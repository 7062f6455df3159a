"""While another program has the database changes wait, which is told; keys go on, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from editing import BETA, PROTOTYPE, SIGN_OFF, TODAY, write
from locking import ForeignLock
from screens import SIZES, assert_snapshot, on_top, press, screen_lines, screen_text, settled
from textual import events
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.backlog import Waiting
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.messages import MilestoneEditRequested, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.panels.quit_waiting import QuitWaitingScreen
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

WAITS = " Not saved yet: "
WHY = "another program has the database, "


class WatchedApp(MilestoneApp):
    """An app that looks after what waits when a test wants it to, too."""

    def look(self) -> None:
        self.updates.check()


@pytest.fixture
def ana(acme: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose changes are told of, and kept, as soon as they wait."""
    monkeypatch.setattr("milestone_tui.ui.waiting.SHOWN_SECONDS", 0.0)
    monkeypatch.setattr("milestone_tui.store.backlog.NOTICE_SECONDS", 0.0)
    monkeypatch.setattr("milestone_tui.store.backlog.LEAVING_SECONDS", 0.0)
    store = Store.open(acme.path, Clock.fixed(TODAY), "ana", state=tmp_path / "state")
    yield store
    store.close()


@asynccontextmanager
async def running(store: Store, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[Any], WatchedApp]]:
    app = WatchedApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, app


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Go on until something holds that comes in its own time."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.05)
    raise AssertionError(screen_text(pilot.app))


def last(app: MilestoneApp) -> str:
    return screen_lines(app)[-1]


async def waits(pilot: Pilot[Any], app: WatchedApp, what: str) -> None:
    """See that a change waits, and why."""

    def seen() -> bool:
        app.look()
        return last(app).startswith(WAITS + what) and (WHY in last(app) or "database locked, " in last(app))

    await until(pilot, seen)


def done_on(store: Store, id_: int) -> date | None:
    return store.read.detail(id_).milestone.done_on


async def open_timeline(pilot: Pilot[Any], app: MilestoneApp, id_: int | None = BETA) -> None:
    app.post_message(ViewRequested("timeline", Place(1, id_)))
    await settled(pilot)


async def test_a_tick_waits_keys_go_on_and_it_is_written_when_it_can(ana: Store) -> None:
    async with running(ana, (120, 40)) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        with ForeignLock(ana.path) as lock:
            await pilot.press("space")
            await waits(pilot, app, '"Sign-off" · another program has the database, ')
            assert last(app).endswith(" s · esc to stop")
            await pilot.press("e")
            await until(pilot, lambda: on_top(app) is MilestoneEditor)
            await waits(pilot, app, '"Sign-off"')
            await pilot.press("escape")
            await until(pilot, lambda: last(app).startswith(' Not saved: "Sign-off". The database was locked.'))
            assert on_top(app) is MilestoneEditor, "that was what escape did"
            await pilot.press("escape", "space")
            await waits(pilot, app, '"Sign-off"')
            lock.release()
        await until(pilot, lambda: done_on(ana, SIGN_OFF) == TODAY)
        app.look()
        await settled(pilot)
        assert "Not saved" not in screen_text(app)


async def test_further_ticks_wait_behind_the_first_and_are_told_together(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, PROTOTYPE)
        with ForeignLock(ana.path) as lock:
            await pilot.press("space")
            await waits(pilot, app, '"Prototype')
            await pilot.press("j", "j", "space", "j", "space")
            await waits(pilot, app, "3 changes")
            lock.release()
        await until(pilot, lambda: done_on(ana, SIGN_OFF) == TODAY)
    assert done_on(ana, PROTOTYPE) is None and done_on(ana, SIGN_OFF) == TODAY


async def test_a_save_in_the_editor_waits_and_escape_keeps_what_was_typed(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await write(pilot, "!")
        with ForeignLock(ana.path):
            await pilot.press("ctrl+s")
            await waits(pilot, app, '"Beta release"')
            await pilot.press("?")
            await until(pilot, lambda: "Beta release!?" in screen_text(app))
            await pilot.press("escape")
            await until(pilot, lambda: last(app).startswith(' Not saved: "Beta release".'))
            assert on_top(app) is MilestoneEditor
            assert "unsaved changes" in screen_lines(app)[0]
            await pilot.press("escape", "s")
            await waits(pilot, app, '"Beta release"')
            assert on_top(app) is MilestoneEditor, "it is not left without being saved"
            await pilot.press("escape")
            await until(pilot, lambda: last(app).startswith(' Not saved: "Beta release".'))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "unsaved" not in screen_lines(app)[0])
    assert ana.read.detail(BETA).milestone.title == "Beta release!?"


async def test_a_what_if_waits_and_stays(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        await press(pilot, "full_stop", "full_stop")
        with ForeignLock(ana.path):
            await pilot.press("enter")
            await waits(pilot, app, '"Sign-off"')
            await pilot.press("full_stop")
            await until(pilot, lambda: last(app).startswith(" This move is not saved yet."))
            await pilot.press("escape")
            await until(pilot, lambda: last(app).startswith(' Not saved: "Sign-off".'))
            assert on_top(app) is WhatIfScreen
            await until(pilot, lambda: not app.screen.is_writing)  # type: ignore[attr-defined]
        await pilot.pause(0.6)  # longer than the breath in which keys after a refused one are ignored
        await press(pilot, "enter")
        await until(pilot, lambda: on_top(app) is TimelineScreen)
    assert ana.read.detail(SIGN_OFF).milestone.due_on == date(2027, 1, 13)


async def test_what_panels_ask_for_waits_and_stays(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, None)
        await press(pilot, "B", *"Agreed")
        with ForeignLock(ana.path):
            await pilot.press("enter")
            await waits(pilot, app, '"Agreed"')
            await pilot.press("escape")
            await until(pilot, lambda: last(app).startswith(' Not saved: "Agreed".'))
            assert on_top(app) is BaselineScreen
        await press(pilot, "enter")
        assert [baseline.name for baseline in ana.read.baselines(1)] == ["Kick-off plan", "Agreed"]
        await press(pilot, "n", *"Demo")
        with ForeignLock(ana.path):
            await pilot.press("enter")
            await waits(pilot, app, '"Demo"')
            await pilot.press("escape")
            await until(pilot, lambda: ' Not saved: "Demo".' in screen_text(app))
            assert on_top(app) is QuickAddScreen and screen_text(app).count("Not saved") == 1
        await press(pilot, "enter")
        assert "Demo" in [milestone.title for milestone in ana.read.plan(1).milestones]


async def test_nothing_can_be_typed_into_a_panel_whose_change_waits(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, None)
        await press(pilot, "n", *"Demo")
        with ForeignLock(ana.path) as lock:
            await pilot.press("enter")
            await waits(pilot, app, '"Demo"')
            await pilot.press(*" day")
            await until(pilot, lambda: last(app).startswith(" Saving. Press esc to stop, then change it."))
            app.post_message(events.Paste(" fri"))
            await pilot.pause()
            assert "Demo day" not in screen_text(app) and "Demo fri" not in screen_text(app)
            await pilot.press("escape")
            await until(pilot, lambda: ' Not saved: "Demo".' in screen_text(app))
            await pilot.press(*" day")
            await until(pilot, lambda: "Demo day" in screen_text(app))
            await pilot.press("enter")
            await waits(pilot, app, '"Demo day"')
            lock.release()
        await until(pilot, lambda: on_top(app) is TimelineScreen)
    assert "Demo day" in [milestone.title for milestone in ana.read.plan(1).milestones]


async def test_a_panel_that_was_left_while_its_change_waits_says_elsewhere_what_became_of_it(
    acme: Store, ana: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, None)
        await press(pilot, "n", *"Demo")
        with ForeignLock(ana.path):
            await pilot.press("enter")
            await waits(pilot, app, '"Demo"')
            monkeypatch.setattr("milestone_tui.ui.waiting.SHOWN_SECONDS", 100.0)  # esc is the panel's own again
            app.look()
            await pilot.press("escape")
            await until(pilot, lambda: on_top(app) is TimelineScreen)
            ana.give_up()
            await until(pilot, lambda: last(app).startswith(' Not saved: "Demo".'))


async def test_what_is_typed_is_kept_beside_the_database_and_nobody_is_told(
    ana: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.ui.autosave.KEEP_SECONDS", 0.01)

    def kept() -> int:
        with closing(sqlite3.connect(ana.path)) as db:
            return int(db.execute("SELECT count(*) FROM draft").fetchone()[0])

    async with running(ana) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        with ForeignLock(ana.path):
            await pilot.press("!")
            await until(pilot, lambda: list((tmp_path / "state").rglob("*.json")))
            app.look()
            await pilot.pause()
            assert "Not saved yet" not in screen_text(app) and kept() == 0
        await until(pilot, lambda: kept() == 1)
        await until(pilot, lambda: not list((tmp_path / "state").rglob("*.json")))


async def test_quitting_asks_and_waits(ana: Store) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        with ForeignLock(ana.path) as lock:
            await pilot.press("space")
            await waits(pilot, app, '"Sign-off"')
            await pilot.press("ctrl+q")
            await until(pilot, lambda: on_top(app) is QuitWaitingScreen)
            await until(pilot, lambda: "Wait, or leave now?" in screen_text(app) and "w wait" in last(app))
            await pilot.press("escape")
            await until(pilot, lambda: on_top(app) is TimelineScreen)
            assert ana.waiting is not None, "to stay gives nothing up"
            await pilot.press("ctrl+q")
            await until(pilot, lambda: on_top(app) is QuitWaitingScreen)
            await pilot.press("w")
            await until(pilot, lambda: "milestone-tui quits as soon as everything is saved." in screen_text(app))
            lock.release()
            await until(pilot, lambda: not app.is_running)
    assert done_on(ana, SIGN_OFF) == TODAY


class LockedFor(Store):
    """A store in which changes have been waiting for twelve seconds."""

    waiting = Waiting(2, "2 changes", 12.4, True)
    is_locked = True


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_waits_and_the_question_look_as_they_should(acme: Store, size: tuple[int, int]) -> None:
    store = LockedFor.open(acme.path, Clock.fixed(TODAY), "ana")
    async with running(store, size) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        app.look()
        await settled(pilot)
        assert_snapshot(app, "waiting-timeline")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "Wait, or leave now?" in screen_text(app))
        assert_snapshot(app, "waiting-quit")
        await pilot.press("escape")
    store.close()


async def test_what_is_left_is_offered_resumed_and_undone(
    ana: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        with ForeignLock(ana.path):
            await pilot.press("space")
            await waits(pilot, app, '"Sign-off"')
            await pilot.press("k", "space")
            await waits(pilot, app, "2 changes")
            await pilot.press("ctrl+q")
            await until(pilot, lambda: on_top(app) is QuitWaitingScreen)
            await pilot.press("l")
            await until(pilot, lambda: not app.is_running)
            ana.close()
    monkeypatch.setattr("milestone_tui.store.unsaved.has_ended", lambda *_: True)
    again = Store.open(ana.path, Clock.fixed(TODAY), "ana", state=tmp_path / "state")
    assert done_on(again, SIGN_OFF) is None
    async with running(again, SIZES[0]) as (pilot, app):
        await until(pilot, lambda: on_top(app) is DraftsScreen)
        assert "2 unsaved changes from your last session" in screen_text(app)
        assert 'Tick "Sign-off"' in screen_text(app) and 'Tick "Load test"' in screen_text(app)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert_snapshot(app, "drafts-changes")
        await pilot.resize_terminal(80, 24)
        await press(pilot, "enter")
        await until(pilot, lambda: done_on(again, SIGN_OFF) == TODAY)
        await until(pilot, lambda: 'Saved: Tick "Sign-off" · u to undo' in screen_text(app))
        await until(pilot, lambda: "1 unsaved change from your last session" in screen_text(app))
        await press(pilot, "d", "escape")
        await until(pilot, lambda: last(app).startswith(" Discarded 1 change"))
        await press(pilot, "u")
        assert done_on(again, SIGN_OFF) is None and again.unsaved_changes(Clock.fixed(TODAY).now()) == ()
    again.close()


async def test_what_cannot_be_read_stays_as_it_was_until_it_can(acme: Store, ana: Store) -> None:
    ana.serve_screen()
    acme.close()
    ana._connection.execute("PRAGMA journal_mode = DELETE")  # as on a network file system: no reading beside a writer
    async with running(ana) as (pilot, app):
        await open_timeline(pilot, app, SIGN_OFF)
        before = screen_lines(app)[:-1]
        with ForeignLock(ana.path):
            app.look()
            app.screen.store_changed(None)  # type: ignore[attr-defined]
            app.look()
            await until(pilot, lambda: "Cannot read: another program has locked the database, " in last(app))
            assert screen_lines(app)[:-1] == before
        app.look()
        await settled(pilot)
        assert "another program" not in screen_text(app)
        assert screen_lines(app)[:-1] == before


@pytest.mark.parametrize("way", ["2", "6", "26"])
@pytest.mark.parametrize("keys", ["j", "j2", "jc"])
async def test_who_looks_around_while_nothing_can_be_read_goes_on_when_it_can(demo: Store, way: str, keys: str) -> None:
    demo.serve_screen()
    demo._connection.execute("PRAGMA journal_mode = DELETE")  # as above
    async with running(demo, (120, 40)) as (pilot, app):
        await press(pilot, *way)
        with ForeignLock(demo.path):
            app.look()
            await press(pilot, *keys)
            await pilot.resize_terminal(80, 24)
            await press(pilot)
        app.look()
        await press(pilot)
        below = screen_lines(app)[5:-1]
        await press(pilot, "k", "j")
        await until(pilot, lambda: screen_lines(app)[5:-1] == below)
        assert app.is_running and "another program" not in screen_text(app)


async def test_without_projects_a_key_that_needs_one_does_no_harm_while_nothing_can_be_read(store: Store) -> None:
    store.serve_screen()
    store._connection.execute("PRAGMA journal_mode = DELETE")  # as above
    async with running(store) as (pilot, app):
        with ForeignLock(store.path):
            await press(pilot, "e")
        await press(pilot, "e")
        assert last(app) == " No projects yet. Press n to create one."


async def test_a_decision_is_typed_on_where_nothing_can_be_read(demo: Store) -> None:
    demo.serve_screen()
    demo._connection.execute("PRAGMA journal_mode = DELETE")  # as above
    async with running(demo, (120, 40)) as (pilot, app):
        await press(pilot, "a")
        with ForeignLock(demo.path):
            await pilot.press("down", "tab", "tab", "tab", *"Rota")
        await press(pilot, "backspace")
        assert app.is_running and "Rot" in screen_text(app)
