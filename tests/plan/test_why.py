"""Why dates were moved: letters find a reason, and what no reason says becomes a note beside "other"."""

import pytest

from milestone_tui.plan.language.reasons import Why, reason_choices
from milestone_tui.plan.model import ChangeReason

ALL = ["none", *(reason.value for reason in ChangeReason)]


def offered(typed: str, now: Why = Why()) -> list[str]:  # noqa: B008 - it cannot be changed
    return [why.choice for why in reason_choices(typed, now)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ALL),
        ("   ", ALL),
        ("s", ["scope", "supplier", "estimate", "resource", "other: s"]),
        ("SUPP", ["supplier", "other: SUPP"]),
        ("late", ["client input late", "other: late"]),
        ("holiday", ["holiday"]),
        ("other", ["other"]),
        ("Other: the harbour was closed", ["other: the harbour was closed"]),
        ("other:", ["other"]),
        ("  the harbour was closed ", ["other: the harbour was closed"]),
        ("no", ["none", "other: no"]),
        ("none", ["none"]),
        ("[red]x", ["other: [red]x"]),
    ],
)
def test_letters_find_reasons_and_are_a_note_where_none_says_it(typed: str, found: list[str]) -> None:
    assert offered(typed) == found


def test_what_was_chosen_in_own_words_stands_behind_the_list() -> None:
    note = Why(ChangeReason.OTHER, "the harbour was closed")
    assert offered("", note) == [*ALL, "other: the harbour was closed"]
    assert offered("", Why(ChangeReason.SCOPE)) == ALL


def test_a_note_is_no_longer_than_the_database_takes() -> None:
    (why,) = reason_choices("x" * 2_000, Why())
    assert len(why.note) == 1_000
