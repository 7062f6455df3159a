from datetime import date

import pytest

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.language.conditions import Known, Linked, condition_effects, condition_words, parse_conditions

TODAY = date(2026, 11, 22)


def test_a_day_and_an_owner_are_read_as_in_a_quick_add() -> None:
    read = parse_conditions("Support rota agreed 5 dec @ana; Release notes", TODAY, ["Ana Kovač"], OFFICE_DAYS)

    assert read == (
        ConditionInput("Support rota agreed", date(2026, 12, 5), "Ana Kovač"),
        ConditionInput("Release notes"),
    )


def test_what_becomes_of_them_is_said() -> None:
    entries = (ConditionInput("Support rota agreed", date(2026, 12, 5), "Ana"), ConditionInput("Release notes"))

    assert condition_words(entries, TODAY) == "a milestone on 5 Dec: Support rota agreed · a criterion: Release notes"


def test_nothing_is_no_condition() -> None:
    (mine,) = parse_conditions("Rota @me", TODAY, ["Ana Kovač"], OFFICE_DAYS, "Ana Kovač")
    assert mine.owner == "Ana Kovač"
    assert parse_conditions(" ; ", TODAY, [], OFFICE_DAYS) == ()


def test_what_is_not_understood_is_said() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_conditions("Support rota; due:sometime", TODAY, [], OFFICE_DAYS)

    assert refused.value.field == "conditions"


def test_what_is_there_already_is_said_and_comes_once() -> None:
    known = Known(
        ["Release  notes"], [Linked("Rota", date(2026, 12, 5), True), Linked("Audit", date(2026, 12, 1), False)]
    )
    entries = [
        ConditionInput("release notes"),
        ConditionInput("rota", date(2026, 12, 7)),
        ConditionInput("Rota", date(2026, 12, 5)),
        ConditionInput("AUDIT", date(2026, 12, 9)),
        ConditionInput("Release notes", date(2026, 12, 9)),
        ConditionInput("New"),
        ConditionInput("new"),
    ]
    assert condition_words(entries, TODAY, known).split(" · ") == [
        "already there: release notes",
        "moves to 7 Dec: rota",
        "already there: Rota",
        "already there: AUDIT",
        "a milestone on 9 Dec: Release notes",
        "a criterion: New",
    ]
    assert [fate.moves for fate in condition_effects(entries, known)].count(True) == 1
    assert condition_effects([ConditionInput("x", TODAY)], Known(milestones=[Linked("X", None, True)]))[0].moves, (
        "it gets a date"
    )
