"""A key held down on a slow line: how far the screen is behind after the last press, and what went over the line.

    PYTHONPATH=tests python tests/bench/bench_held.py

One project of 1,000 milestones at 120x40 in true colour; 200 steps at 30 a second on its timeline. The line is
simulated as it goes: bytes take their time, and the terminal answers when what it was sent before has arrived.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.bench_timeline import fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.terminal.pace import ANSWER

KEYS, RATE = 200, 30


class Link(NamedTuple):
    """A line to a terminal."""

    kilobits: float
    round_trip: float


LINKS = (Link(32, 0.1), Link(64, 0.1), Link(64, 0.3), Link(256, 0.1), Link(10_000, 0.2))


class Far(Terminal):
    """A terminal at the end of such a line."""

    link: Link
    arrived = 0.0
    """When the last byte is there."""

    def take(self, data: bytes) -> None:
        asked = self.owed
        super().take(data)
        self.arrived = max(self.arrived, time.perf_counter()) + len(data) / self.link.kilobits / 125
        self._due += [self.arrived + self.link.round_trip] * (self.owed - asked)

    def go_on(self, seconds: float) -> None:
        """Let so much time pass."""
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            while self._due and self._due[0] <= now:
                self._due.pop(0)
                self.send(ANSWER.encode())
            self._read(min(0.003, end - now))

    def __init__(self, *arguments: str, home: Path, link: Link) -> None:
        self.link = link
        self._due: list[float] = []
        super().__init__(*arguments, home=home)
        self.answers = False


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.db"
        store = Store.open(path, Clock.fixed(date(2026, 11, 22)), "ana")
        fill(store, 1_000)
        store.close()
        for link in LINKS:
            with Far("--db", str(path), home=Path(folder), link=link) as terminal:
                terminal.go_on(2.5)
                terminal.press("enter")
                terminal.go_on(2.5)
                before = terminal.received
                for _ in range(KEYS):
                    terminal.press("j")
                    terminal.go_on(1 / RATE)
                last = time.perf_counter() - 1 / RATE
                terminal.go_on(1.0)
                behind = terminal.arrived + link.round_trip / 2 - last
                line = f"{link.kilobits:>6,.0f} kbit/s, {link.round_trip * 1000:.0f} ms"
                print(f"{line}: {behind * 1000:>6,.0f} ms behind, {terminal.received - before:>7,} bytes")


if __name__ == "__main__":
    main()
