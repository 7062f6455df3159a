import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from stage import TODAY, StageApp, stage_store
from textual.binding import Binding

from milestone_tui.plan.filter import parse_filter
from milestone_tui.plan.quickadd import parse_quick_add
from milestone_tui.store import Store
from milestone_tui.ui.keys import Group, help_rows, key_name, key_table
from milestone_tui.ui.screens.help import FILTER_EXAMPLES, QUICK_ADD_EXAMPLES, HelpScreen

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Store]:
    store = stage_store(tmp_path / "m.db")
    yield store
    store.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_help_shows_every_key_of_the_screen(acme: Store, size: tuple[int, int]) -> None:
    app = StageApp(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "question_mark")
        assert_snapshot(app, "help")


async def test_no_action_of_ours_is_missing(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "question_mark")
        text = screen_text(app)
        for node in (app.stage, app.stage.list, app):
            for binding in node.BINDINGS:
                if isinstance(binding, Binding) and binding.id:
                    assert binding.description in text
                    for key in binding.key.split(","):
                        assert key_name(key) in text


@pytest.mark.parametrize("key", ["escape", "q", "question_mark", "f1"])
async def test_help_closes(acme: Store, key: str) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, key)
        assert app.screen is app.stage


async def test_help_scrolls(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark")
        first = screen_lines(app)[2]
        await press(pilot, "j", "j")
        assert screen_lines(app)[2] != first
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert "cost:12000" in screen_text(app)
        await press(pilot, "k", "pageup", "pageup", "pageup")
        assert screen_lines(app)[2] == first


async def test_keys_are_grouped_and_those_of_one_action_stand_together(acme: Store) -> None:
    app = StageApp(acme)
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


async def test_the_key_table_names_each_common_key_once(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        active = app.stage.active_bindings
        table = key_table({"One": active.values(), "Two": active.values()})
        assert table.splitlines()[:4] == [
            "| keys | what they do |",
            "|---|---|",
            "| **One** | |",
            "| `space` | tick: reached: tick it off |",
        ]
        assert table.count("| `space` |") == 2
        assert table.count("undo: take the last change back") == 1
        assert "| **Moving** | |" in table


@pytest.mark.parametrize("example", [filter_ for typed, _, _ in FILTER_EXAMPLES for filter_ in typed.split("  ")])
def test_the_filters_in_help_are_understood(example: str) -> None:
    assert parse_filter(example, TODAY)


@pytest.mark.parametrize("example", [typed for typed, _, _ in QUICK_ADD_EXAMPLES])
def test_the_quick_adds_in_help_are_understood(example: str) -> None:
    for part in re.split("  +", example):
        line = part if part.startswith("Beta") else f"Beta {part}"
        assert parse_quick_add(line, TODAY, ["Ana"], ["Build"], ["Prototype accepted"]).is_complete
