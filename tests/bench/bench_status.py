"""How long `status --line` takes as a process, against an interpreter that imports only what any such command needs.

    PYTHONPATH=tests python tests/bench/bench_status.py [rounds]

All commands run in turn, in one run, so that a busy machine slows each as much; the ratios are what counts. The program
starts as its installed script does, from compiled modules.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

TODAY = date(2026, 11, 30)
ROUNDS = 15
BOUND = 3.0
"""The most of `status --line` with the fewest milestones, as a multiple of the bare interpreter."""
SIZES = ((60, 6), (10_000, 500))
"""Milestones and projects of each database."""

BARE = "import sqlite3, argparse, json"
PROGRAM = "from milestone_tui.cli.main import run_program; run_program()"
COMMANDS = (("status", "--line"), ("status",), ("status", "--json"), ("list", "--projects"))


def project(number: int, milestones: int) -> IncomingProject:
    """Return a project over a year around today: half is done, every fourth milestone slips, every third is linked."""
    rows = []
    for place in range(milestones):
        agreed = TODAY + timedelta(days=place * 360 // milestones - 170 + number % 20)
        done = agreed < TODAY
        due = agreed + timedelta(days=3 + number % 9 if place % 4 == 0 and not done else 0)
        rows.append(
            IncomingMilestone(
                ref=f"{number}-{place}",
                where="",
                title=f"Milestone {place} of {number}",
                phase=f"Phase {place * 4 // milestones + 1}",
                owner=f"Person {place % 9}",
                baseline_on=agreed,
                due_on=due,
                done_on=due if done else None,
            )
        )
    links = tuple(IncomingLink(f"{number}-{place - 1}", f"{number}-{place}", 0) for place in range(2, milestones, 3))
    return IncomingProject(f"P{number:03}", tuple(dict.fromkeys(row.phase for row in rows)), tuple(rows), links)


def fill(path: Path, milestones: int, projects: int) -> None:
    """Write a database with so many milestones in so many projects."""
    plan = ImportedPlan(tuple(project(number, milestones // projects) for number in range(projects)))
    with closing(Store.open(path, Clock.fixed(TODAY), "bench")) as store:
        store.change_blocking(lambda do: do.imports.add(plan))


def taken(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds of a process."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def measure(path: Path, commands: Sequence[Sequence[str]], rounds: int, environment: Mapping[str, str]) -> float:
    """Print the median of each command, and return the ratio of the first."""
    options = ["--db", str(path), "--today", TODAY.isoformat()]
    runs = {BARE: [sys.executable, "-c", BARE]}
    runs |= {" ".join(words): [sys.executable, "-c", PROGRAM, *options, *words] for words in commands}
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):
        for name, command in runs.items():
            found[name].append(taken(command, environment))
    unit = statistics.median(found[BARE][1:])  # the first round compiles the modules
    for name, seconds in found.items():
        middle = statistics.median(seconds[1:])
        print(f"  {name:<34}{middle * 1000:>8.1f} ms {middle / unit:>7.2f} x")
    return statistics.median(found[" ".join(commands[0])][1:]) / unit


def main() -> None:
    """Fill the databases, measure, and print medians and ratios; end with 1 if the bound is exceeded."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "LANG": "C.UTF-8"}
        for name in ("PYTHONDONTWRITEBYTECODE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            environment.pop(name, None)
        for milestones, projects in SIZES:
            path = Path(folder) / f"{milestones}.db"
            fill(path, milestones, projects)
            print(f"{milestones:,} milestones in {projects} projects, median of {rounds}")
            ratios.append(measure(path, COMMANDS, rounds, environment))
    sys.exit(ratios[0] > BOUND)


if __name__ == "__main__":
    main()
