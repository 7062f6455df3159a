"""How long the commands take as processes, against an interpreter that only imports what they cannot do without.

    PYTHONPATH=tests python tests/bench/bench_commands.py [rounds] [reading] [changing]

All commands run in turn, in one run, each right after the bare interpreter that it is compared with, so that a busy
machine slows both as much; the ratios are what counts. The program starts as its installed script does, from compiled
modules. Each command has a fresh copy of the same database, so that it also makes the backup of the day.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

TODAY = date(2026, 11, 30)
ROUNDS = 15
SIZES = ((60, 6), (10_000, 1_000))
"""Milestones and projects of each database."""

PROGRAM = "from milestone_tui.cli.main import run_program; run_program()"
CHANGING: tuple[tuple[str, ...], ...] = (
    ("done", "P001/milestone 7"),
    ("untick", "P001/milestone 0"),
    ("move", "P001/milestone 7", "+5wd"),
    ("move", "P001/milestone 7", "+5wd", "--dry-run"),
    ("edit", "P001/milestone 7", "owner=person 1", "deadline=eom"),
    ("add", "P001", "Hand-over 28 nov @person.1"),
    ("delete", "P001/milestone 7"),
    ("spent", "P001", "1200"),
    ("risk", "add", "P001", "Late p4 i5"),
    ("baseline", "set", "P001"),
    ("new", "NEW"),
    ("undo",),
)
READING: tuple[tuple[str, ...], ...] = (
    ("list", "--json"),
    ("status",),
    ("agenda",),
    ("show", "P001"),
    ("show", "P001", "--json"),
    ("show", "P001/milestone 7"),
    ("risk", "list", "P001"),
    ("people",),
    ("people", "person 1"),
    ("review", "list", "P001"),
    ("review", "show", "P001"),
    ("baseline", "list", "P001"),
    ("log",),
    ("log", "P001/milestone 7", "--json"),
    ("holidays", "P001"),
    ("completion", "bash", "--names", "milestones", "--", "milestone-tui", "done", "P001/mil"),
)
EARLIER: Mapping[str, Sequence[str]] = {"undo": ("done", "P001/milestone 7")}
"""What was done before a command."""


class Kind(NamedTuple):
    """Commands that are compared with one bare interpreter."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    bare: str
    bound: float
    """The most of each command with the fewest milestones, as a multiple of the bare interpreter."""


KINDS = (
    Kind("reading", READING, "import sqlite3, argparse, json", 3),
    Kind("changing", CHANGING, "import sqlmodel", 1.3),
)


class Taken(NamedTuple):
    """The seconds of a process: by the clock, and of the processors."""

    clock: float
    processors: float


def project(number: int, milestones: int) -> IncomingProject:
    """Return a project with open milestones after today and a few that are done; every third is linked."""
    days = [TODAY + timedelta(days=place * 30 - 60) for place in range(milestones)]
    rows = tuple(
        IncomingMilestone(
            ref=f"{number}-{place}",
            where="",
            title=f"Milestone {place} of {number}",
            phase=f"Phase {place * 4 // milestones + 1}",
            owner=f"Person {place % 9}",
            due_on=day,
            done_on=day if day < TODAY else None,
        )
        for place, day in enumerate(days)
    )
    links = tuple(IncomingLink(f"{number}-{place - 1}", f"{number}-{place}", 5) for place in range(2, milestones, 3))
    return IncomingProject(f"P{number:03}", tuple(dict.fromkeys(row.phase for row in rows)), rows, links)


def fill(path: Path, milestones: int, projects: int) -> None:
    """Write a database with so many milestones in so many projects."""
    plan = ImportedPlan(tuple(project(number, milestones // projects) for number in range(projects)))
    with closing(Store.open(path, Clock.fixed(TODAY), "bench")) as store:
        store.change_blocking(lambda do: do.imports.add(plan))


def taken(command: Sequence[str], environment: Mapping[str, str]) -> Taken:
    """Return the seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def middle(found: Sequence[Taken]) -> Taken:
    """Return the medians, without the first: it compiles the modules."""
    clock, processors = (statistics.median(values[1:]) for values in zip(*found, strict=True))
    return Taken(clock, processors)


def program(path: Path, words: Sequence[str]) -> list[str]:
    """Return the process that runs a command on a database."""
    return [sys.executable, "-c", PROGRAM, "--db", str(path), "--today", TODAY.isoformat(), *words]


def measure(kind: Kind, folder: Path, filled: Path, rounds: int, environment: Mapping[str, str]) -> float:
    """Print the median of each command, and return the largest ratio by the clock."""
    started = dict.fromkeys(EARLIER, folder / "started.db")
    for name, words in EARLIER.items():
        started[name] = folder / f"{filled.stem}-{name}.db"
        shutil.copy(filled, started[name])
        taken(program(started[name], words), environment)
    found: dict[Sequence[str], list[Taken]] = {words: [] for words in kind.commands}
    bare: dict[Sequence[str], list[Taken]] = {words: [] for words in kind.commands}
    for _ in range(rounds + 1):
        for words in kind.commands:
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                path = Path(scratch) / "m.db"
                shutil.copy(started.get(words[0], filled), path)
                bare[words].append(taken([sys.executable, "-c", kind.bare], environment))
                found[words].append(taken(program(path, words), environment))
    ratios = []
    print(f"  {'':<40}{'clock':>8}{'':>19}{'processors':>10}")
    for words in kind.commands:
        here, unit = middle(found[words]), middle(bare[words])
        ratios.append(here.clock / unit.clock)
        print(
            f"  {' '.join(words)[:39]:<40}{here.clock * 1000:>5.0f} ms {ratios[-1]:>6.2f} x"
            f"{here.processors * 1000:>14.0f} ms {here.processors / unit.processors:>6.2f} x"
        )
    return max(ratios)


def main() -> None:
    """Fill the databases, measure, and print medians and ratios; end with 1 if the bound is exceeded."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    chosen = [kind for kind in KINDS if kind.name in sys.argv[2:]] or KINDS
    exceeded = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "HOME": name, "PYTHONPYCACHEPREFIX": f"{name}/compiled", "LANG": "C.UTF-8"}
        for variable in ("PYTHONDONTWRITEBYTECODE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            environment.pop(variable, None)
        for milestones, projects in SIZES:
            path = folder / f"{milestones}.db"
            fill(path, milestones, projects)
            for kind in chosen:
                print(f"{kind.name}: {milestones:,} milestones in {projects} projects, median of {rounds}", flush=True)
                largest = measure(kind, folder, path, rounds, environment)
                exceeded |= milestones == SIZES[0][0] and largest > kind.bound
    sys.exit(exceeded)


if __name__ == "__main__":
    main()
