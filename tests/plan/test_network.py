from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

from factories import TODAY, link, milestone, plan_of, project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project, ProjectState
from milestone_tui.plan.network.network import Network, critical, last_forecast, link_slack, total_floats
from milestone_tui.plan.network.ripple import push

MON = date(2026, 11, 2)
WEEK = OFFICE_DAYS


def day(n: int) -> date:
    """The n-th working day after Monday 2 November 2026."""
    return WEEK.add(MON, n)


def at(id_: int, n: int, **overrides: object) -> Milestone:
    return milestone(id=id_, due_on=day(n), **overrides)


# a worked example: 1 -> 2 -> 4 is 1 day slack in all, 1 -> 3 -> 4 has 6; the target leaves 2 days after 4
EXAMPLE = (at(1, 0), at(2, 5), at(3, 3), at(4, 10))
EXAMPLE_LINKS = (link(1, 2, 5), link(1, 3, 2), link(2, 4, 4), link(3, 4, 2))


def test_float_is_the_least_way_to_the_target() -> None:
    floats = total_floats(project(target_on=day(12)), EXAMPLE, EXAMPLE_LINKS)
    # 4: 12-10; 2: 10-(5+4) + 2; 3: 10-(3+2) + 2; 1: min(0 + 3, 1 + 7)
    assert floats == {4: 2, 2: 3, 3: 7, 1: 3}
    assert critical(floats) == {4}, "when all have float, those with the least"


def test_without_target_the_last_forecast_is_the_end() -> None:
    floats = total_floats(project(), EXAMPLE, EXAMPLE_LINKS)
    assert floats == {4: 0, 2: 1, 3: 5, 1: 1}
    assert critical(floats) == {4}
    assert total_floats(project(), EXAMPLE[:1], (), finish_on=day(8)) == {1: 8}


def test_each_constraint_is_one_more_limit() -> None:
    plan = (
        at(1, 0, deadline_on=day(1)),
        at(2, 10, deadline_on=day(8)),
        at(3, 4),
        at(4, 2),
        at(5, 5, deadline_on=day(9)),
    )
    links = [link(1, 2, 3), link(4, 1, -4), link(5, 2, 2)]
    floats = total_floats(project(target_on=day(20)), plan, links)
    assert floats == {2: -2, 1: 1, 3: 16, 4: 3, 5: 1}
    assert critical(floats) == {2}


def test_what_is_done_cancelled_undated_or_elsewhere_constrains_nothing() -> None:
    plan = (
        at(1, 5),
        milestone(id=2, done_on=day(4)),
        at(3, 1, state=MilestoneState.CANCELLED),
        milestone(id=4, due_on=None),
    )
    links = [link(1, 2), link(1, 3), link(1, 4), link(1, 99), link(98, 1)]
    assert total_floats(project(target_on=day(9)), plan, links) == {1: 4}
    assert Network((project(),), plan, links).violated == ()


def test_link_slack_counts_working_days_after_the_lag() -> None:
    friday, next_monday = milestone(id=1, due_on=day(4)), milestone(id=2, due_on=day(5))
    assert link_slack(link(1, 2), friday, next_monday, WEEK) == 1
    assert link_slack(link(1, 2, 1), friday, next_monday, WEEK) == 0
    assert link_slack(link(1, 2, 3), friday, next_monday, WEEK) == -2
    assert link_slack(link(1, 2, -2), friday, next_monday, WEEK) == 3
    assert link_slack(link(1, 2), friday, next_monday, WorkCalendar(127)) == 3
    assert link_slack(link(1, 2), milestone(id=1, due_on=None), next_monday, WEEK) is None
    assert link_slack(link(1, 2), milestone(id=1, state=MilestoneState.CANCELLED), next_monday, WEEK) is None
    late = milestone(id=1, due_on=day(1), done_on=day(6))
    assert link_slack(link(1, 2), late, next_monday, WEEK) == -1, "what is done stands at its actual"


def test_a_successor_before_its_predecessor_on_a_day_off_is_too_soon() -> None:
    saturday, friday = milestone(id=1, due_on=date(2026, 11, 7)), milestone(id=2, due_on=day(4))
    assert link_slack(link(1, 2), saturday, friday, WEEK) == -1
    assert link_slack(link(1, 2), saturday, milestone(id=2, due_on=day(3)), WEEK) == -1, "Friday lies between"
    assert link_slack(link(1, 2), saturday, saturday, WEEK) == 0
    assert link_slack(link(1, 2), saturday, milestone(id=2, due_on=date(2026, 11, 8)), WEEK) == 0
    assert link_slack(link(1, 2, -1), saturday, friday, WEEK) == 0, "a lead may take it back to Friday"


def test_a_deadline_beyond_the_target_gives_no_float() -> None:
    plan = (milestone(id=1, due_on=date(2026, 12, 15), deadline_on=date(2026, 12, 31)),)
    floats = total_floats(project(target_on=date(2026, 12, 11)), plan, ())
    assert floats == {1: -2}
    assert critical(floats) == {1}


def test_the_own_end_of_a_project_binds_also_what_is_followed() -> None:
    later = project(id=2, key="NEXT")
    plan = (at(1, 5), at(2, 90, project_id=2))
    assert Network((project(), later), plan, [link(1, 2)]).total_floats == {1: 0, 2: 0}
    assert total_floats(project(), (at(1, 9), at(2, 3)), [link(1, 2, -20)]) == {1: 0, 2: 6}, "nor does a lead lift it"


def test_floats_of_two_calendars_are_not_added() -> None:
    """Every day counts where the predecessor is, Mondays where the successor is: nine and one make no ten."""
    here, weekly = project(id=1, working_days=127, target_on=date(2026, 12, 31)), project(id=2, working_days=1)
    plan = (milestone(id=1, due_on=date(2026, 11, 7)), milestone(id=2, project_id=2, due_on=MON + timedelta(7)))
    assert Network((here, weekly), plan, [link(1, 2)]).total_floats == {1: 2, 2: 0}


def test_float_stops_at_the_working_day_from_which_the_successor_keeps_its_late_date() -> None:
    """On Saturday, where people work in the one project, it would push the other to Monday, past its target."""
    saturday = date(2026, 11, 7)
    six_days = project(id=1, working_days=63, target_on=date(2026, 12, 31))
    office = project(id=2, target_on=saturday)
    plan = (at(1, 2), at(2, 3, project_id=2))
    assert Network((six_days, office), plan, [link(1, 2)]).total_floats == {1: 2, 2: 1}
    there_already = (plan[0], plan[1]._replace(due_on=saturday))
    assert Network((six_days, office), there_already, [link(1, 2)]).total_floats == {1: 3, 2: 0}


def test_the_driving_predecessor_has_the_least_slack() -> None:
    plan = (*EXAMPLE, milestone(id=5, due_on=None))
    links = (*EXAMPLE_LINKS, link(5, 4), link(77, 4))
    driving = Network((project(),), plan, links).driving_predecessors
    assert driving == {2: link(1, 2, 5), 3: link(1, 3, 2), 4: link(2, 4, 4)}
    equals = (link(1, 4, 9), link(2, 4, 4))
    assert Network((project(),), plan, equals).driving_predecessors == {4: equals[1]}, "of equals the latest"
    twins = (at(5, 5), at(2, 5), at(4, 10))
    both = (link(5, 4), link(2, 4))
    assert Network((project(),), twins, both).driving_predecessors == {4: both[1]}, "then the lowest id"


def test_free_float_is_what_delays_nobody() -> None:
    network = Network((project(target_on=day(12)),), (*EXAMPLE, milestone(id=5, done_on=day(1))), EXAMPLE_LINKS)
    assert network.free_floats == {1: 0, 2: 1, 3: 5, 4: None}


def test_violated_links_are_those_with_negative_slack() -> None:
    plan = (at(1, 3), at(2, 3), at(3, 2), milestone(id=4, done_on=day(0)))
    links = (link(1, 2), link(1, 3), link(1, 4), link(2, 3, -1), link(2, 3, -5))
    assert Network((project(),), plan, links).violated == (link(1, 3),)


def test_a_loop_in_bad_data_neither_hangs_nor_hides_the_rest() -> None:
    plan = (at(1, 1), at(2, 2), at(3, 3), at(4, 4))
    floats = total_floats(project(target_on=day(9)), plan, [link(1, 2), link(2, 3), link(3, 1), link(3, 4), link(4, 4)])
    assert floats.keys() == {1, 2, 3, 4}
    assert floats[4] == 5
    assert floats[3] == 6


def test_dates_at_the_ends_of_the_calendar_and_giant_lags_do_no_harm() -> None:
    plan = (milestone(id=1, due_on=date.min), milestone(id=2, due_on=date.max))
    floats = total_floats(project(), plan, [link(1, 2, 10**9), link(2, 1, -(10**9))])
    assert floats[2] == 0 or floats[1] < 0
    assert last_forecast(plan) == date.max


def test_a_chain_of_thousands_needs_no_recursion() -> None:
    plan = [at(n, n) for n in range(5_000)]
    floats = total_floats(project(), plan, [link(n, n + 1, 1) for n in range(4_999)])
    assert set(floats.values()) == {0}
    assert len(critical(floats)) == 5_000


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
seldom = st.sampled_from([True, False, False, False, False])
milestone_lists = st.lists(
    st.tuples(seldom.flatmap(lambda none: st.none() if none else days), st.none() | days, seldom),
    min_size=1,
    max_size=12,
).map(
    lambda rows: [
        milestone(id=n, due_on=due, deadline_on=end, done_on=TODAY if done else None)
        for n, (due, end, done) in enumerate(rows)
    ]
)
calendars = st.builds(WorkCalendar, st.integers(1, 127), st.sets(days, max_size=40), st.sets(days, max_size=20))


@st.composite
def networks(draw: st.DrawFn, *, loops: bool) -> tuple[list[Milestone], list[Link]]:
    plan = draw(milestone_lists)
    ends = st.tuples(st.integers(0, len(plan) - 1), st.integers(0, len(plan) - 1), st.integers(-5, 10))
    drawn = draw(st.lists(ends, min_size=len(plan), max_size=25))
    return plan, [link(p, s, lag) for p, s, lag in drawn if loops or p < s]


@settings(deadline=None)
@given(days, days, st.integers(-20, 20), calendars)
def test_slack_is_counted_from_workadd_of_the_lag(p: date, s: date, lag: int, calendar: WorkCalendar) -> None:
    slack = link_slack(link(1, 2, lag), milestone(due_on=p), milestone(due_on=s), calendar)
    counted = calendar.between(calendar.add(p, lag), s)
    crosses = lag == 0 and s < p and counted == 0  # with no working day between
    assert slack == (-1 if crosses else counted)


@settings(deadline=None)
@given(networks(loops=False), calendars, st.none() | days)
def test_float_is_the_least_over_all_ways(
    network: tuple[list[Milestone], list[Link]], calendar: WorkCalendar, end: date
) -> None:
    """The definition itself, written as the recursion that it is; the last day is looked for day by day."""
    plan, links = network
    whole = project(working_days=calendar.week, holidays=calendar.holidays, worked=calendar.worked, target_on=end)
    known = {m.id: m for m in plan if m.is_open and m.due_on}
    limit = end or last_forecast(plan)
    assert limit or not known

    @cache  # asked again for every day that is tried
    def late(m: Milestone) -> date:
        out = [x for x in links if x.predecessor_id == m.id and x.successor_id in known]
        followed = [last_day_before(known[x.successor_id], x.lag) for x in out]
        return min(day for day in (limit, m.deadline_on, *followed) if day)

    def last_day_before(s: Milestone, lag: int) -> date:
        day, latest = date(2029, 12, 31), late(s)
        while pushed(s, day, lag) > latest:
            day -= timedelta(1)
        return day

    def pushed(s: Milestone, day: date, lag: int) -> date:
        """Where the successor is when its predecessor is on a day; as early as it may be where it is too late now."""
        first = calendar.add(day, lag)
        if s.due_on and first <= s.due_on <= late(s):
            return s.due_on
        return first if calendar.is_working(first) else calendar.add(first, 1)

    for id_, left in total_floats(whole, plan, links).items():
        due_on = known[id_].due_on
        assert due_on and left == calendar.between(due_on, late(known[id_]))


@settings(deadline=None)
@given(networks(loops=True))
def test_loops_never_hang_and_everybody_gets_a_float(network: tuple[list[Milestone], list[Link]]) -> None:
    plan, links = network
    floats = total_floats(project(), plan, links)
    assert floats.keys() == {m.id for m in plan if m.is_open and m.due_on}
    assert bool(critical(floats)) == bool(floats)


def test_a_link_across_projects_counts_in_the_calendar_of_the_successor() -> None:
    """From a Friday to the Monday after: one working day, but two where the week ends with Thursday."""
    here, gulf = project(id=1), project(id=2, key="GULF", working_days=0b1001111)
    plan = (milestone(id=1, due_on=date(2026, 11, 6)), milestone(id=2, project_id=2, due_on=date(2026, 11, 9)))
    links = [link(1, 2, 1)]
    across = Network((here, gulf), plan, links)
    assert across.free_floats == {1: 1, 2: None}
    assert across.total_floats == {1: 0, 2: 0}
    closed = gulf._replace(holidays=(date(2026, 11, 8),))
    assert Network((here, closed), plan, links).free_floats == {1: 0, 2: None}
    back = (plan[0]._replace(project_id=2), plan[1]._replace(project_id=1))
    assert Network((here, gulf), back, links).free_floats == {1: 0, 2: None}
    away = here._replace(holidays=(date(2026, 11, 9),))
    assert Network((away, gulf), plan, links).free_floats == {1: 1, 2: None}, "not the predecessor's days off"


def test_each_project_has_its_own_end() -> None:
    plans = (
        plan_of([at(1, 0), at(2, 4)], links=[link(1, 3, 2)], project=project(id=1, target_on=day(6))),
        plan_of(
            [at(3, 5, project_id=2), at(4, 8, project_id=2), at(5, 9, project_id=2, deadline_on=day(8))],
            links=[link(1, 3, 2)],
            project=project(id=2),
        ),
    )
    network = Network.of(plans)
    assert network.links == [link(1, 3, 2)], "both plans know it, it counts once"
    assert network.finishes == {1: day(4), 2: day(9)}
    assert network.total_floats == {1: 6, 2: 2, 3: 4, 4: 1, 5: -1}
    assert network.critical == {2, 5}, "of each project those without float, or with the least"
    assert network.violated == ()


@settings(deadline=None)
@given(networks(loops=True), calendars, calendars, st.lists(st.sampled_from([1, 2]), min_size=12, max_size=12))
def test_all_answers_agree_with_link_slack(
    network: tuple[list[Milestone], list[Link]], one: WorkCalendar, other: WorkCalendar, homes: list[int]
) -> None:
    plan, links = network
    plan = [m._replace(project_id=home) for m, home in zip(plan, homes, strict=False)]
    calendar_of = {1: one, 2: other}
    projects = [
        project(id=n, working_days=c.week, holidays=c.holidays, worked=c.worked) for n, c in calendar_of.items()
    ]
    asked = Network(projects, plan, links)
    known = {m.id: m for m in plan}
    slacks = [
        link_slack(x, known[x.predecessor_id], known[x.successor_id], calendar_of[known[x.successor_id].project_id])
        for x in links
    ]
    assert asked.slacks == slacks
    tied = [(x, slack) for x, slack in zip(links, slacks, strict=True) if slack is not None]
    assert asked.violated == tuple(x for x, slack in tied if slack < 0 and known[x.successor_id].is_open)
    for id_, left in asked.free_floats.items():
        out = [slack for x, slack in tied if x.predecessor_id == id_ and known[x.successor_id].is_open]
        assert left == min(out, default=None)
    for id_, driver in asked.driving_predecessors.items():
        into = [
            (slack, -day.toordinal(), x.predecessor_id)
            for x, slack in tied
            if x.successor_id == id_ and (day := known[x.predecessor_id].on)
        ]
        assert driver.predecessor_id == min(into)[2]
    assert asked.driving_predecessors.keys() == {x.successor_id for x, _ in tied}


@settings(max_examples=60, deadline=None)
@given(world=worlds(), ended=st.integers(1, 3), archived=st.booleans())
def test_what_is_in_a_project_that_is_not_live_binds_nobody(world: World, ended: int, archived: bool) -> None:
    def end(p: Project) -> Project:
        if archived:
            return p._replace(archived_at=datetime(2026, 11, 1, tzinfo=UTC))
        return p._replace(state=ProjectState.CANCELLED)

    projects = [end(p) if p.id == ended else p for p in world.projects]
    live = {p.id for p in projects if p.is_live}
    milestones = [m._replace(project_is_live=m.project_id in live) for m in world.plan]
    kept = [m for m in milestones if m.project_is_live]
    whole = Network(projects, milestones, world.links)
    alone = Network([p for p in projects if p.is_live], kept, world.links)
    assert whole.total_floats == alone.total_floats
    assert whole.critical == alone.critical
    assert whole.violated == alone.violated
    assert {m.id: whole.free_floats.get(m.id) for m in kept} == {m.id: alone.free_floats.get(m.id) for m in kept}
    moves = {id_: day for id_, day in world.moves.items() if id_ in alone.places}
    pushed, without = (push(network, moves) for network in (whole, alone))
    assert [(move.id, move.to) for move in pushed.moves] == [(move.id, move.to) for move in without.moves]
    assert pushed.violated == without.violated


def test_a_link_with_something_that_does_not_bind_has_no_slack() -> None:
    here, there = at(1, 5), at(2, 1)
    assert link_slack(link(1, 2), here, there, WEEK) == -4
    assert link_slack(link(1, 2), here, there._replace(project_is_live=False), WEEK) is None
    assert link_slack(link(1, 2), here._replace(state=MilestoneState.CANCELLED), there, WEEK) is None
