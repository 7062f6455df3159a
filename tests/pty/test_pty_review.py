"""A review in a real terminal: a walk that is left and goes on, and the bytes that it sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewed_project import TODAY, fill
from terminal import Terminal

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key."""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    fill(tmp_path / "plan.db")
    return tmp_path / "plan.db"


def opened(plan: Path, size: tuple[int, int] = (120, 40)) -> Terminal:
    return Terminal("--db", str(plan), "--today", TODAY.isoformat(), home=plan.parent, size=size)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_review_is_left_and_goes_on(plan: Path, size: tuple[int, int]) -> None:
    with opened(plan, size) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("7")
        terminal.see("THIS REVIEW")
        terminal.press("enter")
        terminal.see("2 of ")
        terminal.press("q")
        terminal.see("NEXT MILESTONE")
    with opened(plan, size) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("7")
        terminal.see("2 of ")
        terminal.see("kept")


def test_a_review_sends_few_bytes(plan: Path) -> None:
    with opened(plan) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.quiet(2.0)
        spent = []
        for key, bound, seen in (
            ("7", 7_000, "THIS REVIEW"),
            ("j", 900, "2 of "),
            ("j", 900, "3 of "),
            ("k", 900, "2 of "),
            ("tab", 5_000, "PAST REVIEWS"),
            ("enter", 5_000, "→ now"),
        ):
            before = terminal.received
            terminal.press(key)
            terminal.see(seen)
            terminal.quiet(_REST)
            spent.append((key, terminal.received - before, bound))
        assert terminal.quiet(2.0) == 0, "nothing while nothing happens"
        print(spent)
        assert [entry for entry in spent if entry[1] > entry[2]] == []
