from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories import TODAY, milestone
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import (
    Difference,
    compare,
    comparison_words,
    difference_words,
    finish_on,
    finish_words,
    present_entries,
)
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import MilestoneState

DEC = date(2026, 12, 1)


def entry(id_: int, day: int | None, value: int | None = None, baseline: int = 1) -> BaselineEntry:
    due_on = None if day is None else DEC + timedelta(day - 1)
    return BaselineEntry(baseline, id_, f"M{id_}", due_on, None if value is None else Decimal(value))


FIRST = (entry(1, 1), entry(2, 4, 100), entry(3, 7), entry(4, None), entry(5, 9, 50))
SECOND = (entry(1, 1), entry(2, 14, 120), entry(4, 8), entry(5, 8, 50), entry(6, 2, 70))


def test_what_was_added_removed_moved_and_revalued() -> None:
    found = compare(FIRST, SECOND)
    assert [one.entry.milestone_id for one in found.differences] == [6, 3, 4, 5, 2], "by the later day"
    assert [one.entry.milestone_id for one in found.added] == [6]
    assert [one.entry.milestone_id for one in found.removed] == [3]
    assert [(one.entry.milestone_id, one.days) for one in found.moved] == [(4, None), (5, -1), (2, 10)]
    assert [one.entry.milestone_id for one in found.revalued] == [2]
    assert found.unchanged == 1
    assert found.value_change == Decimal(90)
    assert [one.working_days(OFFICE_DAYS) for one in found.moved] == [None, -1, 6]


def test_a_baseline_is_compared_with_the_plan_as_it_stands() -> None:
    plan = (
        milestone(id=1, title="Beta", due_on=DEC + timedelta(9), baseline_on=DEC),
        milestone(id=2, due_on=DEC, done_on=date(2026, 11, 20)),
        milestone(id=3, due_on=DEC, state=MilestoneState.CANCELLED),
        milestone(id=7, title="New", due_on=DEC),
    )
    found = compare([entry(1, 1), entry(2, 1), entry(3, 1)], present_entries(plan))
    assert [(one.entry.title, difference_words(one, "EUR", TODAY)) for one in found.differences] == [
        ("Beta release", "1 Dec → 20 Nov, −11 d"),
        ("M3", "removed, was 1 Dec"),
        ("New", "added, 1 Dec"),
        ("Beta", "1 Dec → 10 Dec, +9 d"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, entry(1, None), "added"),
        (None, entry(1, 3, 40_000), "added, 3 Dec, €40,000"),
        (entry(1, None, 500), None, "removed, €500"),
        (entry(1, 3), entry(1, None), "3 Dec → no date"),
        (entry(1, 3, 40_000), entry(1, 3, 45_000), "value €40,000 → €45,000"),
        (entry(1, 3, None), entry(1, 4, 45_000), "3 Dec → 4 Dec, +1 d, value – → €45,000"),
        (entry(1, 3), entry(1, 3), "unchanged"),
    ],
)
def test_one_difference_in_words(before: BaselineEntry | None, after: BaselineEntry | None, words: str) -> None:
    assert difference_words(Difference(before, after), "EUR", TODAY) == words


def test_a_comparison_in_words() -> None:
    assert comparison_words(compare(FIRST, SECOND)) == (
        "1 added, 1 removed, 3 moved (up to +10 d), 1 value changed, 1 unchanged"
    )
    assert comparison_words(compare(FIRST, FIRST)) == "no differences"
    assert comparison_words(compare([entry(1, 5)], [entry(1, 2)])) == "1 moved (−3 d), 0 unchanged"
    assert comparison_words(compare([entry(1, 5)], [entry(1, None)])) == "1 moved, 0 unchanged"
    dearer = entry(1, 5)._replace(value=Decimal(90))
    assert comparison_words(compare([entry(1, 5)], [dearer])) == "1 value changed, 0 unchanged"


def test_how_far_the_finish_has_moved() -> None:
    assert (finish_on(FIRST), finish_on(SECOND), finish_on([entry(1, None)])) == (
        DEC + timedelta(8),
        DEC + timedelta(13),
        None,
    )
    then, now = DEC + timedelta(8), DEC + timedelta(13)
    assert finish_words(then, now, OFFICE_DAYS, TODAY) == "finish 9 Dec → 14 Dec, +5 d, 3 working days"
    assert finish_words(now, then, OFFICE_DAYS, TODAY) == "finish 14 Dec → 9 Dec, −5 d, 3 working days"
    assert finish_words(then, then, OFFICE_DAYS, TODAY) == "finish 9 Dec, unchanged"
    assert finish_words(then, None, OFFICE_DAYS, TODAY) == "finish 9 Dec → –"
    assert finish_words(None, None, OFFICE_DAYS, TODAY) == ""


entries = st.lists(
    st.builds(entry, st.integers(1, 9), st.none() | st.integers(1, 30), st.none() | st.integers(0, 99)),
    unique_by=lambda one: one.milestone_id,
)


@settings(deadline=None)
@given(entries, entries)
def test_a_comparison_counts_everything_once_and_turns_round(
    one: list[BaselineEntry], other: list[BaselineEntry]
) -> None:
    there, back = compare(one, other), compare(other, one)
    known = {e.milestone_id for e in (*one, *other)}
    assert len(there.differences) + there.unchanged == len(known)
    assert {(d.after, d.before) for d in back.differences} == {(d.before, d.after) for d in there.differences}
    assert len(there.added) == len(back.removed)
    assert there.value_change == -back.value_change
    assert compare(one, one).differences == ()
