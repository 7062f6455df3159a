"""What is sent to terminals that say, or fail to say, how many colours they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from terminal import Terminal

from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.theme import DARK, LIGHT, Ground, Ink, Palette
from milestone_tui.ui.theme_fallbacks import palettes

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_FULL = re.compile(r"[34]8[;:]2[;:]")
_INDEXED = re.compile(r"[34]8;5;(\d+)")


def styles_sent(terminal: Terminal) -> set[str]:
    """The parameters of every change of colour or weight so far."""
    return {found.decode() for found in _SGR.findall(bytes(terminal.output))}


def codes_sent(terminal: Terminal) -> set[int]:
    """The single codes of those, without the indexed and full colours."""
    rest = (_INDEXED.sub("", style) for style in styles_sent(terminal))
    return {int(code) for style in rest for code in style.split(";") if code}


def entries(palette: Palette) -> set[int]:
    """The numbers of all colours of a palette among 256."""
    named = {palette.colour(ink) for ink in Ink} | {str(getattr(palette, ground.value)) for ground in Ground}
    return {Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number or 0 for colour in named}


def entries_sent(terminal: Terminal) -> set[int]:
    return {int(number) for style in styles_sent(terminal) for number in _INDEXED.findall(style)}


def grounds(terminal: Terminal, pattern: str) -> set[str]:
    """The grounds that the characters of the first line with a match stand on (in hexadecimal figures)."""
    line = next(number for number, text in enumerate(terminal.screen.display) if re.search(pattern, text))
    return {cell.bg for cell in terminal.screen.buffer[line].values() if cell.data.strip()}


def open_home(terminal: Terminal) -> None:
    """All projects, the cursor on the second."""
    terminal.see("HELIO")
    terminal.press("j")
    terminal.see("▌. ACME")


def walk(terminal: Terminal) -> None:
    """From home to a timeline, its filter, a line with a mistake, an editor, and back to the timeline."""
    terminal.press("enter")
    terminal.see("Timeline[\\s\\S]*▌. Beta release")
    terminal.press("/")
    terminal.see("apply")
    terminal.press("is:slip")
    terminal.see("/ is:slip")
    terminal.press("escape")
    terminal.see("space tick")
    terminal.press("n")
    terminal.see("esc cancel")
    terminal.press("Beta cost:x")
    terminal.see("not an amount")
    terminal.press("escape")
    terminal.see('Save "Beta')
    terminal.press("d")
    terminal.see("space tick")
    terminal.press("g")
    terminal.see("▌. Kick-off")
    terminal.press("enter")
    terminal.see("Deliverable")
    terminal.press("tab", "tab")
    terminal.see("▌event")
    terminal.press("escape")
    terminal.see("Timeline[\\s\\S]*▌. Kick-off")


@pytest.mark.parametrize(("term", "theme"), [("xterm-256color", DARK.name), ("screen-256color", LIGHT.name)])
def test_without_colorterm_256_colours_are_sent(tmp_path: Path, term: str, theme: str) -> None:
    palette = palettes(Colours.MANY)[theme]
    environment = {"TERM": term, "COLORTERM": ""}
    with Terminal("--demo", "--theme", theme.removeprefix("milestone-"), home=tmp_path, env=environment) as terminal:
        open_home(terminal)
        row, page, panel = (grounds(terminal, pattern) for pattern in ("▌. ACME", "HELIO", "Milestones"))
        assert len(row) == len(page) == len(panel) == 1
        assert len(row | page | panel) == 3
        walk(terminal)
        assert grounds(terminal, "▌. Kick-off") == row
        assert grounds(terminal, "Interviews done") == page
        assert not [style for style in styles_sent(terminal) if _FULL.search(style)]
        assert entries_sent(terminal) == entries(palette), "no blends of the stock widgets, and none left out"
        assert not codes_sent(terminal) & {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
        terminal.press("q", "q")
        assert terminal.end() == 0


def test_a_theme_is_tried_in_256_colours(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, env={"COLORTERM": ""}) as terminal:
        terminal.see("HELIO")
        terminal.press(":", "theme", "enter")
        terminal.see("Choose a colour theme")
        before = grounds(terminal, "NORD")
        terminal.press("j")
        terminal.wait(lambda _: grounds(terminal, "NORD") == {"ffffff"}, "paper")
        terminal.press("escape")
        terminal.wait(lambda _: grounds(terminal, "NORD") == before, "the ground of before")
        assert not [style for style in styles_sent(terminal) if _FULL.search(style)]
        assert entries_sent(terminal) <= entries(palettes(Colours.MANY)[DARK.name]) | entries(
            palettes(Colours.MANY)[LIGHT.name]
        )


@pytest.mark.parametrize("term", ["xterm", "linux"])
def test_16_colours_are_the_terminals_own(tmp_path: Path, term: str) -> None:
    with Terminal("--demo", home=tmp_path, env={"TERM": term, "COLORTERM": ""}) as terminal:
        open_home(terminal)
        walk(terminal)
        assert not entries_sent(terminal)
        assert not [style for style in styles_sent(terminal) if _FULL.search(style)]
        sent = codes_sent(terminal)
        assert sent & {94, 32, 33, 91} == {94, 32, 33, 91}, "the four meanings"
        assert not sent & {30, 37, 90, 97, *range(40, 48), *range(100, 108)}, "nothing that may be the ground"
        assert_the_cursor_is_bold(terminal)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "vt100", "COLORTERM": ""}], ids=["asked", "vt100"])
def test_without_colours_bold_and_reversed_is_left(tmp_path: Path, environment: dict[str, str]) -> None:
    with Terminal("--demo", "--theme", "light", home=tmp_path, env=environment) as terminal:
        open_home(terminal)
        walk(terminal)
        sent = codes_sent(terminal)
        assert sent <= {0, 1, 2, 4, 7, 22, 24, 27, 39, 49}
        assert {1, 4, 7} <= sent, "names, a mistake, where one types"
        assert not entries_sent(terminal)
        assert not [style for style in styles_sent(terminal) if _FULL.search(style)]
        assert_the_cursor_is_bold(terminal)


def test_an_empty_no_color_is_none(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, env={"NO_COLOR": ""}) as terminal:
        terminal.see("HELIO")
        assert [style for style in styles_sent(terminal) if _FULL.search(style)]


def assert_the_cursor_is_bold(terminal: Terminal) -> None:
    """The milestone under the cursor is bold from its title to its slip, the one below it is not."""
    for start, expected in (("▌✔ Kick-off", {True}), (" ✔ Interviews done", {False})):
        line = next(n for n, text in enumerate(terminal.screen.display) if text.startswith(start))
        assert {cell.bold for cell in terminal.screen.buffer[line].values() if cell.data.isalnum()} == expected
