"""What changed between two days: each definition by itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories import milestone, project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.comparison import PeriodComparison, Snapshot, compare_period
from milestone_tui.plan.model import Milestone, MilestoneState, Plan
from milestone_tui.plan.monitoring import Risk

SINCE, UNTIL = date(2026, 11, 13), date(2026, 11, 20)
BEFORE, WITHIN, LATER = date(2026, 11, 10), date(2026, 11, 18), date(2026, 11, 30)


def snapshot(day: date, *milestones: Milestone, risks: tuple[Risk, ...] = (), spent: Decimal | None = None) -> Snapshot:
    return Snapshot(day, Plan(project(), (), milestones, (), None), spent, risks)


def compared(before: Milestone | None, after: Milestone | None) -> PeriodComparison:
    sides = ([] if one is None else [one] for one in (before, after))
    first, last = (snapshot(day, *side) for day, side in zip((SINCE, UNTIL), sides, strict=True))
    return compare_period(first, last)


def open_on(day: date | None) -> Milestone:
    return milestone(id=1, due_on=day)


def done_on(day: date, due: date | None = None) -> Milestone:
    return milestone(id=1, due_on=due or day, done_on=day, state=MilestoneState.DONE)


CANCELLED = milestone(id=1, due_on=WITHIN, state=MilestoneState.CANCELLED)
GROUPS = ("done", "reopened", "moved", "pushed_out", "added_in", "added", "removed", "revalued")


@pytest.mark.parametrize(
    ("before", "after", "groups"),
    [
        (open_on(WITHIN), open_on(WITHIN), ()),
        (open_on(WITHIN), open_on(LATER), ("moved", "pushed_out")),
        (open_on(WITHIN), open_on(None), ("moved", "pushed_out")),
        (open_on(WITHIN), open_on(SINCE), ("moved",)),
        (open_on(UNTIL), open_on(UNTIL + timedelta(days=1)), ("moved", "pushed_out")),
        (open_on(SINCE), open_on(LATER), ("moved",)),  # due on the day itself: that was before the period
        (open_on(LATER), open_on(WITHIN), ("moved", "added_in")),
        (open_on(None), open_on(WITHIN), ("moved", "added_in")),
        (open_on(BEFORE), open_on(WITHIN), ("moved",)),  # it was overdue
        (open_on(WITHIN), done_on(WITHIN), ("done",)),
        (open_on(LATER), done_on(WITHIN, LATER), ("done", "added_in")),
        (done_on(BEFORE), open_on(LATER), ("reopened",)),
        (None, open_on(LATER), ("added",)),
        (None, open_on(WITHIN), ("added_in", "added")),
        (None, done_on(WITHIN), ("done", "added_in", "added")),
        (open_on(WITHIN), None, ("removed",)),
        (open_on(WITHIN), CANCELLED, ("removed",)),
        (CANCELLED, open_on(LATER), ("added",)),
        (CANCELLED, None, ()),
        (open_on(WITHIN), open_on(WITHIN)._replace(value=Decimal(5)), ("revalued",)),
    ],
)
def test_a_milestone_belongs_to_these_groups(
    before: Milestone | None, after: Milestone | None, groups: tuple[str, ...]
) -> None:
    period = compared(before, after)
    assert tuple(name for name in GROUPS if getattr(period, name)) == groups
    assert bool(period.changes) == bool(groups)


STATES = st.none() | st.builds(
    lambda due, done, cancelled: milestone(
        id=1,
        due_on=due,
        done_on=done,
        state=MilestoneState.CANCELLED if cancelled else MilestoneState.DONE if done else MilestoneState.PLANNED,
    ),
    st.none() | st.dates(BEFORE, LATER),
    st.none() | st.dates(BEFORE, UNTIL),
    st.just(False),
)


@given(STATES, STATES)
def test_the_other_way_round_added_is_removed(before: Milestone | None, after: Milestone | None) -> None:
    there, back = compared(before, after), compared(after, before)
    assert len(there.added) == len(back.removed) and len(there.moved) == len(back.moved)
    assert len(there.done) >= len(back.reopened) or before is None
    first, last = there.scope
    assert last.milestones - first.milestones == len(there.added) - len(there.removed)
    assert set(there.pushed_out) <= set(there.moved)
    assert not set(there.pushed_out) & set(there.added_in)


def test_money_is_none_where_nothing_is_known_and_nought_where_nothing_is_done() -> None:
    money = compare_period(Snapshot(SINCE), snapshot(UNTIL, open_on(WITHIN)._replace(value=Decimal(7)))).money
    assert money[0] == (None, None, None, None)
    assert money[1] == (Decimal(7), Decimal(0), None, None)


def test_risks_are_raised_closed_rated_and_happen() -> None:
    old = (Risk(1, 1, probability=2, impact=2), Risk(2, 1), Risk(3, 1), Risk(4, 1))
    new = (
        Risk(1, 1, probability=4, impact=5),
        Risk(2, 1, closed_on=WITHIN),
        Risk(3, 1, occurred_on=WITHIN),
        Risk(4, 1),
        Risk(5, 1),
    )
    period = compare_period(snapshot(SINCE, risks=old), snapshot(UNTIL, risks=new))
    assert [(one.risk.id, one.rerated, one.closed, one.occurred, one.raised) for one in period.risks] == [
        (1, True, False, False, False),
        (2, False, True, False, False),
        (3, False, False, True, False),
        (5, False, False, False, True),
    ]
