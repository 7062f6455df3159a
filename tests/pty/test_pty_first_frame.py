"""The frame before Textual: what it shows, and that the terminal is given back however a start ends."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from line.vt import Vt
from terminal import Terminal

MADE_UP = "import time\ntime.sleep(600)\n"
"""In place of Textual, for a start that never gets further."""


def instead_of_textual(folder: Path, code: str) -> dict[str, str]:
    """The environment in which importing Textual runs this code."""
    (folder / "fakes" / "textual").mkdir(parents=True)
    (folder / "fakes" / "textual" / "__init__.py").write_text(code)
    return {"PYTHONPATH": str(folder / "fakes")}


@pytest.mark.parametrize(
    ("size", "options", "env"),
    [
        ((80, 24), (), {}),
        ((120, 40), (), {}),
        ((200, 50), ("--theme", "light"), {"COLORTERM": ""}),
        ((64, 16), ("--ascii", "--theme", "contrast"), {}),
        ((100, 28), (), {"TERM": "screen", "COLORTERM": ""}),
        ((120, 30), (), {"NO_COLOR": "1"}),
    ],
    ids=["80x24", "120x40", "light-256", "ascii", "16-colours", "no-colour"],
)
def test_it_is_the_screen_but_for_its_keys(
    tmp_path: Path, size: tuple[int, int], options: tuple[str, ...], env: dict[str, str]
) -> None:
    assert_first_frame_is_the_screen(tmp_path, size, options, env)


def assert_first_frame_is_the_screen(
    tmp_path: Path, size: tuple[int, int], options: tuple[str, ...] = (), env: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Start the demo and compare what is shown before and after Textual is there; return the first."""
    with Terminal("--demo", *options, home=tmp_path, size=size, env=env) as terminal:
        terminal.see("help")
        terminal.quiet(0.3)
        before, _, after = bytes(terminal.output).partition(b"\x1b[?1000h")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    seen = Vt(*size, fills=not env.get("TERM"))
    seen.feed(before.decode())
    first = [list(row) for row in seen.cells.rows]
    assert "Milestones" in seen.text
    assert "help" not in seen.text
    shown = seen.text
    seen.feed(after.decode())
    assert "help" in seen.text
    assert b"\x1b[?1049h" not in after
    for number, (row, was) in enumerate(zip(seen.cells.rows[:-1], first[:-1], strict=True)):
        assert [(at, cell, row[at]) for at, cell in enumerate(was) if cell != row[at]] == [], number
    return shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_it_is_sorted_and_grouped_as_the_person_left_it(tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal("--demo", home=tmp_path, size=size) as terminal:
        terminal.see("help")
        terminal.press("s", "s")
        terminal.see("Sorted by finish")
        terminal.press("o")
        terminal.see("Grouped by client")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    kept = tmp_path / ".local" / "state" / "milestone_tui" / "views"
    assert kept.read_text() == "projects_order = finish\nprojects_groups = client\n"
    shown = assert_first_frame_is_the_screen(tmp_path, size)
    assert "FINISH ↓" in shown and "1 project" in shown
    assert kept.read_text() == "projects_order = finish\nprojects_groups = client\n"


def test_with_plain_nothing_is_painted_before(tmp_path: Path) -> None:
    with Terminal("--demo", "--plain", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        assert b"Milestones" not in bytes(terminal.output).partition(b"\x1b[?1000h")[0]


def test_plain_is_a_setting_too(tmp_path: Path) -> None:
    settings = tmp_path / ".config" / "milestone_tui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("plain = true\n")
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        assert b"Milestones" not in bytes(terminal.output).partition(b"\x1b[?1000h")[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_textual_is_there_gives_the_terminal_back(tmp_path: Path, number: int) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24), env=instead_of_textual(tmp_path, MADE_UP)) as terminal:
        before = terminal.settings
        terminal.see("NEXT MILESTONE")
        assert terminal.settings != before
        terminal.signal(number)
        assert terminal.end() == 128 + number
        assert terminal.settings == before
        assert terminal.modes == {1049: False, 25: True}


def test_a_textual_that_cannot_be_loaded_gives_the_terminal_back(tmp_path: Path) -> None:
    env = instead_of_textual(tmp_path, "raise ImportError('no Textual today')\n")
    with Terminal("--demo", home=tmp_path, size=(80, 24), env=env) as terminal:
        before = terminal.settings
        terminal.see("An unexpected error stopped the program .ImportError")
        assert terminal.end() == 70
        assert terminal.settings == before
        assert terminal.modes == {1049: False, 25: True}


def test_after_the_end_the_terminal_is_as_it_was_before_the_first_frame(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        assert terminal.settings != before
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert terminal.settings == before
        assert not terminal.modes[1049]


def test_a_small_terminal_has_no_first_frame(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(50, 14)) as terminal:
        terminal.see("too small")
        assert b"Milestones" not in bytes(terminal.output)
