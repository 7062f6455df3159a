"""How soon the palette answers, against a cursor step of the same run: the ratio is what counts.

    PYTHONPATH=tests python tests/bench/bench_palette.py [milestones]

Runs the real application without a terminal. An answer is counted from the press of a letter to the paint of the
milestones that it finds: of the first letter, typed as soon as the palette is painted, and of those after it.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.bench_timeline import ROUNDS, TODAY, fill, painted, tell
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.views.timeline.chart import TimelineChart
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TYPED = "one499"


async def at_rest(pilot: Pilot[None]) -> None:
    """Wait until nothing is read or analysed any more."""
    await asyncio.sleep(2 * REST_SECONDS)
    await workers_ended(pilot.app)
    await pilot.pause()


async def timed(pilot: Pilot[None], key: str, arrived: Callable[[], bool]) -> float:
    """Return how long a key takes until what it leads to has been painted."""
    start = time.perf_counter()
    pilot.app.simulate_key(key)
    while not arrived():
        await asyncio.sleep(0)
    await painted(pilot.app)
    return time.perf_counter() - start


async def step(pilot: Pilot[None], chart: TimelineChart) -> float:
    """Return how long a step of the cursor takes."""
    before = chart.cursor
    return await timed(pilot, "j", lambda: chart.cursor != before)


def _has(palette: PaletteScreen, text: str) -> bool:
    return palette.text == text


async def search(pilot: Pilot[None]) -> tuple[float, float, list[float]]:
    """Open the palette and type; return the times of opening, of the first answer, and of the letters after it."""
    app = pilot.app
    opened = await timed(pilot, "colon", lambda: isinstance(app.screen, PaletteScreen))
    palette = app.screen
    assert isinstance(palette, PaletteScreen)
    first = TYPED[0]
    answered = await timed(pilot, first, lambda: palette.text == first and palette.knows_names)
    typed = [TYPED[: count + 2] for count in range(len(TYPED) - 1)]
    rest = [await timed(pilot, text[-1], partial(_has, palette, text)) for text in typed]
    await pilot.press("escape")
    await workers_ended(app)
    return opened, answered, rest


async def measure(store: Store, project_id: int) -> None:
    """Step in the timeline, then search."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.post_message(ViewRequested("timeline", Place(project_id)))
        await at_rest(pilot)
        assert isinstance(app.screen, TimelineScreen) and app.screen.chart.milestone_ids
        steps = [await step(pilot, app.screen.chart) for _ in range(2 * ROUNDS)]
        rounds = [await search(pilot) for _ in range(ROUNDS)]
    tell("cursor step", steps)
    opened, answered, rest = zip(*rounds, strict=True)
    for name, taken in (
        ("open the palette", [*opened]),
        ("first answer", [*answered]),
        ("each letter after it", [taken for letters in rest for taken in letters]),
    ):
        tell(name, taken)
        print(f"{'':<34}{statistics.median(taken) / statistics.median(steps):>9.1f} cursor steps")


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        project_id = fill(store, milestones)
        print(f"{milestones:,} milestones, 120x40")
        asyncio.run(measure(store, project_id))
        store.close()


if __name__ == "__main__":
    main()
