from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

import pytest
from factories import link, milestone, project
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from worlds import MON, World, worlds

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import Link, Milestone, MilestoneKind, MilestoneState, Project
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Outcome, RippleMode
from milestone_tui.plan.network.network import BY_DAYS, Network, critical, current_day, lag_between, link_slack
from milestone_tui.plan.network.ripple import drag, only, push, replan, ripple, shift

SATURDAY = date(2026, 11, 7)


def day(n: int) -> date:
    """The n-th working day after Monday 2 November 2026."""
    return OFFICE_DAYS.add(MON, n)


def at(id_: int, n: int, **overrides: object) -> Milestone:
    return milestone(id=id_, due_on=day(n), **overrides)


# 1 -> 2 -> 4 has 1 day of slack in all, 1 -> 3 -> 4 has 6
PLAN = (at(1, 0), at(2, 5), at(3, 3), at(4, 10), at(5, 1))
LINKS = (link(1, 2, 5), link(1, 3, 2), link(2, 4, 4), link(3, 4, 2))


def network(plan: Sequence[Milestone] = PLAN, links: Sequence[Link] = LINKS, **fields: object) -> Network:
    return Network((project(**fields),), plan, links)


def moved(outcome: Outcome) -> dict[int, date]:
    return {move.id: move.to for move in outcome.moves}


def test_push_uses_slack_up_first() -> None:
    assert moved(push(network(), {1: day(1)})) == {1: day(1), 2: day(6)}
    outcome = push(network(), {1: day(3)})
    assert moved(outcome) == {1: day(3), 2: day(8), 3: day(5), 4: day(12)}
    assert [move.id for move in outcome.moves] == [1, 3, 2, 4], "the chosen first"
    assert [move.days for move in outcome.moves] == [3, 2, 3, 2]
    assert outcome.float_used == 1, "2 -> 4 had a day, then the finish goes"
    assert [(f.before, f.after) for f in outcome.finishes] == [(day(10), day(12))]


def test_drag_takes_all_downstream_along() -> None:
    assert moved(drag(network(), {1: day(1)})) == {1: day(1), 2: day(6), 3: day(4), 4: day(11)}
    assert moved(drag(network(), {2: day(3)})) == {2: day(3), 4: day(8)}


def test_only_moves_nothing_else_and_tells_what_it_violates() -> None:
    outcome = only(network(), {1: day(3)})
    assert moved(outcome) == {1: day(3)}
    assert [(soon.link, soon.days) for soon in outcome.violated] == [(link(1, 2, 5), 3), (link(1, 3, 2), 2)]


def test_a_day_too_early_for_a_predecessor_is_told() -> None:
    for way in RippleMode:
        outcome = ripple(network(), {2: day(2)}, way)
        assert [(s.predecessor.id, s.successor.id, s.days) for s in outcome.violated] == [(1, 2, 3)]
        assert outcome.float_used == 0


def test_an_earlier_day_pushes_nothing() -> None:
    assert moved(push(network(), {1: day(-3)})) == {1: day(-3)}


def test_a_drag_to_earlier_stops_where_another_predecessor_holds() -> None:
    outcome = drag(network(), {2: day(-2)})
    assert moved(outcome) == {2: day(-2), 4: day(5)}, "4 would come to day 3, but 3 -> 4 holds it"
    assert [soon.successor.id for soon in outcome.violated] == [2]


def test_a_chosen_day_holds_until_another_chosen_one_pushes() -> None:
    assert moved(push(network(), {1: day(2), 2: day(9)})) == {1: day(2), 2: day(9), 3: day(4), 4: day(13)}
    assert moved(push(network(), {1: day(6), 2: day(9)}))[2] == day(11)
    assert moved(drag(network(), {1: day(4), 2: day(6)})) == {1: day(4), 2: day(9), 3: day(7), 4: day(14)}


def test_what_waits_for_two_goes_with_the_later_one() -> None:
    plan = (at(1, 0), at(2, 0), at(3, 9), at(4, 10))
    links = (link(1, 3), link(2, 3), link(3, 4))
    assert moved(drag(network(plan, links), {1: day(2), 2: day(5)})) == {1: day(2), 2: day(5), 3: day(14), 4: day(15)}
    assert moved(drag(network(plan, links), {1: day(-2), 2: day(-5)}))[3] == day(7)


def test_what_is_done_or_cancelled_neither_moves_nor_passes_a_push_on() -> None:
    done = milestone(id=2, due_on=day(1), done_on=day(1))
    plan = (at(1, 0), done, at(3, 2), at(4, 1, state=MilestoneState.CANCELLED), milestone(id=5, due_on=None))
    links = (link(1, 2, 1), link(2, 3, 1), link(1, 4, 1), link(4, 3, 1), link(1, 5))
    for way in RippleMode:
        assert moved(ripple(network(plan, links), {1: day(9), 2: day(9), 4: day(9)}, way)) == {1: day(9)}


def test_a_violated_link_stays_as_it_is_unless_its_predecessor_goes_later() -> None:
    plan = (at(1, 5), at(2, 3), at(3, 4))
    links = (link(1, 2), link(2, 3))
    assert moved(push(network(plan, links), {1: day(4)})) == {1: day(4)}
    assert moved(push(network(plan, links), {2: day(4)})) == {2: day(4)}
    assert push(network(plan, links), {2: day(4)}).violated == ()
    assert moved(push(network(plan, links), {1: day(6)})) == {1: day(6), 2: day(6), 3: day(6)}


def kept(start: int, end: int, lag: int) -> Link:
    return link(start, end, lag)._replace(kept=True)


def test_a_kept_lag_gives_way_to_who_moves_the_successor_earlier() -> None:
    plan = (at(1, 0), at(2, 10), at(3, 12))
    links = (kept(1, 2, 10), kept(2, 3, 2))
    for way in RippleMode:
        outcome = ripple(network(plan, links), {2: day(7)}, way)
        assert [(gives.link, gives.lag) for gives in outcome.shortened] == [(links[0], 7)]
        assert outcome.violated == ()
    outcome = push(network(plan, links), {2: day(-1)})
    assert [gives.lag for gives in outcome.shortened] == [0]
    assert [(soon.days, soon.days_before) for soon in outcome.violated] == [(1, 0)], "below 0 it does not go"
    typed = push(network(plan, (link(1, 2, 10),)), {2: day(7)})
    assert typed.shortened == ()
    assert [soon.days for soon in typed.violated] == [3]


def test_a_kept_lag_gives_way_also_where_its_predecessor_moves_too() -> None:
    closed = (day(1),)
    plan, links = (at(1, 5), at(2, 8)), (kept(1, 2, 3),)
    week = {1: day(0), 2: day(3)}
    outcome = push(network(plan, links, holidays=closed), week)
    assert moved(outcome) == week, "nobody is pushed from an earlier day that was chosen"
    assert [gives.lag for gives in outcome.shortened] == [2]
    crossing = push(network(plan, links, holidays=closed), {1: day(4), 2: day(3)})
    assert moved(crossing) == {1: day(4), 2: day(4)}, "below 0 the lag does not go"
    assert [gives.lag for gives in crossing.shortened] == [0]
    typed = push(network(plan, (link(1, 2, 3),), holidays=closed), week)
    assert moved(typed) == {1: day(0), 2: day(4)}


def test_a_kept_lag_carries_a_slip_on_and_gives_way_to_nothing_else() -> None:
    plan = (at(1, 0), at(2, 10), at(3, 12))
    links = (kept(1, 2, 10), kept(2, 3, 2))
    outcome = push(network(plan, links), {1: day(2)})
    assert moved(outcome) == {1: day(2), 2: day(12), 3: day(14)}
    assert outcome.shortened == ()
    alone = only(network(plan, links), {1: day(2)})
    assert (alone.shortened, [soon.days for soon in alone.violated]) == ((), [2])
    both = (at(1, 0), at(2, 0), at(3, 5))
    held = drag(network(both, (kept(1, 3, 5), kept(2, 3, 5))), {1: day(-2)})
    assert moved(held) == {1: day(-2)}, "what is dragged along stops where another lag holds it"
    assert held.shortened == ()


def test_a_network_with_shortened_lags_answers_as_one_that_has_them() -> None:
    plan, links = (at(1, 0), at(2, 10)), (kept(1, 2, 10),)
    quick = network(plan, links).moved({2: day(7)}, {links[0].id: 7})
    built = network((plan[0], at(2, 7)), (kept(1, 2, 7),))
    for answer in BY_DAYS:
        assert getattr(quick, answer) == getattr(built, answer), answer


def test_a_re_plan_puts_what_is_too_soon_on_the_first_day_that_fits() -> None:
    plan = (at(1, 5), at(2, 3), at(3, 4), at(4, 4, state=MilestoneState.DONE, done_on=day(4)), at(5, 9))
    links = (link(1, 2, 1), link(2, 3, 2), link(1, 4), link(3, 5))
    outcome = replan(network(plan, links), 1)
    assert moved(outcome) == {2: day(6), 3: day(8)}
    assert outcome.violated == () and outcome.followers == outcome.moves
    nothing = replan(network(PLAN, LINKS), 1)
    assert not nothing.moves and not nothing.finishes


def test_a_re_plan_goes_through_other_projects_and_leaves_what_only_they_have_too_soon() -> None:
    projects = (project(), project(id=2, key="NORD"))
    plan = (at(1, 5), at(2, 3, project_id=2), at(3, 4), at(4, 9, project_id=2), at(5, 6, project_id=2))
    links = (link(1, 2), link(2, 3), link(4, 5))
    whole = Network(projects, plan, links)
    outcome = replan(whole, 1)
    assert moved(outcome) == {2: day(5), 3: day(5)}, "by way of NORD, whose own 5 stays"
    assert [finish.project.key for finish in outcome.finishes] == ["ACME", "NORD"]
    only_abroad = replan(Network(projects, plan, (link(4, 5), link(1, 2))), 1)
    assert [finish.project.key for finish in only_abroad.finishes] == ["ACME", "NORD"], "its own is told first"
    assert moved(replan(whole, 2)) == {2: day(5), 3: day(5), 5: day(9)}


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_a_re_plan_leaves_nothing_of_its_project_violated_and_moves_nothing_earlier(world: World) -> None:
    outcome = replan(world.network, 1)
    days = moved(outcome)
    homes = {m.id: m.project_id for m in world.plan}
    left = violated(world, days)
    assert not [x for x in left if 1 in (homes[x.predecessor_id], homes[x.successor_id])]
    assert left.keys() <= violated(world, {}).keys(), "of other projects only what was so before"
    for id_, to in days.items():
        m = world.plan[id_]
        assert m.is_open and m.due_on and to > m.due_on
        calendar = world.calendar(m)
        links = [x for x in world.links if x.successor_id == id_]
        ahead = {p.id: days.get(p.id) or current_day(p) for p in world.plan}
        allowed = [calendar.add(on, x.lag) for x in links if (on := ahead[x.predecessor_id])]
        assert calendar.add(to, -1) < max(allowed), "just far enough"


def test_a_milestone_without_a_day_gets_one() -> None:
    plan = (milestone(id=1, due_on=None), at(2, 3))
    for way, days in (
        (RippleMode.PUSH, {1: day(5), 2: day(5)}),
        (RippleMode.DRAG, {1: day(5), 2: day(5)}),
        (RippleMode.ONLY, {1: day(5)}),
    ):
        outcome = ripple(network(plan, [link(1, 2)]), {1: day(5)}, way)
        assert moved(outcome) == days
        assert outcome.moves[0].was is None
        assert outcome.moves[0].days == 0
    assert [soon.days for soon in only(network(plan, [link(1, 2)]), {1: day(5)}).violated] == [2]


def test_what_gets_its_first_day_drags_nothing_along() -> None:
    plan = (milestone(id=1, due_on=None), at(2, 7))
    assert moved(drag(network(plan, [link(1, 2)]), {1: day(5)})) == {1: day(5)}


def test_what_follows_stays_not_on_the_working_day_before_a_day_off() -> None:
    plan = (at(1, 2), at(2, 4), milestone(id=3, due_on=None))
    for way, follows, missing in (
        (RippleMode.PUSH, {2: day(5)}, []),
        (RippleMode.DRAG, {2: day(6)}, []),
        (RippleMode.ONLY, {}, [1]),
    ):
        outcome = ripple(network(plan, [link(1, 2), link(1, 3)]), {1: SATURDAY}, way)
        assert moved(outcome) == {1: SATURDAY} | follows
        assert [soon.days for soon in outcome.violated] == missing


def test_what_makes_a_violated_link_worse_is_told_with_how_it_was() -> None:
    plan = (at(1, 6), at(2, 4), at(3, 2))
    links = (link(1, 2), link(3, 2))
    outcome = drag(network(plan, links), {3: day(0)})
    assert moved(outcome) == {3: day(0), 2: day(2)}
    assert [(soon.link, soon.days, soon.days_before) for soon in outcome.violated] == [(link(1, 2), 4, 2)]
    outcome = push(network(plan, links), {2: day(3)})
    assert [(soon.link, soon.days, soon.days_before) for soon in outcome.violated] == [(link(1, 2), 3, 2)]
    assert push(network(plan, links), {2: day(5)}).violated == (), "better is not told"


def test_a_drag_takes_off_a_day_off_what_it_brings_back() -> None:
    plan = (at(1, 4), at(2, 4), milestone(id=3, due_on=SATURDAY))
    assert moved(drag(network(plan, [link(1, 3), link(2, 3)]), {1: day(2)})) == {1: day(2), 3: day(4)}


def test_the_float_used_is_the_most_of_what_was_chosen() -> None:
    assert network().total_floats == {1: 1, 2: 1, 3: 5, 4: 0, 5: 9}
    assert push(network(), {1: day(1), 3: day(6), 5: day(-1)}).float_used == 3
    assert push(network(), {2: day(1)}).float_used == 0, "earlier uses none"


def test_the_chosen_day_may_be_a_day_off_what_follows_stands_on_a_working_day() -> None:
    plan = (at(1, 0), at(2, 3))
    assert moved(push(network(plan, [link(1, 2)]), {1: SATURDAY})) == {1: SATURDAY, 2: date(2026, 11, 9)}
    closed = network(plan, [link(1, 2)], holidays=(date(2026, 11, 9),))
    assert moved(push(closed, {1: SATURDAY})) == {1: SATURDAY, 2: date(2026, 11, 10)}
    assert moved(push(network(plan, [link(1, 2, -1)]), {1: SATURDAY})) == {1: SATURDAY, 2: date(2026, 11, 6)}


def test_what_it_breaks_is_told_with_how_it_was() -> None:
    plan = (
        at(1, 0),
        at(2, 5, deadline_on=day(6)),
        at(3, 3, deadline_on=day(2)),
        at(4, 10, kind=MilestoneKind.PAYMENT),
    )
    outcome = push(network(plan, target_on=day(10)), {1: day(3)})
    assert [(move.id, move.late_before, move.late) for move in outcome.deadlines] == [(3, 1, 5), (2, 0, 2)]
    assert [(f.project.key, f.late_before, f.late) for f in outcome.targets] == [("ACME", 0, 2)]
    assert [move.id for move in outcome.payments] == [4]
    assert push(network(plan, target_on=day(10)), {3: day(2)}).deadlines == (), "nearer to it breaks nothing"
    (first,) = push(network([milestone(id=1, due_on=None, deadline_on=MON)]), {1: day(1)}).deadlines
    assert (first.late_before, first.late) == (0, 1), "what had no day was not late"


def test_a_ripple_crosses_projects_by_their_own_calendars() -> None:
    here, gulf = project(id=1), project(id=2, key="GULF", working_days=0b1001111, target_on=date(2026, 11, 6))
    plan = (at(1, 2), at(2, 3, project_id=2), milestone(id=3, project_id=2, due_on=day(2)))
    across = Network((gulf, here), plan, [link(1, 2, 1)])
    friday = date(2026, 11, 6)
    outcome = push(across, {1: friday})
    assert moved(outcome) == {1: friday, 2: date(2026, 11, 8)}, "the Sunday, on which the Gulf works again"
    assert [f.project.key for f in outcome.finishes] == ["ACME", "GULF"]
    assert [f.project.key for f in outcome.targets] == ["GULF"]
    assert moved(drag(across, {1: date(2026, 11, 9)})) == {1: date(2026, 11, 9), 2: date(2026, 11, 10)}


def test_whole_phases_are_shifted_in_working_days_or_weeks() -> None:
    plan = (at(1, 0), at(2, 4), milestone(id=3, due_on=None), milestone(id=4, done_on=day(0), due_on=day(0)))
    asked = network(plan, (), holidays=(day(2),))
    assert shift(asked, [1, 2, 3, 4], working_days=2) == {1: day(3), 2: day(6)}
    assert shift(asked, [1, 2], weeks=2) == {1: MON + timedelta(14), 2: MON + timedelta(18)}
    assert shift(asked, [2], working_days=-2) == {2: day(1)}
    with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
        shift(asked, [1], weeks=10**6)


def test_what_would_leave_the_calendar_is_refused() -> None:
    plan = (at(1, 0), at(2, 1))
    with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
        push(network(plan, [link(1, 2, 10**9)]), {1: day(1)})
    with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
        drag(network(plan, [link(1, 2)]), {1: date.max})


def test_loops_in_bad_data_do_not_hang() -> None:
    plan = (at(1, 1), at(2, 2), at(3, 3))
    looped = network(plan, [link(1, 2), link(2, 3, 5), link(3, 1, 5), link(2, 2, 1)])
    for way in RippleMode:
        assert moved(ripple(looped, {2: day(4)}, way))[2] == day(4)


def violated(world: World, days: Mapping[int, date]) -> dict[Link, int]:
    """By the definition: the open successor is earlier than its predecessor and the lag allow, by so many days."""
    known = {m.id: m._replace(due_on=days[m.id]) if m.id in days else m for m in world.plan}
    found = {}
    for x in world.links:
        p, s = known[x.predecessor_id], known[x.successor_id]
        slack = link_slack(x, p, s, world.calendar(s))
        if s.is_open and slack is not None and slack < 0:
            found[x] = -slack
    return found


def pushed_by_hand(world: World) -> dict[int, date]:
    """The definition of a push again, in days: ids are in an order of dependence, so one pass does."""
    before = {m.id: m.on for m in world.plan if m.on and m.state is not MilestoneState.CANCELLED}
    days = before | {id_: to for id_, to in world.moves.items() if world.plan[id_].is_open}
    slacks = dict(zip(world.network.links, world.network.slacks, strict=True))
    for s in world.plan:
        allowed = []
        for x in world.links if s.id in days and s.is_open else ():
            p, calendar = x.predecessor_id, world.calendar(s)
            if x.successor_id != s.id or p not in days or days[p] == before.get(p):
                continue
            earliest, was = calendar.add(days[p], x.lag), slacks[x]
            slack = calendar.between(earliest, days[s.id])
            if slack == 0 and x.lag >= 0 and days[s.id] < days[p]:
                slack = -1
            if slack < 0 and (was is None or was >= 0 or (days[p] > before[p] and slack < was)):
                allowed.append(earliest if calendar.is_working(earliest) else calendar.add(earliest, 1))
        if allowed:
            days[s.id] = max(allowed)
    return {id_: to for id_, to in days.items() if to != before.get(id_)}


def tied_with_float(world: World, wanted: Callable[[int], bool]) -> bool:
    """Whether the float of something that others follow elsewhere is as wanted, where nothing is late yet."""
    projects, plan = tidied(world)
    floats = Network(projects, plan, world.links).total_floats
    across = (x for x in world.links if plan[x.predecessor_id].project_id != plan[x.successor_id].project_id)
    ends = [(plan[x.predecessor_id], plan[x.successor_id]) for x in across]
    return any(wanted(floats[p.id]) for p, s in ends if p.is_open and s.is_open)


def has_followers_elsewhere(world: World) -> bool:
    return any(move.project_id != 1 for move in push(world.network, world.moves).followers)


@pytest.mark.parametrize(
    "of_interest",
    [
        lambda world: len(world.plan) > 150 and len(push(world.network, world.moves).followers) > 5,
        has_followers_elsewhere,
        lambda world: drag(world.network, world.moves).followers and violated(world, {}),
        lambda world: only(world.network, world.moves).violated,
        lambda world: push(world.network, world.moves).violated,
        lambda world: any(not world.plan[id_].is_open for id_ in world.moves),
        lambda world: any(move.to < (move.was or move.to) for move in drag(world.network, world.moves).followers),
        lambda world: tied_with_float(world, lambda left: left == 0),
        lambda world: tied_with_float(world, lambda left: left > 0),
    ],
)
def test_there_are_worlds_in_which_the_properties_say_something(of_interest: Callable[[World], object]) -> None:
    once = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate])
    assert of_interest(find(worlds(), lambda world: bool(of_interest(world)), settings=once))


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_a_moved_network_answers_as_one_that_is_built_of_what_has_moved(world: World, way: RippleMode) -> None:
    network = world.network
    days = moved(ripple(network, world.moves, way))
    before = [getattr(network, answer) for answer in BY_DAYS]
    plan = [m._replace(due_on=days[m.id]) if m.id in days else m for m in world.plan]
    anew, quick = Network(world.projects, plan, world.links), network.moved(days)
    for answer in (*BY_DAYS, "milestones", "days", "bound", "numbers", "on_working_day"):
        assert getattr(quick, answer) == getattr(anew, answer), answer
    assert before == [getattr(network, answer) for answer in BY_DAYS], "what it was made of stays as it is"


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_push_is_what_it_is_by_hand(world: World) -> None:
    assert moved(push(world.network, world.moves)) == pushed_by_hand(world)


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_no_ripple_moves_what_is_done_or_cancelled(world: World, way: RippleMode) -> None:
    outcome = ripple(world.network, world.moves, way)
    assert all(world.plan[id_].is_open for id_ in moved(outcome))
    if way is RippleMode.ONLY:
        assert moved(outcome) == {
            id_: to for id_, to in world.moves.items() if world.plan[id_].is_open and world.plan[id_].due_on != to
        }


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_push_moves_nothing_earlier(world: World) -> None:
    for move in push(world.network, world.moves).moves:
        if move.chosen:
            assert move.to >= world.moves[move.id]
        else:
            assert move.was is not None
            assert move.to > move.was
            assert world.calendar(move.milestone).is_working(move.to)


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_no_ripple_leaves_a_link_violated_that_was_not_before(world: World, way: RippleMode) -> None:
    """But into a milestone for which a day was chosen that is too early; and what is violated, or more, is told."""
    outcome = ripple(world.network, world.moves, way)
    before, after = violated(world, {}), violated(world, moved(outcome))
    worse = {x: (days, before.get(x, 0)) for x, days in after.items() if days > before.get(x, 0)}
    assert {soon.link: (soon.days, soon.days_before) for soon in outcome.violated} == worse
    if way is not RippleMode.ONLY:
        for x in worse.keys() - before.keys():
            s = world.plan[x.successor_id]
            assert s.id in world.moves
            assert s.due_on is None or world.moves[s.id] < s.due_on


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_a_push_goes_just_far_enough(world: World) -> None:
    """One working day earlier, each that follows would be before the day that one which moved allows."""
    days = moved(push(world.network, world.moves))
    for id_ in days.keys() - world.moves.keys():
        calendar = world.calendar(world.plan[id_])
        links = [x for x in world.links if x.successor_id == id_ and x.predecessor_id in days]
        assert calendar.add(days[id_], -1) < max(calendar.add(days[x.predecessor_id], x.lag) for x in links)


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_a_drag_of_one_keeps_the_distances(world: World) -> None:
    """In one calendar, later, and on working days: all that is downstream and open goes by the same."""
    calendar = world.projects[0].calendar
    plan = [
        m._replace(project_id=1, due_on=calendar.add(calendar.add(m.due_on, 1), -1)) if m.due_on else m
        for m in world.plan
    ]
    one = next((id_ for id_ in world.moves if plan[id_].is_open and plan[id_].due_on), None)
    if one is None:
        return
    start = plan[one].due_on
    assert start
    asked = Network(world.projects[:1], [m._replace(project_id=1) for m in plan], world.links)
    outcome = drag(asked, {one: calendar.add(start, 3)})
    downstream = {one}
    for m in plan:  # ids are in an order of dependence
        ahead = {x.predecessor_id for x in world.links if x.successor_id == m.id}
        if m.is_open and m.due_on and ahead & downstream:
            downstream.add(m.id)
    assert moved(outcome).keys() == downstream
    assert {move.days for move in outcome.moves} == {3}


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_the_finish_is_the_last_day_of_each_project_that_is_touched(world: World, way: RippleMode) -> None:
    outcome = ripple(world.network, world.moves, way)
    days = moved(outcome)
    stands = [m for m in world.plan if m.state is not MilestoneState.CANCELLED]
    for finish in outcome.finishes:
        own = [m for m in stands if m.project_id == finish.project.id]
        assert finish.before == max((m.on for m in own if m.on), default=None)
        assert finish.after == max(on for m in own if (on := days.get(m.id, m.on)))
    assert {f.project.id for f in outcome.finishes} == {move.project_id for move in outcome.moves}


def tidied(world: World, *, one_calendar: bool = True) -> tuple[list[Project], list[Milestone]]:
    """The projects with nothing late yet: all on working days, no link violated, everything within its limits."""
    first = world.projects[0]
    homes = [
        old._replace(working_days=first.working_days, holidays=first.holidays, worked=first.worked)
        if one_calendar
        else old
        for old in world.projects
    ]
    plan: list[Milestone] = []
    for m in world.plan:
        if not m.is_open:
            plan.append(m)
            continue
        calendar = homes[m.project_id - 1].calendar
        into = [x for x in world.links if x.successor_id == m.id]
        before = [(current_day(plan[x.predecessor_id]), x.lag) for x in into]
        on = max([m.on or MON, *(calendar.add(day, lag) for day, lag in before if day)])
        on = on if calendar.is_working(on) else calendar.add(on, 1)
        plan.append(m._replace(due_on=on, deadline_on=m.deadline_on and max(m.deadline_on, on)))
    projects = []
    for home in homes:
        finish = max(filter(None, (current_day(m) for m in plan if m.project_id == home.id)), default=MON)
        projects.append(home._replace(target_on=home.target_on and max(home.target_on, finish)))
    return projects, plan


def in_one(world: World) -> World:
    """The same in one project, with nothing done or cancelled, no limits, and nobody before what it waits for."""
    whole = world.projects[0]._replace(target_on=None)
    plan = [milestone(id=m.id, due_on=m.on) for m in world.plan]
    return world._replace(projects=[whole], plan=plan, links=[x for x in world.links if x.lag >= 0])


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_a_push_by_the_float_breaks_nothing_and_by_a_working_day_more_it_does(world: World) -> None:
    """A limit is a deadline, the target of a project, or its finish where it has none; calendars differ."""
    projects, plan = tidied(world, one_calendar=False)
    asked = Network(projects, plan, world.links)
    limits = {home.id: home.target_on or asked.finishes.get(home.id, date.max) for home in projects}
    open_ones = [m for m in plan if m.is_open]
    assert asked.total_floats.keys() == {m.id for m in open_ones}
    assert min(asked.total_floats.values(), default=0) >= 0

    def breaks_a_limit(id_: int, to: date) -> bool:
        return any(move.late or move.to > limits[move.project_id] for move in push(asked, {id_: to}).moves)

    for m in open_ones[:: max(1, len(open_ones) // 12)]:
        assert m.due_on
        calendar, left = projects[m.project_id - 1].calendar, asked.total_floats[m.id]
        assert not breaks_a_limit(m.id, calendar.add(m.due_on, left))
        assert breaks_a_limit(m.id, calendar.add(m.due_on, left + 1))


@settings(deadline=None, max_examples=100)
@given(worlds())
def test_float_0_means_that_one_working_day_later_moves_the_finish(world: World) -> None:
    """Where only the finish limits, and nobody may come before what it waits for: the critical ones carry it."""
    world = in_one(world)
    (whole,), plan = tidied(world)
    asked = Network((whole,), [m._replace(deadline_on=None) for m in plan], world.links)
    for m in plan[:: max(1, len(plan) // 12)]:
        assert m.due_on
        (finish,) = push(asked, {m.id: whole.calendar.add(m.due_on, 1)}).finishes
        assert finish.before
        assert finish.after
        assert (finish.after > finish.before) is (m.id in critical(asked.total_floats))
        assert (m.id in asked.critical) is (asked.total_floats[m.id] == 0)


EXTREME = st.dates() | st.sampled_from([date.min, date.max, date(1900, 1, 1), date(2199, 12, 31), MON])


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.none() | EXTREME, min_size=4, max_size=4),
    st.lists(st.integers(-10_000, 10_000), min_size=4, max_size=4),
    *(EXTREME, st.sampled_from(RippleMode), st.none() | EXTREME, st.none() | EXTREME, st.integers(-(10**9), 10**9)),
)
def test_whatever_dates_a_plan_has_a_move_ends_within_the_limits_or_in_a_sentence(
    days: list[date | None],
    lags: list[int],
    to: date,
    way: RippleMode,
    target: date | None,
    deadline: date | None,
    by: int,
) -> None:
    plan = [milestone(id=n + 1, due_on=due, deadline_on=deadline) for n, due in enumerate(days)]
    links = [link(1, 2, lags[0]), link(2, 3, lags[1]), link(1, 3, lags[2]), link(3, 4, lags[3])]
    asked = Network((project(target_on=target),), plan, links)
    assert asked.total_floats.keys() == {m.id for m in plan if m.due_on is not None}
    assert asked.critical <= asked.total_floats.keys()
    attempts: tuple[Callable[[], Iterable[date]], ...] = (
        lambda: [move.to for move in ripple(asked, {1: to}, way).moves],
        lambda: shift(asked, [1, 2, 3, 4], working_days=by).values(),
        lambda: shift(asked, [1, 2, 3, 4], weeks=by).values(),
        lambda: MoveRequest((1,)).by(asked, days=by).moves(asked).values(),
        lambda: shift(asked, [1, 2], working_days=1, weeks=by).values(),
    )
    for attempt in attempts:
        try:
            assert all(1900 <= day.year <= 2199 for day in attempt())
        except InvalidInput as refused:
            assert str(refused).endswith("dates go from 1900 to 2199.")


def keeping(world: World) -> Network:
    """The world with every link keeping the time between its ends."""
    stands = {m.id: m for m in world.plan}
    links = [
        x._replace(lag=lag_between(stands[x.predecessor_id], m, world.calendar(m)), kept=True)
        for x in world.links
        for m in (stands[x.successor_id],)
    ]
    return Network(world.projects, world.plan, links)


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_a_kept_lag_gives_way_as_far_as_an_earlier_day_asks_and_no_further(world: World, way: RippleMode) -> None:
    network = keeping(world)
    outcome = ripple(network, world.moves, way)
    days = moved(outcome)
    lags = {gives.link.id: gives.lag for gives in outcome.shortened}
    after = network.moved(days, lags)
    earlier = {id_ for id_, on in days.items() if (was := world.plan[id_].due_on) is None or on < was}
    for x, old, slack in zip(after.links, network.links, after.slacks, strict=True):
        if x.lag != old.lag:
            assert x.successor_id in earlier and 0 <= x.lag < old.lag
            assert slack == 0 or x.lag == 0, "just as far as it must"
        elif x.successor_id in earlier and slack is not None and slack < 0:
            assert x.lag == 0, "only what has nothing left to give is violated by an earlier move"


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(RippleMode))
def test_no_lag_is_changed_by_what_only_goes_later(world: World, way: RippleMode) -> None:
    moves = {id_: max(on, m.due_on) for id_, on in world.moves.items() if (m := world.plan[id_]).due_on}
    outcome = ripple(keeping(world), moves, way)
    assert outcome.shortened == ()
    assert all(move.was is None or move.to >= move.was for move in outcome.moves)
