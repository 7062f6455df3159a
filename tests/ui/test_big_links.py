"""A small project whose links lead to a big one: no key waits until the big one is read, and all of it is told then."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from editing import editing, go_to
from screens import last_line, press, screen_lines, screen_text, settled
from textual.pilot import Pilot
from textual.widget import Widget

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.gc_policy import REST_SECONDS, GcPolicy
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

TODAY = date(2026, 11, 22)
BEGIN, END = date(2026, 12, 1), date(2026, 12, 8)


@pytest.fixture
def tied(store: Store) -> Store:
    """BIG delivers what SMALL begins with, and goes on with what SMALL ends with."""
    big = tuple(
        IncomingMilestone(str(n), "", f"M {n:04}", phase="All", due_on=TODAY + timedelta(30 + n // 10))
        for n in range(AT_ONCE + 1)
    )
    small = (
        IncomingMilestone("b", "", "Begin", due_on=BEGIN),
        IncomingMilestone("e", "", "End", due_on=END),
    )
    projects = (IncomingProject("BIG", ("All",), big), IncomingProject("SMALL", (), small))
    store.change_blocking(lambda do: do.imports.add(ImportedPlan(projects)))
    first, begin, end, second = (named(store, title) for title in ("M 0000", "Begin", "End", "M 0001"))
    store.change_blocking(
        lambda do: do.milestones.move_all({first: date(2026, 11, 26), second: date(2026, 12, 14)}, {})
    )
    store.change_blocking(lambda do: do.links.set(begin, [LinkInput(first)], ()))
    store.change_blocking(lambda do: do.links.set(second, [LinkInput(end)], ()))
    return store


def project_id(store: Store, key: str) -> int:
    project = store.read.project_by_key(key)
    assert project is not None
    return project.id


def named(store: Store, title: str) -> int:
    return next(m.id for plan in store.read.everything() for m in plan.milestones if m.title == title)


def due(store: Store, title: str) -> date | None:
    return store.read.detail(named(store, title)).milestone.due_on


def moved_elsewhere(store: Store, title: str, day: date) -> None:
    """Somebody else moves it, and it is heard of."""
    id_ = named(store, title)
    raj = Store.open(store.path, Clock.fixed(TODAY), "raj")
    raj.change_blocking(lambda do: do.milestones.move_all({id_: day}, {}))
    raj.close()
    store.poll()


@asynccontextmanager
async def opened(store: Store, key: str = "") -> AsyncIterator[Pilot[None]]:
    """The projects, or the timeline of one of them."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        if key:
            app.post_message(ViewRequested("timeline", Place(project_id(store, key))))
            await pilot.pause()
        yield pilot


async def seen(pilot: Pilot[None], words: str) -> None:
    async with asyncio.timeout(60):
        while words not in screen_text(pilot.app):
            await pilot.pause(0.02)


async def test_the_small_one_is_there_at_once_and_judged_with_the_big_one_soon(tied: Store) -> None:
    async with opened(tied, "SMALL") as pilot:
        assert "Begin" in screen_text(pilot.app)
        assert "track" not in screen_lines(pilot.app)[0]
        await seen(pilot, "on track")
        await press(pilot, "f")
        row = next(line for line in screen_lines(pilot.app) if " End " in line)
        assert " 0 wd    +4 wd" in row, "its own project ends with it, whatever follows in the big one"


async def test_what_follows_in_the_big_one_is_waited_for_by_enter(tied: Store) -> None:
    async with opened(tied, "SMALL") as pilot:
        await press(pilot, "G", "greater_than_sign")
        await press(pilot, "greater_than_sign", "greater_than_sign", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert due(tied, "End") == END + timedelta(21)
        assert due(tied, "M 0001") == END + timedelta(21), "pushed"


async def test_so_it_is_from_the_projects(tied: Store) -> None:
    async with opened(tied) as pilot:
        while "▌" not in next(line for line in screen_lines(pilot.app) if "SMALL" in line):
            await press(pilot, "j")
        await press(pilot, "W")
        assert isinstance(pilot.app.screen, WhatIfScreen)
        await press(pilot, *["greater_than_sign"] * 3)
        await seen(pilot, "1 more milestone moves (1 in BIG)")


async def test_the_calendar_of_the_editor_tells_whom_a_day_pushes_when_it_is_known(tied: Store) -> None:
    async with editing(tied, named(tied, "End")) as (pilot, app):
        await go_to(pilot, "due_on")
        await pilot.press(*"+4w", "down")
        await seen(pilot, "pushes 1 milestone")
        assert "slip" not in screen_text(app) and "float" in screen_text(app)


async def test_what_somebody_moves_in_the_big_one_is_told_in_the_small_one(tied: Store) -> None:
    async with opened(tied, "SMALL") as pilot:
        await seen(pilot, "on track")
        moved_elsewhere(tied, "M 0000", date(2026, 12, 3))
        await seen(pilot, "2 wd too soon after BIG M 0000")


async def test_the_figures_of_a_project_are_there_at_once_and_its_health_soon(tied: Store) -> None:
    async with opened(tied) as pilot:
        assert "● BIG" in screen_text(pilot.app)
        moved_elsewhere(tied, "M 0000", date(2026, 12, 10))
        await seen(pilot, "■ BIG")
        await press(pilot, "g")
        assert "SMALL off track  Begin 7 working days too soon after BIG M 0000" in screen_text(pilot.app)
        await press(pilot, "j")
        assert "BIG off track  SMALL Begin 7 working days too soon after M 0000" in screen_text(pilot.app)
        await pilot.press("space")
        await seen(pilot, 'Ticked "M 0000"')
        row = next(line for line in screen_lines(pilot.app) if "BIG" in line)
        assert "M 0001" in row and "■" in row, "the figures of now, the health of before"
        await seen(pilot, "● BIG")
        await press(pilot, "u")
        await seen(pilot, "■ BIG")


async def test_what_the_program_is_made_of_is_not_looked_through_for_garbage(
    tied: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GcPolicy, "has_set_aside", False)  # another test has set aside its own
    async with opened(tied) as pilot, asyncio.timeout(60):
        assert not GcPolicy.has_set_aside, "who only looks has no write side loaded"
        await pilot.press("down")
        while not GcPolicy.has_set_aside:
            await pilot.pause(0.02)


async def test_nothing_is_kept_of_a_screen_that_was_closed(tied: Store) -> None:
    async with opened(tied) as pilot:
        await pilot.press("down", "up")
        while not GcPolicy.has_set_aside:
            await pilot.pause(0.02)
        await press(pilot, "enter")
        await seen(pilot, "› Timeline")
        await pilot.press("full_stop")
        await seen(pilot, "no other milestone moves")
        screens = pilot.app.screen_stack
        assert [type(screen) for screen in screens] == [TimelineScreen, WhatIfScreen]
        painted = [widget._styles_cache for screen in screens for widget in screen.query(Widget)]
        shown = [weakref.ref(one) for one in (*screens, *painted)]
        del screens, painted
        await pilot.press("escape")
        await seen(pilot, "tick")
        await pilot.press("q")
        await seen(pilot, "Milestones")
        async with asyncio.timeout(60):
            while any(one() is not None for one in shown):
                # Where it is still at work, as on a busy machine, the next screen that closes has it found.
                await pilot.press("question_mark", "escape")
                await pilot.pause(1.2 * REST_SECONDS)
                gc.collect()


@pytest.mark.parametrize("key", ["BIG", "SMALL"])
async def test_a_re_plan_asked_for_and_applied_at_once_waits_until_it_is_known(tied: Store, key: str) -> None:
    first, begin = named(tied, "M 0000"), named(tied, "Begin")
    tied.change_blocking(lambda do: do.milestones.move_all({first: date(2026, 12, 3)}, {}))
    app = MilestoneApp(tied, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("timeline", Place(project_id(tied, key))))
        await settled(pilot)
        await pilot.press("R", "enter")
        await settled(pilot)
        assert isinstance(app.screen, TimelineScreen)
        assert last_line(pilot) == f"Re-planned {key} · 1 milestone moved · u to undo"
        assert tied.read.milestone(begin).due_on == date(2026, 12, 3)
        await press(pilot, "R")
        await settled(pilot)
        assert isinstance(app.screen, TimelineScreen)
        assert last_line(pilot) == f"Nothing to re-plan: no milestone of {key} is too soon."
