"""A what-if under way: the same wish on newer plans, before and after it is known what follows."""

from datetime import date

import pytest
from factories import TODAY, link, milestone, plan_of, project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.model import MilestoneState, Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import RippleMode
from milestone_tui.plan.network.ripple import ripple
from milestone_tui.plan.network.what_if import WhatIf, prepared

BETA = milestone(id=1, title="Beta release", due_on=date(2026, 11, 27))
LOAD = milestone(id=2, title="Load test", due_on=date(2026, 12, 4))
LIVE = milestone(id=3, title="Go-live", due_on=date(2026, 12, 9))
ELSEWHERE = milestone(id=9, project_id=2, due_on=date(2026, 12, 9))
ACROSS = link(3, 9)
LINKS = (link(1, 2, 5), link(2, 3, 3), ACROSS)
PLAN = plan_of((BETA, LOAD, LIVE), links=LINKS)
NORD = Plan(project(id=2, key="NORD"), (), (ELSEWHERE,), (ACROSS,), None)
LATER = date(2026, 11, 30)


WISH = MoveRequest((1,), LATER)


def supposed(request: MoveRequest = WISH, at_once: bool = True) -> WhatIf:
    now = WhatIf(request, TODAY)
    assert now.replace_plans((PLAN, NORD), at_once)
    now.ask()
    return now


def test_what_follows_is_known_at_once_or_when_the_network_is_prepared() -> None:
    now = supposed(at_once=False)
    assert ([move.id for move in now.outcome.moves], now.is_whole) == ([1], False)
    assert now.complete(now.plans, prepared(now.plans))
    now.ask()
    assert ([move.id for move in now.outcome.moves], now.is_whole) == ([1, 2, 3, 9], True)
    assert now.outcome == supposed().outcome
    assert list(now.moves) == [1, 2, 3], "those of the project itself"


def test_the_network_of_older_plans_does_not_count() -> None:
    now = supposed(at_once=False)
    old = now.plans
    now.replace_plans((PLAN, NORD), at_once=False)
    assert not now.complete(old, prepared(old)) and not now.is_whole


def test_what_is_gone_or_done_is_not_wished_any_more() -> None:
    now = supposed(MoveRequest((1, 2)).by(supposed().network, days=1))
    earlier = now.request
    ticked = BETA._replace(state=MilestoneState.DONE, done_on=BETA.due_on)
    assert now.replace_plans((plan_of((ticked, LOAD, LIVE), links=LINKS),), at_once=True)
    now.ask()
    assert now.lead == LOAD
    assert [(move.id, move.to) for move in now.outcome.moves] == [(2, date(2026, 12, 7)), (3, date(2026, 12, 10))]
    now.ask(earlier)
    assert now.request.ids == (2,), "also not by who takes up an earlier wish"
    assert not now.replace_plans((plan_of((LIVE,)),), at_once=True)
    assert now.lead == LOAD, "all stays"


def test_what_cannot_be_leaves_all_as_it_is() -> None:
    now = supposed()
    before = now.outcome
    with pytest.raises(InvalidInput):
        now.ask(MoveRequest((1,), date.max), RippleMode.DRAG)
    assert (now.outcome, now.request.to, now.mode) == (before, LATER, RippleMode.PUSH)


def test_it_goes_by_the_dates_of_what_moves_and_of_all_that_is_linked_with_it() -> None:
    now = supposed()
    now.ask(mode=RippleMode.ONLY)
    assert now.seen() == {1: BETA.due_on, 2: LOAD.due_on}
    assert [m.id for m in now.milestones] == [1, 2, 3, 9]


@settings(deadline=None)
@given(worlds(), st.sampled_from(RippleMode))
def test_what_is_violated_is_what_the_network_after_the_moves_says(world: World, mode: RippleMode) -> None:
    now = WhatIf(WISH, TODAY)
    now.network = world.network
    now.outcome = ripple(now.network, {id_: day for id_, day in world.moves.items() if world.plan[id_].is_open}, mode)
    assert now.violated == {(n.predecessor_id, n.successor_id) for n in now.supposed().violated}
