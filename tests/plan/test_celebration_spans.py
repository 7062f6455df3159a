"""What was done this week, this quarter and in the project, early or late against the first promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from factories import TODAY, milestone, plan_of
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.celebration import DoneCounts, celebration_lines, done_between, promise_words
from milestone_tui.plan.model import MilestoneState


def test_the_week_begins_on_monday_and_the_quarter_with_its_first_day() -> None:
    plan = plan_of(
        [
            milestone(id=1, done_on=date(2026, 11, 16)),  # Monday of the week of Sunday 22 Nov
            milestone(id=2, done_on=date(2026, 11, 15)),
            milestone(id=3, done_on=date(2026, 10, 1)),
            milestone(id=4, done_on=date(2026, 9, 30)),
            milestone(id=5),
            milestone(id=6, state=MilestoneState.CANCELLED),
        ]
    )
    promises = {1: date(2026, 11, 16), 2: date(2026, 11, 20), 3: date(2026, 9, 1)}
    assert celebration_lines(plan, TODAY, promises) == (
        ("this week", "1 done, on time or early"),
        ("this quarter", "3 done, 2 on time or early, 1 late"),
        ("in the project", "4 of 5 done, 2 on time or early, 1 late"),
    )


def test_without_promises_only_what_was_done_is_counted() -> None:
    plan = plan_of([milestone(id=1, done_on=TODAY), milestone(id=2)])
    assert celebration_lines(plan, TODAY, {}) == (
        ("this week", "1 done"),
        ("this quarter", "1 done"),
        ("in the project", "1 of 2 done"),
    )
    assert celebration_lines(plan_of([]), TODAY, {})[0] == ("this week", "0 done")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "on time"), (1, "1 day late"), (-3, "3 days early"), (13, "13 days late")]
)
def test_a_milestone_against_its_first_promise(days: int, words: str) -> None:
    done = milestone(done_on=TODAY)
    assert promise_words(done, {1: TODAY - timedelta(days=days)}) == words
    assert promise_words(done, {}) == ""
    assert promise_words(milestone(), {1: TODAY}) == ""


@given(
    st.lists(st.none() | st.integers(-400, 10), max_size=20),
    st.dictionaries(st.integers(1, 20), st.integers(-400, 10), max_size=20),
    st.none() | st.integers(-400, 0),
)
def test_what_was_done_is_early_late_or_was_never_promised(
    done: list[int | None], promised: Mapping[int, int], first: int | None
) -> None:
    made = [
        milestone(id=number, done_on=None if days is None else TODAY + timedelta(days=days))
        for number, days in enumerate(done, start=1)
    ]
    promises = {id_: TODAY + timedelta(days=days) for id_, days in promised.items()}
    begin = None if first is None else TODAY + timedelta(days=first)
    counts = done_between(made, begin, TODAY, promises)
    found = [m for m in made if m.done_on and m.done_on <= TODAY and (begin is None or m.done_on >= begin)]
    assert counts.done == len(found)
    assert counts.early == sum(m.id in promises and m.done_on <= promises[m.id] for m in found if m.done_on)
    assert counts.late == sum(m.id in promises and m.done_on > promises[m.id] for m in found if m.done_on)
    assert done_between(made, None, TODAY, promises) >= DoneCounts(counts.done, 0, 0)
