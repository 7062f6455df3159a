"""How long the agenda takes against a cursor step of the timeline: opening, a step, a tick, a filter, a grouping.

    PYTHONPATH=tests python tests/bench/bench_agenda.py [milestones [edits in the journal]]

Runs the real application without a terminal, as bench_timeline. Each key is pressed when all of the one before is done.
Times are those of the processor in the thread that draws, which a busy machine changes less. The modules should have
been compiled (python -m compileall), as they are where the program is installed: the first opening loads some.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.bench_timeline import TODAY, fill, painted
from textual.app import App
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.cursor_rest import REST_SECONDS as CURSOR_REST
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.views.agenda.screen import AgendaScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

ROUNDS = 15
OPENED = 8.0
STEP = 1.5
"""Bounds, as multiples of a cursor step of the timeline."""


def move_about(store: Store, edits: int) -> None:
    """Move milestones until the journal has so many edits."""
    plan = store.read.everything()[0]
    open_ones = {m.id: m.due_on for m in plan.milestones if m.is_open and m.due_on is not None}
    for round_ in range(-(-edits // len(open_ones))):
        days = {id_: due + timedelta(days=1 - 2 * (round_ % 2)) for id_, due in open_ones.items()}
        store.change_blocking(lambda do, days=days: do.milestones.move_all(days, {}))  # type: ignore[misc]
        open_ones = days
    store.poll()


async def at_rest(app: App[None]) -> None:
    """Wait until nothing follows any more from the last key."""
    await asyncio.sleep(2 * max(CURSOR_REST, REST_SECONDS))
    await workers_ended(app)


async def taken(app: App[None], key: str, shows: Callable[[], bool]) -> float:
    """Return the seconds from a key to the paint of what it shows."""
    start = time.thread_time()
    app.simulate_key(key)
    while not shows():
        await asyncio.sleep(0)
    await painted(app)
    seconds = time.thread_time() - start
    await at_rest(app)
    return seconds


def is_filled(app: App[None]) -> bool:
    """Return whether the agenda is on top and has its rows."""
    return isinstance(app.screen, AgendaScreen) and bool(app.screen.table.entries)


async def steps(app: App[None]) -> list[float]:
    """Time cursor steps on the screen on top."""
    screen = app.screen
    assert isinstance(screen, TimelineScreen | AgendaScreen)
    rows = screen.chart if isinstance(screen, TimelineScreen) else screen.table
    found = []
    for _ in range(ROUNDS):
        before = rows.cursor
        found.append(await taken(app, "j", lambda before=before: rows.cursor != before))  # type: ignore[misc]
    return found


async def measure(pilot: Pilot[None]) -> dict[str, list[float]]:
    """Return the seconds of each kind of key."""
    app = pilot.app
    await at_rest(app)
    found = {"agenda, first opening": [await taken(app, "3", lambda: is_filled(app))], "agenda, opening": []}
    for _ in range(5):
        await taken(app, "1", lambda: not isinstance(app.screen, AgendaScreen))
        found["agenda, opening"].append(await taken(app, "3", lambda: is_filled(app)))
    found["agenda, cursor step"] = await steps(app)
    found["agenda, grouping"] = [await taken(app, "o", lambda: True) for _ in range(6)]
    await taken(app, "2", lambda: isinstance(app.screen, TimelineScreen))
    found["timeline, cursor step"] = await steps(app)
    return found


async def run(store: Store) -> dict[str, list[float]]:
    """Run the application on a store and measure."""
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        return await measure(pilot)


def main() -> None:
    """Fill a database, measure, and print medians and ratios; end with 1 if a bound is exceeded."""
    milestones, edits = (*map(int, sys.argv[1:]), *(10_000, 100_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        fill(store, milestones)
        move_about(store, edits)
        found = asyncio.run(run(store))
        store.close()
    unit = statistics.median(found["timeline, cursor step"])
    for name, seconds in found.items():
        middle = statistics.median(seconds)
        print(f"{name:<26}{middle * 1000:>8.1f} ms   worst {max(seconds) * 1000:>7.1f}   {middle / unit:>5.1f} x")
    opened, step = (statistics.median(found[name]) / unit for name in ("agenda, opening", "agenda, cursor step"))
    sys.exit(opened > OPENED or step > STEP)


if __name__ == "__main__":
    main()
