"""How long a key in the filter of the projects takes, from the press to its paint, while milestones are read and after.

    PYTHONPATH=tests python tests/bench/bench_filter.py [milestones [per project]]

Runs the real application without a terminal, as bench_timeline. The longest wait is what a held key would feel.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.bench_timeline import TODAY, painted
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import REST_SECONDS

FILTERS = ("milestone 7", "@ana is:open", "is:critical", "due<1 dec or slip>5")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def portfolio(milestones: int, per_project: int) -> ImportedPlan:
    """A third is done, some slip, every second one follows the one before."""
    projects = []
    for first in range(0, milestones, per_project):
        rows = tuple(
            IncomingMilestone(
                ref=str(number),
                where="",
                title=f"Milestone {number:05}",
                phase=f"Phase {number % 4}",
                owner=("Ana", "Raj", "Kim")[number % 3],
                baseline_on=TODAY.fromordinal(TODAY.toordinal() + number % 300),
                due_on=TODAY.fromordinal(TODAY.toordinal() + number % 300 + number % 9),
                done_on=TODAY if number % 3 == 0 else None,
            )
            for number in range(first, min(milestones, first + per_project))
        )
        links = tuple(
            IncomingLink(str(number - 1), str(number), 0) for number in range(first + 1, first + len(rows), 2)
        )
        projects.append(IncomingProject(f"P{first // per_project:04}", (), rows, links))
    return ImportedPlan(tuple(projects))


async def done(app: App[None], field: Input, text: str) -> None:
    """Wait until this stands in the field, all that follows from that has been done, and the screen is painted."""
    while field.value != text:
        await asyncio.sleep(0)
    for node in (field, *field.ancestors_with_self, app.screen):
        passed = asyncio.Event()
        node.call_later(passed.set)
        await passed.wait()
    await painted(app)


async def typed(pilot: Pilot[None], text: str) -> list[tuple[float, float]]:
    """Type a filter without a pause; how long each key took, and how much of the screen's processor time."""
    app, taken = pilot.app, []
    field = app.screen.query_one("FilterBar LineInput", Input)
    for place, letter in enumerate(text):
        start, worked = time.perf_counter(), time.thread_time()
        app.post_message(events.Key({" ": "space"}.get(letter, letter), letter))
        await done(app, field, text[: place + 1])
        taken.append((time.perf_counter() - start, time.thread_time() - worked))
    return taken


async def opened(pilot: Pilot[None]) -> None:
    """Open the line of the filter, with nothing in it."""
    await pilot.press("slash", "backspace")
    field = pilot.app.screen.query_one("FilterBar LineInput", Input)
    await done(pilot.app, field, "")


async def measure(path: Path) -> None:
    """Type each filter with nothing read, and again with all read."""
    for text in FILTERS:
        first, again = [], []
        for _ in range(ROUNDS):
            store = Store.open(path, Clock.fixed(TODAY), "bench")
            app = MilestoneApp(store, Clock.fixed(TODAY))
            async with app.run_test(size=(120, 40)) as pilot:
                await pilot.pause()
                await asyncio.sleep(2 * REST_SECONDS)
                await opened(pilot)
                first.append(await typed(pilot, text))
                await workers_ended(app)
                await pilot.press("escape")
                await opened(pilot)
                again.append(await typed(pilot, text))
            store.close()
        for name, rounds in (("nothing read", first), ("all read", again)):
            keys = list(zip(*(key for one in rounds for key in one), strict=True))
            told = (f"{statistics.median(one) * 1000:>8.1f} worst {max(one) * 1000:>7.1f}" for one in keys)
            print(f"{text:<22}{name:<14}ms{'   processor ms'.join(told)}")


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    per_project = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = Store.open(path, Clock.fixed(TODAY), "bench")
        incoming = portfolio(milestones, per_project)
        store.change_blocking(lambda do: do.imports.add(incoming, None))
        store.close()
        print(f"{milestones:,} milestones, {per_project} a project, 120x40")
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
