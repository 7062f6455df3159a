"""What is typed in a panel outlives `kill -9` and a line that drops: the next start has it there again."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from panels import PANELS, TextPanel, fill
from terminal import PATIENCE, Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

SENT = {"slash": "/", "asterisk": "*", "full_stop": "."}
"""Keys that the tests of screens call by another name."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(date(2026, 11, 22)), "ana")
    store.change_blocking(fill)
    store.close()
    return path


def drafts(path: Path) -> list[tuple[str, int | None, str]]:
    """Kinds, targets, and what is typed."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT kind, target_id, typed FROM draft").fetchall()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_what_is_typed_is_there_after_kill_9(path: Path, tmp_path: Path, panel: TextPanel) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=(100, 30)) as terminal:
        terminal.see("help")
        terminal.press(*(SENT.get(key, key) for key in panel.keys), panel.text)
        terminal.see(panel.again)
        deadline = time.monotonic() + PATIENCE
        while not any(panel.text in typed for _, _, typed in drafts(path)):
            assert time.monotonic() < deadline, terminal.text
            terminal.quiet(0.1)
        terminal.signal(signal.SIGKILL)
        terminal.end()
    assert [(kind, target) for kind, target, _ in drafts(path)] == [(panel.kind, panel.target)]
    with Terminal("--db", str(path), home=tmp_path, size=(100, 30)) as terminal:
        terminal.see("1 draft from your last session")
        terminal.press("enter")
        terminal.see(panel.again)
        terminal.hang_up()  # the line drops: it is there at the next start, too
        terminal.end()
    assert [(kind, target) for kind, target, _ in drafts(path)] == [(panel.kind, panel.target)]
