"""The agenda's groups: when a milestone is due, what awaits acceptance or an invoice, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from factories import link, milestone, plan_of, project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.agenda import (
    BY_DATE,
    AgendaData,
    AgendaItem,
    Grouping,
    Section,
    agenda_items,
    counted,
    figures_of,
    grouped,
    section_of,
    waits_for,
    with_changed,
)
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.model import Link, Milestone, MilestoneKind, MilestoneState, Plan, Project, ProjectState
from milestone_tui.plan.monitoring import Risk

WEDNESDAY = date(2026, 11, 18)
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
DAYS = st.dates(date(2026, 10, 1), date(2027, 3, 31))


def data_of(*plans: Plan, risks: Sequence[Risk] = ()) -> AgendaData:
    return AgendaData(plans, tuple(risks))


def found(items: Sequence[AgendaItem], section: Section) -> list[int]:
    return [item.subject.id for item in items if item.section is section]


def of(*milestones: Milestone, today: date = WEDNESDAY, **more: Any) -> tuple[AgendaItem, ...]:
    return agenda_items(data_of(plan_of(milestones), **more), today)


# When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "due_on", "section"),
    [
        (WEDNESDAY, WEDNESDAY - timedelta(1), Section.OVERDUE),
        (WEDNESDAY, WEDNESDAY, Section.TODAY),
        (WEDNESDAY, date(2026, 11, 19), Section.THIS_WEEK),
        (WEDNESDAY, SUNDAY, Section.THIS_WEEK),
        (WEDNESDAY, date(2026, 11, 23), Section.NEXT_WEEK),
        (WEDNESDAY, date(2026, 11, 29), Section.NEXT_WEEK),
        (WEDNESDAY, date(2026, 11, 30), Section.NEXT_30_DAYS),
        (WEDNESDAY, date(2026, 12, 18), Section.NEXT_30_DAYS),
        (WEDNESDAY, date(2026, 12, 19), Section.LATER),
        (WEDNESDAY, None, Section.UNDATED),
        (SATURDAY, SUNDAY, Section.THIS_WEEK),
        (SUNDAY, SUNDAY, Section.TODAY),
        (SUNDAY, date(2026, 11, 23), Section.NEXT_WEEK),
        (SUNDAY, date(2026, 11, 30), Section.NEXT_30_DAYS),
        (date.max - timedelta(40), date.max, Section.LATER),
    ],
)
def test_a_day_is_in_one_section(today: date, due_on: date | None, section: Section) -> None:
    assert section_of(due_on, today) is section


@pytest.mark.parametrize(
    ("today", "monday", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), "this week"),
        (date(2026, 11, 20), date(2026, 11, 16), "this week"),
        (SATURDAY, date(2026, 11, 23), "next week"),
        (SUNDAY, date(2026, 11, 23), "next week"),
    ],
)
def test_at_a_weekend_the_next_week_is_counted(today: date, monday: date, words: str) -> None:
    week = due_week(today)
    assert (week.monday, week.sunday, week.words) == (monday, monday + timedelta(6), words)


@given(st.lists(st.tuples(st.none() | DAYS, st.sampled_from(MilestoneState)), max_size=12), DAYS)
def test_every_open_milestone_is_in_exactly_one_section_by_date(
    made: list[tuple[date | None, MilestoneState]], today: date
) -> None:
    milestones = [
        milestone(id=n, due_on=due, state=state, done_on=today if state is MilestoneState.DONE else None)
        for n, (due, state) in enumerate(made)
    ]
    items = of(*milestones, today=today)
    by_date = sorted(item.subject.id for item in items if item.section in BY_DATE)
    assert by_date == [m.id for m in milestones if m.is_open]
    assert len({item.key for item in items}) == len(items), "keys are unique"
    overdue = [m.id for m in milestones if m.overdue(today)]
    assert sorted(found(items, Section.OVERDUE)) == overdue, "the same as everywhere"


@given(st.lists(DAYS, max_size=12), DAYS)
def test_the_sections_are_in_order_of_date(days: list[date], today: date) -> None:
    items = of(*(milestone(id=n, due_on=day) for n, day in enumerate(days)), today=today)
    assert [item.on for item in items] == sorted(days)


def test_of_projects_that_are_not_live_nothing_is_due() -> None:
    late = milestone(due_on=WEDNESDAY - timedelta(3))
    ended = project(state=ProjectState.CANCELLED)
    risk = Risk(1, 1, review_on=WEDNESDAY)
    data = data_of(plan_of([late._replace(project_is_live=False)], project=ended), risks=[risk])
    assert agenda_items(data, WEDNESDAY) == ()


def test_what_was_done_in_the_last_two_weeks_comes_latest_first() -> None:
    days = [WEDNESDAY - timedelta(n) for n in (15, 14, 3, 0)]
    items = of(*(milestone(id=n, done_on=day) for n, day in enumerate(days)))
    assert found(items, Section.DONE) == [3, 2, 1]


# What awaits somebody --------------------------------------------------------------------------------------------


def test_a_submitted_milestone_is_due_and_awaits_acceptance_by_its_own_day() -> None:
    submitted = milestone(
        state=MilestoneState.SUBMITTED, due_on=date(2026, 11, 16), submitted_on=date(2026, 11, 13), acceptance_days=10
    )
    overdue, awaiting = of(submitted)
    assert (overdue.section, overdue.on) == (Section.OVERDUE, date(2026, 11, 16))
    assert (awaiting.section, awaiting.on) == (Section.AWAITING, date(2026, 11, 27))


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ({"state": MilestoneState.SUBMITTED}, True),
        ({"done_on": WEDNESDAY, "submitted_on": WEDNESDAY}, True),
        ({"done_on": WEDNESDAY, "submitted_on": WEDNESDAY, "accepted_on": WEDNESDAY}, False),
        ({"state": MilestoneState.CANCELLED, "submitted_on": WEDNESDAY}, False),
        ({}, False),
    ],
)
def test_what_awaits_acceptance(given_as: dict[str, Any], expected: bool) -> None:
    assert bool(found(of(milestone(**given_as)), Section.AWAITING)) is expected


TOMORROW = WEDNESDAY + timedelta(1)
ACCEPTED = milestone(id=2, done_on=WEDNESDAY, submitted_on=WEDNESDAY, accepted_on=WEDNESDAY, approver="Tom")
UNSIGNED = milestone(id=4, done_on=WEDNESDAY, approver="Tom")


def test_only_payments_that_are_not_invoiced_are_to_invoice() -> None:
    first, second, third = (milestone(id=n, kind=MilestoneKind.PAYMENT, due_on=TOMORROW) for n in (7, 8, 9))
    second = second._replace(invoiced_on=WEDNESDAY)
    plan = plan_of([first, second, third, ACCEPTED, UNSIGNED], links=(link(2, 7), link(2, 8), link(4, 9)))
    assert found(agenda_items(data_of(plan), WEDNESDAY), Section.TO_INVOICE) == [7]
    assert found(agenda_items(data_of(plan), TOMORROW), Section.TO_INVOICE) == [7, 9], "its day has come"


def test_a_payment_follows_what_is_accepted_in_another_project() -> None:
    payment = milestone(id=7, kind=MilestoneKind.PAYMENT, due_on=TOMORROW)
    across = link(2, 7)
    nord = plan_of([ACCEPTED._replace(project_id=2)], project=project(id=2, key="NORD"), links=[across])
    data = data_of(plan_of([payment], links=[across]), nord)
    assert found(agenda_items(data, WEDNESDAY), Section.TO_INVOICE) == [7]


def test_a_cancelled_predecessor_does_not_hold_an_invoice_back() -> None:
    payment = milestone(id=7, kind=MilestoneKind.PAYMENT, due_on=TOMORROW)
    gone = milestone(id=6, state=MilestoneState.CANCELLED)
    data = data_of(plan_of([payment, ACCEPTED, gone], links=(link(2, 7), link(6, 7))))
    assert found(agenda_items(data, WEDNESDAY), Section.TO_INVOICE) == [7]


def test_reviews_are_due_until_the_end_of_the_week() -> None:
    days = [WEDNESDAY - timedelta(9), SUNDAY, SUNDAY + timedelta(1), None]
    risks = [Risk(n, 1, review_on=day) for n, day in enumerate(days)]
    closed = Risk(9, 1, review_on=WEDNESDAY, closed_on=WEDNESDAY)
    assert found(of(risks=[*risks, closed]), Section.REVIEWS) == [0, 1]
    assert found(of(risks=risks, today=SATURDAY), Section.REVIEWS) == [0, 1, 2], "of the week that comes"


# Groups and counts -----------------------------------------------------------------------------------------------


def titles(items: Sequence[AgendaItem], grouping: Grouping) -> list[tuple[str, list[int]]]:
    return [(group.title, [item.subject.id for item in group.items]) for group in grouped(items, grouping)]


def test_the_agenda_is_grouped_by_date_project_or_owner() -> None:
    nord: Project = project(id=2, key="NORD")
    ours = [
        milestone(id=1, due_on=TOMORROW, owner="Raj"),
        milestone(id=2, due_on=WEDNESDAY - timedelta(1)),
        milestone(id=3, done_on=WEDNESDAY, owner="Ana"),
    ]
    theirs = [milestone(id=4, project_id=2, due_on=WEDNESDAY, owner="Ana")]
    items = agenda_items(data_of(plan_of(ours), plan_of(theirs, project=nord)), WEDNESDAY)
    done = ("done in the last two weeks", [3])
    assert titles(items, Grouping.WHEN) == [("overdue", [2]), ("today", [4]), ("this week", [1]), done]
    assert titles(items, Grouping.PROJECT) == [("ACME", [2, 1]), ("NORD", [4]), done]
    assert titles(items, Grouping.OWNER) == [("Ana", [4]), ("Raj", [1]), ("no owner", [2]), done]


@given(st.lists(st.tuples(st.none() | DAYS, st.sampled_from(["", "Ana", "ana", "Raj"])), max_size=12))
def test_no_grouping_loses_or_repeats_an_item(made: list[tuple[date | None, str]]) -> None:
    items = of(*(milestone(id=n, due_on=day, owner=owner) for n, (day, owner) in enumerate(made)))
    for grouping in Grouping:
        shown = [item.key for group in grouped(items, grouping) for item in group.items]
        assert sorted(shown) == sorted(item.key for item in items)


@given(st.lists(st.none() | DAYS, max_size=20), DAYS)
def test_the_counts_are_those_of_the_sections(days: list[date | None], today: date) -> None:
    items = of(*(milestone(id=n, due_on=day) for n, day in enumerate(days)), today=today)
    counts = counted(items, today)
    sections = {section: len(found(items, section)) for section in Section}
    today_and_rest = sections[Section.TODAY] + sections[Section.THIS_WEEK]
    assert counts.overdue == sections[Section.OVERDUE]
    if today.weekday() < 5:
        assert (counts.before, counts.week, counts.week_words) == (0, today_and_rest, "this week")
    else:
        assert (counts.before, counts.week) == (today_and_rest, sections[Section.NEXT_WEEK])
        assert counts.week_words == "next week"


# What depends on links -------------------------------------------------------------------------------------------


def test_a_milestone_waits_for_its_open_predecessor_with_the_least_slack() -> None:
    done = milestone(id=1, title="Prototype", done_on=WEDNESDAY)
    near = milestone(id=2, title="Interviews", due_on=date(2026, 11, 23))
    far = milestone(id=3, title="Contract", due_on=date(2026, 11, 19))
    last = milestone(id=4, title="Beta", due_on=date(2026, 11, 24))
    plan = plan_of([done, near, far, last], links=[link(1, 4), link(2, 4), link(3, 4)])
    figures = figures_of([plan])
    by_id = {item.subject.id: item for item in agenda_items(data_of(plan), WEDNESDAY)}
    assert waits_for(by_id[4], figures) == "Interviews"
    assert waits_for(by_id[2], figures) == "" == waits_for(by_id[1], figures)
    assert figures.floats[2] == 1, "Beta, which ends the project, may not move"


def test_a_predecessor_elsewhere_is_named_with_its_project() -> None:
    nord = project(id=2, key="NORD")
    across: Link = link(9, 1)
    before = milestone(id=9, project_id=2, title="API agreed", due_on=TOMORROW)
    figures = figures_of([plan_of([milestone()], links=[across]), plan_of([before], project=nord, links=[across])])
    assert figures.waits_for == {1: "NORD API agreed"}


def test_what_is_submitted_waits_for_its_approver() -> None:
    submitted = milestone(state=MilestoneState.SUBMITTED, submitted_on=WEDNESDAY, approver="Tom Reed")
    assert waits_for(of(submitted)[0], figures_of(())) == "Tom Reed"
    assert waits_for(of(submitted._replace(approver=""))[0], figures_of(())) == "the client"


def test_changed_milestones_replace_those_known() -> None:
    payment = milestone(id=7, kind=MilestoneKind.PAYMENT, due_on=TOMORROW)
    data = data_of(plan_of([payment, milestone(id=8)]))
    later = with_changed(data, {7: payment._replace(due_on=WEDNESDAY)})
    assert [(m.id, m.due_on) for m in later.plans[0].milestones] == [(7, WEDNESDAY), (8, milestone().due_on)]
