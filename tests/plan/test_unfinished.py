from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind, from_json, to_json
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput, PhaseInput
from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState

days = st.none() | st.dates()
values = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.integers(0, 100),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from([*MilestoneKind, *MilestoneState, *ProjectState]),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
    st.lists(st.dates(), max_size=3).map(tuple),
)
ids = st.none() | st.integers(1, 9)
criteria = st.lists(st.builds(CriterionInput, ids, st.text(max_size=5), days), max_size=3).map(tuple)
links = st.lists(st.builds(LinkInput, st.integers(1, 9), st.integers(-5, 5), st.booleans()), max_size=3).map(tuple)
efforts = st.decimals(0, 999, places=2)
work = st.lists(st.builds(AssignmentInput, st.text(max_size=5), efforts), max_size=3).map(tuple)
phases = st.lists(st.builds(PhaseInput, ids, st.text(max_size=5)), max_size=3).map(tuple)
edits = st.builds(
    Unfinished,
    st.sampled_from(UnfinishedKind),
    ids,
    st.text(max_size=5),
    project_id=ids,
    seen=st.dictionaries(st.text(max_size=5), values, max_size=4),
    texts=st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=4),
    criteria=st.none() | st.builds(TypedList, criteria, criteria),
    links=st.none() | st.builds(TypedList, links, links),
    work=st.none() | st.builds(TypedList, work, work),
    phases=st.none() | st.builds(TypedList, phases, phases),
    picking=st.dictionaries(st.sampled_from(["depends", "people"]), st.text(max_size=5)),
    choices=st.dictionaries(
        st.text(max_size=5), values | st.lists(st.integers(1, 9), max_size=3).map(tuple), max_size=3
    ),
)


@given(edits)
@settings(max_examples=100, deadline=None)
def test_an_edit_comes_back_from_its_text(edit: Unfinished) -> None:
    assert from_json(edit.kind, edit.target_id, edit.title, to_json(edit)) == edit


def test_an_edit_that_an_earlier_program_kept_has_nothing_picked_or_chosen() -> None:
    edit = Unfinished(UnfinishedKind.MILESTONE, 1, "Beta", picking={"people": "An"}, choices={"way": "day"})
    earlier = json.loads(to_json(edit))
    del earlier["picking"], earlier["choices"]
    assert from_json(UnfinishedKind.MILESTONE, 1, "Beta", json.dumps(earlier)) == Unfinished(edit.kind, 1, "Beta")


def test_a_lag_that_an_earlier_program_kept_is_a_typed_one() -> None:
    links = TypedList((LinkInput(1, 3),), (LinkInput(1, 5),))
    edit = Unfinished(UnfinishedKind.MILESTONE, 1, "Beta", links=links)
    earlier = json.loads(to_json(edit))
    for draft in (*earlier["lists"]["links"]["seen"], *earlier["lists"]["links"]["mine"]):
        del draft["kept"]
    assert from_json(UnfinishedKind.MILESTONE, 1, "Beta", json.dumps(earlier)).links == links


def test_values_come_back_as_what_they_were() -> None:
    seen = {"state": MilestoneState.DONE, "value": Decimal("12.50"), "due_on": date(2026, 11, 22), "tags": ("a", "b")}
    edit = Unfinished(UnfinishedKind.MILESTONE, 1, "Beta", seen=seen)
    back = from_json(edit.kind, 1, "Beta", to_json(edit)).seen
    assert {name: type(value) for name, value in back.items()} == {name: type(value) for name, value in seen.items()}
    assert str(back["value"]) == "12.50"
