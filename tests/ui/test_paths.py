"""A path that is typed in a panel: whatever it names, a sentence beside the field; never a frozen dashboard."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from editing import TODAY
from screens import on_top, press, screen_text, settled
from textual.pilot import Pilot
from textual.widgets import Input

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import DaysOffRequested
from milestone_tui.ui.views.days_off.add import AddDaysOffScreen
from milestone_tui.ui.views.days_off.screen import DaysOffScreen


async def ask(pilot: Pilot[Any], app: MilestoneApp, path: str) -> None:
    """Type a path in the panel for days off from a file."""
    app.post_message(DaysOffRequested(1))
    await settled(pilot)
    await press(pilot, "I")
    app.screen.query_one(Input).value = path
    await press(pilot, "enter")


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Go on until something holds that comes in its own time."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.05)
    raise AssertionError(screen_text(pilot.app))


def said(app: MilestoneApp) -> str:
    return " ".join(screen_text(app).split())


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("~nobody-here/x.ics", '"~nobody-here" is not a home folder: there is no such user on this system.'),
        ("~Downloads/h.ics", '"~Downloads" is not a home folder'),
        ("{}", "is a folder. Name an ordinary file."),
        ("{}/pipe", "is a pipe. Name an ordinary file."),
        ("{}/socket", "is a socket. Name an ordinary file."),
        ("/dev/zero", "/dev/zero is a device. Name an ordinary file."),
        ("{}/big", "is larger than 256 MB. Import a part of it."),
        ("{}/m.db", "This is the database itself. Name another file."),
        ("{}/x\0y.ics", "Cannot read"),
        ("{}/" + "x" * 300, "file name too long."),
        ("{}/none.ics", "no such file."),
        ("{}/m.db/x.ics", "not a directory."),
    ],
)
async def test_what_is_no_file_is_a_sentence(acme: Store, tmp_path: Path, path: str, sentence: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "big").open("wb") as big:
        big.truncate(8 << 30)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket"))  # an absolute one may be too long for it
        app = MilestoneApp(acme, Clock.fixed(TODAY))
        async with app.run_test(size=(120, 40)) as pilot:
            await ask(pilot, app, path.format(tmp_path))
            assert sentence in said(app)
            assert on_top(app) is AddDaysOffScreen


async def test_a_read_that_never_returns_is_given_up_and_keys_go_on(
    acme: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = Event()  # stands for a network mount that is dead
    monkeypatch.setattr("milestone_tui.exchange.input_files.read_bytes_of", lambda *_: ends.wait() and b"")
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(DaysOffRequested(1))
        await settled(pilot)
        await press(pilot, "I", *"x.ics")
        await pilot.press("enter")
        await until(pilot, lambda: "Reading. Press esc to stop." in said(app))
        await pilot.press("!")
        await until(pilot, lambda: "x.ics!" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Not read: you stopped it." in said(app))
        assert on_top(app) is AddDaysOffScreen
        await pilot.press("escape")
        await until(pilot, lambda: "d discard" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: on_top(app) is DaysOffScreen)
        ends.set()
        await settled(pilot)
        assert "cannot" not in said(app), "what comes after that is of no interest"


def test_the_program_ends_while_a_read_hangs() -> None:
    code = """
import asyncio, threading
from milestone_tui.ui.aside import aside
async def main():
    aside(threading.Event().wait)
    await asyncio.sleep(0)
asyncio.run(main())
print("over")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    assert (ended.returncode, ended.stdout) == (0, "over\n")
