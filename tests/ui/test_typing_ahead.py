"""What is typed faster than it is acted upon, as a slow line delivers it: several keys in one breath."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from at_once import at_once, key, until
from editing import BETA, TODAY
from screens import settled
from stage import StageApp, StageScreen
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.key_queue import with_enter
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.widgets.text_block import TextBlock


@asynccontextmanager
async def running(store: Store) -> AsyncIterator[Pilot[None]]:
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        yield pilot


async def test_keys_behind_one_that_opens_a_screen_reach_the_new_screen(acme: Store) -> None:
    due_on = acme.read.milestones([BETA])[0].due_on
    async with running(acme) as pilot:
        at_once(pilot, "enter", "g", "j", "full_stop", "enter")
        await until(pilot, lambda: acme.read.milestones([BETA])[0].due_on != due_on)
        assert isinstance(pilot.app.screen, TimelineScreen)


async def test_keys_go_through_screens_there_and_back(acme: Store) -> None:
    async with running(acme) as pilot:
        at_once(pilot, "enter", "g", "j", "e", "text:!", "ctrl+s", "escape", "q")
        await until(pilot, lambda: acme.read.milestones([BETA])[0].title == "Beta release!")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProjectsScreen))


@pytest.mark.parametrize("title", ["n", "Ready to go", "q? e: y!"])
async def test_a_milestone_is_added_by_what_is_typed_at_once(acme: Store, title: str) -> None:
    async with running(acme) as pilot:
        at_once(pilot, "enter", "n", f"text:{title}", "enter", "n", "text:Another", "enter")
        await until(pilot, lambda: len(acme.read.plan(1).milestones) == 6)
    assert {title, "Another"} <= {m.title for m in acme.read.plan(1).milestones}


async def test_a_paste_waits_for_its_turn_too(acme: Store) -> None:
    async with running(acme) as pilot:
        at_once(pilot, "enter", "n", events.Paste("Signed by both"), "enter")
        await until(pilot, lambda: any(m.title == "Signed by both" for m in acme.read.plan(1).milestones))


async def test_what_is_put_off_until_after_a_frame_is_waited_for(acme: Store) -> None:
    async with running(acme) as pilot:
        at_once(
            pilot, "enter", "g", "j", "e", "ctrl+t", "n", "text:one", "enter", "text:two", "enter", "enter", "ctrl+s"
        )
        await until(pilot, lambda: len(acme.read.detail(BETA).criteria) == 5)
        assert isinstance(pilot.app.screen, MilestoneEditor)
    assert [criterion.text for criterion in acme.read.detail(BETA).criteria][-2:] == ["one", "two"]


async def test_of_many_keys_none_is_lost(acme: Store) -> None:
    async with running(acme) as pilot:
        at_once(pilot, "enter", "n", *("text:" + "abcdefghij" * 20,), *["left"] * 50, *["delete"] * 30, "enter")
        await until(pilot, lambda: len(acme.read.plan(1).milestones) == 5)
    assert "abcdefghij" * 17 in {m.title for m in acme.read.plan(1).milestones}


async def test_a_change_is_written_before_the_next_key_acts_upon_it(acme: Store) -> None:
    async with running(acme) as pilot:
        at_once(pilot, "enter", "g", "d", "d", "d")
        await until(pilot, lambda: len(acme.read.plan(1).milestones) == 1)


class Question(Panel[str]):
    """Asks for a letter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "answer", "yes", id="question.yes", tooltip="Yes")]

    def compose_panel(self) -> ComposeResult:
        yield TextBlock(self.context.renderer)

    def action_answer(self) -> None:
        self.dismiss("yes")


class AskingScreen(StageScreen):
    """Asks in a worker, which goes on with the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "ask", "ask", id="stage.ask", tooltip="Ask")]

    answers: ClassVar[list[str | None]] = []

    def action_ask(self) -> None:
        async def ask() -> None:
            self.answers.append(await self.app.push_screen_wait(Question(self.context)))

        self.run_worker(ask())


async def test_who_waits_for_the_answer_of_a_panel_gets_it(small: Store) -> None:
    AskingScreen.answers.clear()
    async with StageApp(small, screen=AskingScreen).run_test() as pilot:
        at_once(pilot, "w", "y", "w", "y")
        await until(pilot, lambda: AskingScreen.answers == ["yes", "yes"])


@pytest.mark.parametrize(("typed", "expected"), [("ctrl+j", "enter"), ("j", "j"), ("enter", "enter")])
def test_a_line_feed_is_what_the_shell_made_of_enter(typed: str, expected: str) -> None:
    event = with_enter(key(typed))
    assert isinstance(event, events.Key)
    assert event.key == expected


async def test_what_comes_when_the_program_has_ended_goes_nowhere(acme: Store) -> None:
    async with running(acme) as pilot:
        app = pilot.app
    await app.on_event(events.Key("j", "j"))
    await app.on_event(events.Paste("Beta release"))
    assert not app.is_running
