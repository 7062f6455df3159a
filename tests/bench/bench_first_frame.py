"""What the first frame reads of a large portfolio, part by part, in milliseconds of processor time.

    PYTHONPATH=tests python tests/bench/bench_first_frame.py FILE [lived|even [projects]]

Fills FILE, where there is none yet, with projects of 200 milestones, a third of them done. In those that have `lived`
every seventh milestone slips, and in one project of ten every second milestone follows the one before; `even` ones are
on their dates and have no links. Then it measures, nine times each, what `ui.first_frame` asks and paints at 120x40.
How long it takes until the frame is on a terminal is another matter: this says where the time goes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from milestone_tui.plan.analysis.portfolio import ProjectOrder, arranged, judged
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.first_frame.ansi_paint import painted
from milestone_tui.ui.theme import DARK
from milestone_tui.ui.views.projects.home_lines import home_lines

TODAY = date(2026, 11, 22)
PER_PROJECT = 200
PHASES = ("Discovery", "Build", "Acceptance", "Launch")
_TIMES = 9


def portfolio(projects: int, lived: bool) -> ImportedPlan:
    """Return projects of 200 milestones."""
    return ImportedPlan(tuple(_project(number, lived) for number in range(projects)))


def _project(number: int, lived: bool) -> IncomingProject:
    is_linked = lived and number % 10 == 0
    milestones = tuple(_milestone(number * PER_PROJECT + place, place, lived) for place in range(PER_PROJECT))
    refs = [m.ref for m in milestones]
    links = tuple(IncomingLink(refs[n - 1], refs[n], 0) for n in range(1, PER_PROJECT, 2)) if is_linked else ()
    return IncomingProject(f"P{number:04d}", PHASES, milestones, links)


def _milestone(number: int, place: int, lived: bool) -> IncomingMilestone:
    day = TODAY + timedelta(days=1 + number % 300)
    return IncomingMilestone(
        ref=str(number),
        where=f"line {number}",
        title=f"Milestone {number:06d}",
        phase=PHASES[place * len(PHASES) // PER_PROJECT],
        owner=("Ana", "Raj", "Kim")[number % 3],
        baseline_on=day,
        due_on=day + timedelta(days=9 if lived and number % 7 == 0 else 0),
        done_on=TODAY if number % 3 == 0 else None,
    )


def measure(name: str, work: Callable[[], object]) -> None:
    """Print the median of the processor time that `work` takes."""
    taken = []
    for _ in range(_TIMES):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    print(f"{name:<40}{statistics.median(taken):>9.1f}{min(taken):>9.1f}")


def main() -> None:
    """Fill a database where there is none, and measure."""
    path, lived = Path(sys.argv[1]), sys.argv[2:3] != ["even"]
    projects = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    fresh = not path.exists()
    store = Store.open(path, Clock.fixed(TODAY), "bench")
    if fresh:
        store.change_blocking(lambda do: do.imports.add(portfolio(projects, lived), None))
    store.close()

    store = Store.open(path, Clock.fixed(TODAY), "bench")
    print(f"{'processor ms':<40}{'median':>9}{'least':>9}")
    summaries = store.read.projects(TODAY)
    shown = arranged(summaries, ProjectOrder.HEALTH)
    first = shown[0]
    marks = store.read.roadmap([first.project.id])[first.project.id]
    told = judged(marks, TODAY, first.project.calendar, first.next_id)
    lines = home_lines(shown, shown, told, TODAY, (120, 40))
    measure("all projects with their health", lambda: store.read.projects(TODAY))
    measure("put in order", lambda: arranged(summaries, ProjectOrder.HEALTH))
    measure("the marks of the first", lambda: store.read.roadmap([first.project.id]))
    measure("lines", lambda: home_lines(shown, shown, told, TODAY, (120, 40)))
    measure("painted", lambda: painted(lines, 120, DARK, Colours.FULL, fills=True))
    store.close()


if __name__ == "__main__":
    main()
