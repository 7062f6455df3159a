"""The themes as terminals of 256 and 16 colours show them: by computation, for every ink on every ground."""

from __future__ import annotations

from itertools import combinations

import pytest
from contrast import Rgb, contrast, rgb
from rich.color import Color, ColorSystem
from screens import press, screen_lines, screen_strips
from stage import StageApp

from milestone_tui.store import Store
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.messages import MilestoneEditRequested
from milestone_tui.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, TERMINAL, Ground, Ink, Palette
from milestone_tui.ui.theme_fallbacks import palettes

READ = (Ink.TEXT, Ink.BRIGHT, Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD)
APART = (Ink.TEXT, Ink.DIM, Ink.FAINT, Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD)
MANY = [palette for palette in palettes(Colours.MANY).values() if not palette.own_colours]
BLACK_GROUND = [palette for palette in palettes(Colours.FEW).values() if palette.ink == "black"]


def sixteen(text: str) -> dict[str, Rgb]:
    """The colours of a terminal by their names, from hexadecimal figures in the order of their numbers."""
    plain = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    names = (*plain, *(f"bright_{name}" for name in plain))
    return {name: rgb(figures) for name, figures in zip(names, text.split(), strict=True)}


TERMINALS = {
    "xterm": sixteen(
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
        " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "console": sixteen(
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
        " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
}


def entry(colour: str) -> int:
    """The number that is sent for a colour of a palette."""
    number = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    return number


def shown(number: int) -> Rgb:
    """What xterm shows for an entry above the first 16 (256colres.pl of xterm: a cube and a ramp)."""
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    red, rest = divmod(number - 16, 36)
    levels = (0, 95, 135, 175, 215, 255)
    return levels[red], levels[rest // 6], levels[rest % 6]


def as_256(colour: str) -> Rgb:
    return shown(entry(colour))


@pytest.mark.parametrize("palette", MANY, ids=lambda p: p.name)
@pytest.mark.parametrize("ground", Ground)
def test_of_256_colours_all_can_be_read_on_every_ground(palette: Palette, ground: Ground) -> None:
    behind = as_256(getattr(palette, ground.value))
    least = 7 if palette.name == CONTRAST.name else 4.5
    for ink in READ:
        assert contrast(as_256(palette.colour(ink)), behind) >= least, ink
    assert contrast(as_256(palette.dim), behind) >= 4
    full = PALETTES[palette.name]
    visible = contrast(rgb(full.faint), rgb(getattr(full, ground.value)))
    assert contrast(as_256(palette.faint), behind) >= visible, "lines and empty bars"


@pytest.mark.parametrize("palette", MANY, ids=lambda p: p.name)
def test_of_256_colours_no_two_inks_become_one(palette: Palette) -> None:
    for one, other in combinations(APART, 2):
        first, second = as_256(palette.colour(one)), as_256(palette.colour(other))
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) >= 40, (one, other)


@pytest.mark.parametrize("palette", MANY, ids=lambda p: p.name)
def test_of_256_colours_the_grounds_stay_apart(palette: Palette) -> None:
    full = PALETTES[palette.name]
    assert (entry(palette.ink) == entry(palette.panel)) is (full.ink == full.panel)
    assert contrast(as_256(palette.row), as_256(palette.panel)) >= 1.05
    assert contrast(as_256(palette.row), as_256(palette.ink)) >= 1.25


@pytest.mark.parametrize("palette", MANY, ids=lambda p: p.name)
def test_of_256_colours_a_theme_is_the_same_theme(palette: Palette) -> None:
    full = PALETTES[palette.name]
    assert (palette.dark, palette.own_colours) == (full.dark, full.own_colours)
    for ink in (*APART, Ink.BRIGHT):
        wanted, got = rgb(full.colour(ink)), as_256(palette.colour(ink))
        assert max(abs(a - b) for a, b in zip(wanted, got, strict=True)) <= 64, ink


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
@pytest.mark.parametrize("palette", BLACK_GROUND, ids=lambda p: p.name)
def test_a_chosen_theme_can_be_read_of_16_colours(palette: Palette, terminal: dict[str, Rgb]) -> None:
    for ink in (*READ, Ink.DIM, Ink.FAINT):
        assert contrast(terminal[palette.colour(ink)], terminal[palette.ink]) >= 4.5, ink
    assert len({palette.colour(ink) for ink in (Ink.TEXT, Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD)}) == 5


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
def test_the_terminals_own_colours_are_seen_on_black(terminal: dict[str, Rgb]) -> None:
    for ink in (Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD):
        assert contrast(terminal[TERMINAL.colour(ink)], terminal["black"]) >= 3, ink


def test_no_ink_of_the_terminals_own_can_be_its_ground() -> None:
    grounds = {"black", "white", "bright_black", "bright_white"}
    assert not grounds & {TERMINAL.colour(ink) for ink in Ink}


@pytest.mark.parametrize("palette", palettes(Colours.FEW).values(), ids=palettes(Colours.FEW))
def test_of_16_colours_the_row_of_the_cursor_is_bold(palette: Palette) -> None:
    for ink in (*READ, Ink.DIM):
        style = palette.style(ink, Ground.ROW)
        assert style.bold
        assert not style.dim
    assert palette.style(Ink.FAINT, Ground.ROW) == palette.style(Ink.FAINT), "an empty bar stays one"


@pytest.mark.parametrize(
    ("colours", "name"),
    [(Colours.FULL, DARK.name), (Colours.MANY, DARK.name), (Colours.FEW, TERMINAL.name), (Colours.NONE, TERMINAL.name)],
)
async def test_where_none_was_chosen_the_terminal_decides(small: Store, colours: Colours, name: str) -> None:
    app = StageApp(small, theme=None, colours=colours)
    async with app.run_test(size=(80, 24)):
        assert app.theme == name


async def test_a_theme_that_cannot_be_shown_is_told_and_not_offered(small: Store) -> None:
    app = StageApp(small, theme=LIGHT.name, colours=Colours.FEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert app.theme == TERMINAL.name
        assert screen_lines(app)[-1] == " Too few colours for the light theme. Choose another theme in the palette (:)."
        await press(pilot, "colon", *"theme", "enter")
        offered = "\n".join(screen_lines(app))
        assert "dark" in offered
        assert "light" not in offered
        await press(pilot, "escape", "colon", *"light")
        assert "theme: light" not in "\n".join(screen_lines(app))


async def test_a_theme_is_tried_in_the_colours_of_the_terminal(small: Store) -> None:
    app = StageApp(small, colours=Colours.MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"theme", "enter", "down")
        assert app.theme == LIGHT.name
        grounds = {s.style.bgcolor.name for s in screen_strips(app)[5] if s.style and s.style.bgcolor}
        assert grounds == {palettes(Colours.MANY)[LIGHT.name].ink}


async def test_what_is_selected_is_seen_without_a_shade(small: Store) -> None:
    app = StageApp(small, colours=Colours.FEW, theme=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Late", "shift+home")
        selected = [s.text for strip in screen_strips(app) for s in strip if s.style and s.style.reverse]
        assert "".join(selected).strip() == "Late"


@pytest.mark.parametrize("name", palettes(Colours.FEW))
async def test_where_one_types_is_seen_without_a_shade(small: Store, name: str) -> None:
    palette = palettes(Colours.FEW)[name]
    app = StageApp(small, colours=Colours.FEW, theme=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Late", "left")
        assert reversed_text(app, palette) == "e"
        await press(pilot, "escape")
        app.open_screen(MilestoneEditRequested(1))
        await press(pilot)
        assert isinstance(app.screen, MilestoneEditor)
        app.screen.form.fields["notes"].focus_input()
        await press(pilot)
        await press(pilot, *"Late", "left")
        assert reversed_text(app, palette) == "e"
        await press(pilot, "shift+home")
        assert reversed_text(app, palette) == "Lat"


def reversed_text(app: StageApp, palette: Palette) -> str:
    """What stands on the foreground of the theme."""
    found = [(s.text, s.style) for strip in screen_strips(app) for s in strip if s.style and s.style.reverse]
    numbers = {(colour and colour.number) for _, style in found for colour in (style.color, style.bgcolor)}
    assert numbers == {Color.parse(palette.bright).number, Color.parse(palette.ink).number}
    return "".join(text for text, _ in found)
