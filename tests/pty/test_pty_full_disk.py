"""A disk that becomes full under the dashboard, and then has room again: what is typed stays, the next save works."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
LONG = ("a word " * 9_000).strip()
"""More than fits into the pages that the files have already."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def path(disk: Path) -> Path:
    path = disk / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "Beta"})
    )
    store.close()
    return path


def fill(disk: Path) -> Path:
    """Leave no room; returns the file that has it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return ballast


def notes(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        (found,) = db.execute("SELECT notes FROM milestone").fetchone()
    return str(found)


def test_what_is_typed_on_a_full_disk_is_saved_when_there_is_room_again(tmp_path: Path, disk: Path, path: Path) -> None:
    with Terminal("--db", str(path), home=tmp_path) as terminal:
        terminal.see("Beta")
        terminal.press("enter")
        terminal.see("› Timeline")
        terminal.press("enter")
        terminal.see("Title +▌?Beta")
        terminal.press(*["tab"] * 15)
        terminal.see("Notes +▌")
        ballast = fill(disk)
        terminal.paste(LONG)
        terminal.see("a word a word")
        for more in ("word!", "word!!"):
            terminal.press("ctrl+s")
            terminal.see("Not saved: the disk is full")
            assert "word a word" in terminal.text and "unsaved changes" in terminal.text
            assert notes(path) == ""
            terminal.press("!")
            terminal.see(more)  # what was said may come again by then: the draft cannot be kept either

        ballast.unlink()
        terminal.press("ctrl+s")
        terminal.see("Saved")
        assert notes(path) == f"{LONG}!!"
        terminal.press("ctrl+q")
        assert terminal.end() == 0
