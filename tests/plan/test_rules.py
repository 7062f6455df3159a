from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import DecisionNeeded, InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, HolidayInput, PhaseInput, RoleInput
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.people import Role

TODAY = date(2026, 11, 22)


def settled(current: Mapping[str, object] | None = None, /, **changes: object) -> dict[str, object]:
    return rules.validate_milestone({**rules.NEW_MILESTONE, **(current or {})}, changes, TODAY)


def test_done_and_its_day_go_together() -> None:
    done = {"state": MilestoneState.DONE, "done_on": TODAY}
    yesterday = TODAY - timedelta(days=1)
    assert settled(state="done") == done
    assert settled(done_on=yesterday) == {**done, "done_on": yesterday}
    assert settled({**done, "done_on": yesterday}, state="done") == {**done, "done_on": yesterday}
    assert settled(done, state="submitted") == {"state": MilestoneState.SUBMITTED, "done_on": None}
    assert settled(done, done_on=None) == {"state": MilestoneState.PLANNED, "done_on": None}
    assert settled({**done, "progress": 5}, done_on=None)["state"] is MilestoneState.IN_PROGRESS
    assert settled(title="x") == {"title": "x"}


def test_a_gate_is_done_by_its_decision_only() -> None:
    gate = {"kind": MilestoneKind.GATE, "title": "Review"}
    for field, value in {"state": "done", "done_on": TODAY}.items():
        with pytest.raises(DecisionNeeded, match='"Review" is a gate') as refused:
            settled(gate, **{field: value})
        assert refused.value.field == field
    with pytest.raises(DecisionNeeded):
        settled(title="Review", kind="gate", state="done")
    assert settled(gate, state="submitted")["state"] is MilestoneState.SUBMITTED
    assert settled(gate, kind="event", state="done")["done_on"] == TODAY


def test_a_gate_that_is_done_already_is_edited_like_anything_else() -> None:
    gate = {"kind": MilestoneKind.GATE, "state": MilestoneState.DONE, "done_on": TODAY}
    yesterday = TODAY - timedelta(days=1)
    assert settled(gate, owner="Ana") == {"owner": "Ana"}
    assert settled(gate, done_on=yesterday) == {"state": MilestoneState.DONE, "done_on": yesterday}
    assert settled(gate, state="planned")["done_on"] is None


def test_what_is_done_may_become_a_gate() -> None:
    """Whoever imported it had to take it as a delivery; what it does not say is that anybody decided."""
    done = {"state": MilestoneState.DONE, "done_on": TODAY}
    assert settled(done, kind="gate") == {"kind": MilestoneKind.GATE}


def test_texts_are_tidied() -> None:
    assert settled(title=" Beta\n release ", owner="  ", notes="a\r\nb \n", tags="b, a,,B , c d") == {
        "title": "Beta  release",
        "owner": "",
        "notes": "a\nb",
        "tags": ("b", "a", "c d"),
    }
    assert settled(kind="gate") == {"kind": MilestoneKind.GATE}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " \u200b", "Enter a title"),
        ("title", "x" * 501, "at most 500"),
        ("title", 5, "Enter text"),
        ("kind", "party", "Choose delivery, objective, gate, event or payment"),
        ("state", None, "Enter text"),
        ("due_on", "2026-12-01", "Enter a date"),
        ("due_on", datetime(2026, 12, 1), "Enter a date"),  # noqa: DTZ001
        ("done_on", TODAY + timedelta(days=1), "in the future"),
        ("progress", 101, "0 to 100"),
        ("progress", True, "0 to 100"),
        ("weight", -1, "0 to"),
        ("value", Decimal("NaN"), "Enter an amount from 0"),
        ("value", Decimal(-1), "Enter an amount from 0"),
        ("value", 1.5, "Enter an amount from 0"),
        ("tags", 7, "commas"),
        ("owner", "x" * 1001, "at most 1,000"),
        ("colour", "red", 'no field "colour"'),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(field: str, value: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        settled(**{field: value})
    assert refused.value.field == field


def test_a_day_it_was_done_fits_only_what_is_done() -> None:
    with pytest.raises(InvalidInput, match="A done date needs the state"):
        settled(done_on=TODAY, state="planned")


def test_projects() -> None:
    new = rules.validate_project(rules.NEW_PROJECT, {"key": " acme-1", "currency": "usd", "budget": 5})
    assert new == {"key": "ACME-1", "currency": "USD", "budget": Decimal(5)}
    for field, value in {"key": "-a", "name": "", "currency": "€", "working_days": 0, "state": "late"}.items():
        with pytest.raises(InvalidInput) as refused:
            rules.validate_project(rules.NEW_PROJECT, {field: value})
        assert refused.value.field == field
    started = {**rules.NEW_PROJECT, "start_on": TODAY}
    with pytest.raises(InvalidInput, match="before the start") as refused:
        rules.validate_project(started, {"target_on": TODAY - timedelta(days=1)})
    assert refused.value.field == "target_on"


def test_drafts() -> None:
    assert rules.validate_criteria([CriterionInput(1, " runs ", TODAY)]) == [CriterionInput(1, "runs", TODAY)]
    with pytest.raises(InvalidInput, match="Enter a criterion"):
        rules.validate_criteria([CriterionInput(None, " ")])
    with pytest.raises(InvalidInput, match="Two phases"):
        rules.validate_phases([PhaseInput(None, "Build"), PhaseInput(None, " build")])
    with pytest.raises(InvalidInput, match="whole number"):
        rules.validate_lag(1.5)


def test_people() -> None:
    new = rules.validate_person({"name": " Ana ", "email": "a@x.example", "capacity": 4})
    assert new == {"name": "Ana", "email": "a@x.example", "capacity": Decimal(4)}
    for field, value in {"name": " ", "capacity": Decimal("7.5"), "organisation": 3}.items():
        with pytest.raises(InvalidInput) as refused:
            rules.validate_person({field: value})
        assert refused.value.field == field
    with pytest.raises(InvalidInput, match="at most two decimals"):
        rules.validate_person({"capacity": Decimal("2.125")})
    with pytest.raises(InvalidInput, match="no field"):
        rules.validate_person({"salary": 1})


def test_drafts_of_planning() -> None:
    feast, eve = HolidayInput(TODAY, " Feast "), HolidayInput(TODAY - timedelta(1))
    assert rules.validate_holidays([feast, eve]) == [eve, HolidayInput(TODAY, "Feast")]
    with pytest.raises(InvalidInput, match="22 Nov 2026 is in the list twice"):
        rules.validate_holidays([feast, HolidayInput(TODAY)])
    work = AssignmentInput(" Ana ", Decimal("0.25"))
    assert rules.validate_assignments([work]) == [AssignmentInput("Ana", Decimal("0.25"))]
    with pytest.raises(InvalidInput, match="ana is in the list twice"):
        rules.validate_assignments([work, AssignmentInput("ana", Decimal(1))])
    with pytest.raises(InvalidInput, match="more than 0"):
        rules.validate_assignments([AssignmentInput("Ana", Decimal(0))])
    team = RoleInput("Ana", Role.TEAM)
    assert rules.validate_roles([team, RoleInput(" ana", Role.TEAM), RoleInput("Ana", Role.CLIENT)]) == [
        team,
        RoleInput("Ana", Role.CLIENT),
    ]


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=4))
def test_settling_twice_changes_nothing(text: str, tags: list[str]) -> None:
    given = {"notes": text, "deliverable": text, "tags": tags}
    once = settled(**given)
    assert settled(**once) == once


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_no_field_takes_a_day_that_no_plan_has(day: date) -> None:
    refusals = (
        lambda: rules.validate_milestone(rules.NEW_MILESTONE, {"due_on": day}, TODAY),
        lambda: rules.validate_milestone(rules.NEW_MILESTONE, {"deadline_on": day}, TODAY),
        lambda: rules.validate_milestone(rules.NEW_MILESTONE, {"done_on": day}, TODAY),
        lambda: rules.validate_project(rules.NEW_PROJECT, {"start_on": day}),
        lambda: rules.validate_holidays([HolidayInput(day, "")]),
        lambda: rules.validate_day("due_on", day),
    )
    for refused in refusals:
        with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
            refused()
