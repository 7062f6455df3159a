from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from factories import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio import summary

from milestone_tui.plan.analysis.portfolio import (
    LabelPlace,
    LabelRequest,
    MarkState,
    ProjectOrder,
    RoadmapMark,
    arranged,
    by_label_priority,
    judged,
    mark_state,
    place_labels,
    placed_marks,
    slips_beyond,
)
from milestone_tui.plan.axis import fit
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import Health, ProjectSummary


def keys(projects: Sequence[ProjectSummary]) -> list[str]:
    return [s.project.key for s in projects]


PORTFOLIO = (
    summary("ACME", Health.AT_RISK, due=6, slip=9, percent=62, name="Portal"),
    summary("HELIO", Health.OFF_TRACK, due=-3, slip=14, percent=91, name="Billing"),
    summary("LUMEN", Health.ON_TRACK, due=21, slip=-4, percent=44, name="Ångström gateway"),
    summary("NORD", Health.AT_RISK, due=1, slip=2, percent=15, name="Lake"),
    summary("ORBIT", Health.COMPLETED, due=None, slip=-3, percent=100, name="Zoo"),
    summary("VAGUE", Health.ON_TRACK, due=None, slip=None, percent=None, name="Vague"),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (ProjectOrder.HEALTH, "HELIO ACME NORD LUMEN VAGUE ORBIT"),
        (ProjectOrder.DUE, "HELIO NORD ACME LUMEN VAGUE ORBIT"),
        (ProjectOrder.NAME, "LUMEN HELIO NORD ACME VAGUE ORBIT"),
        (ProjectOrder.FINISH, "VAGUE HELIO NORD ACME LUMEN ORBIT"),
        (ProjectOrder.SLIP, "HELIO ACME NORD LUMEN VAGUE ORBIT"),
        (ProjectOrder.PROGRESS, "NORD LUMEN ACME HELIO VAGUE ORBIT"),
    ],
)
def test_projects_stand_in_the_order_that_was_asked_for(order: ProjectOrder, expected: str) -> None:
    assert keys(arranged(PORTFOLIO, order)) == expected.split()


def test_the_archive_stands_below_everything() -> None:
    archived = summary("AAA", Health.OFF_TRACK, due=-90, slip=90, percent=0, archived=True)
    for order in ProjectOrder:
        assert keys(arranged((archived, *PORTFOLIO), order))[-1] == "AAA"


def test_sorting_goes_round() -> None:
    seen = [ProjectOrder.HEALTH]
    for _ in ProjectOrder:
        seen.append(seen[-1].following)
    assert seen[:-1] == list(ProjectOrder)
    assert seen[-1] is ProjectOrder.HEALTH
    assert all(order.first for order in ProjectOrder)


@pytest.mark.parametrize(
    ("days", "limit", "beyond"),
    [(None, 3, False), (-9, 3, False), (3, 3, False), (5, 3, False), (6, 3, True), (14, 10, False), (15, 10, True)],
)
def test_a_slip_is_measured_in_working_days(days: int | None, limit: int, beyond: bool) -> None:
    monday = date(2026, 11, 23)
    assert slips_beyond(days, monday, OFFICE_DAYS, limit) is beyond


def mark(days: int, *, done: bool = False, slip: int | None = None, id: int = 1) -> RoadmapMark:
    return RoadmapMark(id, "Beta release", TODAY + timedelta(days), done, slip)


@pytest.mark.parametrize(
    ("given_mark", "state"),
    [
        (mark(-9, done=True, slip=40), MarkState.DONE),
        (mark(-1), MarkState.LATE),
        (mark(0), MarkState.AHEAD),
        (mark(5, slip=9), MarkState.SLIPPING),
        (mark(5, slip=2), MarkState.AHEAD),
    ],
)
def test_a_mark_means_how_its_milestone_stands(given_mark: RoadmapMark, state: MarkState) -> None:
    assert mark_state(given_mark, TODAY, OFFICE_DAYS, 3) is state


def test_a_cell_shows_the_next_milestone_else_the_most_pressing() -> None:
    marks = [mark(-2, done=True, id=1), mark(-1, id=2), mark(3, id=3), mark(4, slip=20, id=4), mark(5, id=5)]

    def cells(next_id: int | None) -> list[tuple[int, int]]:
        placed = placed_marks(judged(marks, TODAY, OFFICE_DAYS, next_id), lambda day: (day - TODAY).days // 10 + 1, 9)
        return [(p.cell, p.shown.mark.id) for p in placed]

    assert cells(None) == [(0, 2), (1, 4)]
    assert cells(5) == [(0, 2), (1, 5)]


def test_marks_outside_of_the_window_are_left_out() -> None:
    axis = fit(TODAY, TODAY + timedelta(100), 40)
    placed = placed_marks(judged([mark(-100), mark(50), mark(900)], TODAY), axis.locator(), 40)
    assert [p.shown.on for p in placed] == [TODAY + timedelta(50)]


def test_the_next_and_the_late_are_told_before_what_is_done() -> None:
    marks = [mark(-40, done=True, id=1), mark(-9, done=True, id=2), mark(-5, id=3), mark(2, id=4), mark(30, id=5)]
    placed = placed_marks(judged(marks, TODAY, OFFICE_DAYS, 3), lambda day: (day - TODAY).days + 50, 100)
    assert [p.shown.mark.id for p in by_label_priority(placed, 50)] == [3, 4, 5, 2, 1]


def test_labels_stand_centred_under_their_marks() -> None:
    assert place_labels([LabelRequest(20, (8, 4))], 40) == (LabelPlace(16, 0),)


def test_a_label_gives_up_words_for_its_neighbour() -> None:
    beta, load_test = LabelRequest(20, (12, 4)), LabelRequest(27, (9, 4))
    assert place_labels([beta, load_test], 60, taken=(12,)) == (LabelPlace(18, 1), LabelPlace(24, 0))


def test_a_label_without_room_is_left_out() -> None:
    assert place_labels([LabelRequest(20, (8, 4)), LabelRequest(21, (8, 4))], 60)[1] is None


def test_a_label_never_stands_on_today() -> None:
    assert place_labels([LabelRequest(20, (8, 4))], 60, taken=(22,)) == (LabelPlace(13, 0),)
    assert place_labels([LabelRequest(21, (8, 4))], 60, taken=(22,)) == (LabelPlace(14, 0),)
    assert place_labels([LabelRequest(20, (8, 4))], 60, taken=(20,)) == (None,)


requests = st.lists(
    st.builds(
        LabelRequest,
        st.integers(-3, 90),
        st.lists(st.integers(1, 30), min_size=1, max_size=4).map(lambda ls: tuple(sorted(set(ls), reverse=True))),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(requests, st.integers(1, 90), st.lists(st.integers(0, 90), max_size=2))
def test_labels_never_overlap_and_always_reach_over_their_mark(
    asked: list[LabelRequest], width: int, taken: list[int]
) -> None:
    cells: dict[int, int] = dict.fromkeys(taken, -1)
    for number, (request, place) in enumerate(zip(asked, place_labels(asked, width, taken), strict=True)):
        if place is None:
            continue
        span = range(place.start, place.start + request.lengths[place.form])
        assert request.cell in span
        assert span.start >= 0
        assert span.stop <= width
        for cell in span:
            assert cells.setdefault(cell, number) == number
        assert cells.get(span.stop, number) in (number, -1)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60), st.lists(st.integers(1, 30), min_size=1, max_size=3))
def test_the_first_label_is_always_there_when_it_fits(cell: int, lengths: list[int]) -> None:
    request = LabelRequest(cell, tuple(sorted(set(lengths), reverse=True)))
    others = [LabelRequest(c, (9, 3)) for c in range(0, 61, 3) if c != cell]
    assert place_labels([request, *others], 61)[0] is not None
