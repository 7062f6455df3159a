"""How many colours are taken for granted."""

from __future__ import annotations

import pytest

from milestone_tui.config import configure
from milestone_tui.terminal.colours import Colours, colours_of, configure_textual


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("xterm-256color", Colours.MANY),
        ("screen-256color", Colours.MANY),
        ("tmux-256color", Colours.MANY),
        ("screen.xterm-256color", Colours.MANY),
        ("putty-256color", Colours.MANY),
        ("xterm", Colours.FEW),
        ("screen", Colours.FEW),
        ("linux", Colours.FEW),
        ("rxvt", Colours.FEW),
        ("vte", Colours.FEW),
        ("", Colours.FEW),
        ("xterm-kitty", Colours.FULL),
        ("alacritty", Colours.FULL),
        ("foot", Colours.FULL),
        ("foot-extra", Colours.FULL),
        ("xterm-ghostty", Colours.FULL),
        ("xterm-direct", Colours.FULL),
        ("dumb", Colours.NONE),
        ("vt100", Colours.NONE),
        ("vt220", Colours.NONE),
        ("linux-m", Colours.NONE),
        ("xterm-mono", Colours.NONE),
    ],
)
def test_what_ssh_passes_on_is_enough(term: str, expected: Colours) -> None:
    assert colours_of({"TERM": term}, "linux") is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Colours.FULL),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, Colours.FULL),
        ({"TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/tmux"}, Colours.FULL),
        ({"TERM": "xterm-256color", "COLORTERM": "gnome-terminal"}, Colours.MANY),
        ({"TERM": "xterm-256color", "COLORTERM": ""}, Colours.MANY),
        ({"TERM": "screen-256color", "COLORTERM": "truecolor", "STY": "1.pts-0.box"}, Colours.MANY),
        ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1.pts-0.box"}, Colours.FEW),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, Colours.FEW),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, Colours.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Colours.MANY),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "256"}, Colours.MANY),
        ({"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "auto"}, Colours.MANY),
    ],
)
def test_what_else_is_said_counts(environment: dict[str, str], expected: Colours) -> None:
    assert colours_of(environment, "linux") is expected
    assert configure(environment=environment).colours is expected


def test_windows_shows_all_without_saying_so() -> None:
    assert colours_of({}, "win32") is Colours.FULL
    assert colours_of({"NO_COLOR": "1"}, "win32") is Colours.NONE


@pytest.mark.parametrize("colours", [Colours.FULL, Colours.MANY, Colours.FEW])
def test_textual_is_told_the_same(colours: Colours) -> None:
    environment = {"NO_COLOR": ""}
    configure_textual(colours, environment)
    assert environment == {"TEXTUAL_COLOR_SYSTEM": colours.value}
    assert colours_of({"TERM": "vt100", **environment}) is colours, "also to a program started from this one"


def test_textual_is_told_that_there_are_none() -> None:
    environment = {"TERM": "vt100"}
    configure_textual(Colours.NONE, environment)
    assert environment == {"TERM": "vt100", "NO_COLOR": "1"}
