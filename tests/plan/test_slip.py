"""Slip and finish go on while something is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from factories import TODAY, milestone, plan_of, project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.outline import Item, Sorting, outline
from milestone_tui.plan.language.filter import milestone_facts, parse_filter
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.network.move_result import Finish
from milestone_tui.ui.views.timeline.words import one_line

AGREED = date(2026, 11, 5)
OVERDUE = milestone(title="Client sign-off", baseline_on=AGREED, due_on=date(2026, 11, 19))


@pytest.mark.parametrize(
    ("m", "slip"),
    [
        (OVERDUE, 17),
        (OVERDUE._replace(due_on=TODAY), 17),
        (OVERDUE._replace(due_on=date(2026, 11, 28)), 23),
        (OVERDUE._replace(baseline_on=date(2026, 11, 30)), -8),
        (milestone(baseline_on=AGREED, due_on=date(2026, 11, 19), done_on=date(2026, 11, 9)), 4),
        (OVERDUE._replace(state=MilestoneState.CANCELLED), 14),
        (OVERDUE._replace(project_is_live=False), 14),
        (OVERDUE._replace(due_on=None), None),
        (OVERDUE._replace(baseline_on=None), None),
    ],
    ids=[
        "overdue",
        "due today",
        "due later",
        "early as yet",
        "done",
        "cancelled",
        "archived",
        "undated",
        "no baseline",
    ],
)
def test_slip_counts_from_the_done_date_else_the_later_of_the_due_date_and_today(
    m: Milestone, slip: int | None
) -> None:
    assert m.slip(TODAY) == slip


_days = st.none() | st.integers(-60, 60).map(lambda days: TODAY + timedelta(days))
_milestones = st.builds(
    lambda due_on, baseline_on, done_on, state, live: milestone(
        due_on=due_on, baseline_on=baseline_on, project_is_live=live
    )._replace(state=MilestoneState.DONE if done_on else state, done_on=done_on),
    _days,
    _days,
    st.none() | _days,
    st.sampled_from((MilestoneState.PLANNED, MilestoneState.SUBMITTED, MilestoneState.CANCELLED)),
    st.booleans(),
)


@given(_milestones, st.integers(0, 90))
def test_slip_never_shrinks_while_nothing_changes(m: Milestone, days: int) -> None:
    before, after = m.slip(TODAY), m.slip(TODAY + timedelta(days))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after >= before
        if m.overdue(TODAY):
            assert after == before + days


@given(st.lists(_milestones, max_size=6), st.integers(0, 90))
def test_a_finish_never_comes_nearer_while_nothing_changes(plan: list[Milestone], days: int) -> None:
    before, after = project_finish(plan, TODAY), project_finish(plan, TODAY + timedelta(days))
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before
    if any(m.overdue(TODAY) for m in plan):
        assert before is not None and before >= TODAY


def test_a_project_finishes_on_the_last_day_and_not_before_today() -> None:
    later = milestone(id=2, due_on=date(2026, 12, 4))
    gone = milestone(id=3, due_on=date(2027, 5, 1), state=MilestoneState.CANCELLED)
    done = milestone(id=4, done_on=date(2026, 11, 20))
    assert project_finish([OVERDUE, done], TODAY) == TODAY
    assert project_finish([OVERDUE, done, later, gone], TODAY) == date(2026, 12, 4)
    assert project_finish([done], TODAY) == date(2026, 11, 20)
    assert project_finish([milestone(due_on=None)], TODAY) is None


def test_the_filter_the_order_and_the_line_go_by_it() -> None:
    facts = milestone_facts(OVERDUE, project(), TODAY)
    assert all(parse_filter(text, TODAY).matches(facts) for text in ("slip=17", "slip>16", "is:slipping", "is:late"))
    assert "slip +17 d" in one_line(OVERDUE, "HELIO", TODAY)
    plan = plan_of(
        [OVERDUE, milestone(id=2, baseline_on=AGREED, due_on=date(2026, 11, 21))._replace(project_is_live=False)]
    )
    (first, second) = outline(plan, date(2026, 11, 20), Sorting.SLIP)
    assert isinstance(first, Item) and isinstance(second, Item)
    assert (first.milestone.id, second.milestone.id) == (2, 1), "16 before 15 days"
    (first, second) = outline(plan, TODAY, Sorting.SLIP)
    assert isinstance(first, Item) and first.milestone.id == 1, "17 before 16 days"


def test_health_tells_the_slip_and_the_finish_of_today() -> None:
    helio = project(target_on=date(2026, 11, 20))
    verdict = judge(helio, [OVERDUE], [], TODAY).verdict
    assert [finding.text for finding in verdict.findings] == [
        "Client sign-off 3 days overdue",
        "Client sign-off has slipped 17 days (critical)",
        "finish 22 Nov, 2 days after target",
    ]
    by_candidates = judge(helio, [OVERDUE], [], TODAY, finish_on=date(2026, 11, 19)).verdict
    assert by_candidates == verdict


@pytest.mark.parametrize(
    ("before", "after", "is_open", "counted"),
    [
        (date(2026, 11, 19), date(2026, 11, 20), True, (TODAY, TODAY)),
        (date(2026, 11, 19), date(2026, 11, 30), True, (TODAY, date(2026, 11, 30))),
        (date(2026, 11, 19), date(2026, 11, 30), False, (date(2026, 11, 19), date(2026, 11, 30))),
        (None, date(2026, 11, 20), False, (None, TODAY)),
        (date(2026, 12, 1), date(2026, 12, 2), True, (date(2026, 12, 1), date(2026, 12, 2))),
    ],
)
def test_a_what_if_counts_its_finishes_from_today(
    before: date | None, after: date, is_open: bool, counted: tuple[date | None, date]
) -> None:
    finish = Finish(project(), before, after, is_open).counted_from(TODAY)
    assert (finish.before, finish.after) == counted
    archived = project(archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert Finish(archived, before, after, is_open).counted_from(TODAY)[1:3] == (before, after)
