"""The panel that comes when the name of the database stands for something else, and what follows its keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from editing import BETA, PROTOTYPE, TODAY, write
from read_only import read_only
from screens import SIZES, assert_snapshot, on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot
from watching import Watched, watched

from milestone_tui.errors import FileLost, FileTrouble
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.messages import MilestoneEditRequested, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.file_lost import FileLostScreen
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of the panel count almost at once; that they wait for a pause is tested in a terminal."""
    monkeypatch.setattr("milestone_tui.ui.base.panel.PAUSE_SECONDS", 0.001)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another database of the program."""
    path = tmp_path / "other.db"
    with closing(Store.open(path, Clock.fixed(TODAY), "ben")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Data lake"}))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Architecture agreed"}))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Pipeline runs"}))
    return path


@pytest.fixture
def kept(acme: Store) -> Iterator[None]:
    """What is in the files at the end is sound."""
    yield
    acme.close()
    for path in acme.path.parent.glob("*.db"):
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [title for (title,) in db.execute("SELECT title FROM milestone ORDER BY id")]


def drafts(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT kind, title FROM draft").fetchall()


def done(path: Path, milestone: int) -> str | None:
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT done_on FROM milestone WHERE id = ?", (milestone,)).fetchone()
    return None if found is None else found[0]


async def asked(pilot: Pilot[Any], app: Watched) -> None:
    """Take a look, and wait until the panel takes keys."""
    await app.look(pilot)
    await awake(pilot)


async def awake(pilot: Pilot[Any]) -> None:
    panel = pilot.app.screen
    assert isinstance(panel, FileLostScreen)
    while not panel.check_action("quit", ()):
        await pilot.pause(0.01)


async def test_a_tick_that_met_a_replaced_file_is_refused_and_made_in_the_copy(
    acme: Store, other: Path, kept: None
) -> None:
    path = acme.path
    async with watched(acme, size=(80, 24)) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1, PROTOTYPE)))
        await settled(pilot)
        other.rename(path)
        await press(pilot, "space")
        assert screen_lines(app)[-1].startswith(" Not saved: m.db was replaced by another file. Choose where to")
        await asked(pilot, app)
        assert on_top(app) is FileLostScreen
        assert "1 change was not saved." in screen_text(app)
        await app.look(pilot)
        assert [type(screen) for screen in app.screen_stack].count(FileLostScreen) == 1
        await press(pilot, "w")
        assert on_top(app) is TimelineScreen
        copy = path.with_name("m-copy.db")
        assert screen_lines(app)[-1] == " Now in m-copy.db"
        assert acme.path == copy
        await press(pilot, "space")
        await app.look(pilot)
        assert on_top(app) is TimelineScreen
    assert done(path, PROTOTYPE) is None and titles(path) == ["Architecture agreed", "Pipeline runs"]
    assert done(copy, PROTOTYPE) is None and len(titles(copy)) == 4
    app.leave(0)
    assert app.lost_file.last_words == f"Your projects are in {copy}. Run `milestone-tui --db {copy}`."


async def test_the_new_file_is_opened_and_what_was_typed_is_kept_there(acme: Store, other: Path, kept: None) -> None:
    path = acme.path
    async with watched(acme) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await write(pilot, "!")
        await press(pilot, "ctrl+l")
        app.keep_drafts()
        acme.drain()
        assert drafts(path) == [("milestone", "Beta release!")]
        other.rename(path)
        await asked(pilot, app)
        assert "o  Open the new m.db and continue there" in screen_text(app)
        await press(pilot, "o")
        assert on_top(app) is MilestoneEditor
        assert "Beta release!" in screen_text(app), "what is typed stays"
        acme.drain()
        assert drafts(path) == [("milestone", "Beta release!")]
        await press(pilot, "escape", "d")
        assert "NORD" in screen_text(app) and "ACME" not in screen_text(app)


async def test_a_panel_keeps_what_is_typed_over_the_change(acme: Store, kept: None) -> None:
    path = acme.path
    async with watched(acme) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1, None)))
        await settled(pilot)
        await press(pilot, "n")
        await write(pilot, "Demo day")
        path.unlink()
        await press(pilot, "enter")
        assert on_top(app) is QuickAddScreen
        await asked(pilot, app)
        await press(pilot, "w")
        assert on_top(app) is QuickAddScreen
        copy = path.with_name("m-copy.db")
        acme.drain()
        assert drafts(copy) == [("quick add", "Demo day")]
        await press(pilot, "enter", "escape")
    assert "Demo day" in titles(copy) and drafts(copy) == []


async def test_what_is_put_off_comes_again_with_the_next_change(acme: Store) -> None:
    async with watched(acme) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1, PROTOTYPE)))
        await settled(pilot)
        acme.path.unlink()
        await asked(pilot, app)
        await press(pilot, "escape")
        await app.look(pilot)
        assert on_top(app) is TimelineScreen and "Prototype accepted" in screen_text(app)
        await press(pilot, "space")
        await app.look(pilot)
        assert on_top(app) is FileLostScreen


async def test_a_file_that_comes_back_ends_the_question(acme: Store, kept: None) -> None:
    path = acme.path
    async with watched(acme) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1, PROTOTYPE)))
        await settled(pilot)
        path.rename(path.with_name("away"))
        await app.look(pilot)
        assert on_top(app) is FileLostScreen
        assert f"The file is now {path.with_name('away')}." in " ".join(screen_text(app).split())
        path.with_name("away").rename(path)
        await app.look(pilot)
        await settled(pilot)
        assert on_top(app) is TimelineScreen
        assert screen_lines(app)[-1].startswith(" m.db can be used again")
        await press(pilot, "space")
    acme.close()
    assert done(path, PROTOTYPE) is None and len(titles(path)) == 4


async def test_a_read_only_file_is_gone_on_with_when_it_may_be_written_again(acme: Store, kept: None) -> None:
    async with watched(acme) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1, PROTOTYPE)))
        await settled(pilot)
        with read_only(acme.path):
            await press(pilot, "space")
            await app.look(pilot)
            assert "m.db was made read-only." in screen_text(app)
            assert done(acme.path, PROTOTYPE) is not None
        await app.look(pilot)
        await settled(pilot)
        assert on_top(app) is TimelineScreen
        await press(pilot, "space")
    assert done(acme.path, PROTOTYPE) is None


async def test_who_quits_while_the_file_is_lost_finds_what_was_typed_in_a_copy(acme: Store, kept: None) -> None:
    path = acme.path
    async with watched(acme) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await write(pilot, "!")
        path.unlink()
        await asked(pilot, app)
        await press(pilot, "q")
    acme.close()
    copy = path.with_name("m-copy.db")
    assert drafts(copy) == [("milestone", "Beta release!")] and not path.exists()
    assert app.lost_file.last_words == f"Your unsaved edits are in {copy}. Run `milestone-tui --db {copy}`."


async def test_who_quits_with_nothing_typed_leaves_no_copy(acme: Store) -> None:
    path = acme.path
    async with watched(acme) as (pilot, app):
        path.unlink()
        await asked(pilot, app)
        await press(pilot, "q")
    acme.close()
    assert app.lost_file.last_words is None and list(path.parent.glob("*.db*")) == []


@pytest.mark.parametrize("size", SIZES)
async def test_how_it_looks(acme: Store, size: tuple[int, int]) -> None:
    """With made up places: those of the test have another length each time."""
    moved = FileLost(Path("/data/m.db"), FileTrouble.MOVED, Path("/archive/2026/m.db"))
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        app.post_message(ViewRequested("timeline", Place(1, PROTOTYPE)))
        await settled(pilot)
        acme._write_side.refused, acme._write_side.nameless = 3, ('Tick "Beta release"',)
        await app.push_screen(FileLostScreen(Context(acme, Clock.fixed(TODAY), app.context.renderer), moved))
        await settled(pilot)
        await awake(pilot)
        assert_snapshot(app, "file-lost")
