"""How long `report` takes as a process, against an interpreter that imports only what any such command needs.

    PYTHONPATH=tests python tests/bench/bench_report.py [rounds]

All commands run in turn, in one run, so that a busy machine slows each as much; the ratios are what counts. The program
starts as its installed script does, from compiled modules.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from bench.bench_status import TODAY, measure, project

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.model import Health
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

ROUNDS = 9
SIZES = (
    (60, 1, 5.0, (("report", "P000"), ("report", "P000", "--format", "html"), ("report", "P000", "--format", "json"))),
    (10_000, 500, 25.0, (("report", "--all"), ("report", "--all", "--period", "q3"), ("list", "--projects"))),
)
"""Milestones, projects, the most that the first command may take as a multiple, and the commands."""
_LAST = TODAY - timedelta(days=7)
_MOVES = 10
"""Weeks in which a tenth of the open milestones moved."""


def fill(path: Path, milestones: int, projects: int) -> None:
    """Write a database with so many milestones: planned a year ago, moved each week, reviewed a week ago."""
    plan = ImportedPlan(tuple(project(number, milestones // projects) for number in range(projects)))
    with closing(Store.open(path, Clock.fixed(TODAY - timedelta(days=180)), "bench")) as store:
        store.change_blocking(lambda do: do.imports.add(plan))
        plans = store.read.everything()
    due = {m.id: m.due_on for found in plans for m in found.milestones if m.due_on is not None and m.is_open}
    for week in range(_MOVES, -1, -1):
        with closing(Store.open(path, Clock.fixed(TODAY - timedelta(days=7 * week + 1)), "bench")) as store:
            moved = {id_: day + timedelta(days=1) for id_, day in due.items() if id_ % 10 == week % 10}
            due |= moved
            store.change_blocking(lambda do, moved=moved: do.milestones.move_all(moved, {}))  # type: ignore[misc]
    with closing(Store.open(path, Clock.fixed(_LAST), "bench")) as store:
        store.change_blocking(lambda do: _watch(do, [found.project.id for found in plans]))


def _watch(do: Commands, project_ids: list[int]) -> None:
    """Give each project a cost, risks, and each fifth a review with a need."""
    for id_ in project_ids:
        do.costs.set_of_project(id_, [CostInput(None, _LAST, Decimal(1_200), "Servers")], [])
        for title in ("Late data", "Few testers"):
            do.risks.create(id_, {"title": title, "probability": 3, "impact": 4})
        if id_ % 5 == 0 or len(project_ids) == 1:
            do.reviews.add_need(id_, "Test data")
            do.reviews.judge(id_, Health.ON_TRACK, "the client has the build")
            do.reviews.finish(id_, Health.AT_RISK, "")


def main() -> None:
    """Fill the databases, measure, and print medians and ratios; end with 1 if a bound is exceeded."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    exceeded = False
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "LANG": "C.UTF-8"}
        for name in ("PYTHONDONTWRITEBYTECODE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            environment.pop(name, None)
        for milestones, projects, bound, commands in SIZES:
            path = Path(folder) / f"{milestones}.db"
            fill(path, milestones, projects)
            print(f"{milestones:,} milestones in {projects} projects, median of {rounds}, at most {bound:g} x")
            exceeded |= measure(path, commands, rounds, environment) > bound
    sys.exit(exceeded)


if __name__ == "__main__":
    main()
