from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from editing import BETA, LOAD_TEST, PROTOTYPE, TODAY, editing, editing_project, text_of, write
from screens import assert_snapshot, press, screen_lines, screen_text, settled

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput
from milestone_tui.plan.people import Assignment
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.project import ProjectEditor

TO_HISTORY = ("f2",) * 5
TO_HISTORY_OF_PROJECT = ("f2",) * 4
INVITED = "40 pilot users invited"


def criteria(store: Store) -> dict[str, date | None]:
    return {entry.text: entry.met_on for entry in store.read.detail(BETA).criteria}


def set_criteria(store: Store, *entries: CriterionInput) -> None:
    seen = store.read.detail(BETA).criteria
    store.change_blocking(lambda do: do.criteria.set(BETA, entries, seen))


def set_links(store: Store, milestone_id: int, links: list[LinkInput]) -> None:
    seen = store.read.detail(milestone_id).predecessors
    store.change_blocking(lambda do: do.links.set(milestone_id, links, seen))


def keep(store: Store) -> list[CriterionInput]:
    return [CriterionInput(entry.id, entry.text, entry.met_on) for entry in store.read.detail(BETA).criteria]


async def test_a_removed_criterion_comes_back_and_is_saved_with_the_rest(acme: Store) -> None:
    before = criteria(acme)
    first, _, third = keep(acme)
    set_criteria(acme, first, third)
    changes = len(acme.read.history())
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, *TO_HISTORY, "enter")
        assert screen_lines(app)[-1].strip() == "Criterion restored · ctrl+s to save"
        assert "Criteria 2/3" in screen_text(app)
        assert criteria(acme) == {first.text: first.met_on, third.text: third.met_on}
        await press(pilot, "ctrl+s")
        assert criteria(acme) == before
        assert acme.read.detail(BETA).milestone.title == "Beta release!"
        assert len(acme.read.history()) == changes + 1


async def test_removed_criteria_come_back_to_their_places_one_by_one(acme: Store) -> None:
    set_criteria(acme, *keep(acme), CriterionInput(None, "Support rota agreed"))
    before = keep(acme)
    set_criteria(acme, before[-1])
    async with editing(acme) as (pilot, _):
        await press(pilot, *TO_HISTORY, *("enter", *TO_HISTORY[1:], "j") * 3, "ctrl+s")
        assert [entry.text for entry in acme.read.detail(BETA).criteria] == [entry.text for entry in before]


async def test_one_that_came_back_stands_below_what_stood_above_it_then(acme: Store) -> None:
    first, second, third = keep(acme)
    set_criteria(acme, first, third)
    set_criteria(acme, third, CriterionInput(None, "New"), first)
    async with editing(acme) as (pilot, _):
        await press(pilot, *TO_HISTORY, "j", "enter", "ctrl+s")
        texts = [entry.text for entry in acme.read.detail(BETA).criteria]
        assert texts == [third.text, "New", first.text, second.text]


async def test_what_was_brought_back_can_be_taken_back(acme: Store) -> None:
    set_criteria(acme, *keep(acme)[:2])
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter", "u")
        assert "Criteria 2/2" in screen_text(app)
        assert "unsaved" not in screen_lines(app)[0]


async def test_only_what_a_change_changed_of_a_criterion_is_as_before(acme: Store) -> None:
    first, second, third = keep(acme)
    set_criteria(acme, first, CriterionInput(second.id, "50 pilot users invited", second.met_on), third)
    changed = keep(acme)[1]
    set_criteria(acme, first, CriterionInput(changed.id, changed.text, None), third)
    async with editing(acme) as (pilot, _):
        await press(pilot, *TO_HISTORY, "j", "enter", "ctrl+s")
        assert criteria(acme)[INVITED] is None
        await press(pilot, *["f2"] * 4, "g", "j", "enter", "ctrl+s")
        assert criteria(acme)[INVITED] == second.met_on


async def test_what_is_in_the_list_as_it_was_is_refused(acme: Store) -> None:
    set_criteria(acme, *keep(acme)[:2])
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter", *TO_HISTORY[1:], "enter")
        assert '"Release notes approved by Acme" already has this value.' in screen_lines(app)[-1]
        await press(pilot, "G", "enter")
        assert "You can restore fields, criteria, links and effort" in screen_lines(app)[-1]


async def test_a_removed_link_comes_back_with_its_lag(acme: Store) -> None:
    set_links(acme, BETA, [])
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter")
        assert "Links 1" in screen_text(app)
        await press(pilot, "ctrl+s")
        (linked,) = acme.read.detail(BETA).predecessors
        assert (linked.id, linked.lag) == (PROTOTYPE, 3)
        await press(pilot, "enter", "5", "enter", "ctrl+s")
        assert acme.read.detail(BETA).predecessors[0].lag == 5
        await press(pilot, *["f2"] * 3, "g", "enter", "ctrl+s")
        assert acme.read.detail(BETA).predecessors[0].lag == 3


async def test_a_link_that_would_be_a_loop_now_is_refused_with_the_loop(acme: Store) -> None:
    set_links(acme, LOAD_TEST, [])
    set_links(acme, BETA, [LinkInput(LOAD_TEST)])
    async with editing(acme, LOAD_TEST) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter")
        assert "This link would close a loop" in screen_lines(app)[-1]
        assert "unsaved" not in screen_lines(app)[0]


async def test_a_link_to_what_is_gone_or_cancelled_is_refused(acme: Store) -> None:
    set_links(acme, BETA, [])
    acme.change_blocking(lambda do: do.milestones.edit(PROTOTYPE, {"state": "cancelled", "done_on": None}, {}))
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter")
        assert "cancelled or archived" in screen_lines(app)[-1]
        acme.change_blocking(lambda do: do.milestones.delete([PROTOTYPE]))
        await press(pilot, "enter")
        assert "no longer exists" in screen_lines(app)[-1]


async def test_work_comes_back_with_its_days(acme: Store) -> None:
    for entries in ([AssignmentInput("Ana Kovač", Decimal(12))], [AssignmentInput("Ana Kovač", Decimal(5))], []):
        seen = acme.read.detail(BETA).assignments
        acme.change_blocking(partial(set_work, entries, seen))
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY, "enter", "ctrl+s")
        assert work(acme) == [Decimal(5)]
        await press(pilot, "f2", "f2", "g", "j", "j")
        assert pointed(app.screen) == "Ana Kovač 12 d → Ana Kovač 5 d: effort"
        await press(pilot, "enter", "ctrl+s")
        assert work(acme) == [Decimal(12)]


def set_work(entries: list[AssignmentInput], seen: Sequence[Assignment], do: Commands) -> None:
    do.assignments.set(BETA, entries, seen)


def rename(title: str, do: Commands) -> None:
    do.milestones.edit(BETA, {"title": title}, {})


def work(store: Store) -> list[Decimal]:
    return [entry.effort_days for entry in store.read.detail(BETA).assignments]


def pointed(screen: object) -> str:
    """The line of the history that the cursor stands on."""
    assert isinstance(screen, MilestoneEditor)
    return screen.history.rows[screen.history.cursor].text


async def test_the_cursor_stays_on_its_entry_when_somebody_adds_one_above(acme: Store, tmp_path: Path) -> None:
    ben = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "Ben")
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY)
        for key in ("", "j"):
            await press(pilot, *filter(None, [key]))
            stood = pointed(app.screen)
            ben.change_blocking(partial(rename, f"Beta {key}"))
            acme.poll()
            await settled(pilot)
            assert pointed(app.screen) == stood
    ben.close()


async def test_who_has_not_looked_at_the_history_begins_with_what_is_newest(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "ctrl+s", *TO_HISTORY_OF_PROJECT)
        assert pointed(app.screen) == "title: Beta release → Beta release!"


async def test_the_history_of_a_project_keeps_its_place_too(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_HISTORY_OF_PROJECT, "G")
        editor = app.screen
        assert isinstance(editor, ProjectEditor)
        stood = editor.history.rows[editor.history.cursor]
        acme.change_blocking(lambda do: do.projects.edit(1, {"client": "Acme"}, {}))
        acme.poll()
        await settled(pilot)
        assert editor.history.rows[editor.history.cursor] == stood
        assert editor.history.cursor == 1 + len(acme.read.history(project_id=1)), "a heading, and the client"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_field_of_a_project_is_restored_from_its_history(acme: Store, size: tuple[int, int]) -> None:
    acme.change_blocking(
        lambda do: do.projects.edit(1, {"client": "Acme", "target_on": date(2027, 2, 1), "budget": Decimal(200)}, {})
    )
    acme.change_blocking(lambda do: do.projects.edit(1, {"state": "on hold"}, {}))
    async with editing_project(acme, size=size) as (pilot, app):
        await press(pilot, "tab")
        await write(pilot, "!")
        await press(pilot, *TO_HISTORY_OF_PROJECT)
        assert_snapshot(app, "project-history")
        await press(pilot, "j", "j", "enter")
        assert (text_of(app, "target_on"), text_of(app, "name")) == ("18 Jan 2027", "Customer portal!")
        assert screen_lines(app)[-1].strip() == "Target restored · ctrl+s to save"
        assert acme.read.project(1).target_on == date(2027, 2, 1)
        await press(pilot, "ctrl+s", "f2", "j", "enter", "ctrl+s")
        project = acme.read.project(1)
        assert (project.target_on, project.name) == (date(2027, 1, 18), "Customer portal!")
        assert (project.client, project.budget) == ("Acme", Decimal(180000))


async def test_what_is_no_field_of_a_project_is_not_restored_from_its_history(acme: Store) -> None:
    async with editing_project(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, *TO_HISTORY_OF_PROJECT, "G", "enter")
        said = "Only project fields can be restored. Open a milestone to restore its values."
        assert screen_lines(app)[-1].strip() == said
