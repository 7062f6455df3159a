"""Calibration: median and spread of done date − due date as held some days before."""

from __future__ import annotations

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import oracle

from milestone_tui.plan.analysis.calibration import calibrate, calibrations, errors, most_telling
from milestone_tui.plan.analysis.trend import Held, History
from milestone_tui.plan.analysis.trend_words import calibration_explanation, calibration_words

DONE = date(2026, 11, 20)


def done(error: int, ahead: int, done_on: date = DONE) -> History:
    """A milestone that was held to be due `error` days before its done date until `ahead` days before that."""
    return (
        Held(done_on - timedelta(200), due_on=done_on - timedelta(error)),
        Held(done_on - timedelta(ahead - 1), due_on=done_on),
        Held(done_on, due_on=done_on, done_on=done_on),
    )


def test_the_oracle() -> None:
    case = oracle("calibration.json")
    expected = case["expected"]
    found = calibrate(case["errors"], 30)
    assert found is not None
    assert found.sample == expected["n"]
    assert found.mean == expected["mean"]
    assert found.median == expected["median"]
    assert found.deviation == pytest.approx(expected["stdev_sample"], abs=1e-4)
    assert (found.within_week, found.late) == (expected["within_7_days"], expected["late_share"])
    low, _, high = expected["quantiles_inclusive_10_50_90"]
    assert (found.low, found.high) == pytest.approx((low, high))


def test_own_figures() -> None:
    found = calibrate([-4, 0, 1, 6, 12], 14)
    assert found is not None
    assert (found.median, found.mean, found.sample) == (1, 3, 5)
    assert found.low == pytest.approx(-2.4)
    assert found.high == pytest.approx(9.6)
    assert (found.within_week, found.late) == (0.8, 0.6)


@given(st.lists(st.integers(-400, 400), max_size=40))
def test_below_five_nothing_is_said_and_from_five_on_the_median(found: list[int]) -> None:
    known = calibrate(found, 30)
    if len(found) < 5:
        assert known is None
    else:
        assert known is not None
        assert known.median == statistics.median(found)
        assert known.low <= known.median <= known.high


@given(st.integers(-50, 50), st.sampled_from((14, 30, 60, 90)))
def test_the_date_held_so_many_days_before_counts(error: int, lead: int) -> None:
    assert errors([done(error, lead)], lead) == [error]
    assert errors([done(error, lead + 1)], lead) == [0]


def test_only_what_is_done_and_was_known_then_counts() -> None:
    young = (Held(DONE - timedelta(10), due_on=DONE), Held(DONE, due_on=DONE, done_on=DONE))
    still_open = (Held(DONE - timedelta(100), due_on=DONE),)
    deleted = (*done(5, 30), Held(DONE, exists=False, due_on=DONE, done_on=DONE))
    undated = (Held(DONE - timedelta(100)), Held(DONE, due_on=DONE, done_on=DONE))
    assert errors([young, still_open, deleted, undated, ()], 30) == []


def test_the_sentence_names_the_median_and_how_many() -> None:
    own = calibrations([done(days, 30) for days in (3, 6, 9, 6, 60)])
    everywhere = calibrations([done(days, 30) for days in (1, 1, 1, 1, 1)])
    assert calibration_words(own) == "Done a median of 6 days after the date held 30 days before (5 milestones)"
    assert calibration_words(own, everywhere).endswith(", in all projects a median of 1 day after it (5 milestones)")
    assert calibration_words((), everywhere).startswith("In all projects done a median of 1 day after the date held 30")
    early = calibrations([done(-3, 30) for _ in range(5)])
    assert "a median of 3 days before the date" in calibration_words(early)
    exact = calibrations([done(days, 30) for days in (-2, 0, 0, 0, 2)])
    assert calibration_words(exact) == "Done on the day held 30 days before (median of 5 milestones)"
    assert calibration_words(own, exact).endswith(", in all projects on the day (5 milestones)")
    assert calibration_words(()) == ""


def test_the_explanation_has_every_lead_and_no_person() -> None:
    own = calibrations([done(days, 90) for days in (3, 6, 9, 6, 60)])
    assert [one.lead for one in own] == [14, 30, 60, 90]
    told = calibration_explanation(own, ())
    assert told.value == "0 d"
    assert len(told.notes) == 4
    assert most_telling(own) == own[1]
    assert calibration_explanation((), ()).value == "–"
