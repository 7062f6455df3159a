"""Planning: who does what, what is accepted and decided, many milestones at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from taking_back import undo

from milestone_tui.errors import DecisionNeeded, EditConflict, InvalidInput, NotFound
from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.agreements import Answer, Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import AssignmentInput, ConditionInput, HolidayInput, LinkInput, RoleInput
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import ChangeReason, MilestoneKind, MilestoneState
from milestone_tui.plan.people import Role
from milestone_tui.plan.sign_off import is_undecided
from milestone_tui.store import Store, StoreChanged
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def day(days: int) -> date:
    return TODAY + timedelta(days)


@pytest.fixture(autouse=True)
def sample(store: Store) -> None:
    """ACME with Alpha (1), Beta (2) and a gate (3); OTHER with Omega (4)."""

    def write(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        do.milestones.create(acme, {"title": "Alpha", "owner": "Ana", "phase": "Build", "due_on": day(0)})
        do.milestones.create(acme, {"title": "Beta", "due_on": day(9), "tags": "x"}, predecessors=[LinkInput(1)])
        do.milestones.create(acme, {"title": "Review", "kind": "gate", "phase": "Build", "approver": "Eva"})
        other = do.projects.create({"key": "OTHER", "name": "Other"})
        do.milestones.create(other, {"title": "Omega", "due_on": day(20)})

    store.change_blocking(write)


def state(store: Store, milestone_id: int) -> tuple[MilestoneState, date | None]:
    (milestone,) = store.read.milestones([milestone_id])
    return milestone.state, milestone.done_on


# The fields ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("approver", "Eva"),
        ("internal", True),
        ("kind", MilestoneKind.PAYMENT),
        ("deadline_on", day(30)),
        ("value", Decimal("12.50")),
        ("weight", 3),
        ("progress", 40),
        ("deliverable", "https://acme.example"),
        ("tags", ("a", "b")),
    ],
)
def test_every_field_is_edited(store: Store, field: str, value: object) -> None:
    (before,) = store.read.milestones([1])
    store.change_blocking(lambda do: do.milestones.edit(1, {field: value}, {field: getattr(before, field)}))
    (after,) = store.read.milestones([1])
    assert getattr(after, field) == value


def test_an_approver_that_somebody_else_named_meanwhile_is_told(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.edit(3, {"approver": "Zoe"}, {}))
    with pytest.raises(EditConflict) as refused:
        store.change_blocking(lambda do: do.milestones.edit(3, {"approver": "Yan"}, {"approver": "Eva"}))
    assert [(f.field, f.mine, f.theirs, f.by) for f in refused.value.fields] == [("approver", "Yan", "Zoe", "ana")]


def test_internal_is_yes_or_no(store: Store) -> None:
    with pytest.raises(InvalidInput, match="yes or no"):
        store.change_blocking(lambda do: do.milestones.edit(1, {"internal": "perhaps"}, {}))


def test_a_reason_is_kept_with_the_change(store: Store) -> None:
    def move(do: Commands) -> None:
        do.milestones.edit(1, {"due_on": day(3)}, {})
        do.because(ChangeReason.SUPPLIER)

    change = store.change_blocking(move)
    assert change is not None and change.reason is ChangeReason.SUPPLIER
    assert store.read.history(milestone_id=1)[0] == change
    undo(store)
    assert store.read.history(milestone_id=1)[0].reason is None


# Days off -----------------------------------------------------------------------------------------------------


def test_days_off_are_part_of_the_project_wherever_it_is_read(store: Store) -> None:
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    days = [HolidayInput(day(3), "Feast"), HolidayInput(day(1), " Eve ")]
    store.change_blocking(lambda do: do.holidays.set(1, days, []))
    expected = (day(1), day(3))
    assert [h.name for h in store.read.holidays(1)] == ["Eve", "Feast"]
    assert store.read.project(1).holidays == store.read.plan(1).project.holidays == expected
    assert store.read.detail(1).project.holidays == store.read.everything("acme")[0].project.holidays == expected
    assert [s.project.holidays for s in store.read.projects(TODAY)] == [expected, ()]
    assert heard == [StoreChanged(frozenset({1}), frozenset(), needs_full_reload=True)]


def test_days_off_are_added_to_those_there_are(store: Store) -> None:
    store.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(day(1), "Mine")], []))
    file = [HolidayInput(day(1), "Theirs"), HolidayInput(day(2), "New"), HolidayInput(day(2), "Twice")]
    change = store.change_blocking(lambda do: do.holidays.add(1, file))
    assert change is not None and change.label == "Add 1 day off to ACME"
    assert [(h.day, h.name) for h in store.read.holidays(1)] == [(day(1), "Mine"), (day(2), "New")]
    assert store.change_blocking(lambda do: do.holidays.add(1, file)) is None


def test_days_off_of_two_people_stay_and_one_that_both_named_is_refused(store: Store) -> None:
    store.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(day(1), "Feast")], []))
    store.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(day(2))], []))
    assert [h.day for h in store.read.holidays(1)] == [day(1), day(2)]
    with pytest.raises(EditConflict, match="ana changed the days off while") as refused:
        store.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(day(1), "Fast")], []))
    (field,) = refused.value.fields
    assert (field.mine, field.theirs, field.by) == (
        f"{exact_day(day(1))} Fast",
        f"{exact_day(day(1))} Feast",
        "ana",
    )
    with pytest.raises(InvalidInput, match="in the list twice"):
        store.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(day(2)), HolidayInput(day(2))], []))


# People -------------------------------------------------------------------------------------------------------


def test_people_are_added_edited_and_told_with_what_they_do(store: Store) -> None:
    zoe_fields = {"name": "Zoe", "capacity": Decimal("2.5"), "email": "zoe@x.example"}
    store.change_blocking(lambda do: do.people.create(zoe_fields))
    store.change_blocking(lambda do: do.people.edit(1, {"name": "Ana Kovač"}, {"name": "Ana"}))
    store.change_blocking(lambda do: do.assignments.set(2, [AssignmentInput("ana kovač", Decimal("1.25"))], []))
    store.change_blocking(lambda do: do.people.set_roles(1, [RoleInput("Ana Kovač", Role.MANAGER)], []))
    ana, eva, zoe = store.read.people_summaries()
    assert (ana.person.name, ana.owned, ana.effort_days) == ("Ana Kovač", 1, Decimal("1.25"))
    assert [(role.project_key, role.role) for role in ana.roles] == [("ACME", Role.MANAGER)]
    assert (eva.approves, eva.waiting, eva.person.capacity) == (1, 0, Decimal(5))
    assert (zoe.person.capacity, zoe.person.email) == (Decimal("2.5"), "zoe@x.example")
    assert [milestone.id for milestone in store.read.responsible(ana.person.id)] == [1, 2]
    with pytest.raises(InvalidInput, match="already a person called zoe"):
        store.change_blocking(lambda do: do.people.edit(1, {"name": "zoe"}, {}))
    with pytest.raises(EditConflict, match="name"):
        store.change_blocking(lambda do: do.people.edit(1, {"name": "Anna"}, {"name": "Ana"}))
    with pytest.raises(InvalidInput, match="from 0 to 7"):
        store.change_blocking(lambda do: do.people.edit(1, {"capacity": Decimal(8)}, {}))


def test_who_is_deleted_leaves_what_they_owned_to_nobody(store: Store) -> None:
    def involve(do: Commands) -> None:
        do.assignments.set(1, [AssignmentInput("Ana", Decimal(1)), AssignmentInput("Eva", Decimal(2))], [])
        do.people.set_roles(1, [RoleInput("Ana", Role.TEAM), RoleInput("Eva", Role.CLIENT)], [])

    store.change_blocking(involve)
    before = store.read.detail(1), store.read.detail(3), store.read.roles()
    store.change_blocking(lambda do: do.people.delete(1))
    store.change_blocking(lambda do: do.people.delete(2))
    assert [person.name for person in store.read.people()] == []
    assert (store.read.detail(1).milestone.owner, store.read.detail(3).milestone.approver) == ("", "")
    assert store.read.assignments() == () and store.read.roles(1) == ()
    undo(store)
    undo(store)
    assert (store.read.detail(1), store.read.detail(3), store.read.roles()) == before


def work(draft: AssignmentInput, do: Commands) -> None:
    do.assignments.set(1, [draft], [])


def test_work_and_roles_that_somebody_changed_meanwhile_are_refused(store: Store) -> None:
    seen = store.read.detail(1).assignments
    store.change_blocking(lambda do: do.assignments.set(1, [AssignmentInput("Ana", Decimal(1))], seen))
    store.change_blocking(lambda do: do.people.set_roles(1, [RoleInput("Ana", Role.TEAM)], []))
    with pytest.raises(EditConflict, match="ana changed the effort while"):
        store.change_blocking(lambda do: do.assignments.set(1, [AssignmentInput("Ana", Decimal(2))], seen))
    store.change_blocking(lambda do: do.people.set_roles(1, [RoleInput("Eva", Role.TEAM)], []))
    assert {role.person for role in store.read.roles(1)} == {"Ana", "Eva"}
    assert store.change_blocking(lambda do: do.assignments.set(1, [AssignmentInput("ana", Decimal(1))], seen)) is None
    for draft in (AssignmentInput("Ana", Decimal(days)) for days in ("0", "0.001", "-1")):
        with pytest.raises(InvalidInput):
            store.change_blocking(partial(work, draft))


# Acceptance ---------------------------------------------------------------------------------------------------


def test_what_is_submitted_waits_within_its_window_until_it_is_accepted(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.edit(1, {"acceptance_days": 3}, {}))
    store.change_blocking(lambda do: do.acceptance.submit(1, day(-2), by="Ana"))
    detail = store.read.detail(1)
    assert state(store, 1) == (MilestoneState.SUBMITTED, None)
    assert (detail.milestone.submitted_on, detail.milestone.accepted_on) == (day(-2), None)
    assert acceptance_due_on(detail.milestone, detail.project.calendar) == date(2026, 11, 25)
    with pytest.raises(InvalidInput, match="already submitted and waiting"):
        store.change_blocking(lambda do: do.acceptance.submit(1, TODAY))
    with pytest.raises(InvalidInput, match="The answer cannot be earlier than the submission"):
        store.change_blocking(lambda do: do.acceptance.accept(1, day(-3)))
    store.change_blocking(lambda do: do.acceptance.accept(1, day(-1), by="Eva", note="as agreed"))
    assert state(store, 1) == (MilestoneState.DONE, day(-1))
    (round_,) = store.read.detail(1).acceptances
    assert (round_.submitted_by, round_.answer, round_.answered_by, round_.note, round_.window_days) == (
        *("Ana", Answer.ACCEPTED, "Eva", "as agreed", 3),
    )
    assert store.read.milestones([1])[0].accepted_on == day(-1)
    with pytest.raises(InvalidInput, match="Submit it first"):
        store.change_blocking(lambda do: do.acceptance.accept(1, TODAY))


def test_what_is_rejected_is_in_progress_and_every_round_is_kept(store: Store) -> None:
    store.change_blocking(lambda do: do.acceptance.submit(3, TODAY, window_days=7))
    with pytest.raises(InvalidInput, match="Enter a reason"):
        store.change_blocking(lambda do: do.acceptance.reject(3, TODAY, " "))
    store.change_blocking(lambda do: do.acceptance.reject(3, TODAY, "No manual"))
    assert state(store, 3) == (MilestoneState.IN_PROGRESS, None)
    assert store.read.milestones([3])[0].submitted_on is None
    store.change_blocking(lambda do: do.acceptance.submit(3, TODAY))
    again, first = store.read.detail(3).acceptances
    assert (first.answer, first.answered_by, first.note, again.answer) == (Answer.REJECTED, "Eva", "No manual", None)
    assert (first.window_days, again.window_days) == (7, 10)


def test_what_is_done_stays_done_while_its_acceptance_waits(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.tick(1, day(-4)))
    store.change_blocking(lambda do: do.acceptance.submit(1, TODAY))
    assert state(store, 1) == (MilestoneState.DONE, day(-4))
    store.change_blocking(lambda do: do.milestones.untick(1))
    assert state(store, 1) == (MilestoneState.SUBMITTED, None)
    store.change_blocking(lambda do: do.milestones.tick(1, day(-4)))
    store.change_blocking(lambda do: do.acceptance.accept(1, TODAY))
    assert state(store, 1) == (MilestoneState.DONE, day(-4))


TAKING_BACK: dict[str, Callable[[Commands], None]] = {
    "planned": lambda do: do.milestones.edit(1, {"state": "planned"}, {}),
    "cancelled": lambda do: do.milestones.edit_all([1], {"state": "cancelled"}),
}


@pytest.mark.parametrize("name", TAKING_BACK)
def test_a_state_that_is_declared_submits_and_withdraws(store: Store, name: str) -> None:
    store.change_blocking(lambda do: do.milestones.edit(1, {"state": "submitted"}, {}))
    (round_,) = store.read.detail(1).acceptances
    assert (round_.submitted_on, round_.submitted_by, round_.answer) == (TODAY, "ana", None)
    store.change_blocking(TAKING_BACK[name])
    (round_,) = store.read.detail(1).acceptances
    assert (round_.answer, store.read.milestones([1])[0].submitted_on) == (Answer.WITHDRAWN, None)


# Gates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "done"),
    [(Decision.GO, True), (Decision.HOLD, False), (Decision.RECYCLE, False), (Decision.STOP, False)],
)
def test_a_gate_that_is_passed_is_done_and_one_that_is_not_stays_open(
    store: Store, decision: Decision, done: bool
) -> None:
    store.change_blocking(lambda do: do.gates.decide(3, decision, day(-1), note="as heard"))
    assert state(store, 3) == ((MilestoneState.DONE, day(-1)) if done else (MilestoneState.PLANNED, None))
    (record,) = store.read.detail(3).decisions
    assert (record.decision, record.decided_on, record.decided_by, record.note) == (
        *(decision, day(-1), "Eva", "as heard"),
    )
    store.change_blocking(lambda do: do.gates.decide(3, Decision.STOP, TODAY, by="The board"))
    assert state(store, 3) == (MilestoneState.IN_PROGRESS if done else MilestoneState.PLANNED, None)
    assert [record.decided_by for record in store.read.detail(3).decisions] == ["The board", "Eva"]


def test_conditions_become_milestones_after_the_gate_or_its_criteria_in_one_change(store: Store) -> None:
    conditions = [ConditionInput("Security audit", day(30), "Raj"), ConditionInput("Budget signed")]
    change = store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=conditions))
    assert change is not None and change.label == 'Decide "Review": conditional go'
    audit = store.read.detail(5)
    assert (audit.milestone.title, audit.milestone.due_on, audit.milestone.owner, audit.milestone.phase) == (
        *("Security audit", day(30), "Raj", "Build"),
    )
    assert [linked.id for linked in audit.predecessors] == [3]
    assert [criterion.text for criterion in store.read.detail(3).criteria] == ["Budget signed"]
    undo(store)
    assert store.read.detail(3).decisions == () and store.read.milestones([5]) == ()


def test_deciding_again_makes_no_second_copy_of_a_condition(store: Store) -> None:
    first = [ConditionInput("Security audit", day(30), "Raj"), ConditionInput("Budget signed")]
    store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=first))
    before = {m.title: m for m in store.read.plan(1).milestones}
    store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=first))
    again = [
        ConditionInput(" security  AUDIT", day(40)),
        ConditionInput("budget signed "),
        ConditionInput("Rota"),
        ConditionInput("rota"),
    ]
    change = store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=again))
    assert change is not None and change.label == 'Decide "Review": conditional go'
    after = {m.title: m for m in store.read.plan(1).milestones}
    assert after.keys() == before.keys()
    assert (after["Security audit"].due_on, after["Security audit"].owner) == (day(40), "Raj")
    assert [criterion.text for criterion in store.read.detail(3).criteria] == ["Budget signed", "Rota"]
    undo(store)
    assert store.read.detail(5).milestone.due_on == day(30)


def test_a_condition_that_is_done_or_was_cancelled(store: Store) -> None:
    dated = [ConditionInput("Security audit", day(30))]
    store.change_blocking(lambda do: do.gates.decide(3, Decision.HOLD, TODAY, conditions=dated))
    store.change_blocking(lambda do: do.milestones.tick(5, TODAY))
    later = [ConditionInput("Security audit", day(40))]
    store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=later))
    assert [m.id for m in store.read.plan(1).milestones if m.title == "Security audit"] == [5]
    assert store.read.detail(5).milestone.due_on == day(30), "what is done is not moved"
    store.change_blocking(lambda do: do.milestones.edit(5, {"state": "cancelled"}, {}))
    store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=later))
    assert len([m for m in store.read.plan(1).milestones if m.title == "Security audit"]) == 2


@pytest.mark.parametrize("decision", [Decision.HOLD, Decision.RECYCLE])
def test_a_gate_that_was_not_passed_waits_for_its_dated_conditions(store: Store, decision: Decision) -> None:
    before = store.read.detail(3).predecessors
    conditions = [ConditionInput("Security audit", day(30))]
    store.change_blocking(lambda do: do.gates.decide(3, decision, TODAY, conditions=conditions))
    gate = store.read.detail(3)
    assert [linked.title for linked in gate.predecessors] == [*(linked.title for linked in before), "Security audit"]
    assert gate.milestone.is_open
    undo(store)
    assert store.read.detail(3).predecessors == before


def test_a_condition_is_not_due_before_it_was_asked_for(store: Store) -> None:
    early = [ConditionInput("Security audit", TODAY - timedelta(days=1))]
    with pytest.raises(InvalidInput, match="before the decision"):
        store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY, conditions=early))
    assert store.read.detail(3).decisions == ()


@pytest.mark.parametrize(
    "around",
    [
        lambda do: do.milestones.edit(3, {"state": "done"}, {}),
        lambda do: do.milestones.edit(3, {"done_on": TODAY}, {}),
        lambda do: do.milestones.edit_all([1, 3], {"state": "done"}),
        lambda do: do.milestones.edit_all([1], {"kind": "gate", "state": "done"}),
        lambda do: do.milestones.tick(3, TODAY),
        lambda do: do.milestones.tick_all([1, 3], TODAY),
        lambda do: do.milestones.create(1, {"title": "Board", "kind": "gate", "done_on": TODAY}),
        lambda do: (do.acceptance.submit(3, TODAY), do.acceptance.accept(3, TODAY)),
    ],
)
def test_there_is_no_way_around_the_decision_of_a_gate(store: Store, around: Callable[[Commands], object]) -> None:
    with pytest.raises(DecisionNeeded, match=r"is a gate\. Record its decision instead"):
        store.change_blocking(around)
    assert [state(store, id_)[0] for id_ in (1, 3)] == [MilestoneState.PLANNED] * 2


def test_a_gate_that_was_passed_is_so_again_by_undo_and_when_it_is_made_again(store: Store) -> None:
    store.change_blocking(lambda do: do.gates.decide(3, Decision.GO, TODAY))
    store.change_blocking(lambda do: do.milestones.untick(3))
    undo(store)
    assert state(store, 3) == (MilestoneState.DONE, TODAY)
    before = {"title": "Review", "kind": MilestoneKind.GATE, "state": MilestoneState.DONE, "done_on": TODAY}
    store.change_blocking(lambda do: do.milestones.delete([3]))
    store.change_blocking(lambda do: do.milestones.create(1, before, before=before))
    assert state(store, 5) == (MilestoneState.DONE, TODAY)


def test_a_decision_that_comes_after_the_gate_was_done_leaves_the_day_as_it_is(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.tick(1, day(-4)))
    store.change_blocking(lambda do: do.milestones.edit(1, {"kind": "gate"}, {}))
    store.change_blocking(lambda do: do.milestones.edit(1, {"owner": "Ben"}, {}))
    assert is_undecided(store.read.detail(1))
    store.change_blocking(lambda do: do.gates.decide(1, Decision.GO, day(-5)))
    assert state(store, 1) == (MilestoneState.DONE, day(-4))
    assert not is_undecided(store.read.detail(1))


def test_a_gate_that_was_submitted_waits_for_nobody_when_it_is_passed(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.edit(3, {"state": "submitted"}, {}))
    store.change_blocking(lambda do: do.gates.decide(3, Decision.HOLD, TODAY))
    assert store.read.detail(3).acceptances[0].answer is None
    store.change_blocking(lambda do: do.gates.decide(3, Decision.GO, day(-1), "The board"))
    (round_,) = store.read.detail(3).acceptances
    assert (round_.answer, round_.answered_on, round_.answered_by) == (Answer.ACCEPTED, TODAY, "The board")
    undo(store)
    assert store.read.detail(3).acceptances[0].answer is None


def test_what_is_no_gate_is_not_decided(store: Store) -> None:
    with pytest.raises(InvalidInput, match="not a gate"):
        store.change_blocking(lambda do: do.gates.decide(1, Decision.GO, TODAY))
    with pytest.raises(InvalidInput, match="Enter at least one condition"):
        store.change_blocking(lambda do: do.gates.decide(3, Decision.CONDITIONAL_GO, TODAY))
    with pytest.raises(InvalidInput, match="has no conditions"):
        store.change_blocking(lambda do: do.gates.decide(3, Decision.GO, TODAY, conditions=[ConditionInput("x")]))
    with pytest.raises(InvalidInput, match="in the future"):
        store.change_blocking(lambda do: do.gates.decide(3, Decision.GO, day(1)))


# Many at once -------------------------------------------------------------------------------------------------


def test_many_are_edited_in_one_change_across_projects(store: Store) -> None:
    change = store.change_blocking(lambda do: do.milestones.edit_all([1, 2, 4, 99], {"owner": "Raj", "phase": "Test"}))
    assert change is not None and change.label == "Edit 3 milestones: owner, phase"
    found = store.read.milestones([1, 2, 4])
    assert {(m.owner, m.phase) for m in found} == {("Raj", "Test")} and len({m.phase_id for m in found}) == 2
    undo(store)
    assert [m.owner for m in store.read.milestones([1, 2, 4])] == ["Ana", "", ""]


def test_many_are_tagged_and_untagged(store: Store) -> None:
    change = store.change_blocking(lambda do: do.milestones.tag_all([1, 2, 4], TagChange(("{Pilot}", "y"), ("X",))))
    assert change is not None and change.label == "Tag 3 milestones: {Pilot}, y, no X"
    assert [m.tags for m in store.read.milestones([1, 2, 4])] == [("{Pilot}", "y")] * 3
    change = store.change_blocking(lambda do: do.milestones.tag_all([1], TagChange(remove=("pilot", "{pilot}"))))
    assert change is not None and change.label == 'Tag "Alpha": no pilot, no {pilot}'


def test_fields_and_tags_of_many_are_one_edit(store: Store) -> None:
    changes = {"owner": "Raj", "state": "in progress"}
    change = store.change_blocking(lambda do: do.milestones.edit_all([1, 2], changes, TagChange(("pilot",), ("x",))))
    assert change is not None and change.label == "Edit 2 milestones: owner, state, tags"
    assert [(m.owner, m.tags) for m in store.read.milestones([1, 2])] == [("Raj", ("pilot",))] * 2
    change = store.change_blocking(lambda do: do.milestones.edit_all([1, 2], {"owner": "Ana"}, TagChange()))
    assert change is not None and change.label == "Edit 2 milestones: owner"


def test_many_are_ticked(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.tick(1, day(-4)))
    change = store.change_blocking(lambda do: do.milestones.tick_all([1, 2, 4], day(-1)))
    assert change is not None and change.label == "Tick 2 milestones"
    assert [state(store, id_)[1] for id_ in (1, 2, 4)] == [day(-4), day(-1), day(-1)]
    with pytest.raises(InvalidInput, match="in the future"):
        store.change_blocking(lambda do: do.milestones.tick_all([3], day(1)))


def test_many_are_moved_with_a_reason_if_all_is_as_it_was_seen(store: Store) -> None:
    seen = {1: day(0), 2: day(9), 3: None, 4: day(20)}
    moves = {1: day(4), 4: day(24)}
    change = store.change_blocking(lambda do: do.milestones.move_all(moves, seen, ChangeReason.SCOPE))
    assert change is not None and (change.label, change.reason) == ('Move "Alpha" and 1 more', ChangeReason.SCOPE)
    assert [m.due_on for m in store.read.milestones([1, 4])] == [day(4), day(24)]
    change = store.change_blocking(lambda do: do.milestones.move_all({1: day(2)}, {}))
    assert change is not None and change.label == 'Move "Alpha" by −2 d'
    change = store.change_blocking(lambda do: do.milestones.move_all({3: day(2)}, {3: None}))
    assert change is not None and change.label == 'Move "Review" to 24 Nov 2026'


def test_a_move_over_somebody_elses_is_refused_whole(store: Store) -> None:
    ben = Store.open(store.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.milestones.move_all({2: day(10)}, {}))
    with pytest.raises(EditConflict, match="Ben changed") as refused:
        store.change_blocking(lambda do: do.milestones.move_all({1: day(4)}, {1: day(0), 2: day(9)}))
    (field,) = refused.value.fields
    assert (field.field, field.mine, field.theirs, field.by) == (
        'due date of "Beta"',
        "1 Dec 2026",
        "2 Dec 2026",
        "Ben",
    )
    ben.change_blocking(lambda do: do.milestones.tick(1, TODAY))
    with pytest.raises(InvalidInput, match="is done"):
        store.change_blocking(lambda do: do.milestones.move_all({1: day(4)}, {1: day(0)}))
    ben.change_blocking(lambda do: do.milestones.delete([1]))
    with pytest.raises(NotFound):
        store.change_blocking(lambda do: do.milestones.move_all({2: day(5)}, {1: day(0)}))
    ben.close()
    assert store.read.milestones([2])[0].due_on == day(10)


# Baselines and templates --------------------------------------------------------------------------------------


def test_a_baseline_keeps_what_is_deleted_later(store: Store) -> None:
    store.change_blocking(lambda do: do.baselines.take(1, "First", "agreed", "Eva"))
    store.change_blocking(lambda do: do.milestones.edit(2, {"title": "Beta release"}, {}))
    store.change_blocking(lambda do: do.milestones.delete([1]))
    store.change_blocking(lambda do: do.baselines.take(1, "Second"))
    first, second = store.read.baselines(1)
    assert (first.approved_by, second.approved_by) == ("Eva", "")
    held = [[(e.milestone_id, e.title, e.due_on) for e in store.read.baseline_entries(b.id)] for b in (first, second)]
    assert held == [
        [(1, "Alpha", day(0)), (2, "Beta", day(9)), (3, "Review", None)],
        [(2, "Beta release", day(9)), (3, "Review", None)],
    ]
    store.change_blocking(lambda do: do.baselines.select(first.id))
    assert store.read.project(1).baseline_id == first.id


def test_a_template_is_kept_replaced_and_deleted(store: Store) -> None:
    ids: list[int] = []
    store.change_blocking(lambda do: ids.append(do.templates.save("Release train", "{}")))
    assert store.change_blocking(lambda do: do.templates.save("Release train", "{}")) is None
    store.change_blocking(lambda do: ids.append(do.templates.save("release TRAIN", "[]")))
    (template,) = store.read.templates()
    assert (template.name, template.body, ids) == ("release TRAIN", "[]", [template.id] * 2)
    store.change_blocking(lambda do: do.templates.delete(template.id))
    assert store.read.templates() == ()
    with pytest.raises(NotFound):
        store.change_blocking(lambda do: do.templates.delete(template.id))
    undo(store)
    assert store.read.templates() == (template,)
