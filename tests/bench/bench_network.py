"""Float, critical path and ripples at scale, beside networkx' longest path over the same graph, as medians.

    PYTHONPATH=tests python tests/bench/bench_network.py [milestones] [links]

networkx is needed here only, for comparison: `pip install networkx`. Its answer is also held against the program's: the
longest path is as long as the plan, and all on it are critical.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module

from factories import milestone

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Link, Milestone, Project
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import drag, push

START = date(2026, 11, 23)
HOLIDAYS = tuple(date(year, month, day) for year in range(2026, 2060) for month, day in ((1, 1), (5, 1), (12, 25)))
NEAR = 60
"""How many milestones on a link reaches at most."""
CHOSEN = 20
"""Milestones moved at once in the ripples that move nearly all."""
ROUNDS = 9


def graph(count: int, links: int) -> tuple[Link, ...]:
    """Links from anywhere to anywhere after it, most of them short, none parallel."""
    choice = random.Random(1)
    ends: dict[tuple[int, int], int] = {}
    while len(ends) < links:
        start = choice.randrange(count - 1)
        ends.setdefault((start, choice.randint(start + 1, min(count - 1, start + NEAR))), choice.randint(0, 5))
    return tuple(Link(id_, start, end, lag) for id_, ((start, end), lag) in enumerate(ends.items()))


def milestones(count: int, links: Sequence[Link], calendar: WorkCalendar) -> list[Milestone]:
    """Everything as early as its links allow."""
    days = [START] * count
    for link in sorted(links, key=lambda link: link.predecessor_id):
        allowed = calendar.add(days[link.predecessor_id], link.lag)
        days[link.successor_id] = max(days[link.successor_id], allowed)
    return [milestone(id=id_, title=f"Milestone {id_:05}", due_on=day) for id_, day in enumerate(days)]


def timed(name: str, call: Callable[[], object]) -> None:
    """Print the medians of some calls: by the clock, and by the processor where others use it too."""
    taken, used = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), time.process_time()
        call()
        used.append((time.process_time() - before) * 1000)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{name:<50}{statistics.median(taken):>8.1f} ms   processor {statistics.median(used):>7.1f} ms")


def main() -> None:
    """Build one plan and ask both."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    links = graph(count, int(sys.argv[2]) if len(sys.argv) > 2 else 15_000)
    project = Project(id=1, key="BIG", name="Big", holidays=HOLIDAYS)
    plan = milestones(count, links, project.calendar)

    def built() -> Network:
        return Network((project,), plan, links)

    def later(some: int) -> Mapping[int, date]:
        return {m.id: project.calendar.add(m.due_on, 5) for m in plan[:some] if m.due_on}

    def asked() -> object:
        network = built()
        return network.total_floats, network.critical, push(network, later(CHOSEN))

    network = built()
    print(f"{count:,} milestones, {len(links):,} links, from {START} to {network.finishes[1]}")
    timed("build the network", built)
    timed("build, total float, critical", lambda: built().critical)
    everything = push(network, later(CHOSEN))
    timed(f"push {CHOSEN} by a week: {len(everything.moves):,} move", lambda: push(network, later(CHOSEN)))
    timed(f"drag {CHOSEN} by a week", lambda: drag(network, later(CHOSEN)))
    some = {count // 2: project.calendar.add(plan[count // 2].due_on or START, 5)}
    timed(f"push one in the middle: {len(push(network, some).moves):,} move", lambda: push(network, some))
    timed("all together: build, float, critical, push", asked)
    compare(network, project)


def compare(network: Network, project: Project) -> None:
    """Let networkx find the longest path, and hold it against the plan."""
    try:
        networkx = import_module("networkx")
    except ImportError:
        print("networkx is not installed: nothing to compare with")
        return
    graph = networkx.DiGraph()
    graph.add_nodes_from(network.places)
    graph.add_weighted_edges_from((link.predecessor_id, link.successor_id, link.lag) for link in network.links)

    def rebuilt() -> object:
        fresh = networkx.DiGraph()
        fresh.add_weighted_edges_from((link.predecessor_id, link.successor_id, link.lag) for link in network.links)
        return networkx.dag_longest_path(fresh)

    timed(f"networkx {networkx.__version__}: longest path", lambda: networkx.dag_longest_path(graph))
    timed("networkx: build the graph, longest path", rebuilt)
    path = networkx.dag_longest_path(graph)
    length = networkx.dag_longest_path_length(graph)
    assert length == project.calendar.between(START, network.finishes[1]), "as long as the plan"
    assert network.critical.issuperset(path), "all on it are critical"
    print(f"the longest path has {len(path):,} milestones and {length:,} working days: as in the plan, all critical")


if __name__ == "__main__":
    main()
