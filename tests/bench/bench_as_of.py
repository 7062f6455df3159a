"""How soon a view is shown as of a day, against a cursor step of the same run: the ratio is what counts.

    PYTHONPATH=tests python tests/bench/bench_as_of.py [milestones] [edits]

Runs the real application without a terminal on a project with half a year of moves. Opening is counted from enter in
the panel that asks for the day to the paint of the timeline as it stood then; the days are spread over the half year.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from bench.bench_palette import at_rest, step
from bench.bench_timeline import ROUNDS, TODAY, fill, painted, tell
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.moment import Moment
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen

WEEKS = 26
FIRST = TODAY - timedelta(weeks=WEEKS)
DAYS = [FIRST + timedelta(weeks=week) for week in (1, 6, 13, 20, 25)]


def move_about(path: Path, milestones: int, edits: int) -> None:
    """Move milestones at random, the same number each week, until the journal has about so many edits."""
    rng = random.Random(14)
    still_open = range(milestones // 3 + 1, milestones + 1)
    each = max(1, (edits - 2 * milestones) // (WEEKS * 4))

    def moves(do: Commands) -> None:
        ids = rng.sample(still_open, min(each, len(still_open)))
        do.milestones.move_all({id_: TODAY + timedelta(days=rng.randrange(500)) for id_ in ids}, {})

    for week in range(WEEKS):
        with closing(Store(path, Clock.fixed(FIRST + timedelta(weeks=week)), "bench", keeps_copies=False)) as store:
            for _ in range(4):
                store.change_blocking(moves)


async def go_to(pilot: Pilot[None], day: date) -> float:
    """Show the timeline as of a day; return how long that took from enter."""
    app = pilot.app
    assert isinstance(app, MilestoneApp)
    await pilot.press("T", *day.isoformat())
    start = time.perf_counter()
    app.simulate_key("enter")
    screen = app.screen_stack[0]
    assert isinstance(screen, TimelineScreen)
    while app.context.moment is None or not screen.chart.milestone_ids:
        await asyncio.sleep(0.001)  # not 0: a loop without a pause would take half of the time from the thread
    await painted(app)
    return time.perf_counter() - start


async def measure(store: Store, project_id: int) -> None:
    """Step in the timeline, then look back and return."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    opened, back, past_steps = [], [], []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.post_message(ViewRequested("timeline", Place(project_id)))
        await at_rest(pilot)
        screen = app.screen
        assert isinstance(screen, TimelineScreen) and screen.chart.milestone_ids
        steps = [await step(pilot, screen.chart) for _ in range(2 * ROUNDS)]
        for day in DAYS:
            opened.append(await go_to(pilot, day))
            await at_rest(pilot)
            past_steps += [await step(pilot, screen.chart) for _ in range(5)]
            start = time.perf_counter()
            app.simulate_key("T")
            while app.context.moment is not None:
                await asyncio.sleep(0.001)
            await painted(app)
            back.append(time.perf_counter() - start)
            await at_rest(pilot)
    tell("cursor step", steps)
    for name, taken in (("open as of a day", opened), ("return to now", back), ("cursor step then", past_steps)):
        tell(name, taken)
        print(f"{'':<34}{statistics.median(taken) / statistics.median(steps):>9.1f} cursor steps")


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with closing(Store.open(path, Clock.fixed(FIRST), "bench")) as store:
            project_id = fill(store, milestones)
        move_about(path, milestones, edits)
        with closing(Store.open(path, Clock.fixed(TODAY), "bench")) as store:
            print(f"{milestones:,} milestones, {edits:,} edits, 120x40")
            for day in DAYS:
                start, used = time.perf_counter(), time.process_time()
                with closing(store.open_past(Moment(day))):
                    pass
                taken, work = time.perf_counter() - start, time.process_time() - used
                print(f"{f'the copy of {day}':<34}{taken * 1000:>9.1f} ms   {work * 1000:.0f} ms of work")
            asyncio.run(measure(store, project_id))


if __name__ == "__main__":
    main()
