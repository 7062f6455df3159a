"""Scripts of keys through every screen of the program, and recordings of them."""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from line.recorder import TRUE_COLOUR, Recording, recorded, terminal_environment

from milestone_tui.demo.loader import fill_demo
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.app import MilestoneApp

TODAY = date(2026, 11, 22)

SCENES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "home": ("j", "j", "k", "G", "g", "pagedown", "pageup", "s", "s", "A", "u", "d", "enter", "u"),
        "filter": ("/", *"is:late", "backspace", *":x", "enter", "escape", "/", *"ana", "enter", "j", "escape"),
        "roadmap": ("tab", "j", "j", "right", "left", "+", "-", "tab"),
        "timeline": ("enter", *"jjjkG", "pageup", *"lh+++---tbbsz", "[", "]", "E", "escape", "q"),
        "changes": ("j", "space", "u", "U", "enter", "j", "space", "u", ".", ">", "<", ",", "u", "d", "u", "y"),
        "editor": ("enter", "enter", "!", "tab", "tab", "down", "pagedown", "escape", "shift+tab", "escape", "d", "q"),
        "lists": ("enter", "enter", "f2", "f2", "n", "o", "down", "escape", "escape", "f2", "f2", "escape"),
        "project": ("e", "tab", "tab", "x", "f2", "escape", "d", "n", *"NEW", "tab", "escape", "d"),
        "quick add": ("enter", "n", *"Beta 28 nov @ana", "backspace", *"xyz due:32x", "escape", "d", "escape"),
        "palette": (":", *"ti", "down", "down", "backspace", "escape", ":", *"zzz", "escape"),
        "help": ("?", "j", "pagedown", "pageup", "q", "enter", "f1", "escape"),
        "themes": (":", *"theme", "enter", "down", "down", "down", "enter", ":", *"theme", "enter", "up", "escape"),
        "baseline": ("enter", "B", "x", "enter", "b"),
        "what if": (
            "enter",
            *".>m",
            *"14 dec",
            "enter",
            "tab",
            "tab",
            "w",
            "down",
            "enter",
            "escape",
            "W",
            ">",
            "escape",
        ),
        "network": ("enter", "c", "c", "f", "j", "f", "v", "j", "V", "k", "*", "m", "escape", "v", "escape"),
        "sign off": ("j", "enter", "j", "a", "tab", "escape", "O", "j", "n", "escape", "q", "C", "j", "tab", "q"),
        "people": (
            *("6", "j", "e", "tab", "escape", "p", "q", "2", "6", "2", "1"),
            *("N", "j", "enter", "tab", "escape", ":", *"drafts", "enter"),
        ),
        "sizes": ("80x24", "j", "120x40", "enter", "60x15", "j", "20x5", "200x50", "e", "90x30", "escape"),
    }
)
"""Keys for each part of the program, on the demo portfolio; `80x24` is a change of the size."""

_AT_ONCE = "\n"
"""Between keys of a word that come at once."""
_A_SIZE = re.compile(r"(\d+)x(\d+)")


def demo_file(folder: Path) -> Path:
    """A database with the demo portfolio, to copy."""
    path = folder / "demo.db"
    fill_demo(path, TODAY)
    return path


def record(
    database: Path,
    script: Sequence[str],
    size: tuple[int, int] = (120, 40),
    *,
    environment: Mapping[str, str] = TRUE_COLOUR,
    colours: Colours = Colours.FULL,
    theme: str | None = None,
    ascii_only: bool = False,
    marks_frames: bool = False,
    in_haste: bool = False,
) -> Recording:
    """What the program writes when these keys are pressed, on a copy of a database.

    `in_haste`: the keys between two changes of the size are all there at once.
    """
    copy = database.with_suffix(".copy")
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    shutil.copy(database, copy)
    with terminal_environment(environment):
        store = Store.open(copy, Clock.fixed(TODAY), "ana")
        try:
            app = MilestoneApp(store, Clock.fixed(TODAY), theme=theme, colours=colours, ascii_only=ascii_only)
            return asyncio.run(_played(app, _hasty(script) if in_haste else script, size, marks_frames))
        finally:
            store.close()


def _hasty(script: Sequence[str]) -> Iterator[str]:
    """The same with keys joined that are to come at once."""
    for is_size, words in itertools.groupby(script, lambda word: bool(_A_SIZE.fullmatch(word))):
        if is_size:
            yield from words
        else:
            yield _AT_ONCE.join(words)


async def _played(app: MilestoneApp, script: Iterable[str], size: tuple[int, int], marks_frames: bool) -> Recording:
    async with recorded(app, size, marks_frames=marks_frames) as session:
        for word in script:
            if not app.is_running:
                break
            if found := _A_SIZE.fullmatch(word):
                await session.resize(int(found[1]), int(found[2]))
            else:
                await session.type(*word.split(_AT_ONCE))
    return session.recording
