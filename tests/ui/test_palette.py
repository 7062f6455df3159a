import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp
from textual.widgets import Input

from milestone_tui.store import Store
from milestone_tui.ui.commands import commands_of, search
from milestone_tui.ui.navigator import loaded
from milestone_tui.ui.panels.help import HelpScreen
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.theme import LIGHT


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
        assert screen_lines(app)[-1] == ' Ticked "Prototype accepted" · u undoes'


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
