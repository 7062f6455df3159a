"""Done milestones on other days, as a what-if under way."""

from datetime import date, timedelta

import pytest
from factories import link, milestone, plan_of, project

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.model import MilestoneKind, MilestoneState, Plan
from milestone_tui.plan.network.done_dates import DoneDateWhatIf, movable_done, signed_words
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.what_if import prepared

TODAY = date(2026, 11, 20)
FIRST = milestone(
    id=1, title="Kick-off", due_on=date(2026, 11, 2), done_on=date(2026, 11, 5), deadline_on=date(2026, 11, 6)
)
SECOND = milestone(id=2, title="Prototype", due_on=date(2026, 11, 12), done_on=date(2026, 11, 13))
OPEN = milestone(id=3, title="Beta", due_on=date(2026, 11, 23))
GATE = milestone(id=4, kind=MilestoneKind.GATE, done_on=date(2026, 11, 6))
ACCEPTED = milestone(id=5, done_on=date(2026, 11, 6), accepted_on=date(2026, 11, 6))
ABROAD = milestone(id=9, project_id=2, due_on=date(2026, 11, 9))
PLAN = plan_of((FIRST, SECOND, OPEN, GATE, ACCEPTED), links=(link(1, 2, 5), link(2, 3, 5), link(1, 9, 1)))
NORD = Plan(project(id=2, key="NORD"), (), (ABROAD,), (link(1, 9, 1),), None)


def redating(*ids: int, at_once: bool = True, **request: int) -> DoneDateWhatIf:
    now = DoneDateWhatIf(MoveRequest(ids, **request), TODAY)  # type: ignore[arg-type]
    assert now.replace_plans((PLAN, NORD), at_once)
    now.ask()
    return now


def test_what_was_signed_or_is_not_done_is_not_moved() -> None:
    assert movable_done(PLAN.milestones) == (1, 2)
    assert signed_words(GATE).startswith("A gate is done on") and signed_words(ACCEPTED) and not signed_words(FIRST)
    now = DoneDateWhatIf(MoveRequest((3, 4, 5)), TODAY)
    assert not now.replace_plans((PLAN,), at_once=True)
    both = redating(1, 4, working_days=1)
    assert [(move.id, move.to) for move in both.outcome.moves] == [(1, date(2026, 11, 6))]


def test_it_breaks_the_deadline_and_the_links_that_follow_and_moves_nothing_else() -> None:
    now = redating(1, working_days=2)
    (move,) = now.outcome.moves
    assert (move.was, move.to, move.late, move.late_before) == (FIRST.done_on, date(2026, 11, 7), 1, 0)
    assert [(soon.successor.id, soon.days) for soon in now.outcome.violated] == [], "Saturday counts as Friday"
    now.ask(MoveRequest((1,), date(2026, 11, 11)))
    assert [(soon.successor.id, soon.days) for soon in now.outcome.violated] == [(9, 3)], "of NORD; what is done holds"
    assert now.seen() == {1: FIRST.done_on}


def test_an_earlier_done_date_mends_what_was_too_soon() -> None:
    late = plan_of((FIRST, SECOND, OPEN._replace(due_on=date(2026, 11, 19))), links=(link(2, 3, 5),))
    now = DoneDateWhatIf(MoveRequest((2,)), TODAY)
    assert now.replace_plans((late,), at_once=True)
    now.ask()
    assert now.violated == {(2, 3)}
    now.ask(MoveRequest((2,), date(2026, 11, 12)))
    assert now.violated == set() and not now.outcome.violated
    now.ask(MoveRequest((2,), date(2026, 11, 16)))
    assert now.violated == {(2, 3)}
    assert [(soon.days, soon.days_before) for soon in now.outcome.violated] == [(2, 1)]
    sooner = DoneDateWhatIf(MoveRequest((2,), date(2026, 11, 12)), TODAY)
    assert sooner.replace_plans((late._replace(links=(link(2, 3, 6),)),), at_once=True)
    sooner.ask()
    assert sooner.violated == {(2, 3)} and not sooner.outcome.violated, "better than before, so it breaks nothing"


def test_several_go_by_calendar_days_and_the_finish_goes_with_the_last() -> None:
    now = redating(1, 2, weeks=-1, working_days=1)
    assert [move.to for move in now.outcome.moves] == [date(2026, 10, 30), date(2026, 11, 7)]
    done = plan_of((FIRST, SECOND))
    last = DoneDateWhatIf(MoveRequest((2,), TODAY), TODAY)
    assert last.replace_plans((done,), at_once=True)
    last.ask()
    assert [(finish.before, finish.after) for finish in last.outcome.finishes] == [(SECOND.done_on, TODAY)]


def test_what_is_cancelled_is_no_finish() -> None:
    dropped = milestone(id=6, due_on=date(2030, 1, 1), state=MilestoneState.CANCELLED)
    now = DoneDateWhatIf(MoveRequest((2,), working_days=1), TODAY)
    assert now.replace_plans((plan_of((FIRST, SECOND, dropped)),), at_once=True)
    now.ask()
    assert [(finish.before, finish.after) for finish in now.outcome.finishes] == [(SECOND.done_on, date(2026, 11, 14))]


def test_no_day_to_come_and_none_beyond_the_calendar() -> None:
    now = redating(1, 2, working_days=7)
    before = now.outcome
    for request in (
        MoveRequest((1, 2), working_days=8),
        MoveRequest((1,), TODAY + timedelta(1)),
        MoveRequest((1,), weeks=10**6),
    ):
        with pytest.raises(InvalidInput):
            now.ask(request)
        assert now.outcome == before


def test_what_follows_is_known_when_the_network_is_prepared() -> None:
    now = redating(1, working_days=6, at_once=False)
    assert ([move.id for move in now.outcome.moves], now.outcome.violated, now.is_whole) == ([1], (), False)
    assert now.complete(now.plans, prepared(now.plans))
    now.ask()
    assert [soon.successor.id for soon in now.outcome.violated] == [9]


def test_what_is_unticked_meanwhile_is_not_wished_any_more() -> None:
    now = redating(1, 2)
    unticked = FIRST._replace(done_on=None, state=MilestoneState.PLANNED)
    assert now.replace_plans((plan_of((unticked, SECOND)),), at_once=True)
    assert now.request.ids == (2,)
    assert not now.replace_plans((plan_of((unticked,)),), at_once=True)
