import re
from datetime import date
from unicodedata import category

import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.fields import MILESTONE_FIELDS, PERSON_FIELDS, PROJECT_FIELDS
from milestone_tui.plan.language.date_reader import parse_date
from milestone_tui.plan.language.filter import Names, parse_filter
from milestone_tui.plan.language.quick_add import parse_quick_add
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.keys import Group, help_rows, key_name
from milestone_tui.ui.messages import MilestoneEditRequested, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.help import HelpScreen, block_lines
from milestone_tui.ui.panels.help_texts import DATE_EXAMPLES, FILTER_EXAMPLES, QUICK_ADD_EXAMPLES
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.widgets.text_block import TextBlock


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


@pytest.mark.parametrize(
    "keys",
    [
        *(("question_mark",), ("enter", "question_mark"), ("enter", "full_stop", "question_mark")),
        *(("6", "question_mark"), ("O", "question_mark"), ("enter", "C", "question_mark")),
        *(("e", "f1"), ("enter", "enter", "f1"), ("enter", "enter", "ctrl+t", "ctrl+t", "f1"), ("N", "f1")),
    ],
)
async def test_on_a_wide_screen_help_explains_each_key_in_one_short_line(
    demo: Store, today: date, keys: tuple[str, ...]
) -> None:
    app = MilestoneApp(demo, Clock.fixed(today))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, *keys)
        assert isinstance(app.screen, HelpScreen)
        for block in app.screen.blocks:
            assert len(block_lines(block, 57)) == len(block.entries) + 2, block
            assert all(len(words.split()) <= 8 for _, words in block.entries), block


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
        for key, request in (("f1", MilestoneEditRequested(1)), ("question_mark", ViewRequested("people"))):
            app.post_message(request)
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


async def test_help_scrolls_by_the_keys_that_move_in_lists(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark")
        top = screen_lines(app)
        for there, back in (("j", "k"), ("down", "up"), ("pagedown", "pageup"), ("ctrl+d", "ctrl+u"), ("G", "g")):
            await press(pilot, there)
            assert screen_lines(app) != top, there
            await press(pilot, back)
            assert screen_lines(app) == top, back
        await press(pilot, "end")
        assert "ctrl+z" in screen_text(app), "the last line"
        await press(pilot, "home")
        assert screen_lines(app) == top


async def test_a_key_of_the_screen_below_says_how_to_get_there(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark", "n")
        assert screen_lines(app)[-1] == " Press esc first, then n."
        await press(pilot, "Z")
        assert screen_lines(app)[-1] == " Z does nothing on this screen."
        await press(pilot, "j")
        assert screen_lines(app)[-1].startswith(" ↑ ↓ scroll")


async def test_f1_in_the_filter_line_shows_the_filter_language(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"is:ov", "f1")
        assert screen_lines(app)[0].endswith("› Filter")
        text = screen_text(app)
        assert " FILTER" in text and "is:overdue" in text and "QUICK ADD" not in text
        await press(pilot, "G")
        assert "Keep the filter and go to the list" in screen_text(app), "the keys of the line"
        await press(pilot, "escape", *"erdue")
        assert app.stage.filter_bar.text == "is:overdue", "one types on where one was"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_f1_in_a_field_says_what_it_means(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        app.post_message(MilestoneEditRequested(1))
        await press(pilot, *["tab"] * 10, "f1")
        text = screen_text(app)
        assert screen_lines(app)[2].startswith(" THIS FIELD")
        assert screen_lines(app)[3].startswith(" Weight")
        assert MILESTONE_FIELDS["weight"].hint in screen_lines(app)[3]
        text += await rest_of(pilot)
        for field in ("kind", "value", "internal", "due_on"):
            spec = MILESTONE_FIELDS[field]
            assert re.search(f" {spec.label} +{spec.hint}", text)


async def rest_of(pilot: Pilot[None]) -> str:
    """All that is seen while one scrolls to the end."""
    text = ""
    for _ in range(5):
        await press(pilot, "pagedown")
        text += "\n" + screen_text(pilot.app)
    return text


def test_every_hint_is_short_and_plain() -> None:
    for spec in (*MILESTONE_FIELDS.values(), *PROJECT_FIELDS.values(), *PERSON_FIELDS.values()):
        assert len(spec.hint) <= 42
        assert not spec.hint.endswith(".")


async def test_f1_explains_a_panel(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "n", *"Beta", "f1")
        text = screen_text(app)
        assert "THIS PANEL" in text and "QUICK ADD" in text and "DATES" in text and "value:12000" in text
        await press(pilot, "escape", *" 2")
        assert app.screen.query_one(Input).value == "Beta 2"
        await press(pilot, "ctrl+u", "escape", "B", "f1")
        assert "THIS PANEL" in screen_text(app) and "QUICK ADD" not in screen_text(app)


async def test_f1_says_what_is_asked_of_a_person(demo: Store, today: date) -> None:
    app = MilestoneApp(demo, Clock.fixed(today))
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "6", "e", "tab", "f1")
        assert f"Organisation  {PERSON_FIELDS['organisation'].hint}" in screen_text(app)


_NO_GLYPHS = frozenset("·…–−→←↑↓↵›│╮╯╰╭├┤╸▐▌") | frozenset('"')
"""Typography, the cursor, and what links are drawn with."""


@pytest.mark.parametrize(
    ("keys", "own"),
    [
        ((), "progress"),
        (("tab",), "target of the project"),
        (("enter",), "predecessor that sets its date"),
        (("enter", "full_stop"), "predecessor that sets its date"),
        (("6",), "more than can be done"),
        (("6", "tab"), "overdue"),
        (("enter", "C"), "compared with the others"),
    ],
)
async def test_the_legend_has_what_the_view_draws(demo: Store, today: date, keys: tuple[str, ...], own: str) -> None:
    app = MilestoneApp(demo, Clock.fixed(today))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, *keys)
        view = app.screen
        assert isinstance(view, StoreScreen)
        explained = "".join(glyph for glyph, _ in view.legend())
        for _ in range(12):
            lines = [line for line in screen_lines(app)[1:] if line.strip("─ ")]
            drawn = {c for line in lines for c in line if not c.isascii() and category(c) in ("So", "Sm", "Po")}
            assert drawn - _NO_GLYPHS <= set(explained)
            await press(pilot, "j")
        await press(pilot, "f1")
        app.screen.query_one(VerticalScroll).styles.height = 200
        assert own in "".join(text for line in app.screen.query_one(TextBlock).lines for text, _ in line)


async def test_a_legend_in_ascii_shows_the_glyphs_that_are_drawn_there(demo: Store, today: date) -> None:
    app = MilestoneApp(demo, Clock.fixed(today), ascii_only=True)
    async with app.run_test(size=(80, 60)) as pilot:
        await press(pilot, "f1")
        assert screen_text(app).isascii()
        assert re.search(r"^ = +on track\n ! +at risk\n # +off track\n v +completed$", screen_text(app), re.MULTILINE)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("keys", [(), ("enter",)])
async def test_explanations_stand_on_one_line(demo: Store, today: date, keys: tuple[str, ...], width: int) -> None:
    app = MilestoneApp(demo, Clock.fixed(today))
    async with app.run_test(size=(width, 40)) as pilot:
        await press(pilot, *keys, "f1")
        screen = app.screen
        assert isinstance(screen, HelpScreen)
        column = width if width < 100 else (width - 6) // 2
        wrapped = {block.head: len(block_lines(block, column)) - 2 - len(block.entries) for block in screen.blocks}
        keys_wrapped = sum(wrapped.pop(head, 0) for head in ("this screen", "moving", "everywhere"))
        assert set(wrapped.values()) == {0}
        assert keys_wrapped * 2 < len(screen.blocks[0].entries)


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
    assert parse_date(example, TODAY, baseline=TODAY, order=DateOrder.DMY)
