"""Changes that could not be written, as text: all that commands are given comes back, and nothing else is made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest

from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import ConditionInput, CriterionInput, LinkInput, RoleInput
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.model import ChangeReason, Criterion, MilestoneKind, MilestoneState, Phase
from milestone_tui.plan.pending import Call, NotPlain, Result, from_json, to_json
from milestone_tui.plan.pending_words import describe, is_draft
from milestone_tui.plan.people import Role
from milestone_tui.plan.templates.template import NewMilestone, NewPlan

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
DAY = date(2026, 12, 1)


def there_and_back(*calls: Call) -> Sequence[Call]:
    label, read, at = from_json(to_json('Tick "Beta"', calls, NOW))
    assert (label, at) == ('Tick "Beta"', NOW)
    return read


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        "[red] \x1b ü",
        DAY,
        NOW,
        Decimal("12000.50"),
        MilestoneState.DONE,
        ChangeReason.SCOPE,
        (1, (2, "three")),
        {1: DAY, 2: None},
        {"kind": MilestoneKind.GATE, "tags": ("a", "b"), "due_on": None},
        frozenset({1, 2}),
        {"b", "a"},
        CriterionInput(None, "Works", DAY),
        Criterion(1, 2, "Works", None, 0),
        (LinkInput(1, -3), RoleInput("Ana", Role.MANAGER), ConditionInput("Fix", DAY, "Raj")),
        Phase(1, 2, "Build", 0),
        TagChange(("a",), ()),
        NewPlan(DAY, DAY, ("Build",), (NewMilestone({"title": "A", "due_on": DAY}, ("Works",), ((0, 2),)),)),
        Unfinished(UnfinishedKind.QUICK_ADD, 1, "x", texts={"line": "x"}, criteria=TypedList((), ())),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_command_is_given_comes_back(value: object) -> None:
    (call,) = there_and_back(Call("milestones.edit", (value,), {"seen": value}))
    assert call == Call("milestones.edit", (value,), {"seen": value})


def test_a_list_comes_back_as_a_tuple() -> None:
    (call,) = there_and_back(Call("criteria.set", ([CriterionInput(1, "a")],)))
    assert call.args == ((CriterionInput(1, "a"),),)


def test_a_result_stays_the_result_of_the_same_call() -> None:
    create, criteria = there_and_back(Call("milestones.create", (1,)), Call("criteria.set", (Result(0), [], [])))
    assert isinstance(criteria.args[0], Result) and criteria.args[0].call == 0 and create.name == "milestones.create"


@pytest.mark.parametrize("use", [bool, list, str, lambda r: r == 1, lambda r: f"{r}", lambda r: [1, 2][r]])
def test_a_result_cannot_be_reckoned_with(use: object) -> None:
    assert callable(use)
    with pytest.raises(NotPlain):
        use(Result(0))


@pytest.mark.parametrize("value", [object(), print, to_json, {1: object()}, Exception("x"), b"bytes"])
def test_what_is_no_value_of_the_plan_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        to_json("x", [Call("a.b", (value,))], NOW)


@pytest.mark.parametrize(
    "plain",
    [
        {"t": "os:system", "v": ["true"]},
        {"t": "..errors:NotFound", "v": ["x"]},
        {"t": "text:visible", "v": ["x"]},
        {"t": "clock:Clock", "v": ["x"]},
        {"t": "pending:import_module", "v": ["os"]},
        {"t": "model:Decimal", "v": ["1"]},
        {"t": "model:Phase", "v": [1]},
        {"t": "model:MilestoneState", "v": "boundless"},
        {"t": "nowhere:Thing", "v": []},
        {"t": "drafts:CriterionDraft", "v": {"path": 1}},
        {"t": "date", "v": "2026-13-01"},
        {"t": "Decimal", "v": "many"},
        {"t": "dict", "v": [[[1], 2, 3]]},
        {"v": 1},
    ],
    ids=str,
)
def test_a_text_makes_nothing_but_values_of_the_plan(plain: object) -> None:
    text = json.dumps({"label": "x", "kept_at": NOW.isoformat(), "calls": [["a.b", [plain], {"t": "dict", "v": []}]]})
    with pytest.raises(NotPlain):
        from_json(text)


@pytest.mark.parametrize(
    ("call", "label"),
    [
        (Call("milestones.tick", (7, DAY)), 'Tick "milestone 7"'),
        (Call("milestones.tick_all", ((7, 8), DAY)), "Tick 2 milestones"),
        (Call("milestones.move_all", ({7: DAY}, {7: DAY, 8: None})), 'Move "milestone 7"'),
        (Call("milestones.redate", ({7: DAY}, {7: DAY})), 'Move done date of "milestone 7"'),
        (Call("milestones.replan", (7, {1: DAY}, {1: DAY}, None)), 'Re-plan "project 7"'),
        (Call("milestones.create", (1, {"title": "Beta"})), 'New milestone "Beta"'),
        (Call("projects.archive", (1, False)), 'Unarchive "project 1"'),
        (Call("templates.start", ({"name": "Portal"}, "Release", None)), 'Start project "Portal"'),
        (Call("baselines.take", (1, "Agreed")), 'Set baseline "Agreed"'),
        (Call("baselines.take", (1,)), "Set baseline 1 change"),
        (Call("absences.add", (3, DAY, DAY, "training")), 'Add an absence of "person 3"'),
        (Call("reviews.keep", (1, 7, DAY)), 'Keep a date in the review of "project 1"'),
        (Call("reviews.add_need", (1, "Test data")), 'Add need "Test data"'),
        (Call("reviews.meet_need", (4, DAY)), 'Tick need "need 4"'),
        (Call("undo", (9, 'Tick "Beta"')), 'Undo of Tick "Beta"'),
        (Call("something.new", ()), "1 change"),
    ],
    ids=lambda value: value.name if isinstance(value, Call) else "",
)
def test_a_change_is_told_by_its_first_call_that_has_words(call: Call, label: str) -> None:
    draft = Call("drafts.drop", (UnfinishedKind.QUICK_ADD, 1))
    assert describe([draft, call], lambda table, id_: f"{table} {id_}").label == label
    assert not is_draft([draft, call]) and is_draft([draft]) and not is_draft([]) and not is_draft(None)


def test_every_command_has_words() -> None:
    import milestone_tui.plan.pending_words as words
    import milestone_tui.store.commands as commands

    found = {
        f"{name.lower()}.{verb}"
        for noun, name in commands._NOUNS.items()
        for verb, member in vars(getattr(import_module(f"{commands.__name__}.{noun}"), name)).items()
        if callable(member) and not verb.startswith("_")
    }
    named = {name.replace("acceptance.", "acceptancerounds.") for name in words._KINDS}
    drafts = {"drafts.keep", "drafts.drop", "drafts.discard", "drafts.take_over"}
    files = {*(f"imports.{name}" for name in ("add", "update", "take", "compare")), "archives.add", "sync.with_folder"}
    assert found - named == {*drafts, *files, "milestones.refuse_if_there"}
