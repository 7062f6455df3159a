from __future__ import annotations

from datetime import date, timedelta

import pytest
from editing import BETA, PROTOTYPE, SIGN_OFF, TODAY, editing, go_to, note_of, text_of, write
from screens import on_top, press, screen_lines, screen_text

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.panels.acceptance import AcceptanceScreen
from milestone_tui.ui.panels.decision import DecisionScreen


def signed(text: str) -> str:
    """What stands in the field and below it."""
    lines = [line.partition("│")[0].strip() for line in text.splitlines()]
    place = next((place for place, line in enumerate(lines) if line.startswith("Sign-off ")), None)
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
        assert "submitted 22 Nov by Ana Kovač / acceptance due in 10 working days" in signed(screen_text(app))
        assert "unsaved" in screen_lines(app)[0]
        await press(pilot, "ctrl+g", "enter", "ctrl+s")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.state, milestone.done_on) == ("Beta release!", MilestoneState.DONE, TODAY)
        assert "accepted 22 Nov by ana" in signed(screen_text(app))


async def test_a_window_that_is_over_says_by_how_much(acme: Store) -> None:
    acme.change_blocking(lambda do: do.acceptance.submit(BETA, TODAY - timedelta(days=23), "", 10))
    async with editing(acme) as (_, app):
        assert "submitted 30 Oct by ana / acceptance 5 working days overdue" in signed(screen_text(app))


async def test_a_gate_shows_its_last_decision(acme: Store) -> None:
    acme.change_blocking(lambda do: do.milestones.edit(SIGN_OFF, {"kind": MilestoneKind.GATE}, {}))
    acme.change_blocking(lambda do: do.gates.decide(SIGN_OFF, Decision.HOLD, date(2026, 11, 18), "Tom Reed", "no rota"))
    async with editing(acme, SIGN_OFF) as (pilot, app):
        assert "hold 18 Nov by Tom Reed / no rota" in signed(screen_text(app))
        await press(pilot, "ctrl+g")
        assert on_top(app) is DecisionScreen


def make_gate(store: Store, milestone_id: int) -> None:
    store.change_blocking(lambda do: do.milestones.edit(milestone_id, {"kind": MilestoneKind.GATE}, {}))


async def test_what_fields_say_is_still_seen_when_a_panel_was_open(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+g", "escape")
        await go_to(pilot, "due_on")
        await write(pilot, "nonsense")
        assert note_of(app, "due_on")[:20] in screen_text(app)
        await go_to(pilot, "phase")
        await press(pilot, "down")
        assert "Discovery" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_gate_that_is_set_to_done_is_decided_from_there(acme: Store, size: tuple[int, int]) -> None:
    make_gate(acme, SIGN_OFF)
    async with editing(acme, SIGN_OFF, size=size) as (pilot, app):
        await write(pilot, "!")
        await go_to(pilot, "state")
        await press(pilot, *"done", "ctrl+s")
        assert note_of(app, "state") == "A gate needs its decision. Press ctrl+g."
        assert "A gate needs its decision. Press ctrl+g." in screen_text(app)
        assert screen_lines(app)[-1].strip() == "Not saved: fix State first"
        assert (text_of(app, "title"), text_of(app, "state")) == ("Sign-off!", "done")
        assert acme.read.detail(SIGN_OFF).milestone.is_open
        await press(pilot, "ctrl+g")
        assert on_top(app) is DecisionScreen
        await press(pilot, "enter")
        assert (text_of(app, "title"), text_of(app, "state")) == ("Sign-off!", "done")
        assert (note_of(app, "state"), acme.read.detail(SIGN_OFF).milestone.title) == ("", "Sign-off")
        await press(pilot, "ctrl+s")
        detail = acme.read.detail(SIGN_OFF)
        assert (detail.milestone.title, detail.milestone.done_on) == ("Sign-off!", TODAY)
        assert [decision.decision for decision in detail.decisions] == [Decision.GO]


async def test_the_day_a_gate_was_done_is_refused_too_where_it_stands(acme: Store) -> None:
    make_gate(acme, SIGN_OFF)
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await go_to(pilot, "done_on")
        await press(pilot, *"today", "ctrl+s")
        assert note_of(app, "done_on") == "A gate needs its decision. Press ctrl+g."
        assert acme.read.detail(SIGN_OFF).milestone.is_open


async def test_what_only_becomes_a_gate_here_is_saved_before_it_is_decided(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await go_to(pilot, "kind")
        await write(pilot, "gate")
        await go_to(pilot, "state")
        await press(pilot, *"done", "ctrl+s")
        assert note_of(app, "state") == "A gate needs its decision. Save it open, then press ctrl+g."


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_of_a_gate_that_came_in_as_done_the_decision_is_recorded(acme: Store, size: tuple[int, int]) -> None:
    make_gate(acme, PROTOTYPE)
    async with editing(acme, PROTOTYPE, size=size) as (pilot, app):
        assert signed(screen_text(app)) == "Sign-off      no decision recorded / press ctrl+g to record it"
        await press(pilot, "exclamation_mark", "ctrl+s", "ctrl+g")
        assert "9 Nov 2026" in screen_text(app)
        assert "reopen the gate" in screen_text(app)
        await press(pilot, "enter")
        assert "go 9 Nov by ana" in signed(screen_text(app))
        detail = acme.read.detail(PROTOTYPE)
        assert (detail.milestone.title, detail.milestone.done_on) == ("Prototype accepted!", date(2026, 11, 9))
        assert [(decision.decision, decision.decided_on) for decision in detail.decisions] == [
            (Decision.GO, date(2026, 11, 9))
        ]


async def test_a_deleted_gate_that_was_done_is_saved_as_a_new_one_as_it_was(acme: Store) -> None:
    make_gate(acme, PROTOTYPE)
    async with editing(acme, PROTOTYPE) as (pilot, _):
        acme.change_blocking(lambda do: do.milestones.delete([PROTOTYPE]))
        await press(pilot, "exclamation_mark", "ctrl+s", "ctrl+s")
        again = next(m for m in acme.read.plan(1).milestones if m.title == "Prototype accepted!")
        assert (again.kind, again.done_on) == (MilestoneKind.GATE, date(2026, 11, 9))
