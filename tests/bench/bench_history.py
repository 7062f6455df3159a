"""What a year of monthly files takes through `import --history`, against one `import` of such a file, as processes.

    PYTHONPATH=tests python tests/bench/bench_history.py [rounds] [milestones]

Both run in turn, so that a busy machine slows both as much; the ratio is what counts: at most 15. After the first
import, the same folder is imported again, then with a thirteenth file, then once more in the worst order (newest first,
file by file), and all of it once more into a database that has 20,000 other milestones, changed today.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from monthly_files import YEAR, month_end, write_csv, write_year, year_of_files

import milestone_tui
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

BOUND = 15
OTHERS = 20_000
_PROGRAM = "from milestone_tui.cli.main import run_program; run_program()"
_PACKAGE = str(Path(milestone_tui.__file__).parents[1])
_TODAY = f"{YEAR + 1}-01-15"


class Taken(NamedTuple):
    """The seconds of a process, by the clock and of the processors, and what it printed."""

    clock: float
    processors: float
    out: str


def run(folder: Path, *words: str) -> Taken:
    """Run a command in a home of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": _PACKAGE, "LANG": "C.UTF-8"}
    environment["MILESTONE_TUI_TODAY"] = _TODAY
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(time.monotonic() - begun, used, done.stdout)


def many_others(path: Path) -> None:
    """Make a database with other projects, all of whose milestones were moved today."""
    with closing(Store.open(path, Clock.fixed(month_end(1, YEAR + 1)), "ana", only_reads=False)) as store:
        for number in range(10):
            rows = tuple(IncomingMilestone(str(n), "", f"Other {n}", due_on=month_end(12)) for n in range(OTHERS // 10))
            plan = ImportedPlan((IncomingProject(f"Other {number}", (), rows),))
            store.change_blocking(lambda do, plan=plan: do.imports.add(plan))  # type: ignore[misc]


def main() -> None:
    """Run both in turn, then the others once a round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    milestones = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    taken: dict[str, list[Taken]] = {}

    def note(name: str, one: Taken) -> Taken:
        taken.setdefault(name, []).append(one)
        return one

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_year(home / "year", milestones)
        many_others(home / "others.db")
        thirteenth = list(year_of_files(milestones, 12, seed=7))[-1]
        for number in range(rounds):
            db = f"{number}.db"
            note("import of one file", run(home, "import", "year/plan-2025-06.csv", "--db", f"one-{db}"))
            first = note("import --history, 12 files", run(home, "import", "--history", "year", "--db", db, "--json"))
            changes = {file["change"] for file in json.loads(first.out)["files"]}
            assert len(changes) == 12 and None not in changes
            again = note("  the same folder again", run(home, "import", "--history", "year", "--db", db, "--json"))
            assert {file["change"] for file in json.loads(again.out)["files"]} == {None}
            write_csv(home / "year" / "plan-2026-01-10.csv", thirteenth)
            note("  with a thirteenth file", run(home, "import", "--history", "year", "--db", db))
            (home / "year" / "plan-2026-01-10.csv").unlink()
            (home / f"many-{db}").write_bytes((home / "others.db").read_bytes())
            note("  beside 20,000 others", run(home, "import", "--history", "year", "--db", f"many-{db}"))
        note("check", run(home, "check", "--db", "0.db"))
    one = taken["import of one file"]
    print(f"{'':<30}{'clock s':>9}{'cpu s':>9}{'× clock':>9}{'× cpu':>9}")
    for what, every in taken.items():
        clock = statistics.median(each.clock for each in every)
        cpu = statistics.median(each.processors for each in every)
        ratios = (
            statistics.median(mine / other for mine, other in zip(column, row, strict=False))
            for column, row in (
                ([each.clock for each in every], [each.clock for each in one]),
                ([each.processors for each in every], [each.processors for each in one]),
            )
        )
        print(f"{what:<30}{clock:>9.2f}{cpu:>9.2f}" + "".join(f"{ratio:>9.1f}" for ratio in ratios))
    print(f"bound: {BOUND} × one import")


if __name__ == "__main__":
    main()
