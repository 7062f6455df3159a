"""A key in a what-if at scale: time to its paint, as medians, and bytes on a real line.

    PYTHONPATH=tests python tests/bench/bench_what_if.py [milestones] [links]

Three places on the critical path: near the end, where little follows, in the middle, and at the beginning, where nearly
all follows. Times are of the real application without a terminal, up to the strips of the screen; bytes are what the
program writes into a pseudo-terminal of 120x40.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.bench_network import graph, milestones
from bench.bench_timeline import TODAY, painted, tell
from terminal import Terminal
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

PHASES = 40
ROUNDS = 9
PLACES = {"near the end": 0.99, "in the middle": 0.5, "at the beginning": 0.01}
STEPS = {"a day": ".", "a week": ">"}


def fill(store: Store, count: int, links: int) -> int:
    """A project in which everything is as early as its links allow, agreed a little earlier."""
    found = graph(count, links)
    rows = tuple(
        IncomingMilestone(
            ref=str(m.id),
            where="",
            title=m.title,
            phase=f"Phase {m.id * PHASES // count + 1}",
            owner=f"Person {m.id % 9}",
            baseline_on=(m.due_on or TODAY) - timedelta(days=m.id % 9),
            due_on=m.due_on,
        )
        for m in milestones(count, found, OFFICE_DAYS)
    )
    phases = tuple(dict.fromkeys(row.phase for row in rows))
    ties = tuple(IncomingLink(str(link.predecessor_id), str(link.successor_id), link.lag) for link in found)
    store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("BIG", phases, rows, ties),))))
    project = store.read.project_by_key("BIG")
    assert project is not None
    return project.id


def critical(store: Store, project_id: int) -> list[int]:
    """What has no float left, by date: what moves of it pushes all that comes after."""
    plan = store.read.plan(project_id)
    tight = Network.of((plan,)).critical
    return [m.id for m in sorted(plan.milestones, key=lambda m: (m.due_on or TODAY, m.id)) if m.id in tight]


async def supposing(pilot: Pilot[None]) -> WhatIfScreen:
    """Wait until it is known what follows."""
    while not isinstance(screen := pilot.app.screen, WhatIfScreen) or not screen.what_if.is_whole:
        await asyncio.sleep(0)
    await painted(pilot.app)
    return screen


async def times(store: Store, project_id: int) -> None:
    """Open the what-if and press the keys."""
    by_date = critical(store, project_id)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        for place, part in PLACES.items():
            app.post_message(ViewRequested("timeline", Place(project_id, by_date[int(part * len(by_date))])))
            await pilot.pause(3)
            opened, whole = [], []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                app.simulate_key("full_stop")
                while not isinstance(app.screen, WhatIfScreen):
                    await asyncio.sleep(0)
                await painted(app)
                opened.append(time.perf_counter() - start)
                await supposing(pilot)
                whole.append(time.perf_counter() - start)
                await pilot.press("escape")
                await pilot.pause(2)
            tell(f"{place}: the first key", opened)
            tell(f"{place}: what follows it", whole)
            app.simulate_key("full_stop")
            screen = await supposing(pilot)
            for step in ("full_stop", "greater_than_sign"):
                taken = []
                for _ in range(ROUNDS):
                    before = screen.title_bar.right
                    start = time.perf_counter()
                    app.simulate_key(step)
                    while screen.title_bar.right == before:
                        await asyncio.sleep(0)
                    await painted(app)
                    taken.append(time.perf_counter() - start)
                tell(f"{place}: {step}", taken)
            print(f"{'':<36}{screen.strip.head[-1][0].strip()}")
            await pilot.press("escape", "q")


def on_the_line(home: Path, path: Path) -> None:
    """Count what the program writes for each key: with the whole plan in the window, then closer, as rows move far."""
    with Terminal("--db", str(path), home=home, env={"MILESTONE_TUI_TODAY": TODAY.isoformat()}) as terminal:
        terminal.see("BIG")
        terminal.press("enter")
        terminal.see("Timeline")
        terminal.quiet(3)
        terminal.press("c")
        terminal.see("Critical path")
        for zoom in ("all of it", "weeks"):
            terminal.press("g", ".")
            terminal.see("moves? with it")
            for name, key in STEPS.items():
                written = []
                for _ in range(ROUNDS):
                    terminal.press(key)
                    written.append(terminal.quiet(0.5))
                median = int(statistics.median(written))
                print(f"{f'{zoom} in the window: {name}':<34}{median:>9} bytes   most {max(written):>7}")
            terminal.press("q")
            terminal.see("tick")
            terminal.press("+", "+", "+", "t")
        terminal.press("q")
        terminal.see("MILESTONE")
        terminal.press("q")
        terminal.end()


def main() -> None:
    """Fill a database and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    links = int(sys.argv[2]) if len(sys.argv) > 2 else 15_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        project_id = fill(store, count, links)
        print(f"{count} milestones, {links} links, 120x40")
        asyncio.run(times(store, project_id))
        store.close()
        on_the_line(Path(folder), Path(folder) / "bench.db")


if __name__ == "__main__":
    main()
