"""What was deleted while it is edited, and brought back: the editor edits it, and makes no second one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from editing import BETA, TODAY, editing, editing_project, go_to, text_of, write
from screens import first_line, last_line, on_top, press, screen_text, settled

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.people.person import PersonScreen


@pytest.mark.parametrize("heard", [True, False], ids=["heard of", "just now"])
async def test_a_milestone_is_edited_and_not_made_twice(acme: Store, ben: Store, heard: bool) -> None:
    before = acme.read.detail(BETA)
    async with editing(acme) as (pilot, _):
        await write(pilot, " 2")
        ben.change_blocking(lambda do: do.milestones.delete([BETA]))
        acme.poll()
        await settled(pilot)
        assert "no longer exists" in first_line(pilot)
        await press(pilot, "ctrl+s")
        assert "Press ctrl+s to save it as new" in last_line(pilot)
        await ben.undo()
        if heard:
            acme.poll()
            await settled(pilot)
            assert "unsaved changes" in first_line(pilot)
            assert "Restored" in last_line(pilot)
        await press(pilot, "ctrl+s")
        assert last_line(pilot).startswith("Saved")
        assert "no longer" not in first_line(pilot)
    plan = acme.read.plan(1)
    assert [m.title for m in plan.milestones if m.title.startswith("Beta")] == ["Beta release 2"]
    after = acme.read.detail(BETA)
    assert (after.criteria, after.predecessors) == (before.criteria, before.predecessors)


async def test_one_that_comes_back_while_it_is_made_anew_is_not_made(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, _):
        await write(pilot, " 2")
        ben.change_blocking(lambda do: do.milestones.delete([BETA]))
        acme.poll()
        await press(pilot, "ctrl+s")
        with closing(sqlite3.connect(acme.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # the save waits for it
            await pilot.press("ctrl+s")
            other.execute("ROLLBACK")
        await settled(pilot)
    assert sum(m.title.startswith("Beta") for m in acme.read.plan(1).milestones) == 1


async def test_a_project_is_edited_again(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "name")
        await write(pilot, " 2")
        ben.change_blocking(lambda do: do.projects.delete(1))
        acme.poll()
        await press(pilot, "ctrl+s")
        assert "Press ctrl+y" in last_line(pilot)
        await ben.undo()
        acme.poll()
        await settled(pilot)
        assert "unsaved changes" in first_line(pilot) and text_of(app, "name") == "Customer portal 2"
        await press(pilot, "ctrl+s")
        assert last_line(pilot).startswith("Saved")
    (found,) = acme.read.projects(TODAY)
    assert (found.project.id, found.project.name) == (1, "Customer portal 2")


async def test_a_phase_keeps_its_milestones(acme: Store, ben: Store) -> None:
    seen = acme.read.phases(1)
    async with editing_project(acme) as (pilot, _):
        await press(pilot, "ctrl+n")
        await write(pilot, "Warranty")
        await press(pilot, "enter", "escape")
        ben.change_blocking(
            lambda do: do.phases.set(1, [PhaseInput(p.id, p.name) for p in seen if p.name != "Build"], seen)
        )
        acme.poll()
        await settled(pilot)
        await ben.undo()
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
    assert [phase.name for phase in acme.read.phases(1)] == ["Discovery", "Build", "Acceptance", "Warranty"]
    assert acme.read.milestone(BETA).phase == "Build"


async def test_a_person_is_changed_again(acme: Store, ben: Store) -> None:
    person = next(person for person in acme.read.people() if person.name == "Raj Patel")
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "g", *["j"] * [p.name for p in acme.read.people()].index("Raj Patel"), "e")
        await write(pilot, "!")
        ben.change_blocking(lambda do: do.people.delete(person.id))
        await press(pilot, "enter")
        assert on_top(app) is PersonScreen and "no longer exists" in last_line(pilot)
        await ben.undo()
        await press(pilot, "enter")
    assert [p.id for p in acme.read.people() if p.name == "Raj Patel!"] == [person.id]


async def test_a_draft_of_a_project_that_is_back_by_now_edits_it(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "name")
        await write(pilot, " 2")
        app.leave(0)
    acme.drain()
    with closing(sqlite3.connect(acme.path)) as db:
        db.execute("UPDATE draft SET process = 'nowhere/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
        db.commit()
    ben.change_blocking(lambda do: do.projects.delete(1))
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert on_top(app) is DraftsScreen and "since deleted" in screen_text(app)
        await ben.undo()
        await press(pilot, "enter", "ctrl+s")
    assert [found.project.name for found in acme.read.projects(TODAY)] == ["Customer portal 2"]
