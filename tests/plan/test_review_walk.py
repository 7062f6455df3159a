"""What a review asks, in order: worked examples for each reason, and what holds for every plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from factories import TODAY, milestone, plan_of
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.review import (
    Reason,
    SinceCounts,
    Step,
    StepKind,
    following,
    need_words,
    reason_words,
    since_counts,
    since_words,
    walk,
    where_to_go_on,
)
from milestone_tui.plan.model import Health, Milestone, MilestoneState
from milestone_tui.plan.monitoring import Need, Review, ReviewAnswer, Risk, RiskKind
from milestone_tui.plan.review_state import Move, ReviewState, Since

LAST = date(2026, 11, 13)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def state(**values: Any) -> ReviewState:
    """The state before the first answer, with these values."""
    empty = ReviewState(None, None, (), (), None, None, None, (), {})
    return empty._replace(**values)


def since(then: Mapping[int, Mapping[str, date | None]] | None = None, added: frozenset[int] = frozenset()) -> Since:
    return Since(then or {}, added, (), {})


def asked(steps: tuple[Step, ...]) -> list[tuple[int, tuple[Reason, ...]]]:
    return [(step.id, step.reasons) for step in steps if step.kind is StepKind.MILESTONE]


def fresh(**values: Any) -> Milestone:
    """A milestone whose date was confirmed today."""
    return milestone(**{"forecast_at": at(TODAY), **values})


@pytest.mark.parametrize(
    ("made", "reasons"),
    [
        (fresh(due_on=days(-1)), (Reason.OVERDUE,)),
        (fresh(due_on=TODAY), (Reason.SOON,)),
        (fresh(due_on=date(2026, 12, 4)), (Reason.SOON,)),  # 10 working days after Sunday 22 Nov
        (fresh(due_on=date(2026, 12, 7)), ()),
        (fresh(due_on=days(90), forecast_at=at(days(-14))), ()),
        (fresh(due_on=days(90), forecast_at=at(days(-15))), (Reason.STALE,)),
        (fresh(due_on=days(90), forecast_at=None), ()),
        (fresh(due_on=None), ()),
        (fresh(due_on=days(90), state=MilestoneState.SUBMITTED, submitted_on=days(-2)), (Reason.WAITING,)),
        (fresh(due_on=days(90), submitted_on=days(-2), accepted_on=days(-1)), ()),
        (fresh(done_on=days(-3)), (Reason.OUTCOME,)),
        (fresh(done_on=days(-14)), ()),
        (fresh(done_on=days(-3), outcome="Users can order."), ()),
        (fresh(due_on=days(-1), state=MilestoneState.CANCELLED), ()),
        (fresh(due_on=days(-3), forecast_at=at(days(-20))), (Reason.OVERDUE, Reason.STALE)),
    ],
)
def test_each_reason(made: Milestone, reasons: tuple[Reason, ...]) -> None:
    steps = walk(plan_of([made]), state(), TODAY)
    assert asked(steps) == ([(made.id, reasons)] if reasons else [])


def test_moved_since_the_last_review() -> None:
    far = fresh(due_on=days(90))
    plan = plan_of([far])
    moved = state(since=since({1: {"due_on": days(83)}}))
    assert asked(walk(plan, moved, TODAY)) == [(1, (Reason.MOVED,))]
    assert asked(walk(plan, state(since=since()), TODAY)) == []
    assert asked(walk(plan, state(since=since({1: {"due_on": days(90)}})), TODAY)) == [], "moved there and back"
    assert asked(walk(plan, state(since=since(added=frozenset({1}))), TODAY)) == [], "it is new"


def test_what_the_walk_itself_moved_is_not_asked_about_again() -> None:
    far = fresh(due_on=days(90), forecast_at=at(TODAY) + timedelta(minutes=5))
    moved = state(since=since({1: {"due_on": days(83)}}), started_at=at(TODAY))
    assert asked(walk(plan_of([far]), moved, TODAY)) == []


def test_done_since_the_last_review_asks_for_its_outcome() -> None:
    done = fresh(done_on=days(-30))
    assert asked(walk(plan_of([done]), state(since=since()), TODAY)) == [], "it was done then"
    lately = state(since=since({1: {"done_on": None}}))
    assert asked(walk(plan_of([done]), lately, TODAY)) == [(1, (Reason.OUTCOME,))], "reported late"


def test_the_order_is_that_of_the_reasons_then_of_the_dates() -> None:
    plan = plan_of(
        [
            fresh(id=1, done_on=days(-2)),
            fresh(id=2, due_on=days(80), forecast_at=at(days(-30))),
            fresh(id=3, due_on=days(5)),
            fresh(id=4, due_on=days(-2)),
            fresh(id=5, due_on=days(3)),
            fresh(id=6, due_on=days(-5)),
        ]
    )
    assert [id_ for id_, _ in asked(walk(plan, state(), TODAY))] == [6, 4, 5, 3, 2, 1]


def test_answered_milestones_come_first_when_a_review_goes_on() -> None:
    plan = plan_of([fresh(id=1, due_on=days(-2)), fresh(id=2, due_on=days(5)), fresh(id=3, due_on=days(90))])
    review = Review(1, 1, TODAY)
    given_ = state(review=review, answers=(ReviewAnswer(3, "moved"), ReviewAnswer(2, "kept")))
    steps = walk(plan, given_, TODAY)
    assert [(step.id, step.answer) for step in steps if step.kind is StepKind.MILESTONE] == [
        (3, "moved"),
        (2, "kept"),
        (1, ""),
    ]
    assert where_to_go_on(steps).id == 1
    in_session = walk(plan, given_, TODAY, known=[1, 2])
    assert [step.id for step in in_session if step.kind is StepKind.MILESTONE] == [1, 2, 3]


def test_after_the_milestones_come_risks_words_needs_and_the_end() -> None:
    risks = (
        Risk(1, 1, RiskKind.RISK, 1, "Late data", probability=3, impact=5),
        Risk(2, 1, RiskKind.RISK, 2, "Mild", probability=2, impact=5),
        Risk(3, 1, RiskKind.ISSUE, 1, "Down", probability=1, impact=5),
        Risk(4, 1, RiskKind.RISK, 3, "Bad", probability=5, impact=5),
        Risk(5, 1, RiskKind.RISK, 4, "Gone", probability=5, impact=5, closed_on=TODAY),
        Risk(6, 1, RiskKind.RISK, 5, "Not rated"),
    )
    needs = (Need(7, 1, None, "Test data", LAST), Need(8, 1, None, "Logo", LAST, met_on=TODAY))
    review = Review(1, 1, TODAY, judged=Health.AT_RISK, summary="Good")
    steps = walk(plan_of([]), state(review=review, risks=risks, needs=needs), TODAY)
    assert [(step.kind.value, step.id, step.answer) for step in steps] == [
        ("risk", 4, ""),
        ("risk", 1, ""),
        ("risk", 3, ""),
        ("health", 0, "at risk"),
        ("summary", 0, "written"),
        ("next", 0, ""),
        ("decisions", 0, ""),
        ("need", 7, ""),
        ("need", 8, "met"),
        ("more", 0, ""),
        ("end", 0, ""),
    ]


def test_after_an_answer_comes_the_next_question_without_one() -> None:
    steps = (
        Step(StepKind.MILESTONE, 1, answer="kept"),
        Step(StepKind.MILESTONE, 2, answer="moved"),
        Step(StepKind.MILESTONE, 3),
        Step(StepKind.END),
    )
    assert following(steps, steps[0].key) == steps[2]
    assert following(steps, steps[2].key) == steps[3]
    assert following(steps, steps[3].key) == steps[3]


def test_the_line_about_what_changed() -> None:
    plan = plan_of(
        [
            fresh(id=1, due_on=days(10)),
            fresh(id=2, due_on=days(10)),
            fresh(id=3, due_on=days(10)),
            fresh(id=4, done_on=days(-1), due_on=days(-1)),
            fresh(id=5, due_on=days(9), state=MilestoneState.CANCELLED),
            fresh(id=6, due_on=days(9)),
        ]
    )
    changed: Mapping[int, Mapping[str, date | None]] = {
        1: {"due_on": days(3)},
        2: {"due_on": days(12)},
        3: {"due_on": None},
        4: {"done_on": None},
        5: {"due_on": days(1)},
    }
    found = Since(changed, frozenset({6}), ("Gone",), {1: Move("raj", TODAY)}, new_risks=1)
    counts = since_counts(plan, found)
    assert counts == SinceCounts(done=1, later=1, earlier=1, added=1, removed=1, new_risks=1)
    finish = date(2027, 1, 18)
    assert since_words(counts._replace(removed=0, later=3, earlier=0), finish, finish, TODAY) == (
        "1 done · 3 moved later · 0 earlier · 1 added · 1 new risk · finish 18 Jan, unchanged"
    )
    assert since_words(counts, finish, finish + timedelta(days=7), TODAY).endswith(
        "1 added · 1 removed · 1 new risk · finish 18 Jan → 25 Jan, +7 d"
    )
    assert since_words(counts, None, finish, TODAY).endswith("1 new risk")


@pytest.mark.parametrize(
    ("since_on", "met_on", "words"),
    [
        (LAST, None, "since 13 Nov (9 days)"),
        (date(2026, 11, 8), None, "since 8 Nov (2 weeks)"),
        (TODAY, None, "since today"),
        (LAST, TODAY, "met on 22 Nov"),
    ],
)
def test_since_when_something_is_needed(since_on: date, met_on: date | None, words: str) -> None:
    assert need_words(Need(1, 1, None, "Data", since_on, met_on), TODAY) == words


def test_the_reasons_in_words() -> None:
    late = fresh(due_on=days(-3), forecast_at=at(days(-20)), submitted_on=days(-2))
    assert reason_words(Reason, late, TODAY) == (
        "3 days overdue · due 3 d late · moved · not confirmed for 20 days · awaiting acceptance since 20 Nov"
        " · done, without an outcome"
    )


_DAYS = st.integers(-40, 40).map(days)
_MILESTONES = st.builds(
    lambda due, done, held, submitted, outcome: {
        "due_on": due,
        "done_on": done if done is not None and done <= TODAY else None,
        "forecast_at": None if held is None else at(held),
        "submitted_on": submitted,
        "outcome": outcome,
    },
    st.none() | _DAYS,
    st.none() | _DAYS,
    st.none() | _DAYS,
    st.none() | _DAYS,
    st.sampled_from(("", "Fine.")),
)


@given(
    st.lists(_MILESTONES, max_size=12),
    st.dictionaries(st.integers(1, 12), st.fixed_dictionaries({"due_on": st.none() | _DAYS}), max_size=6),
    st.lists(st.tuples(st.integers(1, 14), st.sampled_from(("kept", "moved", "done", ""))), unique_by=lambda a: a[0]),
)
def test_every_milestone_is_asked_about_at_most_once_and_answers_never_vanish(
    made: list[dict[str, Any]], then: dict[int, dict[str, date | None]], answers: list[tuple[int, str]]
) -> None:
    plan = plan_of([milestone(id=number, **values) for number, values in enumerate(made, start=1)])
    given_ = state(since=since(then), answers=tuple(ReviewAnswer(*answer) for answer in answers))
    steps = walk(plan, given_, TODAY)
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys)
    shown = {step.id: step for step in steps if step.kind is StepKind.MILESTONE}
    there = {m.id: m for m in plan.milestones}
    assert {id_ for id_, _ in answers} & there.keys() <= shown.keys()
    assert {m.id for m in plan.milestones if m.overdue(TODAY)} <= shown.keys()
    assert all(list(step.reasons) == sorted(set(step.reasons)) for step in steps)
    new = [step for step in steps if step.kind is StepKind.MILESTONE and step.id not in dict(answers)]
    assert new == sorted(new, key=lambda step: step.reasons[0])
    assert walk(plan, given_, TODAY, [step.id for step in shown.values()]) == steps, "the order stays"
