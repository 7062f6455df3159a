"""Whatever a person does: the terminal behind the line shows what the program painted, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from line.compare import Pair
from line.conftest import Recorded
from line.recorder import COLOURS_16, COLOURS_256, NO_COLOUR, TRUE_COLOUR
from line.scenes import SCENES, record

from milestone_tui.terminal.colours import Colours
from milestone_tui.terminal.line import TerminalLine

_MOVES = ("j", "k", "G", "g", "pagedown", "pageup", "ctrl+d", "down", "up", "left", "right", "h", "l", "home", "end")
_WAYS = (
    "enter",
    "enter",
    "escape",
    "escape",
    "q",
    "tab",
    "shift+tab",
    "f2",
    "r",
    "?",
    ":",
    "6",
    "2",
    "1",
    "p",
    "E",
    "O",
    "C",
    "N",
)
_CHANGES = ("space", "u", "U", ".", ",", ">", "<", "m", "M", "W", "d", "v", "V", "*", "c", "f", "b", "s", "+", "-", "t")
_TYPED = ("/", "n", "e", "a", "B", "T", "x", "1", "-", "@", "#", "backspace", "delete", "D", "z", "[", "]", "y")
_SIZES = ("80x24", "120x40", "100x30", "60x15", "40x10", "132x43")

scripts = st.lists(
    st.one_of(*(st.sampled_from(keys) for keys in (_MOVES, _MOVES, _WAYS, _CHANGES, _TYPED)), st.sampled_from(_SIZES)),
    min_size=6,
    max_size=16,
)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize("name", SCENES)
def test_each_screen_is_seen_as_it_was_painted(scene: Recorded, name: str, size: tuple[int, int]) -> None:
    pair = Pair(size, TerminalLine(*size))

    pair.play(scene(name, size).events)

    assert pair.lean_bytes < pair.stock_bytes / 2


@pytest.mark.parametrize(
    ("environment", "colours"),
    [(COLOURS_256, Colours.MANY), (COLOURS_16, Colours.FEW), (NO_COLOUR, Colours.NONE)],
    ids=["256", "16", "none"],
)
def test_so_it_is_with_fewer_colours(demo: Path, environment: Mapping[str, str], colours: Colours) -> None:
    size = (100, 30)
    script = (*SCENES["themes"], *SCENES["changes"])

    recording = record(demo, script, size, environment=environment, colours=colours)

    Pair(size, TerminalLine(*size)).play(recording.events)


@pytest.mark.parametrize("theme", ["milestone-light", "milestone-contrast", "milestone-terminal"])
def test_so_it_is_in_every_theme(demo: Path, theme: str) -> None:
    size = (100, 30)

    Pair(size, TerminalLine(*size)).play(record(demo, SCENES["timeline"], size, theme=theme).events)


def test_so_it_is_where_the_terminal_is_told_of_frames_and_draws_ascii(demo: Path) -> None:
    size = (80, 24)
    recording = record(demo, SCENES["what if"], size, ascii_only=True, marks_frames=True)

    Pair(size, TerminalLine(*size, scrolls=False, fills=False), fills=False).play(recording.events)


# The program is started for each script: that is what these checks would complain about.
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@given(script=scripts)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_script_of_keys_and_sizes_shows_anything_else(demo: Path, script: list[str], size: tuple[int, int]) -> None:
    recording = record(demo, script, size, environment=TRUE_COLOUR, in_haste=True)

    Pair(size, TerminalLine(*size)).play(recording.events)
