"""Four programs that write to one file without a pause: nothing is lost, nobody is turned away.

For two minutes instead of two seconds: `MILESTONE_TUI_STORM=120 python -m pytest tests/store/test_store_storm.py`.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from replay import contents, replayed

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

CLOCK = Clock.fixed(date(2026, 11, 22))
SECONDS = float(os.environ.get("MILESTONE_TUI_STORM", "2"))
LEAST = 10
"""Changes that each of them makes, however slow the machine is."""
WRITERS = ("ana", "Ben", "Cem", "Dan")

WRITER = """
import asyncio, os, random, sys, time
from datetime import date, timedelta
from pathlib import Path
from milestone_tui.errors import InvalidInput, UndoRefused
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

path, actor, own = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seconds, least = float(sys.argv[4]), int(sys.argv[5])
today = date(2026, 11, 22)
store = Store.open(path, Clock.fixed(today), actor)
rng = random.Random(actor)
written = []

def heard(change):
    if change is not None:
        written.append(change.id)
        os.write(1, f"{change.label}\\n".encode())

def step():
    what = rng.randrange(6)
    if what == 0:
        return store.change_blocking(lambda do: do.milestones.tick(own, today))
    if what == 1:
        return store.change_blocking(lambda do: do.milestones.untick(own))
    if what == 2:
        return store.change_blocking(lambda do: do.milestones.create(1, {"title": f"Of {actor}", "notes": "x" * 500}))
    if what == 3:
        to = today + timedelta(rng.randrange(500))
        return store.change_blocking(lambda do: do.milestones.move_all({own: to}, {}))
    if what == 4:
        notes = f"{actor} {rng.random()}"
        return store.change_blocking(lambda do: do.milestones.edit(1, {"notes": notes}, {}))
    return asyncio.run(store.undo())

until = time.monotonic() + seconds
while time.monotonic() < until or len(written) < least:
    try:
        heard(step())
    except (InvalidInput, UndoRefused):
        pass  # what is done does not move; somebody else changed the same since: told in words
store.close()
"""


def test_four_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.db"

    def plan(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Acme"})
        for title in ("Of all", *WRITERS):
            do.milestones.create(project, {"title": title, "due_on": CLOCK.today()})

    store = Store.open(path, CLOCK, "Eva")
    store.change_blocking(plan)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, actor, str(own), str(SECONDS), str(LEAST)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for own, actor in enumerate(WRITERS, 2)
    ]
    told = {actor: program.communicate() for actor, program in zip(WRITERS, programs, strict=True)}
    assert {actor: errors for actor, (_, errors) in told.items()} == dict.fromkeys(WRITERS, "")
    assert [program.returncode for program in programs] == [0] * len(WRITERS)
    history = store.read.history(limit=1_000_000)
    store.close()
    assert [change.id for change in history] == list(range(len(history), 0, -1))
    for actor, (lines, _) in told.items():
        assert len([change for change in history if change.actor.name == actor]) == len(lines.splitlines()) >= LEAST
    assert replayed(path) == contents(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM open_change").fetchone() == (0,)
