"""A plan typed by hand, one milestone after the other: its chain is critical, and a slip of one moves the rest."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
TITLES = ("Kick-off", "Scope", "Design", "Build", "Alpha", "Beta", "Load test", "Pilot", "Training", "Cutover")
CHAIN = (*TITLES, "Acceptance", "Handover")
DAYS = [date(2026, 12, 1) + timedelta(weeks=n) for n in range(len(CHAIN))]


def planned(path: Path) -> Plan:
    with closing(Store.open(path, Clock.fixed(TODAY), "ben")) as store:
        return store.read.plan(1)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_chain_typed_with_after_is_critical_and_a_slip_travels(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "acme.db"
    with closing(Store.open(path, Clock.fixed(TODAY), "ben")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
    with Terminal("--db", str(path), home=tmp_path, size=size) as terminal:
        terminal.see("ACME")
        terminal.press("enter")
        terminal.see("Timeline")
        for number, (title, day) in enumerate(zip(CHAIN, DAYS, strict=True)):
            after = f' after:"{CHAIN[number - 1]}"' if number else ""
            terminal.press("n", f"{title} {date_words(day, day)} {day.year}{after}")
            terminal.see(rf"after {CHAIN[number - 1]} \+5 wd" if number else "Kick-off · due")
            terminal.press("enter")
            terminal.see(f'Added "{title}"')
        plan = planned(path)
        assert {(link.lag, link.kept) for link in plan.links} == {(5, True)}
        assert len(Network.of((plan,)).critical) == len(CHAIN)
        terminal.press("g", ">")
        terminal.see("11 more milestones move")
        terminal.see("finish 16 → 23 Feb")
        terminal.press("enter")
        terminal.see("and 11 more")
        moved = {m.title: m.due_on for m in planned(path).milestones}
        assert moved == {title: day + timedelta(weeks=1) for title, day in zip(CHAIN, DAYS, strict=True)}
        terminal.press("u")
        terminal.see("Handover +16 Feb")
        terminal.press("G", ",")
        terminal.see(r"lag 5 → 4 wd after Acceptance")
        terminal.press("enter")
        terminal.see('Handover": 16 Feb → 15 Feb')
        last = planned(path)
        assert sorted(link.lag for link in last.links) == [4, *[5] * 10]
        assert len(Network.of((last,)).critical) == len(CHAIN)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
