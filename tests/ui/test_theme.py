from datetime import date
from pathlib import Path

import pytest
from contrast import contrast, rgb
from rich.color import Color, ColorType
from screens import assert_snapshot, press, screen_lines, screen_strips, screen_text
from stage import StageApp

from milestone_tui.config import load_settings
from milestone_tui.demo.loader import demo_store
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.too_small import TooSmallScreen
from milestone_tui.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, TERMINAL, Ground, Ink, Palette
from milestone_tui.ui.theme_fallbacks import palettes

MEANINGS = (Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD, Ink.TEXT)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_meanings_are_distinguishable(palette: Palette) -> None:
    assert len({palette.colour(ink) for ink in MEANINGS}) == len(MEANINGS)


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])
@pytest.mark.parametrize("ground", Ground)
def test_every_meaning_can_be_read_on_every_ground(palette: Palette, ground: Ground) -> None:
    least = 7 if palette is CONTRAST else 4.5
    under = getattr(palette, ground.value)
    for ink in (*MEANINGS, Ink.BRIGHT):
        assert contrast(rgb(palette.colour(ink)), rgb(under)) >= least, ink
    assert contrast(rgb(palette.dim), rgb(under)) >= 3


async def test_no_word_is_written_in_the_ink_of_lines() -> None:
    clock = Clock.fixed(date(2026, 11, 22))
    ways = {
        "the months of the roadmap": ("tab",),
        "what may stand in a field": ("tab", "6", "enter"),
        "what may be found": ("escape", "q", "slash"),
        "what is not agreed": ("escape", "escape", "j", "enter", "n", *"New", "enter", "enter"),
        "a day off in a month": ("tab", "tab", "tab", "tab", "tab", "down"),
        "what can be added": ("escape", "escape", "e", "ctrl+t"),
        "to links": ("ctrl+t",),
        "to people": ("ctrl+t",),
        "a milestone without criteria": ("escape",),
        "a date to move to": ("m",),
    }
    with demo_store(clock, "ana") as store:
        app = MilestoneApp(store, clock, theme=LIGHT.name)
        async with app.run_test(size=(120, 40)) as pilot:
            for where, keys in ways.items():
                await press(pilot, *keys)
                *lines, _keys = screen_strips(app)
                words = [s for strip in lines for s in strip if any(c.isalnum() for c in s.text)]
                faint = [s.text.strip() for s in words if s.style and s.style.color and _is(s.style.color, LIGHT.faint)]
                assert not faint, where


async def test_a_mistake_is_red_wherever_it_is_typed() -> None:
    clock = Clock.fixed(date(2026, 11, 22))
    ways = {
        "a date of a signature": ("j", "enter", "a", *"nope"),
        "a day off": ("escape", "d", "O", "n", *"nope"),
        "a start": ("escape", "d", "escape", "escape", "N", "enter", "tab", "tab", "tab", *"nope"),
    }
    with demo_store(clock, "ana") as store:
        app = MilestoneApp(store, clock)
        async with app.run_test(size=(120, 40)) as pilot:
            for where, keys in ways.items():
                await press(pilot, *keys)
                said = [s for strip in screen_strips(app) for s in strip if '"nope"' in s.text]
                assert [s.style and s.style.color and _is(s.style.color, DARK.bad) for s in said] == [True], where


def _is(colour: Color, hex_: str) -> bool:
    return colour.get_truecolor().hex == hex_


@pytest.mark.parametrize("colours", [Colours.FULL, Colours.MANY])
@pytest.mark.parametrize("name", [DARK.name, LIGHT.name, CONTRAST.name])
def test_selected_text_can_be_read(name: str, colours: Colours) -> None:
    palette = palettes(colours)[name]
    ground = palette.theme().variables["selection"]
    assert contrast(rgb(palette.bright), rgb(ground)) >= (6 if name == CONTRAST.name else 4.5)
    assert ground != palette.row


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])
def test_the_cursor_row_is_shaded(palette: Palette) -> None:
    assert palette.row not in (palette.ink, palette.panel)


@pytest.mark.parametrize("name", PALETTES)
async def test_the_program_starts_in_each_theme_with_a_visible_cursor(small: Store, name: str) -> None:
    app = StageApp(small, theme=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        row, other = screen_strips(app)[1:3]
        assert row.text.startswith("▌")
        title = next(s.style for s in row if "Prototype" in s.text)
        plain = next(s.style for s in other if "Beta" in s.text)
        assert title is not None
        assert plain is not None
        assert title.bgcolor != plain.bgcolor or title.bold


@pytest.mark.parametrize("name", PALETTES)
async def test_above_a_panel_stands_the_screen_as_it_was(small: Store, name: str) -> None:
    app = StageApp(small, theme=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        before = screen_lines(app)
        for keys in (("n",), ("escape", "colon"), ("escape", "colon", *"theme", "enter"), ("escape", "B")):
            await press(pilot, *keys)
            assert screen_lines(app)[:4] == before[:4], keys
            assert screen_lines(app)[4:] != before[4:], keys


async def test_the_terminals_theme_uses_its_own_colours_only(small: Store) -> None:
    app = StageApp(small, theme=TERMINAL.name)
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in ((), ("slash", "i", "s", "colon"), ("escape", "n", "x"), ("escape", "B"), ("escape", "colon")):
            await press(pilot, *keys)
            styles = {s.style for strip in screen_strips(app) for s in strip if s.style}
            used = {colour.type for style in styles for colour in (style.color, style.bgcolor) if colour}
            assert used <= {ColorType.DEFAULT, ColorType.STANDARD}, keys


async def test_no_color_leaves_what_is_bold_underlined_and_reversed(
    small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = StageApp(small, theme=LIGHT.name)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "i", "s", "colon", "x")
        styles = {s.style for strip in screen_strips(app) for s in strip if s.style}
        assert {colour.type for s in styles for colour in (s.color, s.bgcolor) if colour} == {ColorType.DEFAULT}
        assert any(s.underline for s in styles), "the mistake"
        assert any(s.reverse for s in styles), "the cursor"
        assert any(s.bold for s in styles), "keys and names"
        await press(pilot, "escape", "colon", *"theme", "enter")
        assert screen_lines(app)[-1].startswith(" No themes: colours are off")


async def test_a_theme_is_tried_under_the_cursor_and_kept_by_enter(small: Store, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    app = StageApp(small, settings=settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"theme", "enter")
        assert_snapshot(app, "theme-picker")
        await press(pilot, "down")
        assert app.theme == LIGHT.name
        assert not settings.exists()
        await press(pilot, "enter")
        assert (app.theme, load_settings(settings).theme) == (LIGHT.name, LIGHT.name)


async def test_esc_goes_back_to_the_colours_of_before(small: Store, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    app = StageApp(small, settings=settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"theme", "enter", "down", "down", "escape")
        assert app.theme == DARK.name and not settings.exists()
        grounds = {s.style.bgcolor.name for s in screen_strips(app)[5] if s.style and s.style.bgcolor}
        assert grounds == {DARK.ink}


async def test_in_ascii_a_panel_has_ascii_glyphs_only(small: Store) -> None:
    app = StageApp(small, ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space")
        assert screen_text(app).isascii()
        await press(pilot, "escape", "colon")
        assert screen_text(app).isascii()


@pytest.mark.parametrize("size", [(59, 24), (80, 14), (20, 5)])
async def test_a_terminal_that_is_too_small_says_so_and_growing_brings_all_back(
    small: Store, size: tuple[int, int]
) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", *"Late")
        before = screen_text(app)
        await pilot.resize_terminal(*size)
        await press(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        assert " ".join(screen_text(app).split()) == "Terminal too small: milestone-tui needs at least 60x15."
        await press(pilot, "x")
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert screen_text(app) == before


async def test_it_starts_on_a_terminal_that_is_too_small(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(40, 10)) as pilot:
        await press(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(60, 15)
        await press(pilot)
        assert "Beta release" in screen_text(app)


async def test_ctrl_c_says_how_to_leave(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+c")
        assert screen_lines(app)[-1] == " Press ctrl+q to quit"
