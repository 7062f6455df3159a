"""The trend in a real terminal: what it costs on the line, on any day of the year."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from moving_dates import moving_store
from terminal import Terminal

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key."""
_OPENING, _STEP, _OTHER = 7_000, 900, 5_000


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_opening_and_stepping_cost_no_more_bytes_than_this(tmp_path: Path, size: tuple[int, int]) -> None:
    plan = tmp_path / "m.db"
    with closing(moving_store(plan, datetime.now().astimezone().date())):  # the program asks the system for its day
        pass
    with Terminal("--db", str(plan), home=tmp_path, size=size) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.quiet(2.0)
        before = terminal.received
        terminal.press("4")
        terminal.see("moved 3 times")
        terminal.quiet(_REST)
        opening = terminal.received - before
        steps = []
        for key in "jjjjkkk":
            before = terminal.received
            terminal.press(key)
            terminal.quiet(_REST)
            steps.append(terminal.received - before)
        before = terminal.received
        terminal.press("o")
        terminal.see("Reporting dates: months")
        terminal.quiet(_REST)
        other = terminal.received - before
        before = terminal.received
        terminal.press("tab")
        terminal.quiet(_REST)
        face = terminal.received - before

        assert opening <= _OPENING
        assert max(steps) <= _STEP, steps
        assert median(steps) > 100, "the story changes with the cursor"
        assert other <= _OTHER
        assert face <= _OTHER
        assert terminal.quiet(2.0) == 0
        print(opening, steps, other, face)
