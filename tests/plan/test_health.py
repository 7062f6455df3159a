from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories import TODAY, link, milestone, project
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.health import judge, verdict_words
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import Finding, Health, Link, Milestone, MilestoneState, Project, ProjectState, Verdict
from milestone_tui.plan.network.network import Network, critical, total_floats

MON = date(2026, 11, 23)
"""The first working day after TODAY, a Sunday."""
FAR = milestone(id=99, title="Go-live", due_on=date(2027, 3, 1))


def instant(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def texts(verdict: Verdict) -> list[str]:
    return [finding.text for finding in verdict.findings]


def alone(m: Milestone, **about: object) -> Verdict:
    """Judge a project of this one milestone: it is the last, so it is critical."""
    return judge(project(**about), [m], [], TODAY).verdict


def test_an_overdue_milestone_is_red_and_due_today_is_not_late() -> None:
    late = alone(milestone(title="Client sign-off", due_on=TODAY - timedelta(3)))
    assert late == Verdict(Health.OFF_TRACK, (Finding(Health.OFF_TRACK, 1, "Client sign-off 3 days overdue"),))
    assert texts(alone(milestone(title="A", due_on=TODAY - timedelta(1)))) == ["A 1 day overdue"]
    assert alone(milestone(due_on=TODAY)) == Verdict(Health.ON_TRACK)


@pytest.mark.parametrize(
    ("due_on", "health", "days"),
    [
        (date(2026, 11, 24), Health.ON_TRACK, 0),  # Thu 19 Nov -> Tue: 3 working days
        (date(2026, 11, 25), Health.AT_RISK, 6),  # -> Wed: 4
        (date(2026, 11, 28), Health.AT_RISK, 9),  # -> Sat: 6
        (date(2026, 12, 3), Health.AT_RISK, 14),  # -> Thu: 10
        (date(2026, 12, 4), Health.OFF_TRACK, 15),  # -> Fri: 11
    ],
)
def test_slip_is_judged_in_working_days_and_told_in_calendar_days(due_on: date, health: Health, days: int) -> None:
    verdict = alone(milestone(title="Beta release", baseline_on=date(2026, 11, 19), due_on=due_on))
    assert verdict.health is health
    assert texts(verdict) == ([f"Beta release has slipped {days} days (critical)"] if days else [])


def test_what_is_early_does_not_slip() -> None:
    assert alone(milestone(baseline_on=date(2026, 12, 19), due_on=MON)) == Verdict(Health.ON_TRACK)


def test_past_its_deadline_is_red_even_with_float_left() -> None:
    m = milestone(title="Permit", due_on=date(2026, 12, 10), deadline_on=date(2026, 12, 8))
    verdict = judge(project(target_on=date(2027, 6, 1)), [m, FAR], [link(1, 99)], TODAY).verdict
    assert texts(verdict) == ["Permit 2 days past its deadline"]
    assert verdict.health is Health.OFF_TRACK
    assert alone(m._replace(deadline_on=m.due_on)) == Verdict(Health.ON_TRACK)


def test_a_deadline_that_has_gone_by_counts_from_today() -> None:
    undated = milestone(title="Permit", due_on=None, deadline_on=TODAY - timedelta(4))
    assert texts(alone(undated)) == ["Permit 4 days past its deadline"]
    missed = milestone(title="Permit", due_on=TODAY - timedelta(9), deadline_on=TODAY - timedelta(4))
    assert texts(alone(missed)) == ["Permit 9 days overdue", "Permit 4 days past its deadline"]


def test_a_finish_past_the_target_is_red() -> None:
    late = milestone(title="Go-live", due_on=date(2027, 1, 18))
    assert texts(alone(late, target_on=date(2027, 1, 13))) == ["finish 18 Jan, 5 days after target"]
    assert alone(late, target_on=date(2027, 1, 13)).health is Health.OFF_TRACK
    assert alone(late, target_on=date(2027, 1, 18)) == Verdict(Health.ON_TRACK)


def test_negative_float_out_of_a_violated_link_is_red() -> None:
    beta = milestone(id=1, title="Beta release", due_on=date(2026, 12, 8))
    load = milestone(id=2, title="Load test", due_on=date(2026, 12, 7))
    verdict = judge(project(), [beta, load], [link(1, 2, 4)], TODAY).verdict
    assert texts(verdict) == ["Load test 5 working days too soon after Beta release"]
    assert verdict.health is Health.OFF_TRACK
    # with enough float after it, the same link leaves no float negative
    assert judge(project(), [beta, load, FAR], [link(1, 2, 4)], TODAY).verdict == Verdict(Health.ON_TRACK)
    just_enough = load._replace(due_on=date(2026, 12, 9)), milestone(id=3, due_on=date(2026, 12, 14))
    assert judge(project(), [beta, *just_enough], [link(1, 2, 4)], TODAY).verdict == Verdict(Health.ON_TRACK)


def test_a_deadline_that_breaks_is_told_by_itself_not_by_what_leads_to_it() -> None:
    build = milestone(id=1, title="Build", due_on=date(2026, 12, 1))
    permit = milestone(id=2, title="Permit", due_on=date(2026, 12, 10), deadline_on=date(2026, 12, 8))
    assert total_floats(project(), [build, permit], [link(1, 2, 7)])[1] == -2
    verdict = judge(project(), [build, permit], [link(1, 2, 7)], TODAY).verdict
    assert texts(verdict) == ["Permit 2 days past its deadline"]


def test_what_makes_another_project_late_is_red_here_too() -> None:
    acme, nord = project(), project(id=2, key="NORD")
    api = milestone(id=1, title="API frozen", due_on=date(2026, 12, 1))
    load = milestone(id=2, title="Load test", project_id=2, due_on=date(2026, 12, 14), deadline_on=date(2026, 12, 8))
    links = [link(1, 2, 7)]  # of the 9 working days between them
    network = Network([acme, nord], [api, FAR, load], links)
    here = judge(acme, [api, FAR], links, TODAY, network=network).verdict
    assert here.findings == (Finding(Health.OFF_TRACK, 1, "API frozen 2 working days too late for NORD Load test"),)
    assert texts(judge(nord, [load], links, TODAY, network=network).verdict) == ["Load test 6 days past its deadline"]
    for day, soon in ((date(2026, 12, 7), 3), (date(2026, 12, 8), 2)):  # in time, but not for the link
        squeezed = judge(acme, [api, FAR], links, TODAY, network=network.moved({2: day})).verdict
        assert texts(squeezed) == [f"NORD Load test {soon} working days too soon after API frozen"]
    relaxed = network.moved({1: date(2026, 11, 27)})
    assert judge(acme, [api, FAR], links, TODAY, network=relaxed).verdict == Verdict(Health.ON_TRACK)
    missed = api._replace(deadline_on=date(2026, 11, 26))
    just = load._replace(deadline_on=None, due_on=date(2026, 12, 10))
    in_time = Network([acme, nord], [missed, FAR, just], links)
    alone_late = judge(acme, [missed, FAR], links, TODAY, network=in_time).verdict
    assert texts(alone_late) == ["API frozen 5 days past its deadline"], (
        "what follows elsewhere has nothing to do with it"
    )


@pytest.mark.parametrize(
    ("due_on", "met", "text"),
    [
        (date(2026, 11, 28), 3, "Beta due in 6 days with 3 of 5 criteria met"),
        (date(2026, 12, 4), 0, "Beta due in 12 days with 0 of 5 criteria met"),  # the 10th working day
        (date(2026, 12, 7), 0, ""),
        (date(2026, 11, 28), 4, ""),  # 80 %
        (TODAY, 3, "Beta due today with 3 of 5 criteria met"),
    ],
)
def test_criteria_must_be_met_in_good_part_when_it_is_near(due_on: date, met: int, text: str) -> None:
    verdict = alone(milestone(title="Beta", due_on=due_on, criteria_met=met, criteria_total=5))
    assert texts(verdict) == ([text] if text else [])
    assert verdict.health is (Health.AT_RISK if text else Health.ON_TRACK)


def test_without_criteria_nothing_is_wanting() -> None:
    assert alone(milestone(due_on=MON)) == Verdict(Health.ON_TRACK)


@pytest.mark.parametrize(
    ("ahead", "age", "fires"), [(14, 15, True), (0, 400, True), (14, 14, False), (15, 15, False), (14, -3, False)]
)
def test_a_near_forecast_wants_to_be_confirmed(ahead: int, age: int, fires: bool) -> None:
    m = milestone(title="Beta", due_on=TODAY + timedelta(ahead), forecast_at=instant(TODAY - timedelta(age)))
    verdict = alone(m)
    assert verdict.health is (Health.AT_RISK if fires else Health.ON_TRACK)
    assert all(f"date not confirmed for {age} days" in text for text in texts(verdict))
    assert bool(verdict.findings) is fires


def test_float_left_makes_it_one_step_better_and_says_so() -> None:
    overdue = milestone(id=1, title="Survey", due_on=date(2026, 11, 19))
    verdict = judge(project(), [overdue, FAR], [], TODAY).verdict
    left = OFFICE_DAYS.between(date(2026, 11, 19), date(2027, 3, 1))
    assert texts(verdict) == [f"Survey 3 days overdue, {left} working days of float left"]
    assert verdict.health is Health.AT_RISK

    slipping = milestone(id=1, title="Survey", baseline_on=date(2027, 1, 4), due_on=date(2027, 1, 11))
    verdict = judge(project(), [slipping, FAR], [], TODAY).verdict
    assert verdict.health is Health.ON_TRACK
    assert texts(verdict) == ["Survey has slipped 7 days, 35 working days of float left"]


def test_float_that_is_left_is_counted_through_links() -> None:
    survey = milestone(id=1, title="Survey", due_on=date(2026, 12, 4), baseline_on=date(2026, 11, 27))
    build = milestone(id=2, title="Build", due_on=date(2026, 12, 18))
    end = date(2026, 12, 23)
    loose = judge(project(target_on=end), [survey, build], [link(1, 2, 8)], TODAY).verdict
    assert loose.findings == (Finding(Health.ON_TRACK, 1, "Survey has slipped 7 days, 5 working days of float left"),)
    # both have 3, and nobody less
    tight = judge(project(target_on=end), [survey, build], [link(1, 2, 10)], TODAY).verdict
    assert tight.findings == (Finding(Health.AT_RISK, 1, "Survey has slipped 7 days (critical)"),)


def test_the_worst_comes_first_and_a_milestone_is_named_once_in_the_strip() -> None:
    plan = [
        milestone(id=1, title="Survey", due_on=date(2026, 11, 12), baseline_on=date(2026, 11, 11)),
        milestone(id=2, title="Beta", due_on=date(2027, 1, 18), baseline_on=date(2026, 11, 1)),
        milestone(id=3, title="Sign-off", due_on=date(2026, 11, 19), deadline_on=date(2026, 11, 19)),
        milestone(id=4, title="Docs", due_on=date(2026, 11, 24), criteria_total=2),
    ]
    verdict = judge(project(target_on=date(2027, 1, 13)), plan, [], TODAY).verdict
    assert [(f.health, f.text) for f in verdict.findings] == [
        (Health.OFF_TRACK, "Sign-off 3 days overdue"),
        (Health.OFF_TRACK, "Sign-off 3 days past its deadline"),
        (Health.OFF_TRACK, "Beta has slipped 78 days (critical)"),
        (Health.OFF_TRACK, "finish 18 Jan, 5 days after target"),
        (Health.AT_RISK, "Survey 10 days overdue, 44 working days of float left"),
        (Health.ON_TRACK, "Survey has slipped 11 days, 44 working days of float left"),
        (Health.ON_TRACK, "Docs due in 2 days with 0 of 2 criteria met, 36 working days of float left"),
    ]
    assert verdict_words(verdict) == (
        "Sign-off 3 days overdue · Beta has slipped 78 days (critical) · finish 18 Jan, 5 days after target"
    )
    assert verdict_words(Verdict(Health.ON_TRACK)) == ""


def test_completed_means_all_of_at_least_one() -> None:
    done = milestone(id=1, done_on=TODAY - timedelta(5))
    cancelled = milestone(id=2, state=MilestoneState.CANCELLED)
    assert judge(project(), [done, cancelled], [], TODAY).verdict == Verdict(Health.COMPLETED)
    called_off = judge(project(), [cancelled], [], TODAY).verdict
    assert (called_off.health, texts(called_off)) == (Health.ON_TRACK, ["all milestones are cancelled"])
    assert judge(project(), [], [], TODAY).verdict == Verdict(Health.ON_TRACK)
    assert judge(project(), [done, milestone(id=3, due_on=None)], [], TODAY).verdict == Verdict(Health.ON_TRACK)
    assert judge(project(), [milestone(done_on=TODAY + timedelta(9))], [], TODAY).verdict == Verdict(Health.COMPLETED)


def test_the_state_of_the_project_goes_before_its_dates() -> None:
    overdue = milestone(due_on=TODAY - timedelta(30))
    done = milestone(id=2, done_on=TODAY)
    assert alone(overdue, state=ProjectState.PLANNED).health is Health.OFF_TRACK
    assert alone(overdue, state=ProjectState.COMPLETED) == Verdict(Health.COMPLETED)
    held, cancelled = alone(overdue, state=ProjectState.ON_HOLD), alone(overdue, state=ProjectState.CANCELLED)
    assert (held.health, texts(held)) == (Health.ON_TRACK, ["on hold: health not assessed"])
    assert (cancelled.health, texts(cancelled)) == (Health.CANCELLED, ["nothing is due"])
    assert alone(done, state=ProjectState.ON_HOLD).health is Health.COMPLETED
    assert alone(done, state=ProjectState.CANCELLED).health is Health.CANCELLED


def test_an_archived_project_is_not_judged_but_may_be_completed() -> None:
    archived_at = instant(TODAY)
    overdue, done = milestone(due_on=TODAY - timedelta(30)), milestone(id=2, done_on=TODAY)
    archived = alone(overdue, archived_at=archived_at)
    assert (archived.health, texts(archived)) == (Health.ARCHIVED, ["nothing is due"])
    assert alone(overdue, archived_at=archived_at, state=ProjectState.ON_HOLD).health is Health.ARCHIVED
    assert alone(overdue, archived_at=archived_at, state=ProjectState.CANCELLED).health is Health.CANCELLED
    assert alone(done, archived_at=archived_at).health is Health.COMPLETED


def test_what_is_not_judged_is_better_than_all_that_is() -> None:
    ranks = [health.severity for health in Health]
    assert ranks == sorted(set(ranks))
    assert max(Health.CANCELLED.severity, Health.ARCHIVED.severity) < Health.COMPLETED.severity


def linked_across(due_on: date, **about: object) -> tuple[Network, Verdict, Verdict]:
    """Load test of NORD, on a day, waits for API frozen of ACME, done by Tue 1 Dec; how both projects stand."""
    acme, nord = project(), project(id=2, key="NORD", **about)
    api = milestone(id=1, title="API frozen", due_on=date(2026, 12, 1))
    load = milestone(id=2, title="Load test", project_id=2, due_on=due_on, project_is_live=nord.is_live)
    later = FAR._replace(id=98, project_id=2, project_is_live=nord.is_live)
    links = [link(1, 2)]
    network = Network([acme, nord], [api, FAR, load, later], links)
    here = judge(acme, [api, FAR], links, TODAY, network=network).verdict
    return network, here, judge(nord, [load, later], links, TODAY, network=network).verdict


def test_a_link_across_projects_that_cannot_be_kept_is_told_on_both_sides() -> None:
    _, acme, nord = linked_across(date(2026, 11, 27))
    assert acme.health is Health.AT_RISK, "the milestone that cannot be reached is not its own, and has float left"
    assert texts(acme) == [
        "NORD Load test 2 working days too soon after API frozen, 64 working days of float left",
    ]
    assert nord == Verdict(
        Health.OFF_TRACK, (Finding(Health.OFF_TRACK, 2, "Load test 2 working days too soon after ACME API frozen"),)
    ), "float does not help: on that day it cannot be"
    _, acme, nord = linked_across(date(2026, 12, 1))
    assert (acme, nord) == (Verdict(Health.ON_TRACK), Verdict(Health.ON_TRACK))


def test_what_waits_too_soon_for_what_is_done_elsewhere_is_told_where_it_waits() -> None:
    acme, nord = project(), project(id=2, key="NORD")
    api = milestone(id=1, title="API frozen", done_on=TODAY - timedelta(1))
    load = milestone(id=2, title="Load test", project_id=2, due_on=date(2026, 11, 25))
    links = [link(1, 2, 5)]
    network = Network([acme, nord], [api, FAR, load], links)
    assert judge(acme, [api, FAR], links, TODAY, network=network).verdict == Verdict(Health.ON_TRACK)
    assert texts(judge(nord, [load], links, TODAY, network=network).verdict) == [
        "Load test 2 working days too soon after ACME API frozen"
    ]


@pytest.mark.parametrize("about", [{"state": ProjectState.CANCELLED}, {"archived_at": instant(TODAY)}])
def test_a_project_that_is_not_live_judges_no_other(about: Mapping[str, object]) -> None:
    network, acme, nord = linked_across(date(2026, 11, 25), target_on=date(2026, 11, 26), **about)
    assert acme == Verdict(Health.ON_TRACK)
    assert nord.health in (Health.CANCELLED, Health.ARCHIVED)
    assert network.violated == ()
    assert network.total_floats.keys() == {1, 99}
    assert network.free_floats[1] is None


near = st.integers(-40, 100).map(lambda days: TODAY + timedelta(days))
past = st.integers(-40, 0).map(lambda days: TODAY + timedelta(days))
rows = st.fixed_dictionaries(
    {
        "due_on": st.none() | near,
        "baseline_on": st.none() | near,
        "deadline_on": st.none() | near,
        "done_on": st.none() | st.none() | past,
        "criteria_met": st.integers(0, 3),
        "criteria_total": st.sampled_from([0, 3, 4]),
        "forecast_at": st.none() | past.map(instant),
    }
)
simple_rows = st.fixed_dictionaries({"due_on": near, "baseline_on": st.none() | near, "done_on": st.none() | past})


def plan_from(drawn: Sequence[Mapping[str, object]]) -> list[Milestone]:
    plan = [milestone(id=n, title=f"M{n}", **row) for n, row in enumerate(drawn)]
    return [m._replace(state=MilestoneState.CANCELLED) if m.is_open and m.id == 7 else m for m in plan]


plans = st.one_of(st.lists(rows, max_size=8), st.lists(simple_rows, max_size=8)).map(plan_from)
projects = st.builds(
    project,
    target_on=st.none() | near,
    working_days=st.sampled_from([31, 31, 127, 1, 64, 21]),
    holidays=st.sets(st.integers(0, 90), max_size=30).map(lambda off: tuple(TODAY + timedelta(n) for n in sorted(off))),
    state=st.sampled_from([ProjectState.ACTIVE] * 4 + list(ProjectState)),
)


@settings(deadline=None)
@given(projects, plans, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-3, 5)), max_size=10))
def test_the_verdict_is_the_worst_finding_and_negative_float_is_red(
    whole: Project, plan: list[Milestone], drawn: list[tuple[int, int, int]]
) -> None:
    links: list[Link] = [link(p, s, lag) for p, s, lag in drawn if p < s]
    verdict = judge(whole, plan, links, TODAY).verdict
    severities = [finding.health.severity for finding in verdict.findings]
    assert severities == sorted(severities, reverse=True)
    if verdict.findings:
        assert verdict.health is verdict.findings[0].health
    if whole.state is ProjectState.ACTIVE:
        floats = total_floats(whole, plan, links)
        if any(left < 0 for left in floats.values()):
            assert verdict.health is Health.OFF_TRACK
        overdue = {m.id for m in plan if m.overdue(TODAY)}
        if overdue:
            assert verdict.health.severity >= Health.AT_RISK.severity
        if links and overdue & critical(floats):
            assert verdict.health is Health.OFF_TRACK


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(-5, 30)), min_size=5, max_size=5),
    st.lists(  # one link at most between two, as the schema has it
        st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(-3, 9)),
        min_size=1,
        max_size=6,
        unique_by=lambda drawn: drawn[:2],
    ),
)
def test_negative_float_is_red_whatever_project_it_comes_from(
    days: list[tuple[int, int | None]], drawn: list[tuple[int, int, int]]
) -> None:
    whole = [project(id=n, key="ABC"[n]) for n in range(3)]
    plan = [
        milestone(
            id=n,
            project_id=n % 3,
            due_on=MON + timedelta(on),
            deadline_on=None if end is None else MON + timedelta(end),
        )
        for n, (on, end) in enumerate(days)
    ]
    links = [link(p, s, lag) for p, s, lag in drawn if p < s]
    network = Network(whole, plan, links)
    for one in whole:
        own = [m for m in plan if m.project_id == one.id]
        ids = {m.id for m in own}
        here = [n for n in links if {n.predecessor_id, n.successor_id} & ids]
        verdict = judge(one, own, here, TODAY, network=network).verdict
        if any(network.total_floats.get(id_, 0) < 0 for id_ in ids):
            assert verdict.health is Health.OFF_TRACK


@settings(deadline=None)
@given(plans.flatmap(lambda plan: st.tuples(st.just(plan), st.permutations(plan))))
def test_the_order_of_the_milestones_does_not_matter(orders: tuple[list[Milestone], list[Milestone]]) -> None:
    plan, shuffled = orders
    assert judge(project(), plan, [], TODAY).verdict == judge(project(), shuffled, [], TODAY).verdict


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (7, []),  # Sun 15 Nov, 5 working days: until Fri 20 Nov, and no working day since
        (11, ["Beta: acceptance 2 working days overdue"]),  # Wed 11 Nov: until Wed 18 Nov
    ],
)
def test_acceptance_that_waits_beyond_its_window_is_amber(waited: int, words: list[str]) -> None:
    about = {"submitted_on": TODAY - timedelta(waited), "acceptance_days": 5}
    waiting = milestone(title="Beta", state=MilestoneState.SUBMITTED, due_on=date(2027, 3, 1), **about)
    assert texts(alone(waiting)) == words
    assert texts(alone(waiting._replace(accepted_on=TODAY))) == []
    answered = waiting._replace(submitted_on=None, acceptance_days=None, state=MilestoneState.IN_PROGRESS)
    assert texts(alone(answered)) == []
