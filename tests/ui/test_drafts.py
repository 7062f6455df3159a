"""What was typed and not saved when the program ended is there again at the next start."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import date
from typing import Any

import pytest
from editing import BETA, SIGN_OFF, TODAY, editing, editing_project, go_to, text_of, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.project import ProjectEditor
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

OVER = "a host that was never heard of/1/1"
LONG_AGO = "2026-11-20T09:00:00.000+00:00"


def ended(store: Store) -> None:
    """The program that kept the drafts is long over."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = ?, kept_at = ?", (OVER, LONG_AGO))
        db.commit()


def kept(store: Store) -> list[tuple[str, int | None, str]]:
    """The drafts that are there, whoever keeps them."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        return db.execute("SELECT kind, target_id, title FROM draft ORDER BY id").fetchall()


@asynccontextmanager
async def starting(store: Store, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    """The program, just started."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, app


async def leave_unsaved(store: Store, *, title: str = "", due: str = "") -> None:
    """Type into the editor of the beta release and end the program."""
    async with editing(store) as (pilot, app):
        if title:
            await write(pilot, title)
        if due:
            await go_to(pilot, "due_on")
            await write(pilot, due)
        app.leave(0)
        assert app.return_code == 0
    ended(store)


async def test_with_nothing_unsaved_nothing_is_offered(acme: Store) -> None:
    async with starting(acme) as (pilot, app):
        assert on_top(app) is ProjectsScreen
        await press(pilot, "colon", *"drafts", "enter")
        assert "Everything you typed is saved" in screen_lines(app)[-1]


@pytest.mark.parametrize("keys", ["1", "2", "6"])
async def test_every_view_leads_to_the_drafts_that_were_left_for_later(acme: Store, keys: str) -> None:
    filtered = Unfinished(UnfinishedKind.FILTER, None, "Filter: @an", texts={"filter": "@an"})
    acme.change_blocking(lambda do: do.drafts.keep(filtered))
    ended(acme)
    async with starting(acme) as (pilot, app):
        assert on_top(app) is DraftsScreen
        await press(pilot, "escape", keys, "colon", *"drafts", "enter")
        assert on_top(app) is DraftsScreen
        await press(pilot, "enter")
        assert on_top(app) is ProjectsScreen, "where it was typed"
        assert " / @an" in screen_text(app)


async def test_what_stood_in_the_fields_stands_there_again(acme: Store) -> None:
    await leave_unsaved(acme, title=" 2", due="14 decc")
    assert kept(acme) == [("milestone", BETA, "Beta release 2")]
    async with starting(acme) as (pilot, app):
        assert on_top(app) is DraftsScreen
        await press(pilot, "enter")
        assert on_top(app) is MilestoneEditor
        assert (text_of(app, "title"), text_of(app, "due_on")) == ("Beta release 2", "14 decc")
        assert "unsaved changes" in screen_lines(app)[0]
        await go_to(pilot, "due_on")
        await press(pilot, "end", "backspace", "ctrl+s")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.due_on) == ("Beta release 2", date(2026, 12, 14))
        assert kept(acme) == []


async def test_criteria_and_predecessors_come_back_too(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        await write(pilot, "Half a sen")
        app.leave(0)
    ended(acme)
    before = acme.read.detail(BETA)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        assert [entry.text for entry in editor.criteria.entries] == [
            *(criterion.text for criterion in before.criteria),
            "Half a sen",
        ]
        assert editor.links.entries == tuple(LinkInput(link.id, link.lag, link.kept) for link in before.predecessors)
        await press(pilot, "ctrl+s")
    after = acme.read.detail(BETA)
    assert [criterion.text for criterion in after.criteria][-1] == "Half a sen"
    assert after.predecessors == before.predecessors
    assert kept(acme) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("tabs", "typed", "said"), [(2, "load", "predecessors"), (3, "Mi", "people")])
async def test_what_was_typed_to_be_picked_is_there_to_be_picked(
    acme: Store, tabs: int, typed: str, said: str, size: tuple[int, int]
) -> None:
    async with editing(acme, SIGN_OFF, size) as (pilot, app):
        await press(pilot, *["ctrl+t"] * tabs, "n")
        await write(pilot, typed)
        app.leave(0)
    ended(acme)
    async with starting(acme, size) as (pilot, app):
        assert said in screen_text(app)
        await press(pilot, "enter")
        assert "unsaved changes" in screen_lines(app)[0]
        await press(pilot, "ctrl+t")
        assert "Not added yet. Press ↵" in screen_text(app)
        await press(pilot, "enter", "enter", "ctrl+s")
        detail = acme.read.detail(SIGN_OFF)
        assert [linked.title for linked in detail.predecessors] == (["Load test"] if typed == "load" else [])
        assert [work.person for work in detail.assignments] == (["Mi"] if typed == "Mi" else [])
        assert kept(acme) == []


async def test_somebody_typed_for_a_project_is_there_to_be_picked(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "ctrl+t", "ctrl+t", "n")
        await write(pilot, "ana")
        app.leave(0)
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "y")
        assert "Person: ana" in app.clipboard
        await press(pilot, "enter", "ctrl+t", "enter", "enter", "enter", "ctrl+s")
        assert [role.person for role in acme.read.roles(1)] == ["Ana Kovač"]


async def test_a_name_that_is_being_chosen_is_the_marked_one(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "owner")
        await write(pilot, "raj")
        app.leave(0)
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert text_of(app, "owner") == "Raj Patel"


async def test_somebody_elses_change_meanwhile_is_a_conflict(acme: Store) -> None:
    await leave_unsaved(acme, title="!", due="14 dec")
    ben = Store.open(acme.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta", "owner": "Ben"}, {}))
    ben.close()
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert (text_of(app, "title"), text_of(app, "owner")) == ("Beta release!", "Ben")
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        await press(pilot, "t", "enter")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.due_on) == ("Beta", date(2026, 12, 14))
        assert kept(acme) == []


async def test_criteria_that_both_added_meanwhile_stay(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        await write(pilot, "Mine")
        await press(pilot, "enter")
        app.leave(0)
    ended(acme)
    seen = acme.read.detail(BETA).criteria
    ben = Store.open(acme.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.criteria.set(BETA, [CriterionInput(None, "Theirs")], seen))
    ben.close()
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter", "ctrl+s")
    assert [entry.text for entry in acme.read.detail(BETA).criteria] == ["Theirs", "Mine"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_that_is_kept_is_offered_with_what_it_is(acme: Store, size: tuple[int, int]) -> None:
    await leave_unsaved(acme, title=" 2", due="14 dec")
    async with starting(acme, size) as (_, app):
        text = screen_text(app)
        assert "Beta release 2" in text and "ACME" in text and "title, due" in text and "2 days ago" in text
        assert_snapshot(app, "drafts-one")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_many_are_offered_the_latest_first(acme: Store, size: tuple[int, int]) -> None:
    await leave_unsaved(acme, title=" 2", due="14 dec")
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Nordbank data lake [/x]")
        app.leave(0)
    async with quick_add(acme) as (pilot, app):
        await write(pilot, "Go-live 18 jan")
        app.leave(0)
    acme.change_blocking(lambda do: do.milestones.delete([BETA]))
    ended(acme)
    async with starting(acme, size) as (pilot, app):
        await press(pilot, "j")
        assert_snapshot(app, "drafts-many")
        await press(pilot, "escape")
        assert on_top(app) is ProjectsScreen and len(kept(acme)) == 3
        await press(pilot, "colon", *"drafts", "enter", "d", "j", "d", "enter")
        assert "Press d to keep it" in screen_lines(app)[-1]
        await press(pilot, "k", "d", "j", "j", "d")
        assert_snapshot(app, "drafts-discarded")
        assert len(kept(acme)) == 3
        await press(pilot, "escape")
        assert on_top(app) is ProjectsScreen
        assert "Discarded 2 drafts" in screen_lines(app)[-1]
        assert [title for *_, title in kept(acme)] == ["Go-live 18 jan"]


@asynccontextmanager
async def quick_add(store: Store) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    """The line that adds a milestone, open."""
    async with starting(store) as (pilot, app):
        app.post_message(ViewRequested("timeline", Place(1)))
        await settled(pilot)
        await press(pilot, "n")
        assert on_top(app) is QuickAddScreen
        yield pilot, app


async def test_a_line_is_gone_on_with_on_its_timeline(acme: Store) -> None:
    async with quick_add(acme) as (pilot, app):
        await write(pilot, "Go-live 18 ja")
        app.leave(0)
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert on_top(app) is QuickAddScreen
        await write(pilot, "n")
        await press(pilot, "enter")
        assert on_top(app) is TimelineScreen
        assert acme.read.history()[0].label == 'Add milestone "Go-live"'
        assert kept(acme) == []


async def test_a_line_that_is_given_up_is_not_kept(acme: Store) -> None:
    async with quick_add(acme) as (pilot, app):
        await write(pilot, "Go-live")
        app.keep_drafts()
        assert kept(acme) == [("quick add", 1, "Go-live")]
        await press(pilot, "escape", "d")
        assert kept(acme) == []


async def test_a_line_of_a_deleted_project_can_be_copied(acme: Store) -> None:
    async with quick_add(acme) as (pilot, app):
        await write(pilot, "Go-live 18 jan")
        app.leave(0)
    acme.change_blocking(lambda do: do.projects.delete(1))
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert "Press y to copy" in screen_lines(app)[-1]
        await press(pilot, "y")
        assert app.clipboard == "Go-live 18 jan"


async def test_a_deleted_milestone_is_made_anew_at_the_second_wish(acme: Store) -> None:
    await leave_unsaved(acme, title=" 2")
    before = acme.read.detail(BETA)
    acme.change_blocking(lambda do: do.milestones.delete([BETA]))
    async with starting(acme) as (pilot, app):
        assert "since deleted" in screen_text(app)
        await press(pilot, "enter")
        assert on_top(app) is MilestoneEditor
        assert "no longer exists" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert "Press ctrl+s to save it as new" in screen_lines(app)[-1]
        await press(pilot, "ctrl+s")
        assert "Saved" in screen_lines(app)[-1] and "no longer" not in screen_lines(app)[0]
        made = next(m for m in acme.read.plan(1).milestones if m.title == "Beta release 2")
        detail = acme.read.detail(made.id)
        assert (made.due_on, made.owner, made.phase) == (
            before.milestone.due_on,
            before.milestone.owner,
            before.milestone.phase,
        )
        assert [entry.text for entry in detail.criteria] == [entry.text for entry in before.criteria]
        assert detail.predecessors == before.predecessors
        assert kept(acme) == []
        await press(pilot, "escape")
        assert on_top(app) is ProjectsScreen


async def test_a_milestone_of_a_deleted_project_can_be_copied(acme: Store) -> None:
    await leave_unsaved(acme, title=" 2")
    acme.change_blocking(lambda do: do.projects.delete(1))
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter", "ctrl+s")
        assert "Press ctrl+y" in screen_lines(app)[-1] and "again" not in screen_lines(app)[-1]
        await press(pilot, "ctrl+y")
        assert "Title: Beta release 2" in app.clipboard


async def test_a_deleted_project_becomes_a_new_one(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "name")
        await write(pilot, " 2")
        app.leave(0)
    acme.change_blocking(lambda do: do.projects.delete(1))
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert on_top(app) is ProjectEditor
        assert kept(acme) == [("project", None, "Customer portal 2")]
        assert (text_of(app, "name"), text_of(app, "client")) == ("Customer portal 2", "Acme Corp")
        await press(pilot, "ctrl+s")
        (project,) = acme.read.projects(TODAY)
        assert (project.project.key, project.project.name) == ("ACME", "Customer portal 2")
        assert [phase.name for phase in acme.read.phases(project.project.id)] == ["Discovery", "Build", "Acceptance"]
        assert kept(acme) == []


async def test_a_new_project_is_gone_on_with(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Nordbank")
        await press(pilot, "ctrl+n")
        await write(pilot, "Discovery")
        app.leave(0)
    ended(acme)
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter")
        assert (text_of(app, "name"), text_of(app, "key")) == ("Nordbank", "NORDBA")
        await press(pilot, "ctrl+s")
        assert on_top(app) is TimelineScreen
        assert kept(acme) == []


async def test_discarding_in_the_editor_forgets_it(acme: Store) -> None:
    await leave_unsaved(acme, title=" 2")
    async with starting(acme) as (pilot, app):
        await press(pilot, "enter", "escape", "d")
        assert on_top(app) is ProjectsScreen and kept(acme) == []


async def test_what_is_typed_back_is_forgotten(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        app.keep_drafts()
        assert kept(acme) == [("milestone", BETA, "Beta release!")]
        await press(pilot, "backspace")
        app.keep_drafts()
        assert kept(acme) == []


async def test_what_was_gone_on_with_elsewhere_is_not_opened_twice(acme: Store) -> None:
    await leave_unsaved(acme, title=" 2")
    async with starting(acme) as (pilot, app):
        with closing(sqlite3.connect(acme.path)) as db:
            db.execute("UPDATE draft SET process = 'another/1/1'")
            db.commit()
        await press(pilot, "enter")
        assert on_top(app) is ProjectsScreen
        assert "resumed in another window" in screen_lines(app)[-1]


async def test_what_steers_a_terminal_does_not_come_back_as_that(acme: Store) -> None:
    edit = Unfinished(UnfinishedKind.MILESTONE, BETA, "\x1b[2J", 1, {"title": "Beta release"}, {"title": "a\x1b[2Jb"})
    acme.change_blocking(lambda do: do.drafts.keep(edit))
    ended(acme)
    async with starting(acme) as (pilot, app):
        assert "␛[2J" in screen_text(app)
        await press(pilot, "enter")
        assert text_of(app, "title") == "a␛[2Jb"


async def test_a_save_under_way_when_the_program_ends_leaves_no_draft(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        app.keep_drafts()
        with closing(sqlite3.connect(acme.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press("ctrl+s")
            assert isinstance(app.screen, MilestoneEditor) and app.screen.keeper.saving
            app.leave(0)
            other.execute("ROLLBACK")
    assert kept(acme) == []
    assert acme.read.detail(BETA).milestone.title == "Beta release!"
