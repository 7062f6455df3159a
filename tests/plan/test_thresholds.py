"""The thresholds of health as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.thresholds import (
    DEFAULTS,
    EXAMPLE,
    Thresholds,
    check_thresholds,
    known_thresholds,
    read_thresholds,
    widest,
)


def test_the_example_has_every_default() -> None:
    assert read_thresholds(EXAMPLE) == DEFAULTS
    assert read_thresholds("") == DEFAULTS


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("slip 15/5", {"red_slip": 15, "amber_slip": 5}),
        ("Slip 15 / 5,  soon 8", {"red_slip": 15, "amber_slip": 5, "soon": 8}),
        ("index 0.8/0.9", {"red_index": 80, "amber_index": 90}),
        ("index 1/1.05", {"red_index": 100, "amber_index": 105}),
        ("criteria 50%", {"criteria": 50}),
        ("risk 12, issue 4, unconfirmed 7", {"risk": 12, "issue": 4, "unconfirmed": 7}),
        ("risk 20/10", {"risk": 20, "elevated": 10}),
        ("risk 6", {"risk": 6, "elevated": 6}),
        ("Index 1/1.05", {"red_index": 100, "amber_index": 105}),
    ],
)
def test_what_is_named_is_changed_and_the_rest_stays(text: str, changed: dict[str, int]) -> None:
    assert read_thresholds(text) == DEFAULTS._replace(**changed)


def test_a_project_goes_before_the_settings() -> None:
    settings = read_thresholds("slip 20/8, risk 10")
    assert read_thresholds("risk 20", settings) == settings._replace(risk=20)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("slipp 3", '"slipp" is not a threshold. Use slip, soon, criteria, unconfirmed, index, risk, issue.'),
        ("slip 3", "Write it as `slip 10/3`."),
        ("slip 3/10", "Amber must come before red. Write the red one first, as in `slip 10/3`."),
        ("index 0.95/0.85", "Amber must come before red. Write the red one first, as in `slip 10/3`."),
        ("risk 26", "Risk is out of range. Write it as `risk 15/8`."),
        ("risk 8/15", "The severe score must be the higher one. Write it first, as in `risk 15/8`."),
        ("criteria 0", "Criteria is out of range. Write it as `criteria 80`."),
        ("issue", "Write it as `issue 5`."),
        ("soon ٣", "Write it as `soon 10`."),
    ],
)
def test_a_mistake_is_named(text: str, mistake: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        check_thresholds("thresholds", "health thresholds", text)
    assert str(raised.value) == mistake
    assert known_thresholds(text) == DEFAULTS


_thresholds = st.builds(
    Thresholds,
    red_slip=st.integers(5, 20),
    amber_slip=st.integers(0, 5),
    soon=st.integers(1, 30),
    criteria=st.integers(1, 100),
    unconfirmed=st.integers(1, 30),
    red_index=st.integers(50, 90),
    amber_index=st.integers(90, 120),
    risk=st.integers(1, 25),
    elevated=st.integers(1, 25),
    issue=st.integers(1, 5),
)


@given(st.lists(_thresholds, min_size=1, max_size=4))
def test_the_widest_fires_wherever_one_of_them_does(all_of: list[Thresholds]) -> None:
    found = widest(all_of)
    for one in all_of:
        assert found.amber_slip <= one.amber_slip and found.red_slip <= one.red_slip
        assert found.soon >= one.soon and found.criteria >= one.criteria and found.unconfirmed >= one.unconfirmed
        assert found.amber_index >= one.amber_index and found.red_index >= one.red_index
        assert found.risk <= one.risk and found.issue <= one.issue and found.elevated <= one.elevated
