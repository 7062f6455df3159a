"""How long the burn-up and the earned value take beside a cursor step of the timeline, as ratios.

    PYTHONPATH=tests python tests/bench/bench_value.py [milestones] [edits of each]

The projects are those of `bench_trend`; the one that is shown has values, a baseline and 300 amounts spent. It fails if
going to a chart takes more than 12 steps of the timeline, or a cursor step in it more than 1.5.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from bench.bench_trend import OPENING, PROJECTS, STEP, TODAY, fill, key, opening, rest

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CostInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.trend.screen import TrendScreen


def give_values(store: Store, project_id: int) -> None:
    """Give each milestone of a project a value, and the project a baseline and money spent."""
    ids = [milestone.id for milestone in store.read.plan(project_id).milestones]
    costs = [CostInput(None, TODAY - timedelta(number % 180), Decimal(number + 1)) for number in range(300)]

    def change(do: Commands) -> None:
        do.milestones.edit_all(ids, {"value": Decimal(1_000)})
        do.baselines.take(project_id, "Plan")
        do.costs.set_of_project(project_id, costs, ())

    store.change_blocking(change)


async def measure(store: Store) -> bool:
    """Print the figures and return whether they are within their limits."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    project = store.read.project_by_key("P7")
    assert project is not None
    give_values(store, project.id)
    place = Place(project.id)
    rows: list[tuple[str, float, float]] = []
    async with app.run_test(size=(120, 40)):
        await rest(app)
        await opening(app, "timeline", place)
        chart = app.screen
        assert isinstance(chart, TimelineScreen)
        base = await key(app, "j", lambda: chart.strip.story)
        await opening(app, "trend", place)
        trend = app.screen
        assert isinstance(trend, TrendScreen)
        for name in ("burn-up", "earned value"):
            rows.append((f"{name}: tab", await key(app, "tab", lambda: trend.plot.plot, rounds=1), OPENING))
            rows.append((f"{name}: cursor step", await key(app, "k", lambda: trend.list.cursor, rounds=3), STEP))
    print(f"{'timeline: cursor step':<34}{base * 1000:>9.1f} ms")
    for name, seconds, most in rows:
        print(f"{name:<34}{seconds * 1000:>9.1f} ms   {seconds / base:>6.2f} steps   at most {most}")
    return all(seconds <= most * base for _, seconds, most in rows)


def main() -> None:
    """Fill a database and measure."""
    milestones = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        fill(path, milestones, edits)
        store = Store.open(path, Clock.fixed(TODAY), "bench")
        with closing(sqlite3.connect(path)) as db:
            (count,) = db.execute("SELECT count(*) FROM edit").fetchone()
        print(f"{milestones:,} milestones, {count:,} edits, {milestones // PROJECTS} in the project shown, 120x40")
        is_quick = asyncio.run(measure(store))
        store.close()
    sys.exit(0 if is_quick else 1)


if __name__ == "__main__":
    main()
