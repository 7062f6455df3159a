"""What every key costs in one project of 10,000: its answer, its end, its commit, and how long no other key gets in.

    PYTHONPATH=tests python tests/bench/bench_stalls.py [milestones] [action ...]

Runs the real application without a terminal. *first* is the time from the key to the first paint, *shown* to the paint
of what it did, *commit* what the transaction takes in the writer thread. *stall* is the longest time for which the
event loop did not turn until everything was at rest, and *busy* the most of the processor that one turn took; on a
machine with other work only the latter is steady. The last column is *first*, of what writes, as a multiple of what the
key that applies a what-if needs for it.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from asyncio.events import Handle
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.bench_timeline import TODAY, fill, painted
from textual.pilot import Pilot
from textual.screen import Screen
from waiting import workers_ended

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import REST_SECONDS
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.project import ProjectEditor
from milestone_tui.ui.gc_policy import REST_SECONDS as GARBAGE_SECONDS
from milestone_tui.ui.views.baselines.screen import BaselinesScreen
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

MOST = 0.3
"""Seconds for which nothing may hold a key."""

_ELSEWHERE = """
import sys
from datetime import timedelta
from pathlib import Path
from bench.bench_timeline import TODAY, fill
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

store = Store.open(Path(sys.argv[1]), Clock.fixed(TODAY), "ben")
count = int(sys.argv[2])
rows = tuple(
    IncomingMilestone(ref=str(n), where="", title=f"More {n}", phase="More", due_on=TODAY + timedelta(days=n % 900))
    for n in range(count)
)
store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("BIG", ("More",), rows, ()),))))
store.close()
"""


class Turns:
    """Watches the turns of the event loop: the longest, by the clock and by the processor."""

    def __init__(self) -> None:
        self.stall = self.busy = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """In the block every call of the event loop is timed."""
        run = Handle._run

        def timed(handle: Handle) -> None:
            clock, processor = time.perf_counter(), time.thread_time()
            run(handle)
            self.stall = max(self.stall, time.perf_counter() - clock)
            self.busy = max(self.busy, time.thread_time() - processor)

        setattr(Handle, "_run", timed)  # noqa: B010 - mypy would not have it assigned
        try:
            yield
        finally:
            setattr(Handle, "_run", run)  # noqa: B010


class Measured(NamedTuple):
    """One action."""

    name: str
    first: float
    shown: float
    commit: float
    stall: float
    busy: float


class Bench:
    """The application on a big project, and what was measured of it."""

    def __init__(self, pilot: Pilot[Any], store: Store, milestones: int) -> None:
        self.pilot, self.store, self.milestones = pilot, store, milestones
        self.measured: list[Measured] = []
        self._frames = 0
        self._commits: list[float] = []
        write = store._write_side._write

        def timed(work: Callable[..., Any]) -> Any:
            start = time.perf_counter()
            try:
                return write(work)
            finally:
                self._commits.append(time.perf_counter() - start)

        store._write_side._write = timed  # type: ignore[method-assign]
        display = pilot.app._display

        def counted(screen: Screen[Any], renderable: Any) -> None:
            self._frames += renderable is not None
            display(screen, renderable)

        pilot.app._display = counted  # type: ignore[method-assign]

    @property
    def app(self) -> MilestoneApp:
        assert isinstance(self.pilot.app, MilestoneApp)
        return self.pilot.app

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def key(self, name: str, key: str, done: Callable[[], object]) -> None:
        """Press a key and wait until `done`, then until everything is at rest."""
        async with self.act(name, done):
            self.app.simulate_key(key)

    @asynccontextmanager
    async def act(self, name: str, done: Callable[[], object]) -> AsyncIterator[None]:
        """Measure what is done in the block until `done`."""
        turns = Turns()
        self._commits.clear()
        frames, first = self._frames, 0.0
        with turns.watched():
            start = time.perf_counter()
            yield
            while not done():
                if not first and self._frames > frames:
                    first = time.perf_counter() - start
                await asyncio.sleep(0.001)
                assert time.perf_counter() - start < 60, name
            await painted(self.app)
            shown = time.perf_counter() - start
            await self.rest()
        commit = max(self._commits, default=0.0)
        self.measured.append(Measured(name, first or shown, shown, commit, turns.stall, turns.busy))

    async def rest(self) -> None:
        """Wait until nothing goes on any more: what is judged when keys rest, and what is cleared away."""
        for _ in range(2):
            await asyncio.sleep(max(REST_SECONDS, GARBAGE_SECONDS) + 0.2)
            await workers_ended(self.app)

    def said(self, words: str) -> bool:
        """Whether the screen on top says this in its key bar."""
        bar = getattr(self.screen, "key_bar", None)
        return bar is not None and words in "".join(text for text, _ in bar.said or ())


def other(value: Callable[[], object]) -> Callable[[], bool]:
    """A condition: this is no longer what it is now."""
    before = value()
    return lambda: value() != before


def opened(bench: Bench) -> Callable[[], bool]:
    """A condition: a timeline is on top, with its milestones."""
    return lambda: isinstance(bench.screen, TimelineScreen) and bool(bench.screen.chart.entries)


def on(bench: Bench, screen: type[Screen[Any]]) -> Callable[[], bool]:
    """A condition: this screen is on top."""
    return lambda: isinstance(bench.screen, screen)


async def moves(bench: Bench) -> None:
    """The whole project is moved, and that taken back."""
    await bench.key("what-if of all (W)", "W", on(bench, WhatIfScreen))
    screen = bench.screen
    assert isinstance(screen, WhatIfScreen)
    while not screen.what_if.is_whole:
        await asyncio.sleep(0.01)
    for key, name in (("full_stop", "a day later (.)"), ("greater_than_sign", "a week later (>)")):
        await bench.key(name, key, other(lambda: screen.title_bar.right))
    await bench.key("apply (enter)", "enter", on(bench, TimelineScreen))
    await bench.key("undo the move (u)", "u", lambda: bench.said("Undid"))
    await bench.key("redo the move (U)", "U", lambda: bench.said("Redone"))
    await bench.key("undo it again (u)", "u", lambda: bench.said("Undid"))


async def marks(bench: Bench) -> None:
    """All that is open is marked and acted upon."""
    screen = bench.screen
    assert isinstance(screen, TimelineScreen)
    await bench.key("mark all (*)", "asterisk", lambda: screen.marks.ids)
    await bench.key("tick them (space)", "space", lambda: bench.said("Ticked") or bench.said("complete"))
    await bench.key("undo the ticks (u)", "u", lambda: bench.said("Undid"))
    await bench.key("mark all (*)", "asterisk", lambda: screen.marks.ids)
    await bench.key("delete them (d)", "d", lambda: bench.said("Deleted"))
    await bench.key("undo it (u)", "u", lambda: bench.said("Undid"))


async def baselines(bench: Bench) -> None:
    """A baseline is taken."""
    await bench.key("baseline panel (B)", "B", on(bench, BaselineScreen))
    await bench.key("take it (enter)", "enter", on(bench, TimelineScreen))
    await bench.key("baselines (C)", "C", on(bench, BaselinesScreen))
    await bench.key("close them (q)", "q", on(bench, TimelineScreen))
    await bench.key("undo the baseline (u)", "u", lambda: bench.said("Undid"))


async def looks(bench: Bench) -> None:
    """The keys that only look: filter, sort, critical path."""
    screen = bench.screen
    assert isinstance(screen, TimelineScreen)
    await bench.key("filter (/)", "slash", lambda: screen.filter_bar.display)
    for key in "99":
        await bench.key(f"filter: {key}", key, other(lambda: screen.filter_bar.count))
    await bench.key("filter: esc", "escape", lambda: screen.filter_bar.count[0] == screen.filter_bar.count[1])
    for _ in range(5):
        await bench.key("sort (s)", "s", other(lambda: screen._sorting))
    await bench.key("critical path (c)", "c", lambda: screen._row_filter.critical_only)
    await bench.key("all again (c)", "c", lambda: not screen._row_filter.critical_only)


async def editor(bench: Bench) -> None:
    """The editor of a milestone, its tabs with the history, and its end with the garbage it leaves."""
    await bench.key("editor (e)", "e", on(bench, MilestoneEditor))
    for tab in ("depends", "people", "history"):
        await bench.key(f"tab {tab}", "f2", lambda: True)
    await bench.key("close the editor (q)", "q", on(bench, TimelineScreen))


async def others(bench: Bench) -> None:
    """What else is read of a big project."""
    for name, key, screen in (
        ("project (E)", "E", ProjectEditor),
        ("people (6)", "6", PeopleScreen),
        ("days off (O)", "O", DaysOffScreen),
    ):
        await bench.key(name, key, on(bench, screen))
        await bench.key("close it (q)", "escape", on(bench, TimelineScreen))


async def ticks(bench: Bench) -> None:
    """One milestone."""
    screen = bench.screen
    assert isinstance(screen, TimelineScreen)
    for name in ("tick (space)", "untick (space)"):
        await bench.key(name, "space", other(lambda: screen.chart.current))
    await bench.key("step (j)", "j", lambda: True)


async def elsewhere(bench: Bench) -> None:
    """Another process brings as many milestones as there are; then they are taken away again there."""
    screen = bench.screen
    assert isinstance(screen, TimelineScreen)
    before = len(screen.chart.entries)
    command = [sys.executable, "-c", _ELSEWHERE, str(bench.store.path), str(bench.milestones)]
    async with bench.act("an import arrives", lambda: len(screen.chart.entries) > before):
        subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


async def projects(bench: Bench) -> None:
    """The whole project goes, and comes back."""
    await bench.key("back (q)", "q", on(bench, ProjectsScreen))
    screen = bench.screen
    assert isinstance(screen, ProjectsScreen)
    await bench.key("delete the project (d)", "d", lambda: not screen.view.entries)
    await bench.key("undo the deletion (u)", "u", lambda: bench.said("Undid"))
    await bench.key("redo the deletion (U)", "U", lambda: bench.said("Redone"))
    await bench.key("undo it again (u)", "u", lambda: bench.said("Undid"))
    await bench.key("open (enter)", "enter", opened(bench))


ACTIONS = {
    "ticks": ticks,
    "moves": moves,
    "marks": marks,
    "baselines": baselines,
    "looks": looks,
    "editor": editor,
    "others": others,
    "projects": projects,
    "elsewhere": elsewhere,
}


async def measure(store: Store, milestones: int, actions: list[str]) -> list[Measured]:
    """Open the project and go through the actions."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        bench = Bench(pilot, store, milestones)
        await bench.rest()
        await bench.key("open (enter)", "enter", opened(bench))
        for action in actions:
            await ACTIONS[action](bench)
    return bench.measured


def show(measured: list[Measured]) -> None:
    """One line each; what is too long is marked."""
    applied = next((m.first for m in measured if m.name.startswith("apply")), None)
    print(f"{'':<26}{'first':>8}{'shown':>8}{'commit':>8}{'stall':>8}{'busy':>8}")
    for m in measured:
        times = "".join(f"{seconds * 1000:>8,.0f}" for seconds in m[1:])
        ratio = f"{m.first / applied:>7.1f} x" if applied and m.commit else f"{'':>9}"
        print(f"{m.name:<26}{times}{ratio}{'  !' if max(m.stall, m.busy) > MOST else ''}")


def main() -> None:
    """Fill a database and measure."""
    arguments = sys.argv[1:]
    milestones = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else 10_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "bench.db", Clock.fixed(TODAY), "bench")
        fill(store, milestones)
        print(f"{milestones:,} milestones, 120x40, in ms")
        show(asyncio.run(measure(store, milestones, arguments or list(ACTIONS))))
        store.close()


if __name__ == "__main__":
    main()
