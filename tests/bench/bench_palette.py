"""How soon the palette answers, against a cursor step of the same run: the ratio is what counts.

    PYTHONPATH=tests python tests/bench/bench_palette.py [milestones]

Runs the real application without a terminal. An answer is counted from the press of a letter to the paint of the
milestones that it finds.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.bench_timeline import ROUNDS, TODAY, fill, painted, tell
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.palette import PaletteScreen

TYPED = ("m", "miles", "0", "049", "big milestone 0", "zzz")


async def steps(pilot: Pilot[None]) -> float:
    """Return the median of a cursor step in the timeline."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pilot.app.simulate_key("j")
        await painted(pilot.app)
        taken.append(time.perf_counter() - start)
    tell("cursor step", taken)
    return statistics.median(taken)


async def answers(pilot: Pilot[None], text: str) -> float:
    """Return the median from the last letter of a text to the paint of what it finds."""
    app = pilot.app
    taken, frames = [], []
    for _ in range(ROUNDS):
        await pilot.press("colon", *(" ".join(text[:-1]).split(" ") if len(text) > 1 else ()))
        palette = app.screen
        assert isinstance(palette, PaletteScreen)
        palette._input.value = text[:-1]
        await pilot.pause()
        await workers_ended(app)
        start = time.perf_counter()
        palette._input.value = text
        await painted(app)
        frames.append(time.perf_counter() - start)
        while palette._asked is not None or palette._text != text:
            await asyncio.sleep(0)
        await painted(app)
        taken.append(time.perf_counter() - start)
        await pilot.press("escape")
    tell(f"{text!r}, actions", frames)
    tell(f"{text!r}, milestones too", taken)
    return statistics.median(taken)


async def measure(store: Store, project_id: int) -> None:
    """Open the timeline, step in it, and search."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.post_message(ViewRequested("timeline", Place(project_id)))
        await pilot.pause()
        await workers_ended(app)
        step = await steps(pilot)
        opened = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            app.simulate_key("colon")
            while not isinstance(app.screen, PaletteScreen):
                await asyncio.sleep(0)
            await painted(app)
            opened.append(time.perf_counter() - start)
            await pilot.press("escape")
        tell("open the palette", opened)
        for text in TYPED:
            print(f"{text!r:<34}{await answers(pilot, text) / step:>9.1f} cursor steps")


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
