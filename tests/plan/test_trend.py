"""Trend classes, rates and compression: oracles, a table judged by a person, and a property for each definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from samples import oracle

from milestone_tui.plan.analysis.trend import (
    CLASS_REPORTS,
    Held,
    Point,
    Reporting,
    TrendClass,
    TrendHistory,
    classify,
    compressions,
    held_on,
    points,
    rate,
    reporting_dates,
    spark,
    story,
    usual_reporting,
)
from milestone_tui.plan.model import ChangeReason, Link, Milestone, MilestoneState, Plan, Project

MONDAY = date(2026, 1, 5)
FAR = date(2026, 12, 31)


def line(moves: Sequence[int], start: date = FAR, first: date = MONDAY) -> list[Point]:
    """Weekly points whose date moves by so many days from one to the next."""
    found = [Point(first, start)]
    for place, days in enumerate(moves, 1):
        found.append(Point(first + timedelta(weeks=place), found[-1].on + timedelta(days)))
    return found


def parsed(case: dict[str, list[str]]) -> list[Point]:
    days = zip(case["reports"], case["forecasts"], strict=True)
    return [Point(date.fromisoformat(report), date.fromisoformat(on)) for report, on in days]


# Oracles ---------------------------------------------------------------------------------------------------


def test_every_oracle_has_its_class_slope_and_date() -> None:
    for case in oracle("milestone_trend.json")["cases"]:
        of, expected = parsed(case), case["expected"]
        found = rate(of)
        assert found is not None
        assert classify(of) == expected["klass"], case["id"]
        assert float(found.slope) == pytest.approx(expected["slope"], abs=1e-6), case["id"]
        meets = expected["meets_diagonal_regression"]
        assert (found.meets_on and found.meets_on.isoformat()) == meets, case["id"]


# A person's judgement --------------------------------------------------------------------------------------

STABLE, SLIPPING, RECOVERING = TrendClass.STABLE, TrendClass.SLIPPING, TrendClass.RECOVERING
ERRATIC, SHOCK = TrendClass.ERRATIC, TrendClass.LATE_SHOCK

JUDGED: list[tuple[str, list[int], date, TrendClass | None]] = [
    ("one report says nothing", [], FAR, None),
    ("nothing moved", [0, 0, 0], FAR, STABLE),
    ("a day back and forth", [1, -1, 1], FAR, STABLE),
    ("two days are within tolerance", [2, 0, -2], FAR, STABLE),
    ("an old slip is over", [30, 0, 0, 0], FAR, STABLE),
    ("an old shake is over", [20, -20, 0, 0, 0], FAR, STABLE),
    ("a step that came back by small steps", [4, -2, -2], FAR, STABLE),
    ("two reports, one slip", [7], FAR, SLIPPING),
    ("a week every week", [7, 7, 7], FAR, SLIPPING),
    ("one slip and then level", [14, 0, 0], FAR, SLIPPING),
    ("slips with a day back between", [5, -1, 5], FAR, SLIPPING),
    ("slow slips", [3, 3, 3], FAR, SLIPPING),
    ("a month, but far away", [0, 30, 0], FAR, SLIPPING),
    ("earlier every week", [-7, -7, -7], FAR, RECOVERING),
    ("one step earlier", [0, 0, -10], FAR, RECOVERING),
    ("earlier with a day back", [-5, 1, -5], FAR, RECOVERING),
    ("later and earlier", [7, -7, 0], FAR, ERRATIC),
    ("earlier, then much later", [-14, 0, 30], FAR, ERRATIC),
    ("six weeks on the last metres", [0, 0, 42], MONDAY + timedelta(40), SHOCK),
    ("a week with three weeks left", [0, 0, 7], MONDAY + timedelta(35), SHOCK),
    ("a month with a month left, after small slips", [3, 3, 31], MONDAY + timedelta(45), SHOCK),
    ("two days with a week left are no shock", [0, 0, 2], MONDAY + timedelta(21), STABLE),
]


@pytest.mark.parametrize(("moves", "start", "expected"), [row[1:] for row in JUDGED], ids=[row[0] for row in JUDGED])
def test_a_person_would_say_the_same(moves: list[int], start: date, expected: TrendClass | None) -> None:
    assert classify(line(moves, start)) is expected


# Properties ------------------------------------------------------------------------------------------------

MOVES = st.lists(st.integers(-40, 40), min_size=1, max_size=8)
DISTANT = date(2036, 1, 1)
"""So far away that no step of forty days is a quarter of the time left."""


def last(moves: list[int]) -> list[int]:
    return moves[-(CLASS_REPORTS - 1) :]


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=8), st.integers(1, 400))
def test_stable_is_every_step_within_two_days_however_near(moves: list[int], left: int) -> None:
    assert classify(line(moves, MONDAY + timedelta(left))) is STABLE


@given(MOVES)
def test_slipping_is_a_sum_above_two_days_with_no_step_back(moves: list[int]) -> None:
    tail = last(moves)
    assume(any(abs(step) > 2 for step in tail))
    meant = sum(tail) > 2 and min(tail) >= -2
    assert (classify(line(moves, DISTANT)) is SLIPPING) == meant


@given(MOVES)
def test_recovering_mirrors_slipping(moves: list[int]) -> None:
    mirrored = {SLIPPING: RECOVERING, RECOVERING: SLIPPING}
    found = classify(line(moves, DISTANT))
    assert found is not None
    assert classify(line([-step for step in moves], DISTANT)) is mirrored.get(found, found)


@given(MOVES)
def test_erratic_is_more_than_two_days_both_ways(moves: list[int]) -> None:
    tail = last(moves)
    assert (classify(line(moves, DISTANT)) is ERRATIC) == (max(tail) > 2 and min(tail) < -2)


@given(st.lists(st.integers(-2, 40), min_size=1, max_size=3), st.integers(1, 300))
def test_a_late_shock_is_a_step_beyond_a_quarter_of_the_time_left(moves: list[int], left: int) -> None:
    of = line(moves, MONDAY + timedelta(21 + left))
    shocks = [
        (after.on - before.on).days > max(2, (before.on - before.reported_on).days / 4)
        for before, after in pairwise(of)
    ]
    assert (classify(of) is SHOCK) == any(shocks)


@given(MOVES, st.lists(st.integers(-40, 40), max_size=6))
def test_only_the_last_four_reports_count(moves: list[int], earlier: list[int]) -> None:
    assume(len(moves) >= CLASS_REPORTS - 1)
    whole = line([*earlier, *moves], DISTANT)
    assert classify(whole) is classify(whole[-CLASS_REPORTS:])


# The rate --------------------------------------------------------------------------------------------------


@given(st.integers(2, 8), st.integers(0, 300), st.integers(-6, 6))
def test_a_straight_line_meets_the_diagonal_where_arithmetic_says(count: int, left: int, per_week: int) -> None:
    of = line([per_week] * (count - 1), MONDAY + timedelta(100 + left))
    found = rate(of)
    assert found is not None
    assert found.slope == Fraction(per_week, 7)
    start = of[0]
    weeks = Fraction((start.on - start.reported_on).days, 7 - per_week)
    assert found.meets_on is not None
    assert abs((found.meets_on - start.reported_on).days - weeks * 7) <= Fraction(1, 2)


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=7), st.integers(-400, 400))
def test_a_rate_moves_with_the_calendar(moves: list[int], by: int) -> None:
    here = rate(line(moves))
    there = rate(line(moves, FAR + timedelta(by), MONDAY + timedelta(by)))
    assert here is not None
    assert there is not None
    assert here.slope == there.slope
    assert (here.meets_on and here.meets_on + timedelta(by)) == there.meets_on


@given(st.integers(7, 60), st.integers(2, 8))
def test_what_moves_as_fast_as_time_never_converges(per_week: int, count: int) -> None:
    found = rate(line([per_week] * (count - 1)))
    assert found is not None
    assert found.slope >= 1
    assert found.meets_on is None


def test_what_is_done_or_reported_once_has_no_rate() -> None:
    assert rate(line([])) is None
    assert rate([*line([0, 0]), Point(FAR, FAR, is_done=True)]) is None


def test_a_line_that_met_the_diagonal_in_the_past_has_no_date() -> None:
    found = rate(line([-60, -60, -60, 0], MONDAY + timedelta(230)))
    assert found is not None
    assert found.slope < 0
    assert found.meets_on is None or found.meets_on >= MONDAY + timedelta(weeks=4)


# Points ----------------------------------------------------------------------------------------------------


def held(day: int, due: date | None = FAR, **more: object) -> Held:
    return Held(MONDAY + timedelta(day), due_on=due, **more)  # type: ignore[arg-type]


def test_the_last_change_of_a_day_is_held_at_its_end() -> None:
    history = (held(0), held(3, date(2027, 1, 1)), held(3, date(2027, 2, 1)))
    assert held_on(history, MONDAY + timedelta(2)) == history[0]
    assert held_on(history, MONDAY + timedelta(3)) == history[2]
    assert held_on(history, MONDAY - timedelta(1)) is None


def test_a_date_in_the_past_of_its_report_has_no_point() -> None:
    history = (held(0, MONDAY + timedelta(10)),)
    dates = [MONDAY + timedelta(weeks=week) for week in range(4)]
    assert [point.reported_on for point in points(history, dates)] == dates[:2]


def test_due_today_has_a_point() -> None:
    assert points((held(0, MONDAY + timedelta(7)),), [MONDAY + timedelta(7)]) == (
        Point(MONDAY + timedelta(7), MONDAY + timedelta(7)),
    )


def test_deleted_and_cancelled_milestones_have_none_and_an_undeleted_one_goes_on() -> None:
    history = (held(0), held(7, exists=False), held(14), held(21, is_cancelled=True))
    dates = [MONDAY + timedelta(weeks=week) for week in range(5)]
    assert [(point.reported_on - MONDAY).days for point in points(history, dates)] == [0, 14]


def test_what_is_done_ends_on_the_diagonal_once() -> None:
    done_on = MONDAY + timedelta(10)
    history = (held(0), held(12, done_on=done_on))
    dates = [MONDAY + timedelta(weeks=week) for week in range(5)]
    found = points(history, dates)
    assert [point.is_done for point in found] == [False, False, True]
    assert (found[-1].x, found[-1].on) == (done_on, done_on)


# Reporting dates -------------------------------------------------------------------------------------------

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 900), st.integers(0, 60), st.sampled_from(list(Reporting)), st.lists(DAYS, max_size=5))
def test_later_days_only_add_reporting_dates(
    first: date, span: int, later: int, by: Reporting, reviews: list[date]
) -> None:
    today = first + timedelta(span)
    before = reporting_dates(by, first, today, reviews)
    after = reporting_dates(by, first, today + timedelta(later), reviews)
    assert before[-1] == today
    assert list(before) == sorted(set(before))
    assert after[: len(before) - 1] == before[:-1]


def test_weeks_are_fridays_and_months_their_last_days() -> None:
    assert reporting_dates(Reporting.WEEKS, date(2026, 11, 5), date(2026, 11, 22)) == (
        date(2026, 11, 6),
        date(2026, 11, 13),
        date(2026, 11, 20),
        date(2026, 11, 22),
    )
    assert reporting_dates(Reporting.WEEKS, date(2026, 11, 20), date(2026, 11, 20)) == (date(2026, 11, 20),)
    assert reporting_dates(Reporting.MONTHS, date(2026, 11, 5), date(2027, 1, 31)) == (
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
    )
    reviews = [date(2026, 12, 4), date(2026, 11, 6), date(2027, 3, 1)]
    assert reporting_dates(Reporting.REVIEWS, MONDAY, date(2027, 1, 1), reviews) == (
        date(2026, 11, 6),
        date(2026, 12, 4),
        date(2027, 1, 1),
    )


# Compression -----------------------------------------------------------------------------------------------

WEEKS = tuple(MONDAY + timedelta(weeks=week) for week in range(6))


def plan_of(*on: date, linked: bool = True, phase: int | None = None, states: dict[int, str] | None = None) -> Plan:
    milestones = tuple(
        Milestone(
            place,
            1,
            phase_id=phase,
            title=f"M{place}",
            due_on=day,
            state=MilestoneState((states or {}).get(place, "planned")),
        )
        for place, day in enumerate(on, 1)
    )
    links = tuple(Link(n, n, n + 1, 0) for n in range(1, len(on))) if linked else ()
    return Plan(Project(1, "ACME"), (), milestones, links, None)


def moved(*pairs: tuple[date, date], extra: Mapping[int, tuple[Held, ...]] | None = None) -> TrendHistory:
    """Histories of milestones that moved in the fourth week."""
    milestones = {
        place: (Held(MONDAY, due_on=before), Held(WEEKS[3], due_on=after))
        for place, (before, after) in enumerate(pairs, 1)
    }
    return TrendHistory({**milestones, **(extra or {})}, {})


MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)


@given(st.integers(1, 90), st.integers(0, 90), st.booleans())
def test_a_pair_is_compressed_from_a_fifth_and_five_working_days(apart: int, closer: int, linked: bool) -> None:
    calendar = Project(1).calendar
    second = calendar.add(MARCH, apart)
    now = calendar.add(second, -closer)
    assume(now >= MARCH)
    found = compressions(
        plan_of(MARCH, now, linked=linked, phase=None if linked else 7), moved((MARCH, MARCH), (second, now)), WEEKS
    )
    assert bool(found) == (closer >= 5 and closer * 5 >= apart)
    if found:
        assert (found[0].before, found[0].after) == (apart, apart - closer)
        assert found[0].days == (second - now).days


def test_two_that_are_neither_linked_nor_neighbours_are_not_compared() -> None:
    found = compressions(plan_of(MARCH, MARCH, linked=False), moved((MARCH, MARCH), (JUNE, MARCH)), WEEKS)
    assert found == ()


def test_something_removed_between_explains_the_distance() -> None:
    gone = {9: (Held(MONDAY, due_on=date(2026, 4, 1)), Held(WEEKS[4], exists=False, due_on=date(2026, 4, 1)))}
    plan, history = plan_of(MARCH, date(2026, 5, 1)), moved((MARCH, MARCH), (JUNE, date(2026, 5, 1)))
    assert len(compressions(plan, history, WEEKS)) == 1
    assert compressions(plan, history._replace(milestones={**history.milestones, **gone}), WEEKS) == ()


def test_a_removed_milestone_elsewhere_explains_nothing() -> None:
    gone = {9: (Held(MONDAY, due_on=date(2026, 8, 1)), Held(WEEKS[4], is_cancelled=True, due_on=date(2026, 8, 1)))}
    history = moved((MARCH, MARCH), (JUNE, date(2026, 5, 1)), extra=gone)
    assert len(compressions(plan_of(MARCH, date(2026, 5, 1)), history, WEEKS)) == 1


def test_a_move_before_the_last_four_reports_is_no_compression() -> None:
    history = TrendHistory(
        {
            1: (Held(MONDAY, due_on=MARCH),),
            2: (Held(MONDAY, due_on=JUNE), Held(WEEKS[1], due_on=date(2026, 5, 1))),
        },
        {},
    )
    assert compressions(plan_of(MARCH, date(2026, 5, 1)), history, WEEKS) == ()


def test_what_is_done_is_not_compressed() -> None:
    done = plan_of(MARCH, date(2026, 5, 1), states={2: "done"})
    assert compressions(done, moved((MARCH, MARCH), (JUNE, date(2026, 5, 1))), WEEKS) == ()


# Story and spark -------------------------------------------------------------------------------------------


def test_a_story_skips_what_was_undone_and_counts_reasons() -> None:
    scope, estimate = ChangeReason.SCOPE, ChangeReason.ESTIMATE
    history = (
        held(0, date(2026, 11, 19)),
        held(7, date(2026, 11, 24), reason=scope),
        held(8, date(2027, 6, 1), reason=scope, counts=False),
        held(8, date(2026, 11, 24), counts=False),
        held(14, date(2026, 11, 21), reason=estimate),
        held(21, date(2026, 11, 28), reason=scope),
    )
    found = story(history)
    assert found.days == (date(2026, 11, 19), date(2026, 11, 24), date(2026, 11, 21), date(2026, 11, 28))
    assert found.moves == 3
    assert found.reasons == ((scope, 2), (estimate, 1))


@pytest.mark.parametrize(
    ("moves", "expected"),
    [([], ""), ([0, 0], "▁▁▁"), ([14], "▁█"), ([1, 1], "▁▁▂"), ([-28, 0], "█▁▁"), ([0] * 9, "▁▁▁▁▁")],
)
def test_a_spark_rises_with_the_date(moves: list[int], expected: str) -> None:
    assert spark(line(moves)) == expected


@pytest.mark.parametrize(
    ("days", "by"),
    [
        ((), Reporting.WEEKS),
        ((date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)), Reporting.WEEKS),
        ((date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)), Reporting.MONTHS),
        (tuple(date(2026, 1, 2) + timedelta(days=7 * week) for week in range(12)), Reporting.WEEKS),
        ((date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1)), Reporting.WEEKS),
    ],
)
def test_a_project_reported_once_a_month_is_shown_by_months(days: tuple[date, ...], by: Reporting) -> None:
    assert usual_reporting({1: tuple(Held(day) for day in days)}) is by
