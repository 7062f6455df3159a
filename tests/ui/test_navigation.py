"""The way between views: they switch, keep what one was at, and never pile up."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from editing import TODAY
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from screens import assert_snapshot, last_line, press, screen_lines, screen_text
from supposing import named
from textual.pilot import Pilot
from textual.widget import Widget

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import VIEWS, Place, views_line
from milestone_tui.ui.renderer import line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.people.rows import Kind
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.replan import ReplanScreen

MOST_SCREENS = 4


def app_on(store: Store) -> MilestoneApp:
    return MilestoneApp(store, Clock.fixed(TODAY))


def seen(pilot: Pilot[Any]) -> StoreScreen:
    screen = pilot.app.screen
    assert isinstance(screen, StoreScreen)
    return screen


def person(pilot: Pilot[Any]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, PeopleScreen) and screen.grid.selected is not None
    return screen.grid.selected.name


def names(pilot: Pilot[Any]) -> list[str]:
    screen = pilot.app.screen
    assert isinstance(screen, PeopleScreen)
    return [row.name for row in screen.grid.entries if row.kind is Kind.PERSON]


# The line of views ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (80, 19)])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: str(view.id))
async def test_each_view_is_named_below_the_title(demo: Store, view: Any, size: tuple[int, int]) -> None:
    async with app_on(demo).run_test(size=size) as pilot:
        await press(pilot, view.key)
        assert view.id == seen(pilot).VIEW
        if view.id != "trend":  # has pictures of its own, and reads more when it is on the screen
            assert_snapshot(pilot.app, f"view-{view.id}")
        named = "".join(text for text, _ in views_line(view.id, size[0]))
        assert (screen_lines(pilot.app)[1] == named) == (size[1] >= 20)


def test_the_present_view_is_the_bright_one() -> None:
    line = views_line("timeline", 80)
    assert [word for word, ink in line if ink is Ink.BRIGHT] == [" Timeline"]
    assert [word for word, ink in line if ink is Ink.KEY] == [view.key for view in VIEWS]


def test_where_there_is_no_room_only_the_present_view_has_a_name() -> None:
    words = "".join(text for text, _ in views_line("people", 20))
    assert words == " 1 2 3 4 5 6 People 7 8"
    assert all(line_width(views_line(view.id, 36)) <= 36 for view in VIEWS)


async def test_the_line_comes_and_goes_with_the_height(demo: Store) -> None:
    async with app_on(demo).run_test(size=(80, 19)) as pilot:
        await press(pilot, "2")
        assert "2 Timeline" not in screen_text(pilot.app)
        await pilot.resize_terminal(80, 20)
        await press(pilot)
        assert "2 Timeline" in screen_lines(pilot.app)[1]
        await press(pilot, "1")
        assert "1 Projects" in screen_lines(pilot.app)[1]


# Switching -----------------------------------------------------------------------------------------------------


async def test_the_project_and_the_milestone_stay(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "2", "j", "v", "6")
        assert "› People" in screen_lines(pilot.app)[0]
        await press(pilot, "j", "2")
        timeline = seen(pilot)
        assert isinstance(timeline, TimelineScreen) and timeline.chart.current is not None
        place = timeline.place
        assert timeline.marks.ids and place.milestone_id is not None
        await press(pilot, "1", "2")
        assert seen(pilot).place == place
        await press(pilot, "q", "enter")
        next_one = seen(pilot).place.milestone_id
        assert next_one not in (None, place.milestone_id), "enter opens what is next"
        await press(pilot, "6")
        assert person(pilot) != ""
        await press(pilot, "q")
        projects = seen(pilot)
        assert isinstance(projects, ProjectsScreen)
        assert projects.place.project_id == place.project_id


async def test_the_filter_stays(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "slash", *"is:critical", "enter", "2")
        assert seen(pilot).place.filter_text == "is:critical"
        await press(pilot, "6", "2")
        assert seen(pilot).place.filter_text == "is:critical"
        await press(pilot, "slash", *" -is:done", "enter", "1")
        assert seen(pilot).place.filter_text == "is:critical"
        await press(pilot, "6", "1", "2")
        assert seen(pilot).place.filter_text == "is:critical -is:done"
        await press(pilot, "1", "escape", "2")
        assert seen(pilot).place.filter_text == ""


async def test_people_open_narrowed_to_the_project_one_comes_from(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6")
        everybody = names(pilot)
        assert "all projects" in screen_lines(pilot.app)[0]
        await press(pilot, "p")
        assert "› People" in screen_lines(pilot.app)[0]
        narrowed = names(pilot)
        assert narrowed and set(narrowed) < set(everybody)
        await press(pilot, "p")
        assert names(pilot) == everybody
        await press(pilot, "1", "2", "6")
        assert names(pilot) == narrowed
        await press(pilot, "1", "6")
        assert "all projects" in screen_lines(pilot.app)[0]


async def test_from_all_people_the_timeline_is_of_what_one_does_next(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j")
        name = person(pilot)
        await press(pilot, "2")
        place = seen(pilot).place
        assert place.milestone_id is not None
        milestone = demo.read.milestone(place.milestone_id)
        assert name in (milestone.owner, milestone.approver)
        await press(pilot, "6")
        assert person(pilot) == name


async def test_the_digit_of_the_present_view_does_nothing(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        for keys in (("j",), ("tab",), ("2", "j"), ("6", "j")):
            await press(pilot, *keys)
            before, screen = screen_text(pilot.app), pilot.app.screen
            await press(pilot, next(view.key for view in VIEWS if view.id == seen(pilot).VIEW))
            assert (screen_text(pilot.app), pilot.app.screen) == (before, screen)


async def test_a_digit_leaves_what_is_open_of_the_project(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        for key in ("O", "C"):
            await press(pilot, "2", key, "6")
            assert isinstance(seen(pilot), PeopleScreen)
            assert len(pilot.app.screen_stack) == 1
            await press(pilot, "2", key, "2")
            assert isinstance(seen(pilot), TimelineScreen)
            assert len(pilot.app.screen_stack) == 1


async def test_in_a_what_if_digits_are_refused(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "2", "full_stop")
        what_if = pilot.app.screen
        for digit in "123456789":
            await press(pilot, digit)
            assert (pilot.app.screen, last_line(pilot)) == (what_if, "Apply (↵) or cancel (esc) first.")
        await press(pilot, "m", *"26 dec")
        assert "26 dec" in screen_text(pilot.app)


async def test_in_a_field_digits_are_text(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "slash", *"126")
        assert "/ 126" in screen_text(pilot.app)
        await press(pilot, "escape", "e", "f2", "1", "2")
        assert not seen(pilot).VIEW, "a list of an editor has no digits either"


async def test_one_step_up_is_projects_and_from_the_roadmap_the_table(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        for key in ("escape", "q"):
            await press(pilot, "2", "6", key)
            assert isinstance(seen(pilot), ProjectsScreen)
            await press(pilot, "tab")
            assert "› Roadmap" in screen_lines(pilot.app)[0]
            await press(pilot, key)
            assert "› Roadmap" not in screen_text(pilot.app)
        await press(pilot, "escape")
        assert pilot.app.is_running and last_line(pilot) == "Press q to quit"
        await pilot.press("q")
    assert pilot.app.return_code == 0


async def test_without_a_project_a_sentence_says_what_is_missing(store: Store) -> None:
    async with app_on(store).run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        assert last_line(pilot) == "No projects yet. Press n to create one."
        await press(pilot, "6", "2")
        assert last_line(pilot) == "Timeline shows one project. Press 1 and choose one."
        await press(pilot, "p")
        assert last_line(pilot) == "No project to narrow to. Choose one on Projects (1)."


@pytest.mark.parametrize("keys", ["2", "26", "2O", "2C", "2.", "2W", "2O6", "2n"])
async def test_a_project_that_somebody_deletes_leads_home(demo: Store, keys: str) -> None:
    with closing(Store.open(demo.path, Clock.fixed(TODAY), "raj")) as raj:
        async with app_on(demo).run_test(size=(100, 30)) as pilot:
            await press(pilot, *("full_stop" if key == "." else key for key in keys))
            base = pilot.app.screen_stack[0]
            assert isinstance(base, StoreScreen)
            project_id = base.place.project_id
            assert project_id is not None
            raj.change_blocking(lambda do: do.projects.delete(project_id))
            demo.poll()
            await press(pilot)
            if keys == "2n":
                assert len(pilot.app.screen_stack) == 2, "who is typing is not interrupted"
                await press(pilot, "escape")
            assert isinstance(seen(pilot), ProjectsScreen)
            assert last_line(pilot) in ("HELIO was deleted.", "That project was deleted.")
            assert len(pilot.app.screen_stack) == 1


async def test_what_changes_out_of_sight_is_seen_when_one_comes_back(demo: Store) -> None:
    async with app_on(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "2", "6", "d")
        gone = last_line(pilot)
        assert gone.startswith("Deleted ")
        await press(pilot, "2", "u")
        await press(pilot, "1", "e", *"X", "ctrl+s", "escape", "2")
        assert "X" in screen_lines(pilot.app)[0]


# Never more than a few screens ---------------------------------------------------------------------------------

_KEYS = (
    *(
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "1",
        "2",
        "H",
        "i",
        "y",
        "p",
        "tab",
        "enter",
        "escape",
        "q",
        "escape",
        "j",
        "k",
        "G",
    ),
    *("O", "C", "E", "e", "n", "N", "B", "S", "m", "M", "W", "R", "full_stop", "less_than_sign", "r", "w", "a", "A"),
    *("space", "u", "U", "v", "V", "asterisk", "slash", "question_mark", "f1", "colon", "T", "D", "c", "f", "b", "s"),
    *("x", "o", "f2", "ctrl+o", "ctrl+s", "ctrl+p", "shift+tab", "down", "backspace", "comma", "z", "t", "h", "l"),
)


def living(app: MilestoneApp) -> list[type[object]]:
    return [type(screen) for screen in app.navigator.screens]


async def walk(path: Path, keys: list[str]) -> None:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        app = app_on(store)
        async with app.run_test(size=(100, 30)) as pilot:
            for at, key in enumerate(keys):
                if key == "q" and app.screen_stack == [app.screen] and seen(pilot).VIEW == "projects":
                    continue  # that would be the end
                await press(pilot, key)
                stack = [type(screen).__name__ for screen in app.screen_stack]
                assert len(stack) <= MOST_SCREENS, (stack, keys[: at + 1])
                views = [screen.VIEW for screen in app.navigator.screens if isinstance(screen, StoreScreen)]
                named = [view for view in views if view]
                assert len(named) == len(set(named)), (named, keys[: at + 1])


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(keys=st.lists(st.sampled_from(_KEYS), min_size=200, max_size=200))
def test_no_walk_piles_up_screens(demo_file: Path, tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    path = tmp_path_factory.mktemp("walk") / "demo.db"
    shutil.copy(demo_file, path)
    asyncio.run(walk(path, keys))


@pytest.mark.parametrize(
    "keys",
    [
        ("2", "E", "f2", "O", "n", "x", "escape"),
        ("2", "E", "f2", "B", "x", "escape"),
        ("2", "full_stop", "w", "x", "escape"),
        ("2", "C", "n", "x", "escape"),
        ("2", "O", "n", "x", "escape"),
        ("N", "enter", "x", "escape"),
        ("2", "e", "f1", "ctrl+p"),
        ("6", "e", "x", "escape"),
    ],
    ids=" ".join,
)
async def test_the_longest_ways_down_are_no_longer_than_that(demo: Store, keys: tuple[str, ...]) -> None:
    async with app_on(demo).run_test(size=(100, 30)) as pilot:
        await press(pilot, *keys)
        assert len(pilot.app.screen_stack) <= MOST_SCREENS
        assert len(pilot.app.screen_stack) >= 2, "the way is not what it was"


async def test_a_what_if_takes_the_place_of_the_days_off(demo: Store) -> None:
    beta = named(demo, "Beta release")
    demo.change_blocking(lambda do: do.milestones.move_all({beta.id: date(2027, 3, 1)}, {}))
    app = app_on(demo)
    async with app.run_test(size=(100, 30)) as pilot:
        app.post_message(ViewRequested("timeline", Place(beta.project_id)))
        await press(pilot, "O", "R", "w", "x", "escape")
        assert isinstance(app.screen_stack[1], ReplanScreen)
        assert len(app.screen_stack) == MOST_SCREENS
        await press(pilot, "d", "escape")
        assert [type(screen) for screen in app.screen_stack] == [TimelineScreen, DaysOffScreen]


def widgets() -> int:
    gc.collect()
    return sum(isinstance(thing, Widget) for thing in gc.get_objects())


@pytest.fixture
def nothing_else() -> Iterator[None]:
    """Let no search for garbage go through what other tests have left, which takes seconds each time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("nothing_else")
async def test_to_and_fro_leaves_nothing_behind(demo: Store) -> None:
    app = app_on(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        counted = []
        for _ in range(2):
            for _ in range(50):
                await press(pilot, "enter", "6", "2", "6", "1", "j", "2", "1")
            counted.append(widgets())
            assert sorted(of.__name__ for of in living(app)) == ["PeopleScreen", "ProjectsScreen"]
        assert counted[1] <= counted[0]
