"""Queries and rules at scale: `python tests/bench/bench_portfolio.py [MILESTONES]`; prints medians and worsts in ms."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.outline import outline
from milestone_tui.plan.analysis.progress import planned_percent, weighted_percent
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.language.filter import milestone_facts, parse_filter
from milestone_tui.plan.model import Link
from milestone_tui.plan.network.network import total_floats
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
PER_PROJECT = 200
PHASES = ("Discovery", "Build", "Acceptance", "Launch")


def portfolio(count: int) -> ImportedPlan:
    """`count` milestones, 200 a project, every third one done, none slipping, as a CSV would bring them."""
    projects = []
    for first in range(0, count, PER_PROJECT):
        milestones = tuple(
            IncomingMilestone(
                ref=str(number),
                where=f"line {number}",
                title=f"Milestone {number:05d}",
                phase=PHASES[(number - first) * len(PHASES) // PER_PROJECT],
                owner=("ana", "raj", "kim")[number % 3],
                baseline_on=(day := TODAY + timedelta(days=1 + number % 300)),
                due_on=day,
                done_on=TODAY if number % 3 == 0 else None,
            )
            for number in range(first, min(count, first + PER_PROJECT))
        )
        projects.append(IncomingProject(f"P{first // PER_PROJECT:04d}", PHASES, milestones))
    return ImportedPlan(tuple(projects))


def measure(name: str, work: Callable[[], object], times: int = 9) -> None:
    """Print how long `work` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{name:<52}{statistics.median(taken):>10.1f}{max(taken):>10.1f}")


def main() -> None:
    """Fill a database and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "bench")
        print(f"{'median and worst, ms':<52}{'median':>10}{'worst':>10}")
        incoming = portfolio(count)
        measure(
            f"import {count:,} milestones", lambda: store.change_blocking(lambda do: do.imports.add(incoming, None)), 1
        )
        read = store.read
        one = read.projects(TODAY)[0].project.id
        measure("home: all projects with their health", lambda: read.projects(TODAY))
        measure("home: one project again", lambda: read.projects(TODAY, project_ids={one}))
        measure("timeline: the plan of one project", lambda: read.plan(one))
        measure("list: everything", lambda: read.everything(None), 3)

        everybody = [m for plan in read.everything(None) for m in plan.milestones][:5_000]
        milestones = [m._replace(project_id=one) for m in everybody]
        choice = random.Random(1)
        links = tuple(
            Link(number, a.id, b.id, choice.randrange(10))
            for number in range(15_000)
            for a, b in [sorted(choice.sample(milestones, 2), key=lambda m: m.id)]
        )
        plan = read.plan(one)._replace(milestones=tuple(milestones), links=links)
        wanted = parse_filter("is:open due<2027-03-01 -@kim", TODAY)
        measure(
            f"rules: float of {len(milestones):,}, 15,000 links", lambda: total_floats(plan.project, milestones, links)
        )
        measure("rules: health of the same", lambda: judge(plan.project, milestones, links, TODAY).verdict)
        measure(
            "rules: percent and planned percent",
            lambda: (weighted_percent(milestones), planned_percent(milestones, TODAY)),
        )
        measure("rules: outline", lambda: outline(plan, TODAY))
        measure(
            "rules: filter",
            lambda: [m for m in milestones if wanted.matches(milestone_facts(m, plan.project, TODAY))],
        )
        store.close()


if __name__ == "__main__":
    main()
