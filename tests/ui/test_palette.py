from datetime import date
from pathlib import Path
from typing import Any

import pytest
from screens import assert_snapshot, last_line, on_top, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.commands import commands_of, search
from milestone_tui.ui.navigator import loaded
from milestone_tui.ui.panels.help import HelpScreen
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.theme import LIGHT
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


def cursor_line(app: App[Any]) -> str:
    """The line under the cursor, of the panel where there is one."""
    return [line for line in screen_lines(app) if line.startswith("▌")][-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_palette_shows_every_action_with_its_key(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "colon")
        assert_snapshot(app, "palette")


async def test_what_is_typed_finds_an_action_and_enter_carries_it_out(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", *"tick", "enter")
        assert app.screen is app.stage
        assert small.read.plan(1).milestones[0].done_on == TODAY
        assert screen_lines(app)[-1] == ' Ticked "Prototype accepted" · u to undo'


async def test_an_action_runs_where_it_belongs(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"lastrow", "enter")
        assert app.stage.list.cursor == 2, "of the list"
        await press(pilot, "colon", *"help", "enter")
        assert isinstance(app.screen, HelpScreen), "of the screen"
        await press(pilot, "escape", "colon", *"light", "enter")
        assert app.theme == LIGHT.name, "of the app"


async def test_the_arrows_choose(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", "down", "down", "up", "enter")
        assert app.screen.query(Input), "the second is: new, in one line"


async def test_pages_are_turned(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon")
        first = [line for line in screen_lines(app) if line.startswith("▌")]
        await press(pilot, "pagedown", "pagedown")
        assert [line for line in screen_lines(app) if line.startswith("▌")] != first
        await press(pilot, "pageup", "pageup")
        assert [line for line in screen_lines(app) if line.startswith("▌")] == first


async def test_what_is_impossible_now_says_so(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"impossible", "enter")
        assert isinstance(app.screen, PaletteScreen)
        assert screen_lines(app)[-1] == ' "impossible" is not available now.'


async def test_what_nothing_is_called_says_so(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"zzz")
        assert "No match" in screen_text(app)
        await press(pilot, "enter", "escape")
        assert app.screen is app.stage


async def test_search_knows_names_and_explanations(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        commands = commands_of(app.stage, app, loaded)
        assert search(commands, "undo")[0].command.name == "undo"
        assert "new" in [found.command.name for found in search(commands, "add a")]
        assert [found.command for found in search(commands, " ")] == list(commands)
        assert search(commands, "tk")[0].places == (0, 3)


# Other views ------------------------------------------------------------------------------------------------------


@pytest.fixture
def app(demo: Store, today: date) -> MilestoneApp:
    return MilestoneApp(demo, Clock.fixed(today))


async def choose(pilot: Pilot[None], text: str) -> None:
    """Open the palette, type and press enter."""
    await press(pilot, "colon", *text, "enter")


async def test_an_action_of_another_view_switches_there_first(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j")
        key = cursor_line(app).split()[1]
        await press(pilot, "colon", *"new timeline")
        assert "Timeline: new" in cursor_line(app) and "2 n" in cursor_line(app)
        await press(pilot, "enter")
        assert on_top(app) is QuickAddScreen
        assert isinstance(app.screen_stack[0], TimelineScreen)
        assert f"New milestone in {key} " in screen_text(app), "of the project under the cursor"
        await press(pilot, "escape")
        await choose(pilot, "projects archive")
        assert on_top(app) is ProjectsScreen
        assert "Archived" in last_line(pilot) and key in last_line(pilot)


async def test_an_action_of_a_big_project_waits_until_it_is_read(tmp_path: Path) -> None:
    clock = Clock.fixed(TODAY)
    store = Store.open(tmp_path / "m.db", clock, "ana")
    milestones = tuple(IncomingMilestone(str(n), "", f"Step {n:04}", due_on=TODAY) for n in range(1_200))
    plan = ImportedPlan((IncomingProject("BIG", (), milestones),))
    store.change_blocking(lambda do: do.imports.add(plan))
    app = MilestoneApp(store, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await choose(pilot, "tick timeline")
        assert on_top(app) is TimelineScreen
        assert 'Ticked "Step 0000"' in last_line(pilot)
        await press(pilot, "escape")
        await choose(pilot, "step 1199")
        assert cursor_line(app).split()[1:3] == ["Step", "1199"]
    store.close()


@pytest.mark.parametrize(("view", "screen"), [("timeline", TimelineScreen), ("people", PeopleScreen)])
async def test_nothing_is_deleted_that_nobody_has_seen(app: MilestoneApp, view: str, screen: type) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot)
        await choose(pilot, f"delete {view}")
        assert on_top(app) is screen
        assert last_line(pilot) == "Choose a row, then press d to delete it"
        await press(pilot, "d")
        assert "Deleted" in last_line(pilot)


async def test_an_action_that_cannot_run_says_what_it_needs(tmp_path: Path) -> None:
    clock = Clock.fixed(TODAY)
    store = Store.open(tmp_path / "m.db", clock, "ana")
    app = MilestoneApp(store, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "colon", *"new timeline")
        assert "needs a project" in cursor_line(app)
        await press(pilot, "enter")
        assert last_line(pilot) == '"Timeline: new" needs a project.'
        await press(pilot, *["backspace"] * 20, *"archive", "enter")
        assert last_line(pilot) == '"archive" needs a selected project.'
        await press(pilot, *["backspace"] * 20, *"zoom in", "enter")
        assert last_line(pilot) == '"zoom in" needs the roadmap (tab).'
        await press(pilot, "escape")
        store.change_blocking(lambda do: do.projects.create({"key": "NEW", "name": "New one"}))
        await press(pilot, *["ctrl+l"] * 2)
        await choose(pilot, "tick timeline")
        assert on_top(app) is TimelineScreen
        assert last_line(pilot).startswith('"Timeline: tick" needs a selected milestone.')
        await press(pilot, "colon", *"tick", "enter")
        assert last_line(pilot) == '"tick" needs a selected milestone.'
    store.close()


async def test_what_needs_another_face_of_the_view_says_so_after_switching(app: MilestoneApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "enter")
        await choose(pilot, "projects: fit")
        assert on_top(app) is ProjectsScreen
        assert last_line(pilot).startswith('"Projects: fit" needs the roadmap (tab).')


# Going ------------------------------------------------------------------------------------------------------------


async def test_a_project_a_milestone_and_a_person_are_gone_to(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"nord")
        assert "NORD" in cursor_line(app) and " project " in cursor_line(app)
        await press(pilot, "enter")
        assert screen_lines(app)[0].startswith(" ◆ NORD ")
        await press(pilot, "slash", *"zzz", "enter")
        await choose(pilot, "public launch")
        assert "Public launch" in cursor_line(app), "in another project"
        await press(pilot, "slash", *"is:done", "enter")
        assert "Public launch" not in screen_text(app)
        await choose(pilot, "launch pub")
        assert "Public launch" in cursor_line(app), "in this one, where the filter hid it"
        await choose(pilot, "lindqv")
        assert on_top(app) is PeopleScreen
        assert "Mia Lindqvist" in cursor_line(app)
        await press(pilot, "g")
        await choose(pilot, "kovac")
        assert "Ana Kovač" in cursor_line(app), "on People already"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_one_can_go_to_looks_like_this(app: MilestoneApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "colon", *"ac")
        assert_snapshot(app, "palette-found")


async def test_the_best_match_comes_first(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        wanted = {
            "people": "people",
            "helio": "HELIO",
            "client si": "Client sign-off",
            "und": "undo",
            "go-li": "Go-live",
        }
        for typed, first in wanted.items():
            await press(pilot, "colon", *typed)
            assert cursor_line(app).lstrip("▌ ").startswith(first)
            await press(pilot, "escape")


async def test_of_equal_titles_what_is_open_comes_first(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"go live")
        keys = [line.split(" · ")[0].split()[-1] for line in screen_lines(app) if " milestone " in line]
        assert keys == ["ACME", "NORD", "ORBIT"], "the one of ORBIT is done"
        await press(pilot, "escape")
        await choose(pilot, "nord")
        await press(pilot, "colon", *"go live")
        assert "NORD ·" in cursor_line(app), "of this project"


async def test_a_whole_burst_of_keys_goes_where_its_letters_lead(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        for key in ("colon", *"publiclaunch".replace("c", "c "), "enter"):
            app.post_message(Key("space" if key == " " else key, key if len(key) == 1 else None))
        await press(pilot)
        assert on_top(app) is TimelineScreen
        assert "Public launch" in cursor_line(app)


async def test_from_a_screen_that_is_busy_nobody_is_led_away(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in (("enter", "full_stop"), ("escape", "e")):
            await press(pilot, *keys, "ctrl+p", *"public launch")
            assert "No match" in screen_text(app)
            await press(pilot, "escape")


async def test_a_milestone_that_is_deleted_while_one_types_is_not_found(app: MilestoneApp, demo: Store) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"public laun")
        assert "Public launch" in cursor_line(app)
        (id_,) = demo.read.name_index(None).milestone_ids("public launch", 5)
        demo.change_blocking(lambda do: do.milestones.delete([id_]))
        await press(pilot, "c")
        assert "Public launch" not in screen_text(app)
