from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from editing import BETA, SIGN_OFF, TODAY, editing, fill, on_top, write
from screens import press, screen_lines, screen_text

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.clock import Clock
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.screens.acceptance import AcceptanceScreen
from milestone_tui.ui.screens.decision import DecisionScreen
from milestone_tui.ui.screens.milestone_editor import MilestoneEditor


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    fill(store)
    yield store
    store.close()


def signed(text: str) -> str:
    """What stands in the field and below it."""
    lines = [line.partition("│")[0].strip() for line in text.splitlines()]
    place = next((place for place, line in enumerate(lines) if line.startswith("Signed off")), None)
    return "" if place is None else " / ".join(lines[place : place + 2])


async def test_what_was_never_signed_has_no_line_for_it(acme: Store) -> None:
    async with editing(acme) as (_, app):
        assert signed(screen_text(app)) == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_submitted_and_accepted_from_the_editor(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "ctrl+g")
        assert on_top(app) is AcceptanceScreen
        await press(pilot, "enter")
        assert on_top(app) is MilestoneEditor
        assert screen_lines(app)[-1].strip() == 'Submitted "Beta release"'
        assert "submitted 22 Nov by Ana Kovač / 10 working days left to accept" in signed(screen_text(app))
        assert "edited" in screen_lines(app)[0]
        await press(pilot, "ctrl+g", "enter", "ctrl+s")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.state, milestone.done_on) == ("Beta release!", MilestoneState.DONE, TODAY)
        assert "accepted 22 Nov by ana" in signed(screen_text(app))


async def test_a_window_that_is_over_says_by_how_much(acme: Store) -> None:
    acme.change_now(lambda do: do.acceptance.submit(BETA, TODAY - timedelta(days=23), "", 10))
    async with editing(acme) as (_, app):
        assert "submitted 30 Oct by ana / acceptance 5 working days over" in signed(screen_text(app))


async def test_a_gate_shows_its_last_decision(acme: Store) -> None:
    acme.change_now(lambda do: do.milestones.edit(SIGN_OFF, {"kind": MilestoneKind.GATE}, {}))
    acme.change_now(lambda do: do.gates.decide(SIGN_OFF, Decision.HOLD, date(2026, 11, 18), "Tom Reed", "no rota"))
    async with editing(acme, SIGN_OFF) as (pilot, app):
        assert "hold 18 Nov by Tom Reed / no rota" in signed(screen_text(app))
        await press(pilot, "ctrl+g")
        assert on_top(app) is DecisionScreen
