from __future__ import annotations

import random
import time
from datetime import date, timedelta

from factories import TODAY, milestone
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.progress import Tally, planned_percent, tally, weighted_percent
from milestone_tui.plan.model import Milestone, MilestoneState

CANCELLED = MilestoneState.CANCELLED


def test_percent_is_weighted_and_rounded_down() -> None:
    # (3*100 + 1*50 + 1*0) / 5 = 70
    plan = [milestone(done_on=TODAY, weight=3), milestone(progress=50), milestone()]
    assert weighted_percent(plan) == 70
    # 2 of 3 is 66.67
    assert weighted_percent([milestone(done_on=TODAY), milestone(done_on=TODAY), milestone()]) == 66
    # 999 done of 1,000 is not 100
    assert weighted_percent([*[milestone(done_on=TODAY)] * 999, milestone(criteria_met=2, criteria_total=2)]) == 99


def test_what_is_cancelled_does_not_count() -> None:
    plan = [milestone(done_on=TODAY), milestone(state=CANCELLED, progress=10), milestone()]
    assert weighted_percent(plan) == 50
    assert tally(plan) == Tally(done=1, total=2, percent=50)


def test_nothing_to_measure_is_none_not_zero() -> None:
    assert weighted_percent([]) is None
    assert weighted_percent([milestone(state=CANCELLED)]) is None
    assert weighted_percent([milestone(weight=0, done_on=TODAY)]) is None
    assert planned_percent([], TODAY) is None
    assert planned_percent([milestone()], TODAY) is None, "no baseline: nothing was planned"
    assert planned_percent([milestone(weight=0, baseline_on=TODAY), milestone()], TODAY) is None


def test_planned_percent_counts_what_the_baseline_expects_by_today() -> None:
    plan = [
        milestone(baseline_on=TODAY, weight=2),
        milestone(baseline_on=TODAY - timedelta(10), state=CANCELLED),
        milestone(baseline_on=TODAY + timedelta(1)),
        milestone(),
    ]
    assert planned_percent(plan, TODAY) == 50
    assert planned_percent(plan, TODAY - timedelta(1)) == 0
    assert planned_percent([milestone(baseline_on=TODAY)], TODAY) == 100
    assert planned_percent(plan, TODAY + timedelta(1)) == 75, "what was added after the baseline was taken counts 0"


milestones = st.builds(
    milestone,
    done_on=st.none() | st.just(TODAY),
    weight=st.integers(0, 9),
    progress=st.integers(0, 99),
    baseline_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)


@settings(deadline=None)
@given(st.lists(milestones, max_size=30))
def test_100_percent_means_all(plan: list[Milestone]) -> None:
    weighted = [m for m in plan if m.weight]
    everything = all(m.done_on for m in weighted)
    assert (weighted_percent(plan) == 100) == (bool(weighted) and everything)


@settings(deadline=None)
@given(st.lists(milestones, max_size=30), st.dates(), st.dates())
def test_the_plan_only_grows(plan: list[Milestone], a: date, b: date) -> None:
    early, late = planned_percent(plan, min(a, b)), planned_percent(plan, max(a, b))
    assert (early is None) == (late is None)
    if early is not None and late is not None:
        assert 0 <= early <= late <= 100


def test_ten_thousand_milestones_take_no_time() -> None:
    rng = random.Random(1)
    plan = [milestone(id=n, weight=rng.randint(1, 9), progress=rng.randint(0, 99)) for n in range(10_000)]
    best = min(_timed(plan) for _ in range(5))
    assert best < 0.5, f"{best * 1000:.1f} ms"  # of the processor, 5 ms as a rule


def _timed(plan: list[Milestone]) -> float:
    start = time.process_time()
    weighted_percent(plan)
    planned_percent(plan, TODAY)
    return time.process_time() - start
