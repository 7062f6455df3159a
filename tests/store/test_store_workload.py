"""Absences, work given away, and the workload that is read from real files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

import pytest
from replay import contents, replayed
from taking_back import redo, undo

from milestone_tui.errors import EditConflict, InvalidInput, NotFound
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput
from milestone_tui.plan.monitoring import Absence
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
MON, FRI, NEXT = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30)
FIRST, LAST = date(2026, 12, 21), date(2026, 12, 31)


@pytest.fixture
def team(store: Store) -> Store:
    """ACME with Alpha (1), done, Beta (2) after it, Gamma (3) and a cancelled one (4); Ana (1), Raj (2), Mia (3)."""

    def write(do: Commands) -> None:
        for name in ("Ana", "Raj", "Mia"):
            do.people.create({"name": name})
        acme = do.projects.create({"key": "ACME", "name": "Portal", "start_on": date(2026, 11, 2)})
        do.milestones.create(acme, {"title": "Alpha", "owner": "Ana", "due_on": MON, "done_on": TODAY})
        do.milestones.create(acme, {"title": "Beta", "owner": "Raj", "due_on": FRI}, predecessors=[LinkInput(1)])
        do.milestones.create(
            acme,
            {"title": "Gamma", "owner": "Raj", "approver": "Mia", "due_on": date(2026, 12, 4), "progress": 50},
            criteria=[CriterionInput(None, "Built", TODAY), *(CriterionInput(None, f"Part {n}") for n in range(3))],
        )
        do.milestones.create(acme, {"title": "Delta", "due_on": FRI, "state": "cancelled"})
        for id_ in range(1, 5):
            do.assignments.set(id_, [AssignmentInput("Raj", Decimal(4))], [])

    store.change_blocking(write)
    return store


@pytest.fixture
def ben(team: Store) -> Iterator[Store]:
    """The same database, opened by somebody else."""
    with closing(Store.open(team.path, Clock.fixed(TODAY), "Ben")) as other:
        yield other


def effort(store: Store, milestone_id: int = 2) -> dict[str, Decimal]:
    return {a.person: a.effort_days for a in store.read.assignments() if a.milestone_id == milestone_id}


# Absences --------------------------------------------------------------------------------------------------


def test_an_absence_is_added_edited_and_deleted_each_with_one_undo(team: Store) -> None:
    before = contents(team.path)
    team.change_blocking(lambda do: do.absences.add(2, FIRST, LAST, " holiday "))
    assert team.read.absences(2) == (Absence(1, 2, FIRST, LAST, "holiday"),)
    assert team.read.absences(1) == ()
    seen = {"first_on": FIRST, "last_on": LAST, "note": "holiday"}
    team.change_blocking(lambda do: do.absences.edit(1, {"last_on": FIRST, "note": "holiday"}, seen))
    assert team.read.absences() == (Absence(1, 2, FIRST, FIRST, "holiday"),)
    team.change_blocking(lambda do: do.absences.delete(1))
    assert team.read.absences() == ()
    labels = [change.label for change in team.read.history(limit=3)]
    assert labels == ['Delete an absence of "Raj"', 'Edit an absence of "Raj"', 'Add an absence of "Raj"']
    for _ in range(3):
        undo(team)
    assert contents(team.path) == before == replayed(team.path)


def test_an_absence_ends_after_it_begins(team: Store) -> None:
    with pytest.raises(InvalidInput, match="21 Dec 2026 is before 31 Dec 2026"):
        team.change_blocking(lambda do: do.absences.add(2, LAST, FIRST))
    with pytest.raises(NotFound, match="This person no longer exists"):
        team.change_blocking(lambda do: do.absences.add(9, FIRST, LAST))
    with pytest.raises(NotFound, match="This absence no longer exists"):
        team.change_blocking(lambda do: do.absences.delete(9))


def test_two_who_edit_one_absence_are_told(team: Store, ben: Store) -> None:
    team.change_blocking(lambda do: do.absences.add(2, FIRST, LAST))
    seen = {"first_on": FIRST, "last_on": LAST, "note": ""}
    ben.change_blocking(lambda do: do.absences.edit(1, {"last_on": date(2026, 12, 24)}, seen))
    with pytest.raises(EditConflict, match="Ben changed"):
        team.change_blocking(lambda do: do.absences.edit(1, {"last_on": date(2026, 12, 23)}, seen))
    team.change_blocking(lambda do: do.absences.edit(1, {"note": "ski"}, seen))
    assert team.read.absences() == (Absence(1, 2, FIRST, date(2026, 12, 24), "ski"),)


# Giving work to somebody else ------------------------------------------------------------------------------


def test_all_of_an_effort_is_given_with_the_milestone(team: Store) -> None:
    before = contents(team.path)
    team.change_blocking(lambda do: do.assignments.give(2, 2, 3, Decimal(4), Decimal(4), owner=True))
    assert effort(team) == {"Mia": 4}
    assert team.read.milestone(2).owner == "Mia"
    assert team.read.history(limit=1)[0].label == 'Give 4 d of "Beta" to Mia'
    undo(team)
    assert contents(team.path) == before
    redo(team)
    assert effort(team) == {"Mia": 4}


def test_a_part_of_an_effort_is_added_to_what_the_other_has(team: Store) -> None:
    given = [AssignmentInput("Raj", Decimal(4)), AssignmentInput("Mia", Decimal(1))]
    seen = team.read.assignments()[1:2]
    team.change_blocking(lambda do: do.assignments.set(2, given, seen))
    team.change_blocking(lambda do: do.assignments.give(2, 2, 3, Decimal("1.5"), Decimal(4), owner=False))
    assert effort(team) == {"Raj": Decimal("2.5"), "Mia": Decimal("2.5")}
    assert team.read.milestone(2).owner == "Raj"


@pytest.mark.parametrize("days", ["0", "-1", "4.5"])
def test_no_more_than_the_effort_can_be_given(team: Store, days: str) -> None:
    with pytest.raises(InvalidInput, match="at most 4 days"):
        team.change_blocking(lambda do: do.assignments.give(2, 2, 3, Decimal(days), Decimal(4), owner=False))


def test_an_effort_that_somebody_else_changed_is_not_given(team: Store, ben: Store) -> None:
    seen = [a for a in ben.read.assignments() if a.milestone_id == 2]
    ben.change_blocking(lambda do: do.assignments.set(2, [AssignmentInput("Raj", Decimal(2))], seen))
    with pytest.raises(EditConflict, match="Ben changed the effort"):
        team.change_blocking(lambda do: do.assignments.give(2, 2, 3, Decimal(4), Decimal(4), owner=False))
    less = ben.read.assignments()[1:2]
    ben.change_blocking(lambda do: do.assignments.set(2, [], less))
    with pytest.raises(EditConflict, match="Ben changed the effort"):
        team.change_blocking(lambda do: do.assignments.give(2, 2, 3, Decimal(2), Decimal(2), owner=False))


# Reading ---------------------------------------------------------------------------------------------------


def test_what_is_left_is_read_with_its_lead_in(team: Store) -> None:
    plan = team.read.work_plan(TODAY)
    beta, gamma = sorted(plan.workload.efforts[2], key=lambda effort: effort.milestone_id)
    assert (beta.milestone_id, beta.left, beta.starts_on, beta.due_on) == (2, 400, MON, FRI)
    assert (gamma.percent, gamma.left) == (25, 300), "by its criteria, not by the estimate"
    assert gamma.starts_on == FRI + timedelta(days=1), "after the previous milestone without a phase"
    assert plan.workload.weeks == {2: {MON: 400, NEXT: 300}}
    assert team.read.involved() == {2: {2, 3}, 3: {3}}, "Alpha is done"
    assert (plan.owned, plan.approves, plan.projects) == ({2: 2}, {3: 1}, {2: {1}, 3: {1}})
    assert (plan.busy(1), plan.busy(2), plan.busy(2, 3)) == (0, 2, 2)


def test_a_milestone_of_two_people_counts_once_for_both(team: Store) -> None:
    def write(do: Commands) -> None:
        do.assignments.set(3, [AssignmentInput("Raj", Decimal(4)), AssignmentInput("Mia", Decimal(1))], efforts)
        do.milestones.create(1, {"title": "Zeta", "owner": "Mia", "approver": "Mia"})
        do.milestones.create(1, {"title": "Eta", "approver": "Mia"})

    efforts = [a for a in team.read.assignments() if a.milestone_id == 3]
    team.change_blocking(write)
    plan = team.read.work_plan(TODAY)
    assert (plan.busy(2), plan.busy(3), plan.busy(2, 3), plan.busy(1, 2, 3)) == (2, 2, 3, 3)
    assert (plan.owned, plan.approves) == ({2: 2, 3: 1}, {3: 2}), "Zeta is owned and approved by one person"


def test_the_previous_milestone_of_a_phase_is_one_of_the_same_project(team: Store) -> None:
    def write(do: Commands) -> None:
        other = do.projects.create({"key": "BETA", "name": "Other"})
        first = do.milestones.create(other, {"title": "One", "phase": "Build", "due_on": MON})
        last = do.milestones.create(other, {"title": "Two", "phase": "Build", "due_on": NEXT})
        alone = do.milestones.create(other, {"title": "Three", "due_on": NEXT})
        do.milestones.create(other, {"title": "Four", "phase": "Build", "due_on": FRI, "state": "cancelled"})
        for id_ in (first, last, alone):
            do.assignments.set(id_, [AssignmentInput("Ana", Decimal(1))], [])

    team.change_blocking(write)
    efforts = {effort.milestone_id: effort.starts_on for effort in team.read.work_plan(TODAY).workload.efforts[1]}
    assert list(efforts.values()) == [None, MON + timedelta(days=1), None], "dates of ACME without a phase do not count"


def test_absences_and_days_off_are_read_with_the_work(team: Store) -> None:
    team.change_blocking(lambda do: do.absences.add(2, MON, MON + timedelta(days=1)))
    workload = team.read.work_plan(TODAY).workload
    assert workload.capacity(2, MON) == 300
    assert workload.weeks[2] == {MON: 400, NEXT: 300}


@pytest.mark.parametrize("state", ["cancelled", "archived"])
def test_a_project_that_is_over_is_no_work(team: Store, state: str) -> None:
    if state == "cancelled":
        team.change_blocking(lambda do: do.projects.edit(1, {"state": "cancelled"}, {}))
    else:
        team.change_blocking(lambda do: do.projects.archive(1, True))
    plan = team.read.work_plan(TODAY)
    assert (plan.workload.efforts, plan.projects, team.read.involved(), team.read.work_floats()) == ({}, {}, {}, {})


def test_float_is_that_of_the_network(team: Store) -> None:
    assert team.read.work_floats() == {2: 5, 3: 0}
