from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.field_texts import field_text, visible_lines
from milestone_tui.plan.form_state import (
    FieldContext,
    FieldState,
    changes,
    read_field,
    refreshed,
    start,
    suggested_key,
    typed,
)
from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState
from milestone_tui.plan.rules import NEW_MILESTONE, NEW_PROJECT

TODAY = date(2026, 11, 22)
GIVEN = FieldContext(TODAY, baseline_on=date(2026, 11, 19))
MILESTONE = {
    **NEW_MILESTONE,
    "title": "Beta release",
    "due_on": date(2026, 11, 28),
    "value": Decimal(40000),
    "tags": ("release", "pilot"),
    "weight": 2,
}


def test_values_are_written_as_a_person_writes_them() -> None:
    assert field_text("due_on", date(2026, 12, 14), "EUR") == "14 Dec 2026"
    assert field_text("value", Decimal(40000), "EUR") == "€40,000"
    assert field_text("tags", ("release", "pilot"), "EUR") == "release, pilot"
    assert field_text("state", MilestoneState.IN_PROGRESS, "EUR") == "in progress"
    assert field_text("working_days", 31, "EUR") == "Mon-Fri"
    assert field_text("due_on", None, "EUR") == ""


def test_nothing_typed_is_nothing_changed() -> None:
    assert changes(start(MILESTONE, GIVEN), GIVEN) == {}
    assert changes(start(NEW_PROJECT, GIVEN), GIVEN) == {}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("due_on", "14 dec", date(2026, 12, 14)),
        ("due_on", "+2w", date(2026, 12, 12)),
        ("due_on", "=baseline", date(2026, 11, 19)),
        ("due_on", "", None),
        ("done_on", "20 nov", date(2026, 11, 20)),
        ("value", "12k", Decimal(12000)),
        ("value", "", None),
        ("weight", "3", 3),
        ("progress", "60%", 60),
        ("kind", "gate", MilestoneKind.GATE),
        ("state", "sub", MilestoneState.SUBMITTED),
        ("tags", "a, b ,a", ("a", "b")),
        ("title", "  Gamma ", "Gamma"),
    ],
)
def test_a_changed_field_is_read(field: str, text: str, value: object) -> None:
    assert changes(typed(start(MILESTONE, GIVEN), field, text), GIVEN) == {field: value}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("due_on", "31 feb"),
        ("due_on", "3/4"),
        ("done_on", "2027-01-01"),
        ("value", "much"),
        ("value", "0.005"),
        ("weight", "two"),
        ("progress", "101"),
        ("kind", "thing"),
        ("state", ""),
        ("title", " "),
    ],
)
def test_what_cannot_be_read_names_its_field(field: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        changes(typed(start(MILESTONE, GIVEN), field, text), GIVEN)
    assert refused.value.field == field
    assert str(refused.value)


def test_the_same_said_in_other_words_is_no_change() -> None:
    assert changes(typed(start(MILESTONE, GIVEN), "due_on", "2026-11-28"), GIVEN) == {}
    assert changes(typed(start(MILESTONE, GIVEN), "value", "40k"), GIVEN) == {}


def test_somebody_elses_change_reaches_untouched_fields_only() -> None:
    draft = typed(start(MILESTONE, GIVEN), "due_on", "14 dec")
    theirs = {**MILESTONE, "due_on": date(2026, 12, 2), "owner": "Ben"}
    merged = refreshed(draft, theirs, GIVEN)
    assert merged["owner"].text == "Ben"
    assert merged["due_on"].text == "14 dec"
    assert merged["due_on"].seen == date(2026, 11, 28)


def test_what_somebody_else_saved_alike_is_not_touched_any_more() -> None:
    draft = typed(start(MILESTONE, GIVEN), "due_on", "14 dec")
    merged = refreshed(draft, {**MILESTONE, "due_on": date(2026, 12, 14)}, GIVEN)
    assert not merged["due_on"].touched
    assert merged["due_on"].text == "14 Dec 2026"


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_hostile_text_is_left_alone_and_never_steers_the_terminal(title: str, notes: str) -> None:
    draft = start({**MILESTONE, "title": title, "notes": notes}, GIVEN)
    assert changes(draft, GIVEN) == {}
    assert not set(draft["title"].text) & {"\x1b", "\x9b", "\u202e", "\r", "\n"}
    assert not set(draft["notes"].text) & {"\x1b", "\x9b", "\u202e", "\r", "\x85", "\u2028"}


def test_long_texts_keep_their_lines() -> None:
    assert visible_lines("a\n\n  \tb\x1b") == "a\n\n  \tb␛"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme portal", "ACME"),
        ("Élan", "ELAN"),
        ("The big data lake", "TBDL"),
        ("", ""),
        ("日本", ""),
        ("Helio", "HELIO2"),
    ],
)
def test_a_key_is_suggested(name: str, key: str) -> None:
    assert suggested_key(name, frozenset({"HELIO"})) == key


def test_a_project_state_is_read_with_its_own_words() -> None:
    draft = typed(start(NEW_PROJECT, GIVEN), "state", "on hold")
    assert changes(draft, GIVEN) == {"state": ProjectState.ON_HOLD}


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("Y", True), ("no", False), ("", False), ("nO", False)])
def test_yes_and_no_are_read(text: str, value: bool) -> None:
    assert read_field("internal", FieldState(not value, "?", text), GIVEN) is value


@pytest.mark.parametrize(("text", "days"), [("2.5", "2.5"), ("2,5 d", "2.5"), (".25", "0.25"), ("7", "7")])
def test_days_of_work_are_read_and_written(text: str, days: str) -> None:
    assert read_field("capacity", FieldState(None, "?", text), GIVEN) == Decimal(days)
    assert field_text("effort_days", Decimal(days), "EUR") == days


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("internal", "perhaps"), ("capacity", "8"), ("capacity", "many"), ("effort_days", "1.125")),
        *(("acceptance_days", "0"), ("acceptance_days", "a week")),
    ],
)
def test_what_cannot_be_read_is_refused_for_its_field(field: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_field(field, FieldState(None, "?", text), GIVEN)
    assert refused.value.field == field
