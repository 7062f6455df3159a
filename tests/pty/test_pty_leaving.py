"""How the program ends when it is told to from outside: with the terminal as it was, and nothing lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)

LASTING = {7, 25}
"""Lines wrap and the cursor is seen: what is on in a terminal that nobody has touched."""


def assert_restored(terminal: Terminal, before: list[object]) -> None:
    """The terminal is as it was before the program came."""
    assert terminal.settings == before
    for mode, on in terminal.modes.items():
        assert on == (mode in LASTING), f"mode {mode}"


def given_back(terminal: Terminal) -> None:
    """Wait until the program has left the screen."""
    deadline = time.monotonic() + PATIENCE
    while terminal.modes[1049]:
        assert time.monotonic() < deadline, terminal.text
        terminal.quiet(0.1)


def stopped(terminal: Terminal) -> None:
    """Wait until the program has stopped, as after ctrl+z."""
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    terminal.quiet(0.1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        assert terminal.settings != before
        terminal.signal(number)
        assert terminal.end() == 128 + number
        assert_restored(terminal, before)


def test_a_second_signal_adds_nothing(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
            terminal.signal(number)
        assert terminal.end() in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
        assert_restored(terminal, before)


def test_a_signal_while_it_starts_ends_it(tmp_path: Path) -> None:
    Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana").close()
    with Terminal("--db", str(tmp_path / "m.db"), home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.wait(lambda _: terminal.received, "anything")
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert_restored(terminal, before)


@pytest.mark.parametrize("nohup", [False, True], ids=["plain", "nohup"])
def test_when_the_window_is_closed_it_ends(tmp_path: Path, nohup: bool) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24), nohup=nohup) as terminal:
        terminal.see("help")
        terminal.hang_up()
        assert terminal.end() == 128 + signal.SIGHUP


def test_under_nohup_a_sighup_is_ignored(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24), nohup=True) as terminal:
        terminal.see("help")
        terminal.signal(signal.SIGHUP)
        terminal.press("?")
        terminal.see("THIS SCREEN")
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the terminal is held through /proc")
def test_a_terminal_that_takes_nothing_does_not_hold_it_up(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        before = terminal.settings
        terminal.see("help")
        terminal.hold()
        terminal.press("ctrl+l")
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.settings == before


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the terminal is held through /proc")
def test_a_terminal_that_takes_not_even_the_first_frame_does_not_hold_it_up(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
    store.close()
    with Terminal("--db", str(path), home=tmp_path) as terminal:
        before = terminal.settings
        terminal.hold()
        terminal.wait(lambda _: terminal.settings != before, "a program that takes the keys")
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.settings == before


def test_what_waits_to_be_painted_does_not_hold_it_up(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        before = terminal.settings
        terminal.see("help")
        for _ in range(60):
            terminal.press("ctrl+l", "?", "escape")  # paints, and nobody reads it
        terminal.signal(signal.SIGTERM)
        os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOWAIT)
        terminal.quiet(0.1)
        assert terminal.end() == 128 + signal.SIGTERM
        assert_restored(terminal, before)


def test_what_was_asked_for_is_written(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "Beta"})
    )
    store.close()
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.press("space")
            terminal.quiet(0.5)
            for _ in range(2):
                terminal.signal(signal.SIGTERM)
                given_back(terminal)
                terminal.quiet(0.1)
            other.execute("ROLLBACK")
        assert terminal.end() == 128 + signal.SIGTERM
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT state FROM milestone").fetchall() == [("done",)]


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        terminal.quiet(0.3)
        ours = terminal.settings
        for _ in range(2):
            terminal.press("ctrl+z")
            stopped(terminal)
            assert_restored(terminal, before)
            terminal.screen.reset()
            terminal.signal(signal.SIGCONT)
            terminal.see("help")
            terminal.see("PROJECT")
            terminal.quiet(0.3)
            assert terminal.settings == ours
            assert (terminal.modes[1000], terminal.modes[1003], terminal.modes[1004]) == (True, False, False)
        terminal.press("?")
        terminal.see("THIS SCREEN")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert_restored(terminal, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_a_stopped_program_ends_it_when_it_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        terminal.press("ctrl+z")
        stopped(terminal)
        received = terminal.received
        terminal.signal(number)
        terminal.signal(signal.SIGCONT)
        assert terminal.end() == 128 + number
        assert terminal.received == received, "the terminal is the shell's by now"
        assert_restored(terminal, before)


@pytest.mark.parametrize("nohup", [False, True], ids=["plain", "nohup"])
def test_a_stopped_program_whose_window_is_closed_ends(tmp_path: Path, nohup: bool) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24), nohup=nohup) as terminal:
        terminal.see("help")
        terminal.press("ctrl+z")
        stopped(terminal)
        terminal.hang_up()
        terminal.signal(signal.SIGCONT)  # as a shell does to the jobs it leaves behind
        assert terminal.end() == 128 + signal.SIGHUP


def test_ctrl_c_during_an_import_takes_all_of_it_back(tmp_path: Path) -> None:
    plan, database = tmp_path / "plan.csv", tmp_path / "m.db"
    plan.write_text("title\n" + "\n".join(f"Milestone {n}" for n in range(20_000)))
    Store.open(database, Clock.fixed(TODAY), "ana").close()

    def is_written_to() -> bool:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    with Terminal("--db", str(database), "import", str(plan), home=tmp_path) as terminal:
        terminal.press("ctrl+s")  # the bar cannot be drawn, so the import gets no further than that
        terminal.wait(lambda _: is_written_to(), "an import under way")
        terminal.press("ctrl+c")  # which has the terminal go on, too
        assert terminal.end() == 128 + signal.SIGINT
        terminal.see("Import interrupted; nothing was changed.")
    store = Store.open(database, Clock.fixed(TODAY), "ana")
    assert store.read.everything() == ()
    assert store.read.history() == ()
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
    store.close()
