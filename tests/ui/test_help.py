import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp
from textual.binding import Binding

from milestone_tui.plan.language.date_reader import parse_date
from milestone_tui.plan.language.filter import Names, parse_filter
from milestone_tui.plan.language.quick_add import parse_quick_add
from milestone_tui.store import Store
from milestone_tui.ui.keys import Group, help_rows, key_name
from milestone_tui.ui.messages import MilestoneEditRequested, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.help_texts import DATE_EXAMPLES, FILTER_EXAMPLES, QUICK_ADD_EXAMPLES
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_help_shows_every_key_of_the_screen(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "question_mark")
        assert_snapshot(app, "help")


async def test_in_ascii_keys_are_written_in_words(small: Store) -> None:
    app = StageApp(small, ascii_only=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "question_mark")
        assert screen_text(app).isascii()
        assert "down j" in screen_text(app)  # not v j: v is another key
        assert screen_lines(app)[-1].startswith(" up down scroll")
        await press(pilot, "escape", "colon", *"next row")
        assert "down j" in screen_text(app)


async def test_no_action_of_ours_is_missing(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "question_mark")
        text = screen_text(app)
        for node in (app.stage, app.stage.list, app):
            for binding in node.BINDINGS:
                if isinstance(binding, Binding) and binding.id:
                    assert (binding.tooltip or binding.description.capitalize()) in text
                    for key in binding.key.split(","):
                        assert key_name(key) in text


async def test_the_quick_add_is_explained_where_it_opens(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "question_mark")
        assert "QUICK ADD" in screen_text(app)
        await press(pilot, "escape")
        for key, wish in (("f1", MilestoneEditRequested(1)), ("question_mark", ViewRequested("people"))):
            app.post_message(wish)
            await press(pilot, key)
            assert "THIS SCREEN" in screen_text(app) and "QUICK ADD" not in screen_text(app)
            await press(pilot, "escape", "escape")


@pytest.mark.parametrize("key", ["escape", "q", "question_mark", "f1"])
async def test_help_closes(small: Store, key: str) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f1")
        assert "› Help" in screen_lines(app)[0]
        await press(pilot, key)
        assert app.screen is app.stage


async def test_help_scrolls(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark")
        first = screen_lines(app)[2]
        await press(pilot, "j", "j")
        assert screen_lines(app)[2] != first
        await press(pilot, *["pagedown"] * 4)
        assert "cost:12000" in screen_text(app)
        await press(pilot, "k", *["pageup"] * 5)
        assert screen_lines(app)[2] == first


async def test_help_and_palette_name_their_keys_in_ascii_too(small: Store) -> None:
    app = StageApp(small, ascii_only=True, screen=lambda context: TimelineScreen(context, Place(1)))
    async with app.run_test(size=(60, 15)) as pilot:
        await press(pilot, "question_mark")
        assert screen_text(app).isascii()
        assert " enter e   Edit " in screen_text(app)
        await press(pilot, "escape", "colon", *"edit")
        assert screen_text(app).isascii()
        assert "enter e " in screen_text(app)


async def test_keys_are_grouped_and_those_of_one_action_stand_together(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        rows = help_rows(app.stage.active_bindings.values())
        by_action = {row.action: row for row in rows}
        assert set(by_action["step(1)"].keys) == {"↓", "j"}
        assert by_action["step(1)"].group is Group.MOVING
        assert by_action["undo"].group is Group.EVERYWHERE
        assert by_action["tick"].group is Group.SCREEN
        assert not by_action["nothing"].enabled
        assert [row.group for row in rows] == sorted((row.group for row in rows), key=list(Group).index)


@pytest.mark.parametrize("example", [typed for typed, _ in FILTER_EXAMPLES])
def test_the_filters_in_help_are_understood(example: str) -> None:
    assert parse_filter(example, TODAY, Names("Ana"))


@pytest.mark.parametrize("example", [typed for typed, _ in QUICK_ADD_EXAMPLES])
def test_the_quick_adds_in_help_are_understood(example: str) -> None:
    line = example if example.startswith("Beta") else f"Beta {example}"
    assert parse_quick_add(line, TODAY, ["Ana"], ["Build"], ["Prototype accepted"]).is_complete


@pytest.mark.parametrize("example", [typed for typed, _ in DATE_EXAMPLES])
def test_the_dates_in_help_are_understood(example: str) -> None:
    assert parse_date(example, TODAY, baseline=TODAY)
