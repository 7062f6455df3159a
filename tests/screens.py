"""What a person sees, for tests: the screen's text and meanings, snapshots of it, and a settled pilot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rich.style import Style
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from waiting import workers_ended

from milestone_tui.ui.theme import DARK, Ink

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (120, 40))

_LETTERS = {
    Ink.TEXT: "t",
    Ink.BRIGHT: "B",
    Ink.DIM: "d",
    Ink.FAINT: "f",
    Ink.ACT: "a",
    Ink.KEY: "K",
    Ink.GOOD: "g",
    Ink.WARN: "w",
    Ink.BAD: "b",
    Ink.MARK: "m",
}


def screen_strips(app: App[Any]) -> list[Strip]:
    """The lines of the screen as Textual would paint them, with what shows through a panel."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def screen_lines(app: App[Any]) -> list[str]:
    """The characters of the screen, line by line, without trailing blanks."""
    return [strip.text.rstrip() for strip in screen_strips(app)]


def screen_text(app: App[Any]) -> str:
    """The characters of the screen."""
    return "\n".join(screen_lines(app))


def _meaning(style: Style | None) -> str:
    if style is None or style.color is None:
        return "?"
    colour = style.color.get_truecolor().hex
    for ink, letter in _LETTERS.items():
        if DARK.colour(ink) == colour and bool(style.bold) == (ink in (Ink.BRIGHT, Ink.KEY)):
            return letter
    return "?"


def _ground(style: Style | None) -> str:
    colour = style.bgcolor.get_truecolor().hex if style and style.bgcolor else ""
    return {DARK.ink: " ", DARK.panel: "p", DARK.row: "r"}.get(colour, "?")


def screen_meanings(app: App[Any]) -> str:
    """The screen with each character replaced by a letter for its ink (see `_LETTERS`), the ground in the margin."""
    lines = []
    for strip in screen_strips(app):
        letters = "".join(
            "".join(" " if character.isspace() else _meaning(segment.style) for character in segment.text)
            for segment in strip
        )
        grounds = "".join(dict.fromkeys(_ground(segment.style) for segment in strip)).strip()
        lines.append(f"{grounds:<3}|{letters.rstrip()}")
    return "\n".join(lines)


def assert_snapshot(app: App[Any], name: str) -> None:
    """The screen is as somebody last saw it; MILESTONE_TUI_SNAPSHOTS=update accepts it as it is now."""
    size = app.size
    path = SNAPSHOTS / f"{name}-{size.width}x{size.height}.txt"
    now = f"{screen_text(app)}\n\n--- inks\n{screen_meanings(app)}\n"
    if os.environ.get("MILESTONE_TUI_SNAPSHOTS") == "update":
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert path.exists(), f"no snapshot {path.name}: look at the screen, then run with MILESTONE_TUI_SNAPSHOTS=update"
    assert now == path.read_text(encoding="utf-8")


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until what was asked for has been written, heard and painted."""
    await pilot.pause()
    if await workers_ended(pilot.app):
        await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, each settled before the next."""
    for key in keys:
        await pilot.press(key)
        await workers_ended(pilot.app)
    await settled(pilot)


def first_line(pilot: Pilot[Any]) -> str:
    """The title bar."""
    return screen_lines(pilot.app)[0]


def last_line(pilot: Pilot[Any]) -> str:
    """The key bar."""
    return screen_lines(pilot.app)[-1].strip()


def line_of(pilot: Pilot[Any], words: str) -> str:
    """The first line in which these words stand."""
    return next(line for line in screen_lines(pilot.app) if words in line)


def on_top(app: App[Any]) -> type[Screen[Any]]:
    """What kind of screen has the keys."""
    return type(app.screen)
