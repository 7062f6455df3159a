"""How long `list --json` takes for many milestones, against a script that dumps the same query with sqlite3 and json.

    PYTHONPATH=tests python tests/bench/bench_list.py [milestones [projects [rounds]]]

Both are processes that write to a file, one after the other in each round; their times are those of the processor.
The script reads the view with the same columns, whole, and knows no floats, slips, signs or days off. The memory is the
most that the process had. Modules should have been compiled (python -m compileall), as where the program is installed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from bench.bench_status import TODAY, project

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.store import Store

MOST_RATIO = 2.0
MOST_MB = 150.0

PROGRAM = "from milestone_tui.cli.main import run_program; run_program()"
BARE = """
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
found = db.execute('''
    SELECT milestone_view.id, project.key AS project, project.name AS project_name, client, phase, title, kind, owner,
        approver, milestone_view.state, baseline.name AS baseline, baseline_on, milestone_view.due_on, deadline_on,
        done_on, submitted_on, accepted_on, percent, slip_days, criteria_met, criteria_total, weight, value_minor,
        (SELECT sum(amount_minor) FROM cost WHERE cost.milestone_id = milestone_view.id) AS spent,
        milestone_view.currency, deliverable, outcome, tags, internal, notes, invoiced_on, invoice_number, paid_on,
        {rejected} AS rejected
    FROM milestone_view JOIN project ON project.id = milestone_view.project_id
    LEFT JOIN baseline ON baseline.id = project.baseline_id
    WHERE archived_at IS NULL
    ORDER BY project.key, phase_position, coalesce(milestone_view.due_on, done_on), milestone_view.id''')
names = [column[0] for column in found.description]
print(json.dumps([dict(zip(names, row)) for row in found]))
"""


def fill(path: Path, milestones: int, projects: int) -> None:
    """Make a database with so many milestones in so many projects."""
    with closing(Store.open(path, Clock.fixed(TODAY), "bench")) as store:
        found = tuple(project(number, milestones // projects) for number in range(projects))
        store.change_blocking(lambda do: do.imports.add(ImportedPlan(found)))


def measured(words: list[str], out: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Run a process and return the seconds of the processor and its most memory in MB."""
    with out.open("wb") as file:
        process = subprocess.Popen(words, stdout=file, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Fill a database, measure, and print medians; end with 1 if a bound is exceeded."""
    from milestone_tui.store.mappers import IS_REJECTED

    *numbers, rounds = (*map(int, sys.argv[1:]), *(100_000, 200, 5)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        # In a process of its own: what this one has had counts as memory of those that it starts.
        filling = f"from pathlib import Path; from bench.bench_list import fill; fill(Path({str(path)!r}), *{numbers})"
        subprocess.run([sys.executable, "-c", filling], check=True)
        environment = {**os.environ, "MILESTONE_TUI_TODAY": TODAY.isoformat(), "HOME": folder}
        bare = BARE.format(rejected=IS_REJECTED.format(id="milestone_view.id"))
        commands = {
            "bare sqlite3 and json": [sys.executable, "-c", bare, str(path)],
            "list --json": [sys.executable, "-c", PROGRAM, "list", "--json", "--db", str(path)],
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                found[name].append(measured(words, Path(folder) / name, environment))
    seconds = {name: statistics.median(took for took, _ in every) for name, every in found.items()}
    for name, every in found.items():
        memory = max(most for _, most in every)
        times = seconds[name] / seconds["bare sqlite3 and json"]
        print(f"{name:<24}{seconds[name]:>7.2f} s   {memory:>6.0f} MB   {times:.2f} x")
    ratio = seconds["list --json"] / seconds["bare sqlite3 and json"]
    sys.exit(ratio > MOST_RATIO or max(most for _, most in found["list --json"]) > MOST_MB)


if __name__ == "__main__":
    main()
