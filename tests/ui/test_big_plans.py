"""A project of thousands: what is done with all of it is answered at once, and no key waits until all is read anew."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest
from screens import last_line, on_top, press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.reader import Reader
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

Answer = TypeVar("Answer")

TODAY = date(2026, 11, 22)
SIZE = AT_ONCE + 5
BIG = 1


@pytest.fixture
def big(store: Store) -> Store:
    """A store with one project, of a few milestones more than are read at once."""
    rows = tuple(
        IncomingMilestone(str(n), "", f"M {n:04}", phase="All", due_on=TODAY + timedelta(30 + n // 10))
        for n in range(SIZE)
    )
    store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("BIG", ("All",), rows),))))
    return store


@pytest.fixture
def ben(big: Store) -> Iterator[Store]:
    other = Store.open(big.path, Clock.fixed(TODAY), "Ben")
    yield other
    other.close()


@asynccontextmanager
async def portfolio(store: Store) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        yield pilot


@asynccontextmanager
async def timeline(store: Store) -> AsyncIterator[tuple[Pilot[Any], TimelineScreen]]:
    async with portfolio(store) as pilot:
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        yield pilot, screen


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Wait until a condition holds; the test fails by its own time limit where it never does."""
    async with asyncio.timeout(60):
        while not condition():
            await pilot.pause()


async def said_while_locked(pilot: Pilot[Any], store: Store, words: str, *keys: str) -> None:
    """Press keys while somebody else holds the database, so that what they write cannot be done yet."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for key in keys:
            pilot.app.simulate_key(key)
        await until(pilot, lambda: words in last_line(pilot))
        other.execute("ROLLBACK")
    await settled(pilot)


def move_all(do: Commands) -> None:
    do.milestones.move_all({id_: TODAY + timedelta(400 + id_) for id_ in range(1, SIZE + 1)}, {})


async def test_what_is_done_with_all_is_said_before_it_is_done(big: Store) -> None:
    async with timeline(big) as (pilot, _):
        await big.change(move_all)
        await settled(pilot)
        await said_while_locked(pilot, big, f'Undoing: Move "M 0000" and {SIZE - 1} more', "u")
        assert last_line(pilot).startswith("Undone:")
        await said_while_locked(pilot, big, f'Redoing: Move "M 0000" and {SIZE - 1} more', "U")
        assert last_line(pilot).startswith("Redone:")
        await press(pilot, "B")
        await said_while_locked(pilot, big, "Setting the baseline", "enter")
        assert last_line(pilot).startswith("Set baseline")
        await press(pilot, "asterisk")
        await said_while_locked(pilot, big, "Ticking 1,005 milestones", "space")
        assert "complete" in last_line(pilot)
        await press(pilot, "u", "asterisk")
        await said_while_locked(pilot, big, "Deleting 1,005 milestones", "d")
        assert last_line(pilot).startswith("Deleted 1,005 milestones")
        await press(pilot, "u", "q")
        await press(pilot, "d")
        await said_while_locked(pilot, big, "Deleting BIG and its 1,005 milestones", "enter")
        assert last_line(pilot).startswith("Deleted BIG")


async def test_what_is_done_with_one_is_only_said_when_it_is_done(big: Store) -> None:
    async with timeline(big) as (pilot, screen):
        await press(pilot, "space", "u")
        with closing(sqlite3.connect(big.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            pilot.app.simulate_key("U")
            await until(pilot, lambda: screen.is_writing)
            await pilot.pause()
            assert "Redoing" not in screen_text(pilot.app)
            other.execute("ROLLBACK")
        await settled(pilot)
        assert last_line(pilot).startswith("Redone:")


async def test_no_key_reads_all_of_it_where_the_keys_are_taken(big: Store) -> None:
    """The connection of the screens is asked for single rows and figures only: the rest is read over another one."""
    asked: list[str] = []
    async with portfolio(big) as pilot:
        big._connection.set_trace_callback(asked.append)
        await press(pilot, "enter", "W")
        assert on_top(pilot.app) is WhatIfScreen
        await press(pilot, "full_stop", "enter")
        assert on_top(pilot.app) is TimelineScreen
        await press(pilot, "u", "U", "u", "B", "enter", "u", "q")
        assert on_top(pilot.app) is ProjectsScreen
        await press(pilot, "d", "enter")
        assert last_line(pilot).startswith("Deleted BIG")
        assert [sql for sql in asked if "milestone_view WHERE project_id" in sql] == []
        asked.clear()
        await press(pilot, "u")
        assert "BIG" in screen_text(pilot.app)
        big._connection.set_trace_callback(None)
    assert asked and [sql for sql in asked if "milestone_view WHERE id IN (\n" in sql and "'payment'" not in sql] == []


async def test_a_key_in_the_same_breath_finds_what_was_opened(big: Store) -> None:
    async with portfolio(big) as pilot:
        for key in ("enter", "j", "j", "space"):
            pilot.app.simulate_key(key)
        await until(pilot, lambda: big.read.detail(3).milestone.done_on)
        await settled(pilot)
        assert last_line(pilot).startswith('Ticked "M 0002"')


class HeldStore(Store):
    """Hands on what was read aside when it may."""

    def __init__(self, path: Path, clock: Clock, actor: str) -> None:
        super().__init__(path, clock, actor)
        self.has_read, self.may_answer = Event(), Event()
        self.may_answer.set()

    def read_in_thread(self, question: Callable[[Reader], Answer]) -> Answer:
        answer = super().read_in_thread(question)
        self.has_read.set()
        assert self.may_answer.wait(60)
        return answer


async def test_what_changes_while_all_is_read_is_shown_too(big: Store, ben: Store) -> None:
    held = HeldStore(big.path, Clock.fixed(TODAY), "ana")
    async with timeline(held) as (pilot, screen):
        held.has_read.clear()
        held.may_answer.clear()
        ben.change_blocking(lambda do: do.milestones.create(BIG, {"title": "New", "phase": "All"}))
        held.poll()
        await until(pilot, held.has_read.is_set)
        ben.change_blocking(lambda do: do.milestones.edit(1, {"title": "Other"}, {}))
        held.poll()
        assert "Other" in screen_text(pilot.app), "that is not waited for"
        held.may_answer.set()
        await settled(pilot)
        assert screen._plan == big.read.plan(BIG)
        assert "Other" in screen_text(pilot.app) and "1006" in screen_text(pilot.app)
    held.close()


async def test_a_big_project_that_was_deleted_elsewhere_is_left(big: Store, ben: Store) -> None:
    async with timeline(big) as (pilot, _):
        ben.change_blocking(lambda do: do.projects.delete(BIG))
        big.poll()
        await settled(pilot)
        assert on_top(pilot.app) is ProjectsScreen and "deleted" in last_line(pilot)
