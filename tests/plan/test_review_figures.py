"""The figures that a review freezes: what they are, and that they are read as they were written."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories import TODAY, milestone, plan_of
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.review import SinceCounts
from milestone_tui.plan.analysis.review_figures import Figures, FrozenAnswer, figures_of, from_json, to_json
from milestone_tui.plan.model import Finding, Health, MilestoneState, Verdict
from milestone_tui.plan.monitoring import Need, Review, ReviewAnswer, Risk
from milestone_tui.plan.review_state import ReviewState, Since

_STATE = ReviewState(Review(1, 1, TODAY), None, (), (), None, None, None, (), {})


def test_the_figures_of_a_plan() -> None:
    plan = plan_of(
        [
            milestone(id=1, title="Kick-off", done_on=TODAY, baseline_on=TODAY, value=Decimal(100), outcome="Agreed."),
            milestone(id=2, title="Beta", due_on=TODAY - timedelta(1), baseline_on=TODAY + timedelta(3)),
            milestone(id=3, title="Live", due_on=TODAY + timedelta(30), baseline_on=TODAY + timedelta(21)),
            milestone(id=4, due_on=TODAY + timedelta(90), state=MilestoneState.CANCELLED, value=Decimal(7)),
        ]
    )
    state = _STATE._replace(
        answers=(ReviewAnswer(1, "done"), ReviewAnswer(3, "kept", "As planned"), ReviewAnswer(99, "kept")),
        needs=(Need(1, 1, 1, "Test data", TODAY), Need(2, 1, 1, "Logo", TODAY, TODAY)),
        risks=(Risk(1, 1, probability=3, impact=5), Risk(2, 1)),
        since=Since({1: {"done_on": None}}, frozenset(), (), {}),
    )
    verdict = Verdict(Health.OFF_TRACK, (Finding(Health.OFF_TRACK, 2, "Beta 1 day overdue"),))
    figures = figures_of(plan, state, verdict, TODAY, Decimal("12.50"))
    assert figures == Figures(
        percent=33,
        planned=33,
        finish=TODAY + timedelta(30),
        slip=9,
        milestones=3,
        done=1,
        overdue=1,
        open_risks=2,
        severe=1,
        value=Decimal(100),
        earned=Decimal(100),
        spent=Decimal("12.50"),
        currency="EUR",
        findings=("Beta 1 day overdue",),
        since=SinceCounts(1, 0, 0, 0, 0, 0),
        answers=(
            FrozenAnswer(1, "Kick-off", "done", date(2027, 6, 1), TODAY, "", "Agreed."),
            FrozenAnswer(3, "Live", "kept", TODAY + timedelta(30), None, "As planned"),
        ),
        needed=(("Test data", TODAY),),
    )
    assert from_json(to_json(figures)) == figures


def test_nothing_known_is_nothing_and_not_nought() -> None:
    figures = figures_of(plan_of([]), _STATE, Verdict(Health.ON_TRACK), TODAY)
    assert (figures.percent, figures.planned, figures.finish, figures.slip, figures.value, figures.spent) == (None,) * 6
    assert from_json(to_json(figures)) == figures


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"percent": "x", "finish": 3, "answers": [{}], "unknown": 1, "value": "NaN"}']
)
def test_what_another_program_wrote_is_as_if_it_was_not_known(text: str) -> None:
    assert from_json(text) == Figures()


def test_the_frozen_text_of_a_big_project_fits_into_its_column() -> None:
    many = [milestone(id=n, title="x" * 500, outcome="y" * 1_000) for n in range(1, 2_000)]
    answers = tuple(ReviewAnswer(n, "kept", "z" * 1_000) for n in range(1, 2_000))
    text = to_json(figures_of(plan_of(many), _STATE._replace(answers=answers), Verdict(Health.ON_TRACK), TODAY))
    assert len(text) <= 100_000


_DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))
_TEXT = st.text('abcXYZ09"\\', min_size=1, max_size=20)


@given(
    st.builds(
        Figures,
        percent=st.none() | st.integers(0, 100),
        planned=st.none() | st.integers(0, 100),
        finish=st.none() | _DAY,
        slip=st.none() | st.integers(-500, 500),
        milestones=st.integers(0, 1_000),
        done=st.integers(0, 1_000),
        value=st.none() | st.decimals(0, 10**9, places=2),
        earned=st.none() | st.decimals(0, 10**9, places=2),
        spent=st.none() | st.decimals(-(10**6), 10**9, places=2),
        findings=st.lists(_TEXT, max_size=3).map(tuple),
        since=st.none() | st.builds(SinceCounts, *[st.integers(0, 9)] * 6),
        answers=st.lists(
            st.builds(FrozenAnswer, st.integers(1, 99), _TEXT, st.sampled_from(("kept", "done")), st.none() | _DAY),
            max_size=3,
        ).map(tuple),
        needed=st.lists(st.tuples(_TEXT, _DAY), max_size=3).map(tuple),
    )
)
def test_figures_are_read_as_they_were_written(figures: Figures) -> None:
    assert from_json(to_json(figures)) == figures
