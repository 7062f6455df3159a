"""How long a year of workload takes, beside a cursor step of the timeline: opening the grid and stepping in it.

    PYTHONPATH=tests python tests/bench/bench_workload.py [milestones [edits]]

Fifty people with effort on every open milestone of the coming year, in four projects over three years, and as many
edits in the journal.
Runs the real application without a terminal, as bench_timeline; all ratios are from one run: first by the clock, as
there, then by the processor time of the thread that draws, which a busy machine changes less. A step waits for the next
frame, which is most of its time by the clock.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.bench_timeline import painted
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import AssignmentInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.gc_policy import GcPolicy
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TODAY = date(2026, 11, 22)
PEOPLE, PROJECTS, ROUNDS = 50, 4, 15


def fill(store: Store, milestones: int, edits: int) -> None:
    """A third is done, every third waits for the one before; then move dates until there are so many edits."""
    projects = []
    for number in range(PROJECTS):
        rows = tuple(
            IncomingMilestone(
                ref=str(n),
                where="",
                title=f"Milestone {n:05}",
                phase=f"Phase {n * 10 // milestones}",
                owner=f"Person {n % PEOPLE}",
                due_on=(due := TODAY + timedelta(days=n * 1100 // milestones - 366)),
                done_on=due if n < milestones // 3 else None,
            )
            for n in range(number, milestones, PROJECTS)
        )
        links = tuple(IncomingLink(rows[n - 1].ref, rows[n].ref, 0) for n in range(2, len(rows), 3))
        phases = tuple(dict.fromkeys(row.phase for row in rows))
        projects.append(IncomingProject(f"P{number}", phases, rows, links))
    incoming = ImportedPlan(tuple(projects))
    store.change_blocking(lambda do: do.imports.add(incoming))

    until = TODAY + timedelta(days=365)
    near = [
        m.id
        for plan in store.read.everything()
        for m in plan.milestones
        if m.is_open and m.due_on and m.due_on <= until
    ]

    def staff(do: Commands) -> None:
        for n in near:
            do.assignments.set(n, [AssignmentInput(f"Person {n % PEOPLE}", Decimal(n % 9 + 1) / 2)], [])

    store.change_blocking(staff)
    found = [(m.id, m.due_on) for plan in store.read.everything() for m in plan.milestones if m.is_open and m.due_on]
    for turn in range(max(0, edits - 3 * milestones) // max(1, len(found))):
        days = {id_: due + timedelta(days=1 - turn % 2) for id_, due in found}
        store.change_blocking(partial(_move, days))


def _move(days: Mapping[int, date], do: Commands) -> None:
    do.milestones.move_all(days, {})


class Taken(NamedTuple):
    """Seconds of the clock, and of the processor in the thread that draws."""

    wall: float
    cpu: float


class Watch:
    """Begins to count when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.thread_time()

    def taken(self) -> Taken:
        """Return what was taken since."""
        return Taken(time.perf_counter() - self._wall, time.thread_time() - self._cpu)


def median(taken: Sequence[Taken]) -> Taken:
    """Return the median of each."""
    return Taken(*map(statistics.median, zip(*taken, strict=True)))


async def opened(pilot: Pilot[None], view: str, place: Place, kind: type) -> Taken:
    """Open a view; how long that took to its first paint."""
    app = pilot.app
    watch = Watch()
    app.post_message(ViewRequested(view, place))
    while not isinstance(app.screen, kind):
        await asyncio.sleep(0.001)  # not 0: a loop without a pause would take half of the time from the thread
    await painted(app)
    taken = watch.taken()
    await asyncio.sleep(2 * REST_SECONDS)
    await workers_ended(app)
    return taken


async def step(pilot: Pilot[None], *keys: str) -> Taken:
    """Press keys, each after a rest; the median time of one."""
    app = pilot.app
    assert isinstance(app, MilestoneApp)
    taken = []
    for _ in range(ROUNDS):
        for key in keys:
            watch = Watch()
            app.simulate_key(key)
            await painted(app)
            taken.append(watch.taken())
            await asyncio.sleep(0.15)
            await workers_ended(app)
    return median(taken)


def year(store: Store) -> Taken:
    """Read the work of everybody as the view does, and ask for each week of a year."""
    watch = Watch()
    with GcPolicy.paused():
        workload = store.read.work_plan(TODAY).workload
    mondays = [workload.first_monday + timedelta(weeks=week) for week in range(52)]
    for id_ in workload.people:
        for monday in mondays:
            workload.capacity(id_, monday)
            workload.overload(id_, monday)
    return watch.taken()


async def measure(store: Store) -> None:
    """Print each time with its ratio to a step of the timeline."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await opened(pilot, "timeline", Place(1), TimelineScreen)
        base = await step(pilot, "j")

        def tell(name: str, taken: Taken) -> None:
            ratios = [f"{mine * 1000:>8.1f} ms {mine / its:>5.1f} x" for mine, its in zip(taken, base, strict=True)]
            print(f"{name:<28}{'   '.join(ratios)}")

        tell("a step of the timeline", base)
        tell("a year of workload, read", median([year(store) for _ in range(5)]))
        times = []
        for _ in range(5):
            times.append(await opened(pilot, "people", Place(wide=True), PeopleScreen))
            await pilot.press("1")
        tell("People opened", median(times))
        await opened(pilot, "people", Place(wide=True), PeopleScreen)
        tell("a step down", await step(pilot, "j"))
        tell("a step to the next week", await step(pilot, "l", "h"))


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 10 * milestones
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        fill(store, milestones, edits)
        print(f"{milestones:,} milestones, {PEOPLE} people, 120x40; by the clock, by the processor")
        asyncio.run(measure(store))
        store.close()


if __name__ == "__main__":
    main()
