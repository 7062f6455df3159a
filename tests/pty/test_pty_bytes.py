"""How much goes over the line for what a person does: bytes are exact, so they are held to a bound."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from bench.bench_timeline import fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key: longer than any pause of the program's own."""

# A step in the list is followed by the strip when the cursor rests; one in the timeline takes links and strip along.
PROJECTS = (("start", 7_000, "NEXT MILESTONE"), ("j", 1_400, "ACME"))
TIMELINE = (
    ("enter", 9_000, "› Timeline"),
    ("j", 1_100, "Load test"),
    ("k", 1_100, "Beta release"),
    ("l", 3_500, "Timeline"),
    ("h", 3_500, "Timeline"),
    ("+", 3_500, "Timeline"),
    ("-", 3_500, "Timeline"),
    ("G", 3_500, "Go-live"),
    ("space", 1_000, "Ticked|complete"),
    ("u", 1_000, "Undone"),
    ("e", 7_000, "Deliverable"),
    ("tab", 500, "Deliverable"),
    ("escape", 9_000, "› Timeline"),
    (":", 9_000, "esc"),
)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_what_is_done_costs_no_more_bytes_than_this(tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal("--demo", home=tmp_path, size=size) as terminal:
        spent: list[tuple[str, int, int]] = []
        for step, bound, seen in (*PROJECTS, *TIMELINE):
            before = terminal.received
            if step != "start":
                terminal.press(step)
            terminal.see(seen)
            terminal.quiet(_REST if step != "start" else 2.0)
            spent.append((step, terminal.received - before, bound))

        assert [entry for entry in spent if entry[1] > entry[2]] == []


def test_a_step_in_a_long_plan_costs_no_more_bytes_than_this(tmp_path: Path) -> None:
    plan = tmp_path / "long.db"
    with closing(Store.open(plan, Clock.fixed(date(2026, 11, 22)), "ana")) as store:
        fill(store, 1_000)
    with Terminal("--db", str(plan), home=tmp_path) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("enter")
        terminal.see("› Timeline")
        terminal.quiet(_REST)
        spent = []
        for key in "jjjjjjkkkkk":
            terminal.press(key)
            spent.append(terminal.quiet(_REST))

        assert median(spent) <= 450
        assert max(spent) < 600


def test_nothing_is_sent_while_nothing_happens(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.quiet(2.0)
        assert terminal.quiet(3.0) == 0


def test_a_held_key_keeps_to_what_is_seen(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("enter")
        terminal.see("› Timeline")
        terminal.quiet(_REST)
        before = terminal.received
        for _ in range(50):
            terminal.press("j", "j", "k", "k")
        terminal.quiet(_REST)
        assert terminal.received - before < 250_000
