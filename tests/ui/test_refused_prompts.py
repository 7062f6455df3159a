"""What was meant for a prompt that does not open, or that has closed by itself, acts nowhere else."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import date
from typing import Any

import pytest
from at_once import at_once, key, until
from editing import BETA, TODAY
from screens import assert_snapshot, last_line, on_top, press, screen_text, settled
from textual import events
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.ignored_keys import PAUSE
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.days_off.add import AddDaysOffScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.templates.screen import TemplatesScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


class HandClock:
    """Seconds that go on when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def running(
    store: Store, project_id: int | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[Any], HandClock]]:
    """The program, on the timeline of a project where one is named."""
    seconds = HandClock()
    app = MilestoneApp(store, Clock.fixed(TODAY)._replace(seconds=seconds))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        if project_id is not None:
            app.post_message(ViewRequested("timeline", Place(project_id)))
            await settled(pilot)
        yield pilot, seconds


def changes(store: Store) -> int:
    """How much has been changed so far."""
    store.drain()
    return len(store.read.history())


def all_done(do: Commands) -> None:
    """Nothing of the first project can move."""
    do.milestones.tick_all([2, 3, 4], TODAY)


def cancelled(do: Commands) -> None:
    """What stands under the cursor is cancelled."""
    do.milestones.edit_all([1, 2, 3, 4], {"state": "cancelled"})


def empty(do: Commands) -> None:
    """The first project has no milestones."""
    do.milestones.delete([1, 2, 3, 4])


def nothing(do: Commands) -> None:
    """There is no project."""
    do.projects.delete(1)


def as_it_is(do: Commands) -> None:
    """Nothing is done before."""


DANGER = ("text:12 dec", "enter", "d", "space", "text: e")
"""A date, and what would delete, tick, mark, edit."""


@pytest.mark.parametrize(
    ("before", "way", "refused", "said"),
    [
        (all_done, (), "m", "m does nothing on this screen."),
        (all_done, (), "W", "Nothing to move: ACME has no open milestones with a date."),
        (all_done, (), "space", "ACME has no open milestones. Press ↵ to open it."),
        (empty, (), "space", "ACME has no milestones."),
        (nothing, (), "W", "No projects yet"),
        (nothing, (), "enter", "No projects yet"),
        (nothing, (), "e", "No projects yet"),
        (as_it_is, ("slash", "x", "x", "enter"), "W", "No project matches"),
        (all_done, ("enter",), "M", "Nothing to move: Build has no open"),
        (all_done, ("enter",), "W", "Nothing to move: ACME has no open"),
        (cancelled, ("enter", "asterisk"), "m", "Nothing to move: no marked milestone"),
        (cancelled, ("enter",), "m", "This milestone is cancelled"),
        (cancelled, ("enter",), "a", "This milestone is cancelled"),
        *((empty, ("enter",), refused, "No milestones yet. Press n") for refused in "m.Meav"),
        *((empty, ("enter",), refused, "No milestones yet. Press n") for refused in ("V", "asterisk", "space")),
        (empty, ("enter",), "S", "No milestones yet. Press n"),
        (empty, ("enter",), "W", "No milestones yet. Press n"),
        (nothing, ("6",), "e", "No person selected"),
        (nothing, ("6",), "2", "Press 1 and choose one"),
        (nothing, (), "2", "No projects yet"),
        (as_it_is, ("n", "ctrl+t"), "O", "Save the project first"),
        (as_it_is, ("n", "ctrl+t"), "B", "Save the project first"),
    ],
)
async def test_what_is_typed_with_a_key_that_is_refused_does_nothing(
    acme: Store, before: Callable[[Commands], None], way: tuple[str, ...], refused: str, said: str
) -> None:
    acme.change_blocking(before)
    if before is nothing:
        for person in acme.read.people():
            acme.change_blocking(lambda do, id_=person.id: do.people.delete(id_))  # type: ignore[misc]
    done = changes(acme)
    async with running(acme) as (pilot, seconds):
        await press(pilot, *way)
        seconds.now += 10
        here = pilot.app.screen
        at_once(pilot, {".": "full_stop"}.get(refused, refused), *DANGER)
        await until(pilot, lambda: said in last_line(pilot))
        await settled(pilot)
        assert pilot.app.screen is here
        assert 'Ignored "12 dec↵d  e".' in last_line(pilot)
        assert changes(acme) == done


@pytest.mark.parametrize("refused", ["e", "n", "B", "S", "O", "C", "E", "a", "space"])
async def test_what_was_deleted_a_moment_ago_opens_no_prompt(acme: Store, ben: Store, refused: str) -> None:
    async with running(acme, 1) as (pilot, _):
        ben.change_blocking(nothing)
        done = changes(ben)
        at_once(pilot, refused, *DANGER)
        # The timeline itself closes as soon as it hears of that, which may be before or after the key.
        said = ("no longer exists", "was deleted")
        await until(pilot, lambda: any(words in last_line(pilot) for words in said))
        await settled(pilot)
        assert on_top(pilot.app) in (TimelineScreen, ProjectsScreen) and changes(ben) == done


async def test_a_panel_refuses_what_would_open_the_next_one(acme: Store) -> None:
    acme.change_blocking(lambda do: do.templates.save("Old", "{"))
    async with running(acme) as (pilot, _):
        await press(pilot, "N")
        panel = pilot.app.screen
        assert isinstance(panel, TemplatesScreen)
        for _step in range(20):
            await press(pilot, "j")
        at_once(pilot, "enter", "text:Next", "d")
        await until(pilot, lambda: "Ignored" in last_line(pilot))
        assert pilot.app.screen is panel and [template.name for template in acme.read.templates()] == ["Old"]


async def test_a_draft_that_cannot_be_resumed_lets_nothing_act_on_the_others(acme: Store) -> None:
    async with running(acme, 1) as (pilot, _):
        await press(pilot, "n", *"Go-live")
        assert isinstance(pilot.app, MilestoneApp)
        pilot.app.leave(0)
    acme.change_blocking(nothing)
    acme.drain()
    with closing(sqlite3.connect(acme.path)) as db:
        db.execute("UPDATE draft SET process = 'nowhere/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
        db.commit()
    async with running(acme) as (pilot, _):
        assert on_top(pilot.app) is DraftsScreen
        at_once(pilot, "enter", "text:dd ", "d")
        await until(pilot, lambda: "Ignored" in last_line(pilot))
        assert "discarded" not in screen_text(pilot.app)


async def test_a_pause_ends_it(acme: Store) -> None:
    acme.change_blocking(all_done)
    done = changes(acme)
    async with running(acme) as (pilot, seconds):
        await press(pilot, "W")
        for letter in ("1", "2", "space", "d"):
            seconds.now += PAUSE - 0.01
            await press(pilot, letter)
        assert changes(acme) == done
        assert last_line(pilot) == 'Nothing to move: ACME has no open milestones with a date. Ignored "12 d".'
        seconds.now += PAUSE
        await press(pilot, "A")
        assert changes(acme) == done + 1


async def test_esc_ends_it_and_works_where_nothing_was_ignored(acme: Store) -> None:
    acme.change_blocking(cancelled)
    async with running(acme, 1) as (pilot, seconds):
        await press(pilot, "m", "1", "escape", "y")
        assert on_top(pilot.app) is TimelineScreen and "Copied" in last_line(pilot)
        seconds.now += 10
        await press(pilot, "m", "escape")
        assert on_top(pilot.app) is ProjectsScreen


async def test_the_program_can_always_be_left(acme: Store) -> None:
    acme.change_blocking(all_done)
    async with running(acme) as (pilot, _):
        at_once(pilot, "m", "text:12", "ctrl+q")
        await until(pilot, lambda: pilot.app.return_code is not None)


async def test_a_click_is_meant_for_what_is_seen(acme: Store) -> None:
    acme.change_blocking(cancelled)
    async with running(acme, 1) as (pilot, _):
        await press(pilot, "m", "1")
        click = events.MouseDown(None, 5, 5, 0, 0, 1, shift=False, meta=False, ctrl=False)
        at_once(pilot, click, "y")
        await settled(pilot)
        assert "Copied" in last_line(pilot)


async def test_what_is_pasted_then_is_ignored_too(acme: Store) -> None:
    acme.change_blocking(all_done)
    async with running(acme) as (pilot, _):
        at_once(pilot, "W", events.Paste("12 dec\n" * 20))
        await until(pilot, lambda: 'Ignored "12 dec 12 dec 12 dec 12…".' in last_line(pilot))


async def test_what_is_typed_before_a_prompt_is_there_reaches_it(acme: Store) -> None:
    async with running(acme, 1) as (pilot, _):
        at_once(pilot, "g", "j", "m", "text:12 dec", "enter", "enter")
        await until(pilot, lambda: acme.read.milestone(BETA).due_on == date(2026, 12, 12))
        assert "Ignored" not in last_line(pilot)


async def test_a_what_if_that_closes_by_itself_leaves_nothing_to_the_timeline(acme: Store, ben: Store) -> None:
    async with running(acme, 1) as (pilot, seconds):
        await press(pilot, "g", "j", "m", "1")
        assert on_top(pilot.app) is WhatIfScreen
        ben.change_blocking(lambda do: do.milestones.delete([BETA]))
        done = changes(ben)
        acme.poll()
        await settled(pilot)
        assert on_top(pilot.app) is TimelineScreen
        for letter in ("2", "space", "d", "enter"):
            seconds.now += 0.1
            pilot.app.post_message(key(letter))
            await settled(pilot)
        assert on_top(pilot.app) is TimelineScreen and changes(ben) == done
        assert last_line(pilot) == 'That milestone was deleted while you were moving it. Ignored "2 d↵".'
        seconds.now += PAUSE
        await press(pilot, "d")
        assert changes(ben) == done + 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("14 dec", 'Apply (↵) or cancel (esc) first. Ignored "4 dec↵".'),
        ("dec 14", 'd does nothing on this screen. Press ? for its keys. Ignored "ec 14↵".'),
    ],
)
async def test_a_date_typed_into_a_what_if_is_refused_with_its_enter(acme: Store, typed: str, said: str) -> None:
    async with running(acme, 1) as (pilot, seconds):
        await press(pilot, "g", "j", "full_stop")
        done = changes(acme)
        for letter in [*("space" if letter == " " else letter for letter in typed), "enter"]:
            seconds.now += 0.1
            await press(pilot, letter)
        assert on_top(pilot.app) is WhatIfScreen and changes(acme) == done
        assert last_line(pilot) == said
        seconds.now += PAUSE
        await press(pilot, "enter")
        assert on_top(pilot.app) is TimelineScreen and changes(acme) == done + 1


async def test_a_filter_of_a_project_that_is_deleted_leaves_nothing_to_the_projects(acme: Store, ben: Store) -> None:
    acme.change_blocking(lambda do: do.projects.create({"key": "BETA", "name": "Other"}))
    async with running(acme, 1) as (pilot, _):
        await press(pilot, "slash", "r")
        ben.change_blocking(nothing)
        done = changes(ben)
        acme.poll()
        await settled(pilot)
        assert on_top(pilot.app) is ProjectsScreen
        await press(pilot, *"add")
        assert changes(ben) == done
        assert last_line(pilot) == 'ACME was deleted. Ignored "add".'


async def test_a_panel_keeps_its_keys_when_the_screen_below_has_to_close(acme: Store, ben: Store) -> None:
    acme.change_blocking(lambda do: do.projects.create({"key": "BETA", "name": "Other"}))
    async with running(acme, 1) as (pilot, seconds):
        await press(pilot, "O", "n", *"24")
        assert on_top(pilot.app) is AddDaysOffScreen
        ben.change_blocking(nothing)
        done = changes(ben)
        acme.poll()
        await press(pilot, *"dec")
        panel = pilot.app.screen
        assert isinstance(panel, AddDaysOffScreen) and "24dec" in screen_text(pilot.app)
        await press(pilot, "escape")
        seconds.now += 0.1
        at_once(pilot, "d", "d")
        await until(pilot, lambda: on_top(pilot.app) is ProjectsScreen)
        await settled(pilot)
        assert changes(ben) == done


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_refusal_and_what_was_ignored_fit_on_a_line(acme: Store, size: tuple[int, int]) -> None:
    acme.change_blocking(all_done)
    async with running(acme, size=size) as (pilot, _):
        await press(pilot, "W", *"12", "space", *"dec")
        assert_snapshot(pilot.app, "refused-prompt")
