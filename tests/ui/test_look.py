from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.renderer import Line, Renderer, cells, ended, fit, line_width, title_line
from milestone_tui.ui.theme import CONTRAST, DARK, LIGHT, TERMINAL, Ground, Ink

HOSTILE = [
    "[bold red]x[/]",
    "[/]",
    "x\x1b[2Jy",
    "\x9b31m",
    "👨‍👩‍👧‍👦 family",
    "日本語のマイルストーン",
    "שלום",
    "\u200b",
    "a" * 300,
    "tab\tand\nline",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 3, 10, 40])
def test_a_line_that_is_too_long_says_that_it_goes_on(text: str, width: int) -> None:
    line: Line = ((" Of ", Ink.TEXT), (visible(text), Ink.BRIGHT), (" more", Ink.DIM))
    shown = ended(line, width)
    assert line_width(shown) <= width
    assert (shown == line) == (line_width(line) <= width) == (not shown[-1][0].endswith("…"))
    blank: Line = (("abc", Ink.TEXT), (" " * 80, Ink.TEXT))
    assert ended(blank, 3) == blank


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 3, 10, 40])
def test_any_text_fits_its_column_exactly(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in fit(text, width))


@given(st.text(), st.integers(1, 60))
def test_fitting_never_misses_the_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


def test_what_is_cut_says_so() -> None:
    assert fit("Requirements signed", 10) == "Requireme…"
    assert fit("9 Nov", 7, right=True) == "  9 Nov"


def test_a_line_that_is_cut_says_so_too() -> None:
    line: Line = (("Move to ", Ink.KEY), ("31.12.", Ink.TEXT), ("9999", Ink.BAD))
    cut = ["".join(text for text, _ in ended(line, width)) for width in (18, 17, 14, 13, 8, 1, 0)]
    assert cut == ["Move to 31.12.9999", "Move to 31.12.99…", "Move to 31.12…", "Move to 31.1…", "Move to…", "…", ""]


def test_a_strip_fills_its_width_and_merges_equal_styles() -> None:
    strip = Renderer().strip((("a", Ink.TEXT), ("b", Ink.TEXT), (" ", Ink.DIM), ("c", Ink.BAD)), 10)
    assert strip.text == "ab c      "
    assert [segment.text for segment in strip] == ["ab ", "c      "]


def test_a_strip_never_grows_past_its_width() -> None:
    assert Renderer().strip((("日本語", Ink.TEXT),), 5).cell_length == 5


def test_ascii_writes_the_same_drawing_in_seven_bits() -> None:
    strip = Renderer(ascii_only=True).strip((("◆◇✔┊─■▲●━…–−", Ink.TEXT),), 12)
    assert strip.text.isascii()
    assert strip.cell_length == 12


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST])
@pytest.mark.parametrize("ground", list(Ground))
def test_every_meaning_is_told_apart_by_its_colour(palette: object, ground: Ground) -> None:
    from milestone_tui.ui.theme import Palette

    assert isinstance(palette, Palette)
    meanings = (Ink.TEXT, Ink.DIM, Ink.FAINT, Ink.ACT, Ink.GOOD, Ink.WARN, Ink.BAD)
    assert len({palette.style(ink, ground).color for ink in meanings}) == len(meanings)


def test_the_terminals_own_colours_name_no_other() -> None:
    for ink in Ink:
        for ground in Ground:
            style = TERMINAL.style(ink, ground)
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.triplet is None


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x3100, exclude_categories=["Cc", "Cs"])))
def test_a_text_is_measured_as_rich_measures_it(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_a_long_name_gives_way_to_what_stands_on_the_right() -> None:
    left: Line = (("ACME ", Ink.BRIGHT), ("x" * 300, Ink.TEXT))
    words = "".join(text for text, _ in title_line(left, (("unsaved changes", Ink.WARN),), 80, cut_name=True))
    assert words.endswith("xxx…  unsaved changes")
    assert cells(words) == 78


@pytest.mark.parametrize(
    ("width", "seen"),
    [(0, ""), (1, "…"), (3, "ab…"), (4, "abc…"), (5, "abc…"), (6, "abc日…"), (7, "abc日e!"), (9, "abc日e!")],
)
def test_a_line_that_goes_on_ends_with_an_ellipsis(width: int, seen: str) -> None:
    line = (("abc", Ink.TEXT), ("日e", Ink.DIM), ("!", Ink.TEXT))
    assert "".join(text for text, _ in ended(line, width)) == seen
