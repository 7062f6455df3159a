from datetime import date

import pytest
from screens import assert_snapshot, on_top, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.templates.library import built_in_templates
from milestone_tui.plan.templates.serialization import read_template
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.context import Context
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.templates.screen import TemplatesScreen
from milestone_tui.ui.views.templates.start_project import StartProjectScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

SIZES = [(80, 24), (120, 40)]


def home(store: Store) -> MilestoneApp:
    return MilestoneApp(store, Clock.fixed(TODAY), theme="milestone-dark")


def timeline(store: Store) -> StageApp:
    def first(context: Context) -> TimelineScreen:
        return TimelineScreen(context, Place(1))

    return StageApp(store, screen=first)


@pytest.mark.parametrize("size", SIZES)
async def test_the_templates_with_what_is_in_them(small: Store, size: tuple[int, int]) -> None:
    app = home(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "N", "j")
        assert_snapshot(app, "templates")


async def test_each_is_previewed_and_esc_starts_nothing(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "N")
        for template in built_in_templates():
            assert template.description in screen_text(app)
            await press(pilot, "down")
        await press(pilot, "escape")
        assert on_top(app) is ProjectsScreen
        assert len(small.read.projects(TODAY)) == 1


async def test_what_was_saved_can_be_deleted_but_not_what_comes_with_the_program(small: Store) -> None:
    small.change_blocking(lambda do: do.templates.save("Broken", "{}"))
    app = home(small)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "N", "d")
        assert "d delete" not in screen_text(app)
        await press(pilot, "down", "down", "down")
        assert " This template cannot be read: it is not a template." in screen_lines(app)
        await press(pilot, "enter")
        assert on_top(app) is TemplatesScreen
        await press(pilot, "d")
        assert small.read.templates() == ()
        assert screen_lines(app)[-1] == ' Deleted "Broken" · esc, then u to undo'
        await press(pilot, "escape", "u")
        assert [template.name for template in small.read.templates()] == ["Broken"]


# Starting -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_panel_of_a_new_project(small: Store, size: tuple[int, int]) -> None:
    app = home(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "N", "enter", *"Data lake", "tab", "tab", *"Nordbank")
        assert_snapshot(app, "start-project")


async def test_a_project_is_started_today_in_three_keys_and_a_name(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "N", "enter", *"Data lake", "enter")
        assert on_top(app) is TimelineScreen
        project = small.read.project_by_key("DATA")
        assert project is not None
        assert (project.name, project.start_on, project.target_on) == ("Data lake", date(2026, 11, 23), None)
        assert screen_lines(app)[-1] == " Created from a template · B to set a baseline · u to undo"
        await press(pilot, "escape", "u")
        assert small.read.project_by_key("DATA") is None


async def test_a_start_that_is_taken_back_from_its_timeline_is_named_where_that_leads(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "N", "enter", *"Data lake", "enter", "u")
        assert on_top(app) is ProjectsScreen
        assert screen_lines(app)[-1] == ' Undone: Start DATA from "Client software project" · U to redo'
        await press(pilot, "U")
        assert small.read.project_by_key("DATA") is not None


async def test_a_project_is_counted_back_from_its_end_in_a_week_of_its_own(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(80, 24)) as pilot:
        keys = ["down", "down", *"2027-06-30", "down", "ctrl+u", *"sun-thu"]
        await press(pilot, "N", "j", "enter", *"Spring release", "down", "down", *keys)
        assert "Wed 17 Mar 2027 → Wed 30 Jun 2027   12 milestones" in screen_text(app)
        await press(pilot, "enter")
        project = small.read.project_by_key("SPRING")
        assert project is not None
        assert (project.start_on, project.target_on) == (date(2027, 3, 17), date(2027, 6, 30))
        assert all(m.due_on and project.calendar.is_working(m.due_on) for m in small.read.plan(project.id).milestones)


async def test_the_days_off_of_a_country_are_counted_and_kept_in_the_same_change(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "N", "j", "enter", *"Spring", "down", "down", "down", "down", *"2027-06-30")
        await press(pilot, "down", "down", *"DE-BY")
        await workers_ended(pilot.app)
        assert "days off" in screen_text(app)
        await press(pilot, "enter")
        project = small.read.project_by_key("SPRING")
        assert project is not None
        assert project.target_on == date(2027, 6, 30)
        assert date(2027, 5, 27) in project.holidays  # Corpus Christi, a day off in Bavaria
        plan = small.read.plan(project.id)
        assert all(m.due_on and project.calendar.is_working(m.due_on) for m in plan.milestones)
        assert project.start_on is not None
        assert project.calendar.between(project.start_on, date(2027, 6, 30)) == 75
        await press(pilot, "escape", "u")
        assert small.read.project_by_key("SPRING") is None
        assert small.read.holidays(project.id) == ()


@pytest.mark.parametrize(
    ("keys", "label", "sentence"),
    [
        ([*"x", *["tab"] * 6, *"Q7"], "Days off", "no country"),
        ([], "Name", "Enter a name for the project"),
        ([*"x", "tab", "ctrl+u", *"ACME"], "Key", "ACME"),
        ([*"x", "tab", "tab", "tab", *"nope"], "Start on", "nope"),
        ([*"x", "tab", "tab", "tab", *"1 jan", "tab", *"1 jun"], "End on", "not both"),
        ([*"x", "tab", "tab", "tab", "tab", "tab", "ctrl+u", *"blursday"], "Working week", "blursday"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(small: Store, keys: list[str], label: str, sentence: str) -> None:
    app = home(small)
    async with app.run_test(size=(140, 30)) as pilot:
        await press(pilot, "N", "enter", *keys, "enter")
        assert on_top(app) is StartProjectScreen
        assert sentence in next(line for line in screen_lines(app) if line[1:].startswith(label))
        assert len(small.read.projects(TODAY)) == 1


async def test_an_end_that_is_too_near_is_told_before_the_project_is_made(small: Store) -> None:
    app = home(small)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "N", "enter", *"x", "tab", "tab", "tab", "tab", *"2027-03-31")
        assert "starts in the past" in screen_text(app)


# Saving ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_panel_that_saves_a_template(small: Store, size: tuple[int, int]) -> None:
    app = timeline(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "S")
        assert_snapshot(app, "save-template")


async def test_a_project_is_saved_and_another_one_started_from_it(small: Store) -> None:
    prototype, beta = small.read.plan(1).milestones[:2]
    small.change_blocking(lambda do: do.links.set(beta.id, [LinkInput(prototype.id, 2)], ()))
    app = timeline(small)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "S", "ctrl+u", *"Portal", "tab", *"Small", "enter")
        assert screen_lines(app)[-1] == ' Saved template "Portal" · N on Projects to use it'
    (saved,) = small.read.templates()
    template = read_template(saved.body)
    assert (template.name, template.description, template.phases) == ("Portal", "Small", ("Build", "Launch"))
    assert len(template.milestones) == 3
    assert [(link.lag) for link in template.links] == [2]
    assert [len(m.criteria) for m in template.milestones] == [0, 3, 0]
    app = StageApp(small, screen=ProjectsScreen)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "N", "down", "down", "down", "enter", *"Next portal", "enter")
        assert on_top(app) is TimelineScreen
        assert "Prototype accepted" in screen_text(app)


async def test_one_of_the_same_name_is_replaced_at_the_second_enter(small: Store) -> None:
    small.change_blocking(lambda do: do.templates.save("CUSTOMER portal", "{}"))
    app = timeline(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "S", "enter")
        assert "Another template has this name. Press ↵ again to replace it." in screen_text(app)
        assert small.read.templates()[0].body == "{}"
        await press(pilot, "enter")
        (saved,) = small.read.templates()
        assert len(read_template(saved.body).milestones) == 3


async def test_a_template_needs_a_name_and_a_plan(small: Store) -> None:
    app = timeline(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "S", "ctrl+u", "enter")
        assert "Enter a name for the template." in screen_text(app)
        await press(pilot, "escape")
        ids = [m.id for m in small.read.plan(1).milestones]
        small.change_blocking(lambda do: do.milestones.delete(ids))
        await press(pilot, "S")
        assert screen_lines(app)[-1].startswith(" No milestones yet. Press n")


async def test_a_name_that_was_not_touched_is_kept_as_it_is(small: Store) -> None:
    small.change_blocking(lambda do: do.projects.edit(1, {"name": "Customer\x1bportal"}, {}))
    app = timeline(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S", "enter")
    assert [template.name for template in small.read.templates()] == ["Customer\x1bportal"]


async def test_links_to_other_projects_are_left_out_and_told(small: Store) -> None:
    def link(do: Commands) -> None:
        nord = do.projects.create({"key": "NORD", "name": "Data lake"})
        elsewhere = do.milestones.create(nord, {"title": "Architecture agreed"})
        do.links.set(beta, [LinkInput(elsewhere)], seen)

    beta = next(m.id for m in small.read.plan(1).milestones if m.title == "Beta release")
    seen = small.read.detail(beta).predecessors
    small.change_blocking(link)
    app = timeline(small)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "S")
        assert "Not saved: people, values, deadlines and days off, 1 link to other projects" in screen_text(app)
