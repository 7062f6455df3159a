"""The risk register: bands by the published schemes, the order, the matrix, and what is due for review."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import oracle

from milestone_tui.plan.analysis.risks import (
    Band,
    Bands,
    Counts,
    Rating,
    RiskOrder,
    cell_of,
    counts,
    earlier,
    explain,
    figure,
    is_to_review,
    matrix,
    register,
    was_words,
)
from milestone_tui.plan.analysis.thresholds import read_thresholds
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.monitoring import Risk, RiskKind

TODAY = date(2026, 11, 19)
"""A Thursday."""
CELLS = tuple(product(range(1, 6), repeat=2))
DEFAULT = Bands()


def risk(id_: int = 1, **fields: Any) -> Risk:
    return Risk(id_, 1, number=id_, title=f"T{id_}")._replace(**fields)


def rated(probability: int, impact: int, id_: int = 1, **fields: Any) -> Risk:
    return risk(id_, probability=probability, impact=impact, **fields)


def test_the_scores_are_the_fourteen_of_the_oracle() -> None:
    published = oracle("risk_matrix.json")
    scores = Counter(rated(*cell).score for cell in CELLS)
    assert sorted(filter(None, scores)) == published["possible_scores"]
    assert {str(score): count for score, count in scores.items()} == published["cells_per_score"]


@pytest.mark.parametrize("scheme", ["kevstemplates", "thorax", "npsa-2008"])
def test_the_bands_of_each_published_scheme_have_its_cells(scheme: str) -> None:
    found = next(one for one in oracle("risk_matrix.json")["schemes"] if one["id"] == scheme)
    edges = sorted(low for low, _ in found["bands"].values())
    bands = Bands(severe=edges[-1], elevated=edges[1])
    here = Counter(bands.of_score(p * i) for p, i in CELLS)
    cells = sorted(found["bands"], key=lambda name: found["bands"][name][0])
    assert here[Band.LOW] == found["cells_per_band"][cells[0]]
    assert here[Band.SEVERE] == found["cells_per_band"][cells[-1]]
    assert here[Band.ELEVATED] == sum(found["cells_per_band"][name] for name in cells[1:-1])


@pytest.mark.parametrize(
    ("score", "band"),
    [(1, Band.LOW), (6, Band.LOW), (8, Band.ELEVATED), (12, Band.ELEVATED), (15, Band.SEVERE), (25, Band.SEVERE)],
)
def test_the_bands_by_default(score: int, band: Band) -> None:
    assert DEFAULT.of_score(score) is band


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("risk 20/10", (20, 10, 5)),
        ("risk 12, issue 4", (12, 8, 4)),
        ("risk 6", (6, 6, 5)),
        ("", (15, 8, 5)),
    ],
)
def test_the_bands_are_thresholds_of_health(text: str, bands: tuple[int, int, int]) -> None:
    assert Bands.of(read_thresholds(text)) == bands


def test_an_issue_counts_by_its_impact_alone() -> None:
    issues = [rated(1, impact, kind=RiskKind.ISSUE) for impact in range(1, 6)]
    assert [figure(issue) for issue in issues] == [1, 2, 3, 4, 5]
    bands = [DEFAULT.of_entry(issue) for issue in issues]
    assert bands == [Band.LOW, Band.LOW, Band.ELEVATED, Band.ELEVATED, Band.SEVERE]
    assert DEFAULT.of_entry(risk(kind=RiskKind.ISSUE)) is Band.UNRATED
    assert DEFAULT.of_entry(risk(impact=5)) is Band.UNRATED


def test_the_worst_come_first_in_their_blocks_and_closed_ones_last() -> None:
    entries = [
        rated(2, 2, 1),
        rated(4, 5, 2),
        risk(3),
        rated(1, 5, 4, kind=RiskKind.ISSUE),
        rated(5, 2, 5, kind=RiskKind.ISSUE),
        risk(6, kind=RiskKind.DECISION),
        risk(7, kind=RiskKind.ASSUMPTION),
        rated(5, 5, 8, closed_on=TODAY - timedelta(days=9)),
        rated(1, 1, 9, closed_on=TODAY),
    ]
    assert [[one.id for one in block] for block in register(entries)] == [[2, 1, 3], [4, 5], [7, 6, 9, 8]]
    assert [[one.id for one in block] for block in register(entries[-2:])] == [[9, 8]]
    assert register([]) == ()


def test_other_orders_are_one_block() -> None:
    soon, later = TODAY, TODAY + timedelta(days=30)
    entries = [
        risk(1, owner="Zoe", title="b", review_on=later),
        risk(2, owner="", title="c", review_on=None),
        risk(3, owner="ana", title="A", review_on=soon),
        risk(4, owner="Ana", title="a", closed_on=soon),
    ]
    expected = {RiskOrder.REVIEW: [3, 1, 2, 4], RiskOrder.OWNER: [3, 1, 2, 4], RiskOrder.TITLE: [3, 1, 2, 4]}
    for order, ids in expected.items():
        assert [[one.id for one in block] for block in register(entries, order)] == [ids]


_ENTRY = st.builds(
    lambda id_, kind, p, i, closed, review: risk(
        id_, kind=kind, probability=p, impact=i, closed_on=closed, review_on=review
    ),
    st.integers(1, 99),
    st.sampled_from(RiskKind),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(1, 5),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)


@given(st.lists(_ENTRY, max_size=20), st.sampled_from(RiskOrder))
def test_every_entry_is_in_the_register_once_and_in_order(entries: list[Risk], order: RiskOrder) -> None:
    blocks = register(entries, order)
    flat = [one for block in blocks for one in block]
    assert Counter(flat) == Counter(entries)
    assert all(blocks)
    is_open = [one.is_open for one in flat]
    assert is_open == sorted(is_open, reverse=True)
    if order is RiskOrder.WORST:
        for kind in RiskKind:
            figures = [figure(one) or 0 for one in flat if one.kind is kind and one.is_open]
            assert figures == sorted(figures, reverse=True)


@given(st.lists(_ENTRY, max_size=20))
def test_the_matrix_holds_what_is_open_and_may_come_true(entries: list[Risk]) -> None:
    cells = matrix(entries)
    inside = [
        one
        for one in entries
        if one.is_open and one.kind in (RiskKind.RISK, RiskKind.ASSUMPTION) and one.score is not None
    ]
    assert sum(cells.values()) == len(inside)
    assert all(1 <= p <= 5 and 1 <= i <= 5 and count > 0 for (p, i), count in cells.items())
    assert all(cell_of(one) in cells for one in inside)
    severe = sum(count for (p, i), count in cells.items() if p * i >= 15)
    issues = sum(one.is_open and one.kind is RiskKind.ISSUE and one.impact == 5 for one in entries)
    decisions = sum(one.is_open and one.kind is RiskKind.DECISION and (one.score or 0) >= 15 for one in entries)
    assert counts(entries, DEFAULT.of_entry, TODAY).severe == severe + issues + decisions


@pytest.mark.parametrize(
    ("today", "end", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "this week"),
        (date(2026, 11, 20), date(2026, 11, 22), "this week"),
        (date(2026, 11, 21), date(2026, 11, 29), "next week"),
        (date(2026, 11, 22), date(2026, 11, 29), "next week"),
    ],
)
def test_the_week_is_that_of_the_working_days_that_are_left(today: date, end: date, words: str) -> None:
    assert due_week(today)[1:] == (end, words)


def test_reviews_that_are_overdue_are_to_be_held_too() -> None:
    overdue, sunday, monday = (risk(review_on=date(2026, 11, day)) for day in (1, 22, 23))
    assert [is_to_review(one, TODAY) for one in (overdue, sunday, monday, risk())] == [True, True, False, False]
    assert not is_to_review(overdue._replace(closed_on=TODAY), TODAY)
    entries = [overdue, sunday, monday, rated(5, 5), rated(5, 5, closed_on=TODAY)]
    assert counts(entries, DEFAULT.of_entry, TODAY) == Counts(severe=1, to_review=2, open=4)


def test_the_score_before_is_the_last_other_one() -> None:
    days = [date(2026, 11, day) for day in (1, 8, 15, 20)]
    ratings = [Rating(days[0], None, 4), Rating(days[1], 3, 4), Rating(days[2], 4, 5), Rating(days[3], 5, 4)]
    assert earlier(ratings) == ratings[1]
    assert was_words(ratings, TODAY) == "was 12 on 8 Nov"
    assert was_words(ratings[:2], TODAY) == ""
    assert was_words([], TODAY) == ""


def test_a_score_is_explained_with_its_numbers() -> None:
    found = explain(rated(4, 5), DEFAULT)
    assert (found.figure, found.value, found.numbers) == ("Risk score", "20", "4 × 5 = 20")
    missing = explain(risk(impact=3), DEFAULT)
    assert (missing.value, missing.numbers, missing.notes[0]) == ("–", "", "Not rated yet: probability.")
    assert explain(rated(1, 4, kind=RiskKind.ISSUE), DEFAULT).value == "4"
