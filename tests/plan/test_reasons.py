"""The reasons for the figures of milestones and projects: each repeats the figure, and its numbers lead to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import TODAY, link, milestone, plan_of, project

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.reasons import Reasons
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.model import Link, Milestone, MilestoneState
from milestone_tui.plan.network.network import Network


def reasons(*milestones: Milestone, links: tuple[Link, ...] = (), **about: object) -> Reasons:
    plan = plan_of(milestones, project=project(**about))._replace(links=links)
    network = Network.of([plan])
    return Reasons(plan, network, judge(plan.project, plan.milestones, links, TODAY, network=network).verdict, TODAY)


def named(found: tuple[Explanation, ...]) -> dict[str, Explanation]:
    return {one.figure: one for one in found}


def test_slip_is_due_minus_baseline_and_today_for_what_is_overdue() -> None:
    late = milestone(due_on=TODAY - timedelta(3), baseline_on=TODAY - timedelta(10))
    slip = named(reasons(late).of_milestone(late))["Slip"]
    assert (slip.value, slip.numbers) == ("+10 d", "22 Nov − 12 Nov = +10 d")
    assert slip.notes == ("It is overdue, so today counts in place of its due date.",)
    new = milestone(due_on=TODAY, added=True)
    slip = named(reasons(new).of_milestone(new))["Slip"]
    assert (slip.value, slip.numbers, slip.notes) == ("–", "", ("Added after the baseline was set.",))


def test_float_leads_to_the_latest_day_and_names_what_comes_after() -> None:
    first = milestone(id=1, title="Beta", due_on=date(2026, 11, 23))
    last = milestone(id=2, title="Go-live", due_on=date(2026, 11, 30))
    made = reasons(first, last, links=(link(1, 2, 2),), target_on=date(2026, 12, 1))
    found = named(made.of_milestone(first))["Float"]
    assert (found.value, found.numbers) == ("+4 wd", "23 Nov to 27 Nov = +4 wd")
    assert found.behind == (Behind(2, 1, "Go-live", "float +1 wd"),)
    assert found.notes == ("Target of ACME 1 Dec.",)
    assert named(made.of_milestone(last))["Critical"].value == "yes"
    assert named(made.of_milestone(first))["Critical"].value == "no"
    done = milestone(id=3, state=MilestoneState.DONE, done_on=TODAY)
    assert named(reasons(done).of_milestone(done))["Float"].value == "–"


def test_negative_float_leads_back_before_the_due_date() -> None:
    m = milestone(due_on=date(2026, 11, 27), deadline_on=date(2026, 11, 24))
    found = named(reasons(m).of_milestone(m))["Float"]
    assert (found.value, found.numbers) == ("−3 wd", "27 Nov to 24 Nov = −3 wd")
    assert found.notes[0] == "Deadline 24 Nov."


@pytest.mark.parametrize(
    ("fields", "value", "numbers"),
    [
        ({"criteria_met": 3, "criteria_total": 5, "percent": 60}, "60%", "3 of 5 met = 60%"),
        ({"criteria_met": 5, "criteria_total": 5, "percent": 99}, "99%", "5 of 5 met = 99%"),
        ({"progress": 40, "percent": 40}, "40%", ""),
        ({"state": MilestoneState.DONE, "done_on": TODAY, "percent": 100}, "100%", ""),
    ],
)
def test_percent_has_its_rule(fields: dict[str, object], value: str, numbers: str) -> None:
    m = milestone(**fields)
    found = named(reasons(m).of_milestone(m))["Percent"]
    assert (found.value, found.numbers) == (value, numbers)


def test_a_project_explains_its_percents_finish_slip_and_health() -> None:
    done = milestone(id=1, title="Kick-off", weight=2, state=MilestoneState.DONE, percent=100, done_on=TODAY)
    done = done._replace(baseline_on=TODAY)
    late = milestone(id=2, title="Beta", due_on=TODAY - timedelta(2), baseline_on=TODAY - timedelta(9), percent=50)
    made = reasons(done, late)
    found = named(made.of_project())
    assert (found["Percent"].value, found["Percent"].numbers) == ("83%", "250 / 3 = 83%")
    assert (found["Finish"].value, found["Finish"].notes) == ("22 Nov", ("What is overdue counts as today.",))
    assert found["Health"].value == "off track"
    assert found["Health"].notes[0] == "off track: Beta 2 days overdue"
    assert found["Health"].behind == (Behind(2, 1, "Beta"),)
    assert found["Slip"].notes == () or found["Slip"].value == "–"
