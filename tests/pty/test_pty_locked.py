"""Another program has the database for half a minute, in a real terminal: keys go on, and no change is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from locking import ForeignLock
from terminal import PATIENCE, Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
TITLES = ("Alpha", "Beta", "Gamma", "Delta")
LOCK_SECONDS = 30


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with four milestones in one project."""
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")

    def fill(do: Commands) -> None:
        project = do.projects.create({"key": "A", "name": "A"})
        for title in TITLES:
            do.milestones.create(project, {"title": title})

    store.change_blocking(fill)
    store.close()
    return path


def done(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [title for (title,) in db.execute("SELECT title FROM milestone WHERE state = 'done' ORDER BY id")]


def in_time(terminal: Terminal, path: Path, titles: list[str]) -> None:
    """Wait until these, and no others, are done."""
    deadline = time.monotonic() + PATIENCE
    while done(path) != titles:
        assert time.monotonic() < deadline, terminal.text
        terminal.quiet(0.1)


def open_timeline(terminal: Terminal) -> None:
    terminal.see("Alpha")
    terminal.press("enter")
    terminal.see("Timeline")
    terminal.quiet(0.3)


def test_a_lock_of_half_a_minute(path: Path, tmp_path: Path) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(120, 40)) as terminal:
        open_timeline(terminal)
        begun = time.monotonic()
        with ForeignLock(path):
            terminal.press("space")
            terminal.see('Not saved yet: "Alpha" · another program has the database, [12] s · esc to stop')
            for _ in range(3):
                terminal.press("j", "space")
            terminal.see("Not saved yet: 4 changes")
            while (left := LOCK_SECONDS - (time.monotonic() - begun)) > 0:
                terminal.quiet(min(left, 0.2))
                terminal.press("k" if int(left) % 2 else "j")
            terminal.see("another program has the database, (29|3[0-9]) s")
            assert done(path) == []
        in_time(terminal, path, list(TITLES))
        terminal.miss("Not saved yet")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def test_keys_act_while_a_change_waits_and_escape_ends_that(path: Path, tmp_path: Path) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        open_timeline(terminal)
        with ForeignLock(path):
            terminal.press("space")
            terminal.see('Not saved yet: "Alpha"')
            pressed = time.monotonic()
            terminal.press("?")
            terminal.see("THIS SCREEN")
            assert time.monotonic() - pressed < 5, "on a machine that is free it takes some milliseconds"
            terminal.see("Not saved yet|THIS SCREEN")
            terminal.press("?")
            terminal.miss("THIS SCREEN")
            terminal.see('Not saved yet: "Alpha"')
            terminal.press("escape")
            terminal.see('Not saved: "Alpha". The database was locked. Try again.')
            terminal.see("Timeline")
        terminal.press("j", "space")
        in_time(terminal, path, ["Beta"])
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def leave(terminal: Terminal) -> int:
    terminal.press("ctrl+q")
    terminal.see("Wait, or leave now\\?")
    terminal.press("l")
    return 0


def hang_up(terminal: Terminal) -> int:
    terminal.hang_up()
    return 128 + signal.SIGHUP


def terminate(terminal: Terminal) -> int:
    terminal.signal(signal.SIGTERM)
    return 128 + signal.SIGTERM


def kill(terminal: Terminal) -> int:
    terminal.signal(signal.SIGKILL)
    return -signal.SIGKILL


@pytest.mark.parametrize("end", [leave, hang_up, terminate, kill])
def test_what_waits_when_the_program_ends_is_offered_at_the_next_start(path: Path, tmp_path: Path, end: object) -> None:
    assert callable(end)
    with ForeignLock(path), Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        open_timeline(terminal)
        terminal.press("j", "space")
        terminal.see('Not saved yet: "Beta"')
        files = tmp_path / ".local/state/milestone_tui"
        terminal.wait(lambda _: list(files.rglob("*.json")), "a file that keeps it")
        code = end(terminal)
        assert terminal.end() == code
        assert "Traceback" not in terminal.text
    assert done(path) == []
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("1 unsaved change from your last session")
        terminal.see('Tick "Beta"')
        terminal.press("enter")
        terminal.see('Saved: Tick "Beta" · u to undo')
        in_time(terminal, path, ["Beta"])
        terminal.press("u")
        in_time(terminal, path, [])
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert not list((tmp_path / ".local/state/milestone_tui").rglob("*.json"))


def test_a_start_on_a_locked_database_says_so_and_waits(path: Path, tmp_path: Path) -> None:
    with ForeignLock(path, whole=True) as lock:
        with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
            terminal.see("Waiting: another program has locked the database")
            terminal.press("ctrl+c")
            assert terminal.end() == 130
        with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
            terminal.see("Waiting: another program has locked the database")
            lock.release()
            terminal.see("PROJECT")
            terminal.press("ctrl+q")
            assert terminal.end() == 0


COMMANDS = [
    ["import", "plan.csv"],
    ["holidays", "A", "--country", "DE"],
    ["list"],
    ["backup", "b.db"],
    ["restore", "c.db"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_waits_and_says_so_and_ctrl_c_ends_it(path: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "plan.csv").write_text("title\nEpsilon\n")
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    shutil.copy(path, tmp_path / "c.db")
    with ForeignLock(path, whole=True) as lock:
        for interrupted in (True, False):
            running = subprocess.Popen(
                [sys.executable, "-m", "milestone_tui", "--db", str(path), *command],
                cwd=tmp_path,
                env=env,
                stderr=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
            )
            assert running.stderr is not None
            assert "Waiting: another program has locked the database" in running.stderr.readline()
            if interrupted:
                running.send_signal(signal.SIGINT)
            else:
                lock.release()
            _, told = running.communicate(timeout=PATIENCE)
            assert running.returncode == (130 if interrupted else 0), told
            assert not (interrupted and (tmp_path / "b.db").exists())
    with closing(sqlite3.connect(path)) as db:
        changes = db.execute("SELECT count(*) FROM change").fetchone()[0]
    assert changes == (2 if command[0] in ("import", "holidays") else 1), "the one that was interrupted wrote nothing"
