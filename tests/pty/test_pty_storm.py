"""The program killed while ticks rain on it: whatever was shown as done is done in the file."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from replay import contents, replayed
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
TICKED = re.compile(r"✔ (M \d\d)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with more milestones than are ticked."""
    path = tmp_path / "m.db"

    def plan(do: Commands) -> None:
        project = do.projects.create({"key": "STORM", "name": "Storm"})
        for number in range(40):
            do.milestones.create(project, {"title": f"M {number:02}", "due_on": TODAY + timedelta(number)})

    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(plan)
    store.close()
    return path


@pytest.mark.parametrize("seed", range(20))
def test_what_was_shown_as_done_when_it_was_killed_is_done(tmp_path: Path, path: Path, seed: int) -> None:
    rng = random.Random(seed)
    enough = rng.randint(1, 20)
    with Terminal("--db", str(path), home=tmp_path) as terminal:
        terminal.see("STORM")
        terminal.press("enter")
        terminal.see("▌◆ M 00")
        for _ in range(30):
            terminal.press("space", "j")
        terminal.wait(lambda text: len(TICKED.findall(text)) >= enough, f"{enough} ticks")
        shown = {*TICKED.findall(terminal.text)}
        terminal.signal(signal.SIGKILL)
        terminal.end()
        terminal.quiet(0.1)
        shown.update(TICKED.findall(terminal.text))  # by then the list may have scrolled
    assert len(shown) >= enough
    with closing(sqlite3.connect(path)) as db:
        done = {title for (title,) in db.execute("SELECT title FROM milestone WHERE state = 'done'")}
        assert shown <= done
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM open_change").fetchone() == (0,)
    assert replayed(path) == contents(path)
    again = Store.open(path, Clock.fixed(TODAY), "ana")
    assert again.change_blocking(lambda do: do.milestones.create(1, {"title": "After the storm"}))
    again.close()
