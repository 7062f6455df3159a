from datetime import date, timedelta

import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp

from milestone_tui.plan.agreements import Answer, Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, ProjectState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def acme(small: Store) -> Store:
    beta, golive = (named(small, title).id for title in ("Beta release", "Go-live"))

    def agree(do: Commands) -> None:
        do.milestones.edit(beta, {"approver": "Tom Reed"}, {})
        do.milestones.edit(golive, {"kind": MilestoneKind.GATE, "approver": "Lea Moreau"}, {})

    small.change_blocking(agree)
    return small


def named(store: Store, title: str) -> Milestone:
    return next(m for m in store.read.plan(1).milestones if m.title == title)


def on(store: Store, title: str) -> StageApp:
    return StageApp(store, screen=lambda context: TimelineScreen(context, Place(1, named(store, title).id)))


@pytest.mark.parametrize("size", SIZES)
async def test_the_panel_of_a_gate(acme: Store, size: tuple[int, int]) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "a", "down", "tab", "tab", "tab", *"Rota 5 dec @ana; Notes")
        assert_snapshot(app, "decision")


@pytest.mark.parametrize("size", SIZES)
async def test_the_panel_of_what_is_delivered(acme: Store, size: tuple[int, int]) -> None:
    app = on(acme, "Beta release")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "a")
        assert_snapshot(app, "submit")
        await press(pilot, "enter", "a")
        assert_snapshot(app, "accept")


async def test_what_is_submitted_counts_down_and_is_accepted(acme: Store) -> None:
    app = on(acme, "Beta release")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", *"fri", "enter")
        beta = named(acme, "Beta release")
        assert (beta.state, beta.submitted_on) == (MilestoneState.SUBMITTED, date(2026, 11, 20))
        assert screen_lines(app)[-1] == ' Submitted "Beta release" · u to undo'
        assert "acceptance due in 10 working days" in screen_text(app)
        await press(pilot, "a", "enter")
        beta = named(acme, "Beta release")
        assert (beta.state, beta.done_on, beta.accepted_on) == (MilestoneState.DONE, TODAY, TODAY)
        (round_,) = acme.read.detail(beta.id).acceptances
        assert (round_.answer, round_.answered_by) == (Answer.ACCEPTED, "Tom Reed")
        assert "accepted 22 Nov" in screen_text(app)
        await press(pilot, "u", "u")
        assert named(acme, "Beta release").state is MilestoneState.PLANNED


async def test_an_answer_that_completes_a_phase_is_an_occasion(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "enter")
        assert "Launch complete: 1 of 1." in screen_lines(app)[-1]


async def test_a_rejection_says_what_is_missing(acme: Store) -> None:
    app = on(acme, "Beta release")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "enter", "a", "down", "enter")
        assert "Say what is missing, so the owner knows what to fix." in screen_text(app)
        await press(pilot, *"No rota", "enter")
        beta = named(acme, "Beta release")
        assert beta.state is MilestoneState.IN_PROGRESS
        assert acme.read.detail(beta.id).acceptances[0].note == "No rota"
        await press(pilot, "a")
        assert "rejected 22 Nov by Tom Reed: No rota" in screen_text(app)


async def test_conditions_become_a_milestone_and_a_criterion(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "down", "enter")
        assert "Enter the conditions" in screen_text(app)
        await press(pilot, *"Rota 5 dec @ana; Notes", "enter")
        gate = named(acme, "Go-live")
        assert gate.state is MilestoneState.DONE
        detail = acme.read.detail(gate.id)
        assert [(d.decision, d.decided_by) for d in detail.decisions] == [(Decision.CONDITIONAL_GO, "Lea Moreau")]
        assert [criterion.text for criterion in detail.criteria] == ["Notes"]
        assert named(acme, "Rota").due_on == date(2026, 12, 5)
        assert "conditional go" in screen_text(app)
        await press(pilot, "u")
        assert named(acme, "Go-live").is_open


async def test_ticking_a_gate_leads_to_its_decision_where_enter_is_a_go(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "space")
        assert 'Decide "Go-live"' in screen_text(app)
        assert named(acme, "Go-live").is_open
        await press(pilot, "enter")
        gate = named(acme, "Go-live")
        assert (gate.state, gate.done_on) == (MilestoneState.DONE, TODAY)
        (decided,) = acme.read.detail(gate.id).decisions
        assert (decided.decision, decided.decided_by) == (Decision.GO, "Lea Moreau")


@pytest.mark.parametrize("size", SIZES)
async def test_space_on_a_gate_that_is_passed_asks_before_it_is_open_again(acme: Store, size: tuple[int, int]) -> None:
    gate = named(acme, "Go-live").id
    acme.change_blocking(lambda do: do.gates.decide(gate, Decision.GO, TODAY, note="as agreed"))
    app = on(acme, "Go-live")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "space")
        assert_snapshot(app, "decided-gate")
        await press(pilot, "escape")
        assert not named(acme, "Go-live").is_open
        await press(pilot, "space", "a")
        assert 'Decide "Go-live"' in screen_text(app)
        await press(pilot, "down", "down", "enter")
        assert screen_lines(app)[-1] == ' Decided "Go-live": hold · u to undo'
        await press(pilot, "u", "space", "t")
        assert named(acme, "Go-live").is_open
        assert screen_lines(app)[-1] == ' Unticked "Go-live" · u to undo'
        assert "reopened after go" in screen_text(app)


async def test_deciding_again_says_which_conditions_are_there_and_adds_no_second_one(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "down", "enter", *"Rota 5 dec @ana; Notes", "enter")
        gate = named(acme, "Go-live").id
        before = len(acme.read.plan(1).milestones)
        await press(pilot, "a", "down", "enter", *"rota 7 dec; notes; Rota")
        text = screen_text(app)
        assert "moves to 7 Dec: rota · already there: notes · already there: Rota" in text
        await press(pilot, "enter")
        detail = acme.read.detail(gate)
        assert [criterion.text for criterion in detail.criteria] == ["Notes"]
        assert len(acme.read.plan(1).milestones) == before
        assert (named(acme, "Rota").due_on, named(acme, "Rota").owner) == (date(2026, 12, 7), "Ana Kovač")
        assert len(detail.decisions) == 2


async def test_a_gate_that_is_next_is_decided_from_the_projects_too(acme: Store) -> None:
    next_one = named(acme, "Prototype accepted").id
    acme.change_blocking(lambda do: do.milestones.edit(next_one, {"kind": MilestoneKind.GATE}, {}))
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "space", "escape")
        assert named(acme, "Prototype accepted").is_open
        await press(pilot, "space", "down", "down", "enter")
        assert screen_lines(app)[-1] == ' Decided "Prototype accepted": hold · u to undo'
        assert named(acme, "Prototype accepted").is_open
        await press(pilot, "space", "enter")
        assert [d.decision for d in acme.read.detail(next_one).decisions] == [Decision.GO, Decision.HOLD]
        assert not named(acme, "Prototype accepted").is_open


async def test_gates_among_what_is_marked_are_left_to_be_decided(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk", "space", "y")
        assert [named(acme, title).is_open for title in ("Prototype accepted", "Beta release", "Go-live")] == [
            False,
            False,
            True,
        ]
        said = " ✔ Build complete: 2 of 2. Well done, Raj and Ana. · 1 gate left, a to decide"
        assert screen_lines(app)[-1] == said
        assert "1 marked" in screen_lines(app)[0]
        await press(pilot, "space", "enter")
        assert not named(acme, "Go-live").is_open
        assert "marked" not in screen_lines(app)[0]


async def test_several_gates_are_not_decided_at_once(acme: Store) -> None:
    gates = [m.id for m in acme.read.plan(1).milestones]
    acme.change_blocking(lambda do: do.milestones.edit_all(gates, {"kind": MilestoneKind.GATE}))
    app = on(acme, "Go-live")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "asterisk", "space")
        assert screen_lines(app)[-1].strip() == "Gates are decided one at a time. Press esc to clear the marks, then a."
        assert all(m.is_open for m in acme.read.plan(1).milestones)


async def test_a_gate_that_holds_stays_open(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "down", "down", "tab", "tab", *"Wait for legal", "enter")
        assert named(acme, "Go-live").is_open
        await press(pilot, "a")
        assert "hold 22 Nov by Lea Moreau: Wait for legal" in screen_text(app)


async def test_a_stop_ends_the_project_in_the_same_change(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", "tab", "tab", *["down"] * 4)
        assert "ACME will be cancelled" in screen_text(app)
        assert "Conditions" not in screen_text(app)
        assert_snapshot(app, "decision-stop")
        await press(pilot, "enter")
        assert acme.read.project(1).state is ProjectState.CANCELLED
        assert named(acme, "Go-live").is_open
        assert screen_lines(app)[-1] == ' Decided "Go-live": stop · ACME is now cancelled · u to undo'
        change = acme.read.undoable()
        assert change is not None and change.label == 'Decide "Go-live": stop, the project is cancelled'
        await press(pilot, "u")
        assert acme.read.project(1).state is ProjectState.ACTIVE
        assert acme.read.detail(named(acme, "Go-live").id).decisions == ()


async def test_all_of_the_panel_is_seen_on_a_small_screen(acme: Store) -> None:
    gate = named(acme, "Go-live").id
    acme.change_blocking(lambda do: do.gates.decide(gate, Decision.HOLD, TODAY, "Lea Moreau", "Wait for legal"))
    acme.change_blocking(lambda do: do.criteria.set(gate, [CriterionInput(None, "Rota")], ()))
    app = on(acme, "Go-live")
    async with app.run_test(size=(60, 15)) as pilot:
        await press(pilot, "space", *["down"] * 4)
        text = screen_text(app)
        for words in (
            "hold 22 Nov",
            "unmet criteria: Rota",
            "go   ",
            "stop",
            "Decided on",
            "ACME will be cancelled",
            "↵ record",
        ):
            assert words in text


async def test_a_stop_can_leave_the_project_or_give_it_another_state(acme: Store) -> None:
    app = on(acme, "Go-live")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *["down"] * 4, "tab", "tab", "tab", "ctrl+u", *"c", "enter")
        assert "Choose planned, active" in screen_text(app)
        await press(pilot, "ctrl+u", *"on h")
        assert "ACME will be on hold" in screen_text(app)
        await press(pilot, "up")
        assert "Conditions" in screen_text(app)
        await press(pilot, "down", "enter")
        assert acme.read.project(1).state is ProjectState.ON_HOLD
        await press(pilot, "a", *["down"] * 4, "tab", "tab", "tab", "ctrl+u", "enter")
        assert acme.read.project(1).state is ProjectState.ON_HOLD
        assert screen_lines(app)[-1] == ' Decided "Go-live": stop · u to undo'


async def test_a_day_to_come_is_refused_beside_its_field(acme: Store) -> None:
    app = on(acme, "Beta release")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a", "ctrl+u", *"25 nov 2026", "enter")
        assert "is in the future" in screen_text(app)
        assert named(acme, "Beta release").submitted_on is None


async def test_what_is_cancelled_has_nothing_to_sign(acme: Store) -> None:
    beta = named(acme, "Beta release")
    acme.change_blocking(lambda do: do.milestones.edit(beta.id, {"state": MilestoneState.CANCELLED}, {}))
    app = on(acme, "Beta release")
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "a")
        assert screen_lines(app)[-1] == " This milestone is cancelled. Press e to change its state, then sign off."


async def test_a_window_over_is_said(acme: Store) -> None:
    beta = named(acme, "Beta release")
    acme.change_blocking(lambda do: do.acceptance.submit(beta.id, TODAY - timedelta(days=30), window_days=5))
    app = on(acme, "Beta release")
    async with app.run_test(size=(120, 30)):
        assert "acceptance 15 working days overdue" in screen_text(app)


async def test_a_name_that_was_not_touched_is_signed_as_it_is(acme: Store) -> None:
    beta = named(acme, "Beta release").id
    acme.change_blocking(lambda do: do.milestones.edit(beta, {"owner": "Ana\x1bKovač"}, {}))
    app = on(acme, "Beta release")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a")
        assert "Ana␛Kovač" in screen_text(app)
        await press(pilot, "enter")
    assert acme.read.detail(beta).acceptances[0].submitted_by == "Ana\x1bKovač"


@pytest.mark.parametrize("title", ["Beta release " * 8, "設計レビュー" * 12])
async def test_a_heading_that_is_too_long_ends_with_an_ellipsis(acme: Store, title: str) -> None:
    gate = named(acme, "Go-live").id
    acme.change_blocking(lambda do: do.milestones.edit(gate, {"title": title}, {}))
    app = on(acme, title.strip())
    async with app.run_test(size=(60, 24)) as pilot:
        await press(pilot, "a")
        (heading,) = (line for line in screen_lines(app) if line.startswith(" Decide "))
        assert heading.endswith('…"')
