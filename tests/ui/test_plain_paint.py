"""What is painted by hand against what Rich paints."""

from __future__ import annotations

import pytest
from line.vt import Vt
from rich.color import ColorSystem
from rich.style import Style

from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.first_frame.ansi_paint import painted
from milestone_tui.ui.theme import DARK, TERMINAL, Ground, Ink, Palette
from milestone_tui.ui.theme_fallbacks import palettes

SYSTEMS = {
    Colours.FULL: ColorSystem.TRUECOLOR,
    Colours.MANY: ColorSystem.EIGHT_BIT,
    Colours.FEW: ColorSystem.STANDARD,
}
EVERY = [(colours, palette) for colours in SYSTEMS for palette in palettes(colours).values()]


def played(text: str, width: int, height: int, *, fills: bool = True) -> Vt:
    terminal = Vt(width, height, fills=fills)
    terminal.feed(text)
    return terminal


@pytest.mark.parametrize(("colours", "palette"), EVERY, ids=[f"{c.value}-{p.name}" for c, p in EVERY])
def test_every_ink_on_every_ground_looks_as_rich_paints_it(colours: Colours, palette: Palette) -> None:
    words = [(ink, ground) for ink in Ink for ground in Ground]
    text = painted([(((ink.value, ink),), ground) for ink, ground in words], 8, palette, colours, fills=True)
    rows = played(text, 8, len(words)).cells.rows
    for (ink, ground), row in zip(words, rows, strict=True):
        face = palette.face(ink, ground)
        style = Style(color=face.colour, bgcolor=face.ground, bold=face.bold, dim=face.dim, underline=face.underline)
        rich = played(style.render(ink.value, color_system=SYSTEMS[colours]), 8, 1).cells.rows[0]
        assert row[: len(ink.value)] == rich[: len(ink.value)], (ink, ground)


@pytest.mark.parametrize("fills", [True, False])
def test_every_cell_has_its_ground(fills: bool) -> None:
    lines = [
        ((), Ground.PANEL),
        ((("left", Ink.ACT),), Ground.INK),
        ((("x" * 9, Ink.DIM),), Ground.ROW),
        ((), Ground.INK),
    ]
    terminal = played(painted(lines, 8, DARK, Colours.FULL, fills=fills), 8, 4, fills=fills)
    assert terminal.text.split("\n") == ["", "left", "xxxxxxx…", ""]
    for (_, ground), row in zip(lines, terminal.cells.rows, strict=True):
        assert {renderer.bg for _, renderer in row} == {getattr(DARK, ground.value)}


def test_after_what_terminals_disagree_on_the_cursor_is_set() -> None:
    line = ((("👩‍🚀 日本 x", Ink.TEXT), (" end", Ink.ACT)), Ground.INK)
    assert "\x1b[1;10H" in painted([line], 30, DARK, Colours.FULL, fills=True)


def test_in_ascii_no_glyph_is_left() -> None:
    line = ((("◆ · ━", Ink.ACT),), Ground.INK)
    assert painted([line], 10, DARK, Colours.FULL, fills=True, ascii_only=True).isascii()


def test_without_colours_none_is_sent() -> None:
    lines = [(((ink.value, ink),), ground) for ink in Ink for ground in Ground]
    rows = played(painted(lines, 20, TERMINAL, Colours.NONE, fills=True), 20, len(lines)).cells.rows
    assert {renderer.fg + renderer.bg for row in rows for _, renderer in row} == {""}
    assert {renderer.bold for row in rows for _, renderer in row} != {""}
