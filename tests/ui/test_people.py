from datetime import timedelta
from decimal import Decimal

import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import AssignmentInput, RoleInput
from milestone_tui.plan.people import Role
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@pytest.fixture
def acme(small: Store) -> Store:
    ana = next(person.id for person in small.read.people() if person.name == "Ana Kovač")
    beta = next(m for m in small.read.plan(1).milestones if m.title == "Beta release")

    def agree(do: Commands) -> None:
        nord = do.projects.create({"key": "NORD", "name": "Data lake"})
        do.people.edit(ana, {"organisation": "Studio North", "capacity": Decimal("4.5")}, {})
        do.people.set_roles(1, [RoleInput("Ana Kovač", Role.MANAGER), RoleInput("Tom Reed", Role.CLIENT)], ())
        do.people.set_roles(nord, [RoleInput("Ana Kovač", Role.TEAM)], ())
        do.assignments.set(beta.id, [AssignmentInput("Raj Patel", Decimal("2.5"))], ())
        do.milestones.edit(beta.id, {"approver": "Tom Reed", "state": "submitted"}, {})

    small.change_blocking(agree)
    return small


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everybody_is_seen_with_what_they_are_and_do(acme: Store, size: tuple[int, int]) -> None:
    app = StageApp(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "6", "tab")
        assert isinstance(app.screen, PeopleScreen)
        assert_snapshot(app, "people")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_panel_of_one_person(acme: Store, size: tuple[int, int]) -> None:
    app = StageApp(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "6", "e")
        assert_snapshot(app, "person")


async def test_roles_and_days_are_changed_in_one_change(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "e", "tab", "tab", "tab", "ctrl+u", *"3", "tab", "ctrl+u", *"sponsor NORD", "enter")
        ana = acme.read.people_summaries()[0]
        assert ana.person.capacity == 3
        assert [(role.project_key, role.role) for role in ana.roles] == [("NORD", Role.SPONSOR)]
        assert [role.person for role in acme.read.roles(1)] == ["Tom Reed"]
        await press(pilot, "u")
        assert acme.read.people_summaries()[0].person.capacity == Decimal("4.5")
        assert len(acme.read.roles()) == 3


async def test_somebody_new_is_added_and_stands_under_the_cursor(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "n", *"Zoe", "tab", *"Acme", "enter")
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        assert screen.grid.selected is not None
        assert screen.grid.selected.name == "Zoe"
        await press(pilot, "tab", "n", *"Zora", "enter")
        assert screen.table.selected is not None
        assert screen.table.selected.person.name == "Zora"
        assert "no open milestones" in screen_text(app)


async def test_the_name_of_a_person_is_not_taken_for_that_of_a_project(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "e", "ctrl+u", "enter")
        assert "Enter a name." in screen_text(app)


async def test_what_is_wrong_is_said_beside_the_field(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "6", "n", *"Ana Kovač", "enter")
        assert "There is already a person called Ana Kovač. Choose another name." in screen_text(app)
        await press(pilot, "shift+tab", *"boss ACME", "enter")
        assert '"boss" is not a role or project' in screen_text(app)
        assert len(acme.read.people()) == 4


async def test_who_is_deleted_is_brought_back(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "d")
        assert screen_lines(app)[-1] == " Deleted Ana Kovač; 1 milestone has no owner now · u to undo"
        assert "Ana Kovač" not in [person.name for person in acme.read.people()]
        await press(pilot, "u")
        assert len(acme.read.roles()) == 3


async def test_the_next_task_is_opened_on_its_timeline(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "2")
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        assert screen.chart.current is not None
        assert screen.chart.current.title == "Beta release"
        assert screen.chart.current.due_on == TODAY + timedelta(days=6)
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, PeopleScreen)


async def test_where_nobody_is_the_keys_say_how_to_add_somebody(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "6")
        assert "No people yet. Press n to add one" in screen_text(app)
        assert screen_lines(app)[-1] == " tab roles   n new   u undo   ? help"
        for key in ("enter", "d", "m", "O", "e"):
            await press(pilot, key)
            assert screen_lines(app)[-1] == " No person selected. Press n to add one."
        await press(pilot, "n", *"Zoe", "enter", "2")
        assert screen_lines(app)[-1] == " Timeline shows one project. Press 1 and choose one."
