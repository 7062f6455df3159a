"""Days off that break links, re-planned in a real terminal; undone, and done again with `ctrl+r`."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
DRAWN = [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]
"""A Tuesday each, five working days apart."""
REPLANNED = [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 17)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "acme.db"

    def plan(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Customer portal"})
        before: list[LinkInput] = []
        for title, day in zip(("Prototype", "Beta", "Go-live"), DRAWN, strict=True):
            made = do.milestones.create(acme, {"title": title, "due_on": day}, predecessors=before)
            before = [LinkInput(made, 5)]

    with closing(Store.open(path, Clock.fixed(TODAY), "ben")) as store:
        store.change_blocking(plan)
    return path


def days(path: Path) -> list[date | None]:
    with closing(Store.open(path, Clock.fixed(TODAY), "ben")) as store:
        return [m.due_on for plan in store.read.everything() for m in plan.milestones]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_days_off_are_added_and_what_is_too_soon_is_re_planned(
    tmp_path: Path, path: Path, size: tuple[int, int]
) -> None:
    with Terminal("--db", str(path), home=tmp_path, size=size) as terminal:
        terminal.see("help")
        terminal.press("enter")
        terminal.see("› Timeline")
        terminal.press("R")
        terminal.see("Nothing to re-plan: no milestone of ACME is too soon.")
        terminal.quiet(0.7)
        terminal.press("O")
        terminal.see("› Days off")
        terminal.press("n", "7 dec - 8 dec Fair")
        terminal.see("1 link will be too soon")
        terminal.press("enter")
        terminal.see("Added 2 days off to ACME · 1 link is now too soon · R to re-plan")
        terminal.press("escape")
        terminal.see("R re-plan")
        terminal.press("R")
        terminal.see("Re-plan ACME   finish 15 → 17 Dec")
        assert days(path) == DRAWN
        terminal.press("enter")
        terminal.see("Re-planned ACME · 2 milestones moved · u to undo")
        assert days(path) == REPLANNED
        terminal.press("u")
        terminal.see("Undone: Re-plan ACME · 2 milestones")
        assert days(path) == DRAWN
        terminal.press("ctrl+r")
        terminal.see("Redone: Re-plan ACME · 2 milestones")
        assert days(path) == REPLANNED
        terminal.press("ctrl+q")
        assert terminal.end() == 0
