"""A project that somebody else archives or cancels while one is in it: told at once, with what can be done."""

from __future__ import annotations

import pytest
from editing import BETA, editing_project, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled
from watching import watched

from milestone_tui.plan.model import ProjectState
from milestone_tui.store import Store
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.messages import BaselinesRequested, DaysOffRequested, MilestoneEditRequested
from milestone_tui.ui.views.timeline.screen import TimelineScreen

ARCHIVED = "Ben archived ACME. On Projects, is:archived finds it and A unarchives it."
CANCELLED = "Ben cancelled ACME. Change its state to reopen it."


def archive(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.archive(1, True))


def cancel(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.edit(1, {"state": ProjectState.CANCELLED}, {}))


async def test_the_timeline_stays_and_says_who_archived_its_project(acme: Store, ben: Store) -> None:
    async with watched(acme) as (pilot, app):
        await press(pilot, "enter")
        archive(ben)
        await app.look(pilot)
        assert on_top(app) is TimelineScreen
        assert screen_lines(app)[-1] == f" {ARCHIVED}"
        assert "× archived" in screen_lines(app)[0]


async def test_a_panel_over_the_timeline_says_who_cancelled_its_project(acme: Store, ben: Store) -> None:
    async with watched(acme) as (pilot, app):
        await press(pilot, "enter", "n")
        cancel(ben)
        await app.look(pilot)
        assert CANCELLED in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_editor_says_so_and_what_is_typed_can_still_be_saved(
    acme: Store, ben: Store, size: tuple[int, int]
) -> None:
    async with watched(acme, size=size) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await write(pilot, "!")
        archive(ben)
        await app.look(pilot)
        assert on_top(app) is MilestoneEditor
        assert_snapshot(app, "editor-archived")
        assert "ACME is archived · unsaved changes" in screen_lines(app)[0]
        assert screen_lines(app)[-1] == f" {ARCHIVED}"
        await press(pilot, "ctrl+s")
        assert acme.read.milestones([BETA])[0].title == "Beta release!"
        assert "ACME is archived" in screen_lines(app)[0]


@pytest.mark.parametrize("wish", [BaselinesRequested(1), DaysOffRequested(1)])
async def test_the_other_screens_of_a_project_say_so_too(
    acme: Store, ben: Store, request: BaselinesRequested | DaysOffRequested
) -> None:
    async with watched(acme) as (pilot, app):
        app.post_message(request)
        await settled(pilot)
        archive(ben)
        await app.look(pilot)
        assert screen_lines(app)[-1] == f" {ARCHIVED}"


async def test_a_what_if_says_so_too(acme: Store, ben: Store) -> None:
    async with watched(acme) as (pilot, app):
        await press(pilot, "enter", "full_stop")
        archive(ben)
        await app.look(pilot)
        assert screen_lines(app)[-1] == f" {ARCHIVED}"


async def test_the_editor_of_the_project_tells_what_others_did_but_not_what_oneself_did(
    acme: Store, ben: Store
) -> None:
    async with editing_project(acme) as (pilot, app):
        cancel(ben)
        acme.poll()
        await settled(pilot)
        assert screen_lines(app)[-1] == f" {CANCELLED}"
        assert "ACME is cancelled" in screen_lines(app)[0]
        ben.change_blocking(lambda do: do.projects.edit(1, {"state": ProjectState.ACTIVE}, {}))
        acme.poll()
        await settled(pilot)
        assert "is cancelled" not in screen_lines(app)[0]
        await press(pilot, "tab")
        cancel(acme)
        await settled(pilot)
        assert "ACME is cancelled" in screen_lines(app)[0]
        assert "cancelled ACME" not in screen_text(app)
