"""How long trend and report take beside a cursor step of the timeline: opening, steps, and the spark; as ratios.

    PYTHONPATH=tests python tests/bench/bench_trend.py [milestones] [edits of each]

Fifty projects of equal size in one file, one of them shown; by default 10,000 milestones and 100,000 edits. It fails if
opening the trend takes more than 12 steps of the timeline, opening the report more than 30, or a cursor step or a line
scrolled more than 1.5.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench.bench_timeline import painted
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.report.screen import ReportScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.trend.screen import TrendScreen

TODAY = date(2026, 11, 22)
PROJECTS = 50
OPENING, REPORT_OPENING, STEP = 12.0, 30.0, 1.5


def fill(path: Path, milestones: int, edits: int) -> None:
    """Write the projects in May, then a move of every milestone every second week; a third is done."""
    start = TODAY - timedelta(200)
    store = Store.open(path, Clock.fixed(start), "bench")
    size = milestones // PROJECTS

    def project(number: int) -> IncomingProject:
        rows = tuple(
            IncomingMilestone(
                f"{number}-{n}",
                "",
                f"Milestone {n:05}",
                phase=f"Phase {n * 8 // size + 1}",
                due_on=TODAY + timedelta(n * 400 // size - 60),
            )
            for n in range(size)
        )
        links = tuple(IncomingLink(f"{number}-{n - 1}", f"{number}-{n}", 0) for n in range(2, size, 3))
        return IncomingProject(f"P{number}", tuple(dict.fromkeys(row.phase for row in rows)), rows, links)

    store.change_blocking(lambda do: do.imports.add(ImportedPlan(tuple(map(project, range(PROJECTS))))))
    store.close()
    with closing(sqlite3.connect(path)) as db, db:
        for turn in range(edits):
            day = (start + timedelta(14 * turn + 5)).isoformat()
            done = turn == edits - 1
            db.execute("INSERT INTO open_change SELECT max(id) + 1 FROM change")
            db.execute(
                "UPDATE milestone SET due_on = date(due_on, ((id + ?) % 9) || ' days') WHERE due_on IS NOT NULL",
                (turn - 4,),
            )
            if done:
                db.execute(
                    "UPDATE milestone SET state = 'done', done_on = ? WHERE due_on < ?",
                    (TODAY.isoformat(), (TODAY + timedelta(50)).isoformat()),
                )
            db.execute(
                """INSERT INTO change (id, at, login, name, label, kind, reported_on)
                SELECT change_id, ?, '', 'bench', 'Move', 'do', ? FROM open_change""",
                (f"{day}T12:00:00.000+00:00", day),
            )
            db.execute("DELETE FROM open_change")


async def rest(app: MilestoneApp) -> None:
    """Wait until everything that follows a key has come and gone."""
    await asyncio.sleep(2 * REST_SECONDS)
    await workers_ended(app)


async def timed(app: MilestoneApp, act: Callable[[], object], arrived: Callable[[], bool]) -> float:
    """Return the seconds of work from an action until what it leads to has been painted; then wait for all to rest.

    Counted is the time of this thread, so that other programs on the machine do not stretch the long ones.
    """
    start = time.thread_time()
    act()
    while not arrived():
        await asyncio.sleep(0)
    await painted(app)
    taken = time.thread_time() - start
    await rest(app)
    return taken


async def opening(app: MilestoneApp, view: str, place: Place) -> float:
    """Return the median seconds from the request of a view to its paint; the screen is a new one each time."""

    def filled() -> bool:
        screen = app.screen
        if isinstance(screen, TrendScreen):
            return screen.plot.plot is not None
        if isinstance(screen, ReportScreen):
            return screen.shown is not None
        return isinstance(screen, TimelineScreen) and screen.strip.story is not None

    taken = []
    for _ in range(5):
        app.post_message(ViewRequested("projects"))
        await painted(app)
        await rest(app)
        taken.append(await timed(app, lambda: app.post_message(ViewRequested(view, place)), filled))
    return statistics.median(taken)


def _differs(shown: Callable[[], object], before: object) -> bool:
    return shown() != before


async def key(app: MilestoneApp, pressed: str, shown: Callable[[], object], rounds: int = 9) -> float:
    """Return the median seconds of a key, until what it changes differs and is painted."""
    taken = []
    for _ in range(rounds):
        before = shown()
        taken.append(await timed(app, lambda: app.simulate_key(pressed), partial(_differs, shown, before)))
    return statistics.median(taken)


async def measure(store: Store) -> bool:
    """Print the figures and return whether they are within their limits."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    project = store.read.project_by_key("P7")
    assert project is not None
    place = Place(project.id)
    async with app.run_test(size=(120, 40)):
        await rest(app)
        timeline = await opening(app, "timeline", place)
        chart = app.screen
        assert isinstance(chart, TimelineScreen)
        base = await key(app, "j", lambda: chart.strip.story)
        spark = await key(app, "f", lambda: chart.chart.sparks, rounds=1)
        opened = await opening(app, "trend", place)
        trend = app.screen
        assert isinstance(trend, TrendScreen)
        moved = await key(app, "j", lambda: trend.plot.plot)
        dates = await key(app, "o", lambda: trend.plot.plot, rounds=6)
        read = await opening(app, "report", place)
        report = app.screen
        assert isinstance(report, ReportScreen)
        scrolled = await key(app, "j", lambda: report.page.scroll_offset.y)
    rows = (
        ("timeline: open", timeline, None),
        ("timeline: cursor step", base, None),
        ("timeline: float with spark", spark, None),
        ("trend: open", opened, OPENING),
        ("trend: cursor step", moved, STEP),
        ("trend: other reporting dates", dates, None),
        ("report: open", read, REPORT_OPENING),
        ("report: scroll a line", scrolled, STEP),
    )
    for name, seconds, most in rows:
        limit = "" if most is None else f"   at most {most}"
        print(f"{name:<34}{seconds * 1000:>9.1f} ms   {seconds / base:>6.2f} steps{limit}")
    opens = opened <= OPENING * base and read <= REPORT_OPENING * base
    return opens and max(moved, scrolled) <= STEP * base


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
        start = time.perf_counter()
        store.read.trend(1, TODAY)
        print(f"{'read the trend':<34}{(time.perf_counter() - start) * 1000:>9.1f} ms")
        start = time.perf_counter()
        store.read.done_histories(TODAY)
        print(f"{'read what is done everywhere':<34}{(time.perf_counter() - start) * 1000:>9.1f} ms")
        is_quick = asyncio.run(measure(store))
        store.close()
    sys.exit(0 if is_quick else 1)


if __name__ == "__main__":
    main()
