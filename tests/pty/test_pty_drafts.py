"""An edit that is not saved when the program ends, however it ends, is there to be gone on with at the next start."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one milestone in one project."""
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "Beta"})
    )
    store.close()
    return path


def open_editor(terminal: Terminal) -> None:
    terminal.see("Beta")
    terminal.press("enter")
    terminal.see("Timeline")
    terminal.press("enter")
    terminal.see("Title +▌?Beta")


def drafts(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT kind, title FROM draft").fetchall()


def kept_in_time(terminal: Terminal, path: Path) -> None:
    """Wait until what was typed is kept while one goes on."""
    deadline = time.monotonic() + PATIENCE
    while drafts(path) != [("milestone", "Beta two")]:
        assert time.monotonic() < deadline, terminal.text
        terminal.quiet(0.1)


def killed(terminal: Terminal, path: Path) -> None:
    kept_in_time(terminal, path)
    terminal.signal(signal.SIGKILL)


def terminated(terminal: Terminal, path: Path) -> None:
    terminal.signal(signal.SIGTERM)


def hung_up(terminal: Terminal, path: Path) -> None:
    terminal.hang_up()


def left(terminal: Terminal, path: Path) -> None:
    terminal.press("ctrl+q")


@pytest.mark.parametrize(
    ("end", "nohup", "code"),
    [
        (killed, False, -signal.SIGKILL),
        (terminated, False, 128 + signal.SIGTERM),
        (hung_up, False, 128 + signal.SIGHUP),
        (hung_up, True, 128 + signal.SIGHUP),
        (left, False, 0),
    ],
    ids=["kill -9", "SIGTERM", "closed", "closed under nohup", "ctrl+q"],
)
def test_it_is_offered_and_gone_on_with(
    path: Path, tmp_path: Path, end: Callable[[Terminal, Path], None], nohup: bool, code: int
) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24), nohup=nohup) as terminal:
        open_editor(terminal)
        terminal.press(" two")
        terminal.see("Beta two")
        end(terminal, path)
        assert terminal.end() == code
    assert drafts(path) == [("milestone", "Beta two")]

    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("1 draft from your last session")
        terminal.press("enter")
        terminal.see("Title +▌?Beta two")
        terminal.see("unsaved changes")
        terminal.press("!", "ctrl+s")
        terminal.see("Saved")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert drafts(path) == []

    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        assert "unfinished" not in terminal.see("Beta two!")
        terminal.quiet(0.5)
        assert "unfinished" not in terminal.text
        terminal.press("q")
        assert terminal.end() == 0


def test_what_somebody_else_is_typing_is_not_offered(path: Path, tmp_path: Path) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as ana:
        open_editor(ana)
        ana.press(" two")
        kept_in_time(ana, path)
        for person in ("ana", "ben"):
            with Terminal("--db", str(path), home=tmp_path, size=(80, 24), env={"MILESTONE_TUI_USER": person}) as other:
                other.see("Beta")
                other.press(":", "drafts", "enter")
                other.see("No drafts")
                other.press("ctrl+q")
                assert other.end() == 0
        ana.press("ctrl+s")
        ana.see("Saved")
        ana.press("ctrl+q")
        assert ana.end() == 0
    assert drafts(path) == []


def test_one_is_discarded_another_left_for_later(path: Path, tmp_path: Path) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
        open_editor(terminal)
        terminal.press(" two")
        terminal.see("Beta two")
        terminal.signal(signal.SIGTERM)
        terminal.end()
    for keys, there in ((["escape"], True), (["d", "escape"], False)):
        with Terminal("--db", str(path), home=tmp_path, size=(80, 24)) as terminal:
            terminal.see("1 draft from your last session")
            terminal.press(*keys)
            terminal.miss("from your last session")
            terminal.press("q")
            assert terminal.end() == 0
        assert bool(drafts(path)) is there
