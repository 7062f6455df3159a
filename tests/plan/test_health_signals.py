"""Health by money, by risks, and with other thresholds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from factories import TODAY, milestone, project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.signals import MoneySignal, RiskSignal, Signals
from milestone_tui.plan.analysis.thresholds import read_thresholds
from milestone_tui.plan.analysis.value_figures import index_words
from milestone_tui.plan.model import Health, ProjectState, Verdict

AHEAD = milestone(title="Go-live", due_on=TODAY + timedelta(100))


def judged(signals: Signals, thresholds: str = "", own: str = "", **about: object) -> Verdict:
    return judge(
        project(thresholds=own, **about),
        [AHEAD],
        [],
        TODAY,
        signals=signals,
        thresholds=read_thresholds(thresholds),
    ).verdict


def money(earned: int, planned: int | None, spent: int | None) -> Signals:
    return Signals(money=MoneySignal(earned * 100, None if planned is None else planned * 100, spent and spent * 100))


@pytest.mark.parametrize(
    ("signals", "health", "text"),
    [
        (money(95, 100, None), Health.ON_TRACK, ""),
        (money(949, 1000, None), Health.AT_RISK, "SPI 0.95, behind plan"),
        (money(85, 100, None), Health.AT_RISK, "SPI 0.85, behind plan"),
        (money(849, 1000, None), Health.OFF_TRACK, "SPI 0.85, behind plan"),
        (money(0, 100, None), Health.OFF_TRACK, "SPI 0.00, behind plan"),
        (money(100, None, 110), Health.AT_RISK, "CPI 0.91, over cost"),
        (money(100, 100, 200), Health.OFF_TRACK, "CPI 0.50, over cost"),
        (money(0, 0, 0), Health.ON_TRACK, ""),  # nothing planned, nothing spent: undefined, not 0
        (money(0, None, None), Health.ON_TRACK, ""),
    ],
)
def test_an_index_below_its_threshold_is_a_finding(signals: Signals, health: Health, text: str) -> None:
    verdict = judged(signals)
    assert verdict.health is health
    assert [finding.text for finding in verdict.findings] == ([text] if text else [])


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_health_and_earned_value_name_the_same_index(earned: int, spent: int) -> None:
    shown = index_words(Decimal(earned) / Decimal(spent))
    for finding in judged(money(earned, None, spent), "index 0/2").findings:
        assert finding.text == f"CPI {shown}, over cost"


@pytest.mark.parametrize(
    ("risk", "health", "text"),
    [
        (RiskSignal("Late data", 14, False), Health.ON_TRACK, ""),
        (RiskSignal("Late data", 15, False), Health.AT_RISK, "Late data: open risk of 15"),
        (RiskSignal("Login fails", 4, True), Health.ON_TRACK, ""),
        (RiskSignal("Login fails", 5, True), Health.OFF_TRACK, "Login fails: open issue of impact 5"),
    ],
)
def test_a_severe_risk_or_issue_is_a_finding(risk: RiskSignal, health: Health, text: str) -> None:
    verdict = judged(Signals(risks=(risk,)))
    assert verdict.health is health
    assert [finding.text for finding in verdict.findings] == ([text] if text else [])


def test_the_worst_comes_first_and_float_eases_neither_money_nor_risks() -> None:
    signals = Signals(money(90, 100, 200).money, (RiskSignal("Late data", 20, False), RiskSignal("Down", 5, True)))
    assert [finding.text for finding in judged(signals).findings] == [
        "Down: open issue of impact 5",
        "CPI 0.45, over cost",
        "SPI 0.90, behind plan",
        "Late data: open risk of 20",
    ]


def test_the_settings_and_before_them_the_project_decide_the_thresholds() -> None:
    signals = money(90, 100, None)
    assert judged(signals, "index 0.7/0.8").health is Health.ON_TRACK
    assert judged(signals, "index 0.7/0.8", own="index 0.92/0.95").health is Health.OFF_TRACK
    assert judged(signals, own="index 0.7/0.8").limits == read_thresholds("index 0.7/0.8")
    slipped = milestone(baseline_on=TODAY, due_on=TODAY + timedelta(14))
    assert judge(project(), [slipped], [], TODAY).verdict.health is Health.AT_RISK
    assert judge(project(thresholds="slip 20/10"), [slipped], [], TODAY).verdict.health is Health.ON_TRACK


def test_what_is_not_assessed_has_no_finding_of_money_or_risk() -> None:
    signals = Signals(money(0, 100, 100).money, (RiskSignal("Down", 5, True),))
    assert judged(signals, state=ProjectState.ON_HOLD).health is Health.ON_TRACK
    assert judged(signals, state=ProjectState.COMPLETED).health is Health.COMPLETED
