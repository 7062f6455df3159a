"""Burn-up and earned value in a terminal: what is seen, and how much goes over the line for it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import Terminal
from valued_project import fill_valued

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key: longer than any pause of the program's own."""
_TAB, _STEP = 5_000, 900


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_faces_of_value_cost_no_more_bytes_than_this(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "value.db"
    with closing(Store.open(path, Clock.fixed(date(2026, 11, 22)), "ana")) as store:
        fill_valued(store)
    with Terminal("--db", str(path), home=tmp_path, size=size) as terminal:
        terminal.see("Customer portal")
        terminal.quiet(_REST)
        terminal.press("4")
        terminal.see("› Trend")
        terminal.quiet(_REST)
        spent: list[tuple[str, int, int]] = []
        for key, bound, seen in (
            ("tab", _TAB, "› Burn-up"),
            ("j", _STEP, "Burn-up"),
            ("o", _TAB, "weight"),
            ("tab", _TAB, "› Earned value"),
            ("j", _STEP, "SPI"),
            ("j", _STEP, "SPI"),
            ("k", _STEP, "SPI"),
            ("%", _TAB, "by percent"),
            ("tab", _TAB, "› Trend"),
        ):
            before = terminal.received
            terminal.press(key)
            terminal.see(seen)
            terminal.quiet(_REST)
            spent.append((key, terminal.received - before, bound))
        assert terminal.quiet(_REST) == 0
    assert [entry for entry in spent if entry[1] > entry[2]] == []
