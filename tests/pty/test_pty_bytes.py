"""How much goes over the line for what a person does: bytes are exact, so they are held to a bound."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key: longer than any pause of the program's own."""

PROJECTS = (("start", 7_000, "NEXT MILESTONE"), ("j", 1_600, "ACME"))
"""The second is a step in the list with the strip that follows it when the cursor rests."""

# Steps in the timeline go between two milestones whose links are drawn: these go and come with the cursor.
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
    ("u", 1_000, "Undid"),
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
