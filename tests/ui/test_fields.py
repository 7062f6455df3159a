from __future__ import annotations

import pytest
from screens import press, screen_lines
from textual.app import App, ComposeResult
from textual.events import Paste

from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import DARK, Ink
from milestone_tui.ui.widgets.fields import Field, LineField, ReadOnlyField
from milestone_tui.ui.widgets.long_field import LongField
from milestone_tui.ui.widgets.picker import Choice, PickerField


class FieldApp(App[None]):
    """Some fields, one below the other."""

    AUTO_FOCUS = None

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self.register_theme(DARK.theme())
        self.theme = DARK.name
        self.fields = fields

    def compose(self) -> ComposeResult:
        yield from self.fields


async def test_a_field_is_a_label_a_value_and_what_is_wrong_below() -> None:
    field = LineField(Renderer(), "weight", "Weight")
    app = FieldApp(field)
    async with app.run_test(size=(50, 8)) as pilot:
        field.put("two")
        field.note = ("The weight is a whole number, as 2, and this sentence is long.", Ink.BAD)
        await press(pilot, "tab")
        assert screen_lines(app)[:3] == [
            "  Weight       ▌two",
            "                The weight is a whole number, as",
            "                2, and this sentence is long.",
        ]


async def test_what_is_typed_takes_the_place_of_a_figure_but_not_of_a_title() -> None:
    figure, title = LineField(Renderer(), "weight", "Weight", replace=True), LineField(Renderer(), "title", "Title")
    app = FieldApp(figure, title)
    async with app.run_test(size=(50, 8)) as pilot:
        figure.put("2")
        title.put("Beta")
        await press(pilot, "tab", "7", "tab", "!")
        assert (figure.text, title.text) == ("7", "Beta!")


async def test_a_long_value_shows_its_beginning_until_it_is_edited() -> None:
    field, other = LineField(Renderer(), "title", "Title"), LineField(Renderer(), "tags", "Tags")
    app = FieldApp(field, other)
    async with app.run_test(size=(40, 8)) as pilot:
        field.put("begin " + "x" * 100 + " end")
        await press(pilot, "tab", "tab")
        assert "begin" in screen_lines(app)[0]
        await press(pilot, "shift+tab")
        assert "end" in screen_lines(app)[0]


@pytest.mark.parametrize("pasted", ["one\r\ntwo", "one\ttwo", "one\x1b[2Jtwo"])
async def test_what_is_pasted_is_one_harmless_line(pasted: str) -> None:
    field = LineField(Renderer(), "title", "Title")
    app = FieldApp(field)
    async with app.run_test(size=(50, 8)) as pilot:
        await press(pilot, "tab")
        field.input.post_message(Paste(pasted))
        await pilot.pause()
        assert field.text.startswith("one")
        assert field.text.endswith("two")
        assert field.text.isprintable()


async def test_a_long_text_wraps_and_lets_the_arrows_out() -> None:
    title, notes = LineField(Renderer(), "title", "Title"), LongField(Renderer(), "notes", "Notes")
    app = FieldApp(title, notes)
    async with app.run_test(size=(40, 8)) as pilot:
        notes.put("one two three four five six seven")
        await press(pilot, "tab", "tab")
        assert screen_lines(app)[1] == "  Notes        ▌one two three four"
        await press(pilot, "down", "?")
        assert "?" in notes.text


async def test_a_value_that_is_only_shown_has_no_input() -> None:
    field = ReadOnlyField(Renderer(), "baseline", "Baseline")
    app = FieldApp(field)
    async with app.run_test(size=(40, 8)) as pilot:
        field.put("19 Nov")
        await press(pilot, "tab")
        assert screen_lines(app)[0] == "  Baseline      19 Nov"
        assert app.focused is None


async def test_a_picker_lists_takes_and_never_traps_tab() -> None:
    owner, title = PickerField(Renderer(), "owner", "Owner", creates="person"), LineField(Renderer(), "title", "Title")
    owner.choices = (Choice("Ana"), Choice("Raj"))
    app = FieldApp(owner, title)
    async with app.run_test(size=(50, 12)) as pilot:
        await press(pilot, "tab", "a")
        assert screen_lines(app)[:5] == [
            "  Owner        ▌a",
            "               ▌Ana",
            "                Raj",
            '                create person "a"',
            "  Title",
        ]
        await press(pilot, "down", "tab")
        assert title.active
        assert owner.text == "Raj"
        assert screen_lines(app)[1] == "  Title        ▌"


async def test_a_click_in_the_list_of_a_picker_takes_what_stands_there() -> None:
    title = LineField(Renderer(), "title", "Title")
    owner = PickerField(Renderer(), "owner", "Owner", creates="person", first=True)
    names = [f"Person {number}" for number in range(9)]
    owner.choices = tuple(map(Choice, names))
    app = FieldApp(title, owner)
    async with app.run_test(size=(50, 14)) as pilot:
        await press(pilot, "tab", "tab", "down")
        row = next(y for y, line in enumerate(screen_lines(app)) if "Person 2" in line)
        await pilot.click(offset=(20, row))
        await pilot.pause()
        assert (owner.text, owner.is_open, owner.active) == ("Person 2", False, True)
        await press(pilot, "down", "down", "down", "down", "down")
        assert "Person 1" not in screen_lines(app)[row - 1]  # the list has moved on
        row = next(y for y, line in enumerate(screen_lines(app)) if "Person 5" in line)
        await pilot.click(offset=(20, row))
        await pilot.pause()
        assert owner.text == "Person 5"
