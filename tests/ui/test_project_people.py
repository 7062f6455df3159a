from __future__ import annotations

import pytest
from editing import TODAY, editing_project, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.drafts import UnfinishedKind, from_json, to_json
from milestone_tui.plan.inputs import RoleInput
from milestone_tui.plan.people import Role
from milestone_tui.store import Store
from milestone_tui.ui.editors.project import ProjectEditor

TO_PEOPLE = ("f2", "f2")


@pytest.fixture
def acme(acme: Store) -> Store:
    set_roles(acme, RoleInput("Ana Kovač", Role.MANAGER), RoleInput("Tom Reed", Role.SPONSOR))
    return acme


def set_roles(store: Store, *drafts: RoleInput) -> None:
    seen = store.read.roles(1)
    store.change_blocking(lambda do: do.people.set_roles(1, drafts, seen))


def roles(store: Store, project_id: int = 1) -> set[tuple[str, str]]:
    return {(role.person, role.role.value) for role in store.read.roles(project_id)}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_people_stand_with_their_roles(acme: Store, size: tuple[int, int]) -> None:
    async with editing_project(acme, size=size) as (pilot, app):
        await press(pilot, *TO_PEOPLE)
        assert_snapshot(app, "project-people")


async def test_somebody_known_and_somebody_new_are_added_in_one_change_with_the_fields(acme: Store) -> None:
    changes = len(acme.read.history())
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "tab")
        await write(pilot, "!")
        await press(pilot, *TO_PEOPLE, "n")
        await write(pilot, "raj")
        await press(pilot, "enter", "enter", "n")
        await write(pilot, "Zoe Lind")
        await press(pilot, "enter")
        await write(pilot, "cl")
        await press(pilot, "enter")
        assert "People 4" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert "unsaved" not in screen_lines(app)[0]
    assert roles(acme) == {
        ("Ana Kovač", "manager"),
        ("Tom Reed", "sponsor"),
        ("Raj Patel", "team"),
        ("Zoe Lind", "client"),
    }
    assert acme.read.project(1).name == "Customer portal!"
    assert len(acme.read.history()) == changes + 1
    await acme.undo()
    assert roles(acme) == {("Ana Kovač", "manager"), ("Tom Reed", "sponsor")}
    assert "Zoe Lind" not in [person.name for person in acme.read.people()]


async def test_roles_are_changed_removed_and_taken_back(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "e", "j", "d", "u", "u")
        assert "unsaved" not in screen_lines(app)[0]
        await press(pilot, "g", "enter")
        await write(pilot, "boss")
        await press(pilot, "enter")
        assert "Choose manager, sponsor, client or team." in screen_lines(app)[-1]
        await press(pilot, "ctrl+u")
        await write(pilot, "team")
        await press(pilot, "enter", "j", "d", "ctrl+s")
        assert roles(acme) == {("Ana Kovač", "team")}


async def test_somebody_may_have_several_roles_but_none_twice(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "n")
        await write(pilot, "ana")
        await press(pilot, "enter")
        await write(pilot, "manager")
        await press(pilot, "enter")
        assert "Ana Kovač is already manager on this project." in screen_lines(app)[-1]
        await press(pilot, "escape", "ctrl+s")
        assert roles(acme) == {("Ana Kovač", "manager"), ("Ana Kovač", "team"), ("Tom Reed", "sponsor")}
        assert "People 2" in screen_text(app)


async def test_a_new_project_is_made_with_its_people(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, _):
        await write(pilot, "Nordbank")
        await press(pilot, *TO_PEOPLE, "n")
        await write(pilot, "tom")
        await press(pilot, "enter", "enter", "ctrl+s")
    (made,) = (summary for summary in acme.read.projects(TODAY) if summary.project.name == "Nordbank")
    assert roles(acme, made.project.id) == {("Tom Reed", "team")}


async def test_roles_that_both_added_or_removed_go_together(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "j", "d")
        there = [RoleInput(role.person, role.role) for role in acme.read.roles(1)]
        set_roles(ben, *there, RoleInput("Ben Ox", Role.CLIENT))
        await press(pilot, "ctrl+s")
        assert on_top(app) is ProjectEditor
        assert roles(acme) == {("Ana Kovač", "manager"), ("Ben Ox", "client")}
        assert "unsaved" not in screen_lines(app)[0]


async def test_untouched_roles_follow_somebody_else(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE)
        set_roles(ben, RoleInput("Ben Ox", Role.CLIENT))
        acme.poll()
        await settled(pilot)
        assert "Ben Ox" in screen_text(app)
        assert "unsaved" not in screen_lines(app)[0]


async def test_roles_are_kept_as_a_draft_and_gone_on_with(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d", "n")
        await write(pilot, "Zoe")
        await press(pilot, "enter")
        await write(pilot, "client")
        editor = app.screen
        assert isinstance(editor, ProjectEditor)
        kept = editor.unfinished()
        assert kept is not None
        assert from_json(UnfinishedKind.PROJECT, 1, kept.title, to_json(kept)) == kept
        await press(pilot, "escape", "u", "u")
        app.push_screen(ProjectEditor(editor.context, 1, kept))
        await settled(pilot)
        assert "unsaved changes" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert roles(acme) == {("Tom Reed", "sponsor"), ("Zoe", "client")}


async def test_who_is_renamed_meanwhile_stays_the_same_person(acme: Store, ben: Store) -> None:
    (tom,) = (person.id for person in acme.read.people() if person.name == "Tom Reed")
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d")
        ben.change_blocking(lambda do: do.people.edit(tom, {"name": "Tom Read"}, {}))
        await press(pilot, "ctrl+s")
        assert "unsaved" not in screen_lines(app)[0]
    assert roles(acme) == {("Tom Read", "sponsor")}
    assert [person.id for person in acme.read.people() if person.name.startswith("Tom")] == [tom]


async def test_who_has_every_role_can_have_no_other(acme: Store) -> None:
    set_roles(acme, *(RoleInput("Ana Kovač", role) for role in Role))
    async with editing_project(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "e")
        assert screen_lines(app)[-1] == " Ana Kovač has every role already."
        await press(pilot, "n")
        await write(pilot, "ana")
        await press(pilot, "enter")
        assert "Ana Kovač has every role already." in screen_text(app)
        await press(pilot, "escape")
        assert "unsaved" not in screen_lines(app)[0]
