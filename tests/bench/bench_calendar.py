"""How long `milestone-tui calendar` takes as a process, against a Python that imports three modules: the ratio counts.

    PYTHONPATH=tests python tests/bench/bench_calendar.py [milestones [edits in the journal [rounds]]]

The two processes take turns, so that a busy machine slows both. Run from the folder that has `milestone_tui`; its
modules should have been compiled (python -m compileall), as they are where the program is installed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.bench_first_frame import PER_PROJECT, TODAY, portfolio

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone
from milestone_tui.store import Store

BOUND = 12.0
"""The most that a calendar of 10,000 milestones may take, as a multiple."""
_NOTES = "Agreed with the client; see the minutes of the meeting.\nTwo open points, both small."
_UNIT = ("-c", "import sqlite3, argparse, json")


def taken(arguments: Sequence[str]) -> float:
    """Return the seconds that a process takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def fill(path: Path, milestones: int, edits: int) -> None:
    """Make a database with projects of 200 milestones, half of them with notes and tags, and so many edits."""
    projects = (
        project._replace(milestones=tuple(map(annotated, project.milestones)))
        for project in portfolio(milestones // PER_PROJECT, True).projects
    )
    plan = ImportedPlan(tuple(projects))
    with closing(Store.open(path, Clock.fixed(TODAY), "bench")) as store:
        store.change_blocking(lambda do: do.imports.add(plan, None))
        due = {m.id: m.due_on for found in store.read.everything() for m in found.milestones if m.is_open and m.due_on}
        for round_ in range(max(0, edits - 2 * milestones) // len(due)):
            days = {id_: day + timedelta(days=1 + round_) for id_, day in due.items()}
            store.change_blocking(lambda do, days=days: do.milestones.move_all(days, {}))  # type: ignore[misc]


def annotated(milestone: IncomingMilestone) -> IncomingMilestone:
    """Return every second milestone with notes and tags."""
    return milestone._replace(notes=_NOTES, more={"tags": ("beta", "client")}) if int(milestone.ref) % 2 else milestone


def main() -> None:
    """Measure, and print the medians and their ratio; end with 1 if it is above the bound."""
    milestones, edits, rounds = (*map(int, sys.argv[1:]), *(10_000, 40_000, 9)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        fill(path, milestones, edits)
        calendar = ("-m", "milestone_tui", "calendar", "--db", str(path), "--today", TODAY.isoformat())
        taken(calendar)
        pairs = [(taken(_UNIT), taken(calendar)) for _ in range(rounds)]
    unit, ours = (statistics.median(found) for found in zip(*pairs, strict=True))
    print(f"{milestones:,} milestones on {os.cpu_count()} processors, median of {rounds} rounds")
    for name, seconds in (("unit", unit), ("calendar", ours)):
        print(f"{name:<12}{seconds * 1000:>9.1f} ms")
    print(f"{'ratio':<12}{ours / unit:>9.1f} x, at most {BOUND:g}")
    sys.exit(ours / unit > BOUND)


if __name__ == "__main__":
    main()
