"""The file under a running dashboard, in a real terminal: deleted, moved, replaced, written over, made read-only."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from read_only import read_only
from terminal import PATIENCE, Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)


def make(path: Path, title: str, day: date = TODAY) -> None:
    """Make a database with one milestone in one project."""
    path.parent.mkdir(exist_ok=True)
    with closing(Store.open(path, Clock.fixed(day), "ana")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": title}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "m.db"
    make(path, "Beta")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other" / "m.db"
    make(path, "Gamma", TODAY - timedelta(1))
    return path


def dashboard(path: Path, home: Path) -> Terminal:
    return Terminal("--db", str(path), home=home, size=(80, 24))


def open_timeline(terminal: Terminal) -> None:
    """Open the project; and have something written, so that no change waits for the write side to be loaded."""
    terminal.see("Beta")
    terminal.press("enter")
    terminal.see("Timeline")
    terminal.see("space tick")
    terminal.press("space")
    terminal.see("✔ Beta")
    terminal.press("space")
    terminal.see("Unticked")


def ticked(path: Path) -> dict[str, bool]:
    """The milestones of a file, which is sound, and whether they are done."""
    with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {title: day is not None for title, day in db.execute("SELECT title, done_on FROM milestone")}


def holds(path: Path, milestones: dict[str, bool]) -> bool:
    return ticked(path) == milestones


def drafts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [title for (title,) in db.execute("SELECT title FROM draft")]


def until(terminal: Terminal, condition: Callable[[], object]) -> None:
    """Read until something holds that is not on the screen."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, terminal.text
        terminal.quiet(0.1)


def rested(terminal: Terminal, path: Path) -> None:
    """Wait until the write-ahead log is empty."""
    log = path.with_name(f"{path.name}-wal")
    until(terminal, lambda: not log.exists() or not log.stat().st_size)


def choose(terminal: Terminal, key: str) -> None:
    """Press a key of the panel when it takes keys, which it shows by nothing but the colour of the key bar."""
    terminal.see("esc later")
    terminal.quiet(0.8)
    terminal.press(key)


def delete(path: Path, other: Path) -> None:
    path.unlink()


def move(path: Path, other: Path) -> None:
    path.rename(path.with_name("away.db"))


def remove_folder(path: Path, other: Path) -> None:
    shutil.rmtree(path.parent)


def move_folder(path: Path, other: Path) -> None:
    path.parent.rename(path.parent.with_name("away"))


def replace(path: Path, other: Path) -> None:
    other.rename(path)


AWAY: dict[str, tuple[Callable[[Path, Path], None], str, str]] = {
    "deleted": (delete, "was deleted", ""),
    "moved": (move, "was moved", "data/away.db"),
    "folder deleted": (remove_folder, "was moved or deleted with its folder", ""),
    "folder moved": (move_folder, "was moved or deleted with its folder", "away/m.db"),
    "replaced": (replace, "was replaced by another file", ""),
}


@pytest.mark.parametrize("at_once", [True, False], ids=["tick at once", "tick later"])
@pytest.mark.parametrize("what", AWAY)
def test_a_tick_is_refused_and_made_in_the_copy(
    path: Path, other: Path, tmp_path: Path, what: str, at_once: bool
) -> None:
    take_away, said, moved_to = AWAY[what]
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        take_away(path, other)
        if at_once:
            terminal.press("space")  # which may come to the panel already
        terminal.wait(lambda text: said in " ".join(text.split()), said)
        choose(terminal, "w")
        terminal.see("Now in m-copy.db")
        terminal.press("space")
        terminal.see("✔ Beta")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    copy = path.with_name("m-copy.db")
    assert ticked(copy) == {"Beta": True}
    if moved_to:
        assert ticked(tmp_path / moved_to) == {"Beta": False}
    if what == "replaced":
        assert ticked(path) == {"Gamma": False}
    assert [place for place in tmp_path.rglob("*") if place.name.endswith(("-wal", "-shm"))] == []


def test_a_copy_that_takes_the_place_of_the_file_is_opened(path: Path, other: Path, tmp_path: Path) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("space")
        terminal.see("✔ Beta")
        replace(path, other)
        terminal.see("o  Open the new m.db")
        choose(terminal, "o")
        terminal.see("Gamma")
        terminal.press("space")
        terminal.see("✔ Gamma")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert ticked(path) == {"Gamma": True}


def test_ticks_while_the_file_is_replaced_again_and_again_are_in_the_file_or_refused(
    path: Path, tmp_path: Path
) -> None:
    """As rsync does it: a copy of the file, made while it is open, comes back under its name."""
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        for done in (True, False, True):
            rested(terminal, path)
            shutil.copy(path, path.with_name("copy"))
            path.with_name("copy").rename(path)
            terminal.press("space")
            terminal.see("was replaced by another file")
            choose(terminal, "o")
            terminal.miss("esc later")
            terminal.press("space")
            terminal.see("✔ Beta" if done else "◆ Beta")
            until(terminal, partial(holds, path, {"Beta": done}))
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert ticked(path) == {"Beta": True}


def test_what_is_typed_goes_along(path: Path, other: Path, tmp_path: Path) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("enter")
        terminal.see("Title +▌?Beta")
        terminal.press(" two")
        terminal.see("Beta two")
        replace(path, other)
        terminal.press(" wow quo")
        terminal.see("was replaced")
        terminal.press("www", "ooo", "qqq")
        terminal.see("esc later")
        assert "Now in" not in terminal.text
        choose(terminal, "w")
        terminal.see("Now in")
        terminal.see("Beta two")
        copy = path.with_name("m-copy.db")
        until(terminal, lambda: any("Beta two" in title for title in drafts(copy)))
        terminal.signal(signal.SIGKILL)
        terminal.end()
    with dashboard(copy, tmp_path) as terminal:
        terminal.see("1 draft from your last session")


@pytest.mark.parametrize("how", ["q", "ctrl+q", "SIGHUP"])
def test_what_is_typed_is_kept_when_the_program_ends_without_its_file(path: Path, tmp_path: Path, how: str) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("enter")
        terminal.see("Title +▌?Beta")
        terminal.press(" two")
        terminal.see("Beta two")
        path.unlink()
        if how == "q":
            terminal.see("was deleted")
            choose(terminal, "q")
        elif how == "SIGHUP":
            terminal.signal(signal.SIGHUP)
        else:
            terminal.press("ctrl+q")
        assert terminal.end() == (129 if how == "SIGHUP" else 0)
        assert b"Your unsaved edits are in" in terminal.output
    assert not path.exists()
    assert drafts(path.with_name("m-copy.db")) == ["Beta two"]


@pytest.mark.parametrize("what", ["emptied", "overwritten"])
def test_what_is_written_over_is_not_written_to(path: Path, tmp_path: Path, what: str) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("space")
        terminal.see("✔ Beta")
        rested(terminal, path)
        if what == "emptied":
            os.truncate(path, 0)
        else:
            path.write_bytes(b"garbage " * 60_000)
        content = path.read_bytes()
        terminal.press("space")
        terminal.see(f"m.db was {what}")
        choose(terminal, "q")
        assert terminal.end() == 0
    assert path.read_bytes() == content
    assert [place.name for place in path.parent.glob("m.db-*")] == []


def test_a_file_that_another_one_was_copied_into_is_opened(path: Path, other: Path, tmp_path: Path) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("space")
        terminal.see("✔ Beta")
        shutil.copyfile(other, path)
        terminal.see("o  Open the new m.db")
        choose(terminal, "o")
        terminal.see("Gamma")
        terminal.press("space")
        terminal.see("✔ Gamma")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert ticked(path) == {"Gamma": True}


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_was_made_read_only_is_not_written_to(path: Path, tmp_path: Path, what: str) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        with read_only(path if what == "file" else path.parent):
            terminal.press("space")
            terminal.see("w  Write the data on screen")
            assert "made read-only" in terminal.text
            assert ticked_apart(path) == {"Beta": False}
        terminal.see("m.db can be used again")
        terminal.press("space")
        terminal.see("✔ Beta")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert ticked(path) == {"Beta": True}


def ticked_apart(path: Path) -> dict[str, bool]:
    """As `ticked`, for a file that may not be written to: of a copy."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        return {title: day is not None for title, day in db.execute("SELECT title, done_on FROM milestone")}


def test_an_idle_dashboard_empties_its_log_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    with dashboard(path, tmp_path) as terminal:
        open_timeline(terminal)
        terminal.press("space")
        terminal.see("✔ Beta")
        rested(terminal, path)
        terminal.quiet(0.5)
        assert terminal.quiet(2.0) == 0
        terminal.signal(signal.SIGKILL)
        terminal.end()
    assert path.with_name("m.db-wal").stat().st_size == 0
    assert ticked(path) == {"Beta": True}
