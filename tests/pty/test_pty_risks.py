"""The risk register in a terminal: raised, rated and closed by keys, and what that costs on the line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from risk_register import TODAY, fill_register
from small_project import fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "risks.db"
    with closing(Store.open(path, Clock.fixed(date(2026, 11, 8)), "ana")) as store:
        fill(store)
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        fill_register(store)
    return path


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_risk_is_raised_rated_and_closed_in_few_bytes(database: Path, size: tuple[int, int], tmp_path: Path) -> None:
    spent: list[tuple[str, int, int]] = []
    with Terminal("--db", str(database), "--today", "2026-11-22", home=tmp_path, size=size) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("enter")
        terminal.see("› Timeline")
        terminal.quiet(_REST)
        for key, most, seen in (
            ("5", 7_000, "Acme's test data comes late"),
            ("j", 900, "R2 Store review takes over a week"),
            ("k", 900, "was 12 on 8 Nov"),
            ("m", 2_000, "Rate R1"),
            ("3", 900, "probability 3"),
            ("3", 3_000, "Rated R1 9, elevated"),
            ("space", 3_000, "Closed R1"),
            ("u", 3_000, "Undone"),
        ):
            before = terminal.received
            terminal.press(key)
            terminal.see(seen)
            terminal.quiet(_REST)
            spent.append((key, terminal.received - before, most))
        assert terminal.quiet(1.0) == 0, "nothing is sent while nothing happens"
        terminal.press("r", *"Late @zoe p4 i5", "enter")
        terminal.see('Added "Late" to the risks')
    assert [entry for entry in spent if entry[1] > entry[2]] == []
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT title, probability * impact FROM risk ORDER BY id DESC").fetchone() == ("Late", 20)
        assert db.execute("SELECT probability, impact, closed_on FROM risk WHERE id = 1").fetchone() == (3, 3, None)
