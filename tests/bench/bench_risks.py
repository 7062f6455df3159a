"""How soon the risk register answers, against a cursor step of the timeline in the same run: the ratio counts.

    PYTHONPATH=tests python tests/bench/bench_risks.py [entries]

Runs the real application without a terminal.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from bench.bench_palette import at_rest, step, timed
from bench.bench_timeline import ROUNDS, TODAY, fill, tell
from textual.pilot import Pilot
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.risks.screen import RisksScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


def fill_register(path: Path, project_id: int, entries: int) -> None:
    """Write so many risks into the register of a project, as one change."""
    with closing(sqlite3.connect(path)) as db, db:
        (last,) = db.execute("SELECT max(id) FROM change").fetchone()
        db.execute("INSERT INTO open_change VALUES (?)", (last + 1,))
        insert = "INSERT INTO risk (project_id, number, title, probability, impact, raised_on, review_on) "
        rows = ((project_id, n + 1, f"Risk {n}", n % 5 + 1, n // 5 % 5 + 1) for n in range(entries))
        db.executemany(f"{insert} VALUES (?, ?, ?, ?, ?, '2026-11-01', '2026-12-01')", rows)
        db.execute("DELETE FROM open_change")
        change = "INSERT INTO change (id, at, name, label, kind, reported_on) "
        db.execute(
            f"{change} VALUES (?, '2026-11-01T12:00:00.000+00:00', 'b', 'Many', 'do', '2026-11-01')", (last + 1,)
        )


async def look(pilot: Pilot[None]) -> tuple[float, float]:
    """Open the register, step in it and go back; return the times of opening and of the step."""
    app = pilot.app
    opened = await timed(pilot, "5", lambda: isinstance(app.screen, RisksScreen) and app.screen._opened)
    await at_rest(pilot)
    screen = app.screen
    assert isinstance(screen, RisksScreen)
    before = screen.table.cursor
    moved = await timed(pilot, "j", lambda: screen.table.cursor != before)
    await workers_ended(app)
    await pilot.press("2")
    await at_rest(pilot)
    return opened, moved


async def measure(store: Store, project_id: int) -> None:
    """Step in the timeline, open the register, step there."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.post_message(ViewRequested("timeline", Place(project_id)))
        await at_rest(pilot)
        assert isinstance(app.screen, TimelineScreen)
        steps = [await step(pilot, app.screen.chart) for _ in range(2 * ROUNDS)]
        rounds = [await look(pilot) for _ in range(ROUNDS)]
    opened, moved = ([*times] for times in zip(*rounds, strict=True))
    tell("cursor step of the timeline", steps)
    for name, taken in (("open the register", opened), ("cursor step of the register", moved)):
        tell(name, taken)
        print(f"{'':<34}{statistics.median(taken) / statistics.median(steps):>9.1f} cursor steps")


def main() -> None:
    """Fill a database and measure."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = Store.open(path, Clock.fixed(TODAY), "bench")
        try:
            project_id = fill(store, 10_000)
            store.drain()
            fill_register(path, project_id, entries)
            store.poll()
            asyncio.run(measure(store, project_id))
        finally:
            store.close()


if __name__ == "__main__":
    main()
