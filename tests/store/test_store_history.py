"""The history of a milestone: field by field, in the words of the day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from taking_back import undo

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.inputs import AssignmentInput, ConditionInput, CriterionInput, LinkInput, PhaseInput
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.model import ChangeKind, ChangeReason, MilestoneState, ProjectState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
NEXT_WEEK = TODAY + timedelta(7)
BETA = {"title": "Beta", "owner": "Ana", "phase": "Build", "due_on": TODAY}


@pytest.fixture(autouse=True)
def sample(store: Store) -> None:
    """Beta (2), which waits for Alpha (1), a gate."""

    def write(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Portal"})
        do.milestones.create(project, {"title": "Alpha", "kind": "gate"})
        do.milestones.create(project, BETA, criteria=[CriterionInput(None, "It runs")])

    store.change_blocking(write)


def told(store: Store, milestone_id: int = 2, most: int = 100) -> list[tuple[str, str, str]]:
    history = store.read.milestone_history(milestone_id)[:most]
    return [(entry.what, entry.before, entry.after) for entry in history]


def test_it_begins_with_what_was_made(store: Store) -> None:
    assert told(store) == [("criterion", "", "It runs"), ("created", "", "Beta")]
    assert store.read.milestone_history(404) == ()


def test_a_field_tells_who_when_why_and_both_values(store: Store) -> None:
    change = store.change_blocking(lambda do: do.milestones.move_all({2: NEXT_WEEK}, {2: TODAY}, ChangeReason.SUPPLIER))
    assert change is not None
    assert store.read.milestone_history(2)[0] == HistoryEntry(
        change_id=change.id,
        at=change.at,
        actor=Actor.called("ana"),
        kind=ChangeKind.DO,
        reason=ChangeReason.SUPPLIER,
        field="due_on",
        what="due date",
        before="22 Nov 2026",
        after="29 Nov 2026",
        before_value=TODAY,
        after_value=NEXT_WEEK,
    )


VALUES: dict[str, tuple[object, str, str]] = {
    "title": ("Beta release", "Beta", "Beta release"),
    "kind": ("payment", "delivery", "payment"),
    "deadline_on": (NEXT_WEEK, "", "29 Nov 2026"),
    "progress": (40, "0%", "40%"),
    "weight": (3, "1", "3"),
    "value": (Decimal("1250.5"), "", money_words(Decimal("1250.5"), "EUR")),
    "deliverable": ("a \x1b[2J", "", "a ␛[2J"),
    "tags": (("a", "b"), "", "a, b"),
    "notes": ("one\n\ntwo", "", "one two"),
    "internal": (True, "no", "yes"),
    "approver": ("Eva", "", "Eva"),
    "owner": ("Ben", "Ana", "Ben"),
    "phase": ("", "Build", ""),
    "due_on": (None, "22 Nov 2026", ""),
}


@pytest.mark.parametrize("field", VALUES)
def test_every_field_is_told_in_words_and_restored(store: Store, field: str) -> None:
    value, before, after = VALUES[field]
    (old,) = store.read.milestones([2])
    store.change_blocking(lambda do: do.milestones.edit(2, {field: value}, {}))
    entry = next(entry for entry in store.read.milestone_history(2) if entry.field == field)
    assert (entry.before, entry.after) == (before, after)
    store.change_blocking(lambda do: do.milestones.edit(2, {field: entry.before_value}, {field: entry.after_value}))
    (now,) = store.read.milestones([2])
    assert now == old._replace(phase_id=now.phase_id, forecast_at=now.forecast_at)


def test_a_state_and_its_day_are_restored(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.tick(2, TODAY - timedelta(3)))
    assert sorted(told(store, most=2)) == [("done date", "", "19 Nov 2026"), ("state", "planned", "done")]
    store.change_blocking(lambda do: do.milestones.untick(2))
    day = next(entry for entry in store.read.milestone_history(2) if entry.field == "done_on")
    store.change_blocking(lambda do: do.milestones.edit(2, {"done_on": day.before_value}, {}))
    (beta,) = store.read.milestones([2])
    assert (beta.state, beta.done_on) == (MilestoneState.DONE, TODAY - timedelta(3))


def test_people_and_phases_are_called_what_they_were_called_then(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.edit(2, {"owner": "Ben", "phase": "Test"}, {}))
    store.change_blocking(lambda do: do.people.edit(1, {"name": "Ana Kovač"}, {}))
    phases = store.read.phases(1)
    store.change_blocking(lambda do: do.phases.set(1, [PhaseInput(1, "Make"), PhaseInput(2, "Try")], phases))
    store.change_blocking(lambda do: do.people.delete(2))
    history = {entry.field: entry for entry in store.read.milestone_history(2)[1:]}
    owner, phase = history["owner"], history["phase"]
    assert (owner.before, owner.after, phase.before, phase.after) == ("Ana", "Ben", "Build", "Test")
    assert (owner.before_value, owner.after_value) == ("Ana Kovač", "Ben"), "who is there by the name of today"
    assert (phase.before_value, phase.after_value) == ("Make", "Try")
    assert told(store, most=1) == [("owner", "Ben", "")]


def test_what_hangs_on_it_is_told_too(store: Store) -> None:
    seen = store.read.detail(2).criteria

    def hang(do: Commands) -> None:
        do.links.set(2, [LinkInput(1, 3)], [])
        do.assignments.set(2, [AssignmentInput("Ana", Decimal("2.5"))], [])
        do.criteria.set(2, [CriterionInput(1, "It runs", TODAY)], seen)
        do.milestones.edit(1, {"title": "Omega"}, {})

    store.change_blocking(hang)
    assert told(store, most=3) == [
        ('criterion "It runs"', "unmet", "met 22 Nov 2026"),
        ("effort", "", "Ana 2.5 d"),
        ("predecessor", "", "Alpha +3 wd"),
    ]
    met = store.read.detail(2)
    store.change_blocking(lambda do: do.criteria.set(2, [CriterionInput(1, "It flies")], met.criteria))
    reworded = store.read.detail(2)
    store.change_blocking(lambda do: do.criteria.set(2, [], reworded.criteria))
    store.change_blocking(lambda do: do.assignments.set(2, [AssignmentInput("Ana", Decimal(3))], met.assignments))
    store.change_blocking(lambda do: do.links.set(2, [], met.predecessors))
    assert told(store, most=5) == [
        ("predecessor", "Omega +3 wd", ""),
        ("effort", "Ana 2.5 d", "Ana 3 d"),
        ("criterion", "It flies", ""),
        ("criterion", "It runs", "It flies"),
        ('criterion "It flies"', "met 22 Nov 2026", "unmet"),
    ]


def test_rounds_of_acceptance_decisions_and_baselines_are_told(store: Store) -> None:
    store.change_blocking(lambda do: do.acceptance.submit(2, TODAY, window_days=1))
    store.change_blocking(lambda do: do.acceptance.reject(2, TODAY, "No manual", by="Eva"))
    assert told(store) [:4] == [
        ("state", "submitted", "in progress"),
        ("acceptance", "waiting", "rejected 22 Nov 2026 by Eva: No manual"),
        ("submitted", "", "22 Nov 2026 by ana, 1 working day to accept"),
        ("state", "planned", "submitted"),
    ]  # fmt: skip
    undo(store)
    undo(store)
    assert ("submitted", "22 Nov 2026", "") in told(store)
    store.change_blocking(lambda do: do.baselines.take(1, "Kick-off"))
    assert told(store, most=1) == [("baseline", "", '22 Nov 2026 in "Kick-off"')]
    conditions = [ConditionInput("Money")]
    store.change_blocking(lambda do: do.gates.decide(1, Decision.HOLD, TODAY, "Board", "no money", conditions))
    assert told(store, 1, most=2) == [
        ("criterion", "", "Money"),
        ("decision", "", "hold, 22 Nov 2026, Board: no money"),
    ]


def test_what_was_deleted_is_told_as_brought_back(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.delete([2]))
    undo(store)
    whats = [entry.what for entry in store.read.milestone_history(2)]
    assert whats == ["criterion", "undeleted", "deleted", "criterion", "criterion", "created"]
    assert store.read.milestone_history(2)[1].kind is ChangeKind.UNDO


def test_a_forecast_that_was_confirmed_is_told(tmp_path: Path) -> None:
    clock = Clock.fixed(TODAY)
    store = Store.open(tmp_path / "other.db", clock, "ana")
    store.change_blocking(lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), BETA))
    store.close()
    store = Store.open(tmp_path / "other.db", Clock.fixed(NEXT_WEEK), "ana")
    store.change_blocking(lambda do: do.milestones.edit(1, {"due_on": TODAY}, {"due_on": TODAY}))
    assert told(store, 1, most=1) == [("due date", "", "confirmed")]
    store.close()


PROJECT_VALUES: dict[str, tuple[object, str, str]] = {
    "key": ("PORTAL", "ACME", "PORTAL"),
    "name": ("Shop", "Portal", "Shop"),
    "client": ("Acme\u202e", "", "Acme\\u202e"),
    "description": ("One\nTwo", "", "One Two"),
    "start_on": (TODAY, "", "22 Nov 2026"),
    "target_on": (NEXT_WEEK, "", "29 Nov 2026"),
    "budget": (Decimal("12.50"), "", "€12.50"),
    "currency": ("USD", "EUR", "USD"),
    "state": (ProjectState.ON_HOLD, "active", "on hold"),
    "working_days": (0b1001111, "Mon-Fri", "Sun-Thu"),
    "acceptance_days": (5, "10 working days", "5 working days"),
}


@pytest.mark.parametrize("field", PROJECT_VALUES)
def test_every_field_of_a_project_is_told_with_what_brings_it_back(store: Store, field: str) -> None:
    value, before, after = PROJECT_VALUES[field]
    as_it_was = store.read.project(1)
    store.change_blocking(lambda do: do.projects.edit(1, {field: value}, {}))
    (entry,) = store.read.project_history(1)
    assert (entry.field, entry.what, entry.before) == (field, PROJECT_FIELDS[field].word, before)
    assert entry.after_value == value and entry.after == after
    store.change_blocking(lambda do: do.projects.edit(1, {field: entry.before_value}, {field: entry.after_value}))
    assert store.read.project(1) == as_it_was


def test_what_is_no_field_of_a_project_is_not_told_as_one(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.archive(1, True))
    store.change_blocking(lambda do: do.baselines.take(1, "Kick-off"))
    assert store.read.project_history(1) == ()
    assert store.read.project_history(404) == ()
