"""`backup` ended by kill -9 at many moments: either no file of that name, or a whole sound one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import milestone_tui
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

TIMES = 20
PATIENCE = 60.0
"""Seconds for a process to begin on a busy machine."""


def fill(path: Path) -> None:
    """Make a database of some 30 MB: a copy of it takes long enough to be ended within."""
    notes = "a long story " * 7_000
    milestones = [IncomingMilestone(str(n), "", f"Milestone {n}", notes=notes) for n in range(150)]
    with closing(Store.open(path, Clock.fixed(date(2026, 11, 22)), "ana")) as store:
        store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("Big", (), tuple(milestones)),))))


def written(folder: Path, process: int) -> int | None:
    """How many bytes of a copy a process has written; None before it is begun and after it has its name."""
    sizes = []
    for entry in folder.glob(f".milestone-tui.*.{process}.*.part"):
        try:
            sizes.append(entry.stat().st_size)
        except FileNotFoundError:  # it has just been renamed
            continue
    return max(sizes, default=None)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
def test_a_killed_backup_leaves_no_file_or_a_whole_one(tmp_path: Path) -> None:
    database, folder = tmp_path / "milestones.db", tmp_path / "copies"
    fill(database)
    folder.mkdir()
    size = database.stat().st_size
    package = Path(milestone_tui.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(package), "MILESTONE_TUI_TODAY": "2026-11-23"}
    interrupted = 0
    for number in range(TIMES):
        copy = folder / f"copy-{number}.db"
        command = [sys.executable, "-m", "milestone_tui", "backup", str(copy), "--db", str(database)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            begun = time.monotonic()
            while process.poll() is None and time.monotonic() - begun < PATIENCE:
                there = written(folder, process.pid)  # each time a part more of it, in the end all of it
                if there is not None and there >= size * number // (TIMES - 2):
                    break
            process.send_signal(signal.SIGKILL)
            process.wait()
        interrupted += process.returncode == -signal.SIGKILL
        if copy.exists():
            with closing(sqlite3.connect(copy)) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert db.execute("SELECT count(*) FROM milestone").fetchone() == (150,)
        else:
            assert process.returncode == -signal.SIGKILL
    assert interrupted >= TIMES // 2

    last = folder / "last.db"
    done = subprocess.run([sys.executable, "-m", "milestone_tui", "backup", last, "--db", database], env=environment)
    assert done.returncode == 0
    hidden = [entry.name for entry in folder.iterdir() if entry.name.startswith(".")]
    assert last.exists() and hidden == []
