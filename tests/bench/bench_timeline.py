"""How long a timeline takes: reading, arranging, the first paint, and every kind of key, as medians.

    python tests/bench/bench_timeline.py [milestones]

Runs the real application without a terminal: the figures are for everything up to the strips of the screen.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.analysis.outline import outline
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.plan_analysis import analyse_plan
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TODAY = date(2026, 11, 22)
PHASES = 40
ROUNDS = 15


def fill(store: Store, milestones: int) -> int:
    """A project over three years: a third is done, every fourth slips, every third waits for the one before."""
    rows = []
    for number in range(milestones):
        agreed = TODAY + timedelta(days=number * 1100 // milestones - 366)
        slip = timedelta(days=3 + number % 9 if number % 4 == 0 else 0)
        rows.append(
            IncomingMilestone(
                ref=str(number),
                where="",
                title=f"Milestone {number:05}",
                phase=f"Phase {number * PHASES // milestones + 1}",
                owner=f"Person {number % 9}",
                baseline_on=agreed,
                due_on=agreed + slip,
                done_on=agreed + slip if number < milestones // 3 else None,
            )
        )
    links = tuple(IncomingLink(str(number - 1), str(number), 0) for number in range(2, milestones, 3))
    phases = tuple(dict.fromkeys(row.phase for row in rows))
    incoming = ImportedPlan((IncomingProject("BIG", phases, tuple(rows), links),))
    store.change_blocking(lambda do: do.imports.add(incoming))
    project = store.read.project_by_key("BIG")
    assert project is not None
    return project.id


def timed(name: str, call: Callable[[], object], rounds: int = 5) -> None:
    """Print the median of some calls."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    tell(name, taken)


def tell(name: str, taken: list[float]) -> None:
    """One line: the median and the worst, in milliseconds."""
    print(f"{name:<34}{statistics.median(taken) * 1000:>9.1f} ms   worst {max(taken) * 1000:>7.1f}")


async def painted(app: App[None]) -> None:
    """Wait until a key has gone its way, from the app to what has the focus, and the screen has been painted."""
    done = asyncio.Event()

    def arrived() -> None:
        app.screen.call_after_refresh(done.set)

    def left() -> None:
        (app.screen.focused or app.screen).call_later(arrived)

    app.call_later(left)
    await done.wait()


async def keys(pilot: Pilot[None], name: str, *pressed: str) -> None:
    """Time keys from the press to the paint."""
    app = pilot.app
    assert isinstance(app, MilestoneApp)
    taken = []
    for _ in range(ROUNDS):
        for key in pressed:
            start = time.perf_counter()
            app.simulate_key(key)
            await painted(app)
            taken.append(time.perf_counter() - start)
    tell(name, taken)


async def next_open(pilot: Pilot[None], screen: TimelineScreen) -> Milestone:
    """Step to a milestone that can be ticked and moved."""
    while (milestone := screen.chart.current) is None or not milestone.is_open:
        pilot.app.simulate_key("j")
        await painted(pilot.app)
    return milestone


async def changes(pilot: Pilot[None], name: str, key: str) -> None:
    """Time keys that write, from the press to the paint of what was written, one by one."""
    app = pilot.app
    screen = app.screen
    assert isinstance(app, MilestoneApp) and isinstance(screen, TimelineScreen)
    shown = []
    for _ in range(ROUNDS):
        before = await next_open(pilot, screen)
        start = time.perf_counter()
        app.simulate_key(key)
        while screen.chart.current == before:
            await asyncio.sleep(0)
        await painted(app)
        shown.append(time.perf_counter() - start)
        await asyncio.sleep(2 * REST_SECONDS)
        await workers_ended(app)
    tell(name, shown)


async def screen_times(store: Store, project_id: int) -> None:
    """Open the timeline and press the keys."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        opened = []
        for _ in range(5):
            start = time.perf_counter()
            app.post_message(ViewRequested("timeline", Place(project_id)))
            while not isinstance(app.screen, TimelineScreen):
                await asyncio.sleep(0)
            await painted(app)
            opened.append(time.perf_counter() - start)
            await asyncio.sleep(2 * REST_SECONDS)
            await workers_ended(app)
            await pilot.press("q")
        tell("open, to the first paint", opened)
        app.post_message(ViewRequested("timeline", Place(project_id)))
        await pilot.pause()
        await asyncio.sleep(2 * REST_SECONDS)
        await workers_ended(app)
        await keys(pilot, "cursor step", "j")
        await keys(pilot, "page", "pagedown", "pageup")
        await keys(pilot, "last and first row", "G", "g")
        await keys(pilot, "next phase", "right_square_bracket")
        await keys(pilot, "zoom", "plus", "minus")
        await keys(pilot, "pan", "right", "left")
        await keys(pilot, "sort", "s")
        await changes(pilot, "tick, to its paint", "space")


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        start = time.perf_counter()
        project_id = fill(store, milestones)
        tell("import", [time.perf_counter() - start])
        plan: Plan = store.read.plan(project_id)
        print(f"{milestones} milestones, 120x40")
        timed("read the plan", lambda: store.read.plan(project_id))
        timed("outline", lambda: outline(plan, TODAY))
        timed("health, floats, percent", lambda: analyse_plan(plan, (), TODAY))
        asyncio.run(screen_times(store, project_id))
        store.close()


if __name__ == "__main__":
    main()
