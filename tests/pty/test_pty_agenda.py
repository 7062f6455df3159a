"""The agenda in a real terminal: from the counts to the work, the bytes that it costs, and its way back."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from agenda_project import TODAY, agenda_store
from bench.bench_timeline import fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

_REST = 0.7
"""Seconds of silence after which nothing more comes of a key."""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_milestone_is_moved_and_ticked_from_the_agenda(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "m.db"
    agenda_store(path).close()
    with Terminal(
        "--db", str(path), home=tmp_path, size=size, env={"MILESTONE_TUI_TODAY": TODAY.isoformat()}
    ) as terminal:
        terminal.see("1 overdue")
        terminal.press("3")
        terminal.see("OVERDUE")
        terminal.see("awaits sign-off")
        terminal.press("j", "j", ">")
        terminal.see("only this")
        terminal.press("enter")
        terminal.see("Moved")
        terminal.see("NEXT 30 DAYS  2")
        terminal.press("g", "space")
        terminal.see("Ticked")
        terminal.press("q")
        terminal.see("NEXT MILESTONE")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        found = {m.title: m for plan in store.read.everything() for m in plan.milestones}
        assert found["Beta release"].due_on == date(2026, 11, 29)
        assert found["Interviews finished"].done_on == TODAY


def test_the_agenda_costs_few_bytes(tmp_path: Path) -> None:
    plan = tmp_path / "long.db"
    with closing(Store.open(plan, Clock.fixed(date(2026, 11, 22)), "ana")) as store:
        fill(store, 1_000)
    with Terminal("--db", str(plan), home=tmp_path) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.quiet(2.0)
        before = terminal.received
        terminal.press("3")
        terminal.see("NEXT WEEK")
        terminal.quiet(_REST)
        assert terminal.received - before <= 7_000
        spent = []
        for key in "jjjjkkk":
            terminal.press(key)
            spent.append(terminal.quiet(_REST))
        assert (median(spent) <= 600, max(spent) <= 900) == (True, True), spent
        assert terminal.quiet(2.0) == 0
