"""The lines of a burn-up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.burn_up import Measure, ScopeChange, burn_up
from milestone_tui.plan.model import Milestone, MilestoneState

_TODAY = date(2026, 11, 22)


def _day(days: int) -> date:
    return _TODAY + timedelta(days=days)


def _milestone(
    number: int, due: int | None, base: int | None = None, done: int | None = None, **more: Any
) -> Milestone:
    state = MilestoneState.PLANNED if done is None else MilestoneState.DONE
    days = {"due_on": due, "baseline_on": base, "done_on": done}
    kept: dict[str, Any] = {name: None if day is None else _day(day) for name, day in days.items()}
    return Milestone(number, 1, state=state, **kept)._replace(**more)


_PLAN = [
    _milestone(1, -30, -30, -28, weight=2, value=Decimal(10)),
    _milestone(2, -20, -21, -21, weight=3),
    _milestone(3, -5, -6, value=Decimal(40)),
    _milestone(4, 10, 3, weight=5),
    _milestone(5, None, 20),
    _milestone(6, 30, 30, state=MilestoneState.CANCELLED),
]


def test_the_lines_by_count() -> None:
    lines = burn_up(_PLAN, (), _TODAY, Measure.COUNT)
    assert lines.planned == ((_day(-30), 1), (_day(-21), 2), (_day(-6), 3), (_day(3), 4), (_day(20), 5))
    assert lines.done == ((_day(-28), 1), (_day(-21), 2))
    assert lines.due == ((_TODAY, 2), (_TODAY, 3), (_day(10), 4))  # the overdue one is done today at the earliest


def test_the_lines_by_weight_and_by_value() -> None:
    assert burn_up(_PLAN, (), _TODAY, Measure.WEIGHT).done == ((_day(-28), 2), (_day(-21), 5))
    assert burn_up(_PLAN, (), _TODAY, Measure.VALUE).due[-1] == (_day(10), 50)


def test_scope_follows_what_was_added_changed_and_removed() -> None:
    changes = [
        ScopeChange(_day(-9), 1, True, 2, Decimal(10)),
        ScopeChange(_day(-9), 2, True, 3),
        ScopeChange(_day(-4), 1, True, 4, Decimal(15)),
        ScopeChange(_day(-2), 2, False),
    ]
    found = {measure: burn_up((), changes, _TODAY, measure).scope for measure in Measure}
    assert found[Measure.COUNT] == ((_day(-9), 2), (_day(-4), 2), (_day(-2), 1))
    assert found[Measure.WEIGHT] == ((_day(-9), 5), (_day(-4), 7), (_day(-2), 4))
    assert found[Measure.VALUE] == ((_day(-9), 10), (_day(-4), 15), (_day(-2), 15))


def test_a_line_has_a_total_on_every_day() -> None:
    lines = burn_up(_PLAN, (), _TODAY, Measure.COUNT)
    assert [lines.at(lines.done, _day(days)) for days in (-29, -28, -22, -21, 5)] == [0, 1, 1, 2, 2]
    assert burn_up((), (), _TODAY, Measure.COUNT) == ((), (), ((_TODAY, 0),), ())


_DAYS = st.none() | st.integers(-60, 60)
_PLANS = st.lists(st.tuples(_DAYS, _DAYS, st.none() | st.integers(-60, 0)), max_size=10).map(
    lambda rows: [_milestone(n, *row) for n, row in enumerate(rows)]
)


@given(_PLANS, st.sampled_from([*Measure]))
def test_every_line_only_rises_and_due_ends_with_what_has_a_date(plan: list[Milestone], measure: Measure) -> None:
    lines = burn_up(plan, (), _TODAY, measure)
    for steps in (lines.planned, lines.done, lines.due):
        totals = [total for _, total in steps]
        assert totals == sorted(totals)
    dated = sum(m.weight if measure is Measure.WEIGHT else measure is Measure.COUNT for m in plan if m.on)
    assert lines.due[-1][1] == dated
