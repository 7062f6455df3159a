from __future__ import annotations

import json
from datetime import UTC, date, datetime
from graphlib import CycleError
from itertools import pairwise

import pytest
from factories import link, milestone, phases, plan_of, project
from hypothesis import given, settings
from hypothesis import strategies as st
from template_rows import template_row

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.inputs import CriterionInput, PhaseInput
from milestone_tui.plan.model import Criterion, MilestoneKind, MilestoneState, Plan, ProjectState
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.rules import NEW_MILESTONE, validate_criteria, validate_milestone, validate_phases
from milestone_tui.plan.templates.library import built_in_templates
from milestone_tui.plan.templates.serialization import read_template, template_text
from milestone_tui.plan.templates.template import (
    NewPlan,
    Template,
    TemplateLink,
    ending_on,
    started_on,
    template_of,
)

MON = date(2026, 11, 2)


def day(n: int) -> date:
    return OFFICE_DAYS.add(MON, n)


PLAN = plan_of(
    [
        milestone(id=1, title="Kick-off", due_on=day(1), done_on=day(2), phase_id=1, phase="Plan", tags=("a", "b")),
        milestone(
            id=2,
            title="Gate",
            due_on=day(9),
            phase_id=2,
            phase="Build",
            kind=MilestoneKind.GATE,
            weight=3,
            internal=True,
        ),
        milestone(id=3, title="Beta", due_on=day(8), phase_id=2, phase="Build", deliverable="Beta 1"),
        milestone(id=4, title="Some day", due_on=None),
        milestone(id=5, title="Dropped", due_on=day(4), state=MilestoneState.CANCELLED),
    ],
    phases=phases("Plan", "Build", "Empty"),
    links=[link(1, 3, 4), link(3, 2), link(1, 5), link(5, 2), link(2, 77), link(2, 1)],
    project=project(start_on=MON),
)
CRITERIA = (Criterion(1, 3, "second", None, 2), Criterion(2, 3, "first", day(1), 1), Criterion(3, 5, "gone", None, 1))


def test_a_project_becomes_a_template() -> None:
    assert template_of(PLAN, CRITERIA, "Ours") == Template(
        "Ours",
        ("Plan", "Build", "Empty"),
        (
            template_row("Kick-off", 2, "Plan", tags=("a", "b")),
            template_row("Beta", 8, "Build", deliverable="Beta 1", criteria=("first", "second")),
            template_row("Gate", 9, "Build", kind=MilestoneKind.GATE, weight=3, internal=True),
            template_row("Some day", None),
        ),
        (TemplateLink(0, 1, 4), TemplateLink(1, 2)),
    )


@pytest.mark.parametrize("start_on", [None, day(6)])
def test_the_start_is_the_first_milestone_where_the_project_has_none_or_a_later_one(start_on: date | None) -> None:
    made = template_of(PLAN._replace(project=project(start_on=start_on)), (), "")
    assert [m.offset for m in made.milestones] == [0, 6, 7, None]


def test_a_project_that_is_archived_or_was_cancelled_gives_its_links_too() -> None:
    archived_at = datetime(2026, 11, 1, tzinfo=UTC)
    ended = PLAN.project._replace(archived_at=archived_at, state=ProjectState.CANCELLED)
    over = tuple(m._replace(project_is_live=False) for m in PLAN.milestones)
    made = template_of(PLAN._replace(project=ended, milestones=over), CRITERIA, "Ours")
    assert made == template_of(PLAN, CRITERIA, "Ours")
    assert made.links


def test_nothing_makes_an_empty_template() -> None:
    empty = template_of(plan_of([]), (), "Empty")
    assert empty.length == 0
    assert started_on(empty, date(2026, 11, 7), OFFICE_DAYS) == NewPlan(date(2026, 11, 9), date(2026, 11, 9), (), ())


def test_a_template_starts_forward_from_a_working_day() -> None:
    made = started_on(template_of(PLAN, CRITERIA, "Ours"), date(2026, 12, 5), OFFICE_DAYS)
    assert (made.start_on, made.finish_on) == (date(2026, 12, 7), date(2026, 12, 18))
    assert made.phases == ("Plan", "Build", "Empty")
    assert [(m.fields["title"], m.fields["due_on"], m.predecessors) for m in made.milestones] == [
        ("Kick-off", date(2026, 12, 9), ()),
        ("Beta", date(2026, 12, 17), ((0, 4),)),
        ("Gate", date(2026, 12, 18), ((1, 0),)),
        ("Some day", None, ()),
    ]
    assert made.milestones[1].criteria == ("first", "second")


def test_or_back_from_its_end() -> None:
    closed = WorkCalendar(31, (date(2026, 12, 8), date(2026, 12, 24), date(2026, 12, 25)))
    made = ending_on(template_of(PLAN, CRITERIA, "Ours"), date(2026, 12, 25), closed)
    assert made.finish_on == date(2026, 12, 23)
    assert made.start_on == date(2026, 12, 10)
    assert made == started_on(template_of(PLAN, CRITERIA, "Ours"), date(2026, 12, 10), closed)


def test_milestones_come_after_what_they_wait_for() -> None:
    rows = tuple(template_row(title, 0) for title in "abcd")
    turned = Template("", (), rows, (TemplateLink(3, 0, 1), TemplateLink(2, 0), TemplateLink(3, 2)))
    made = started_on(turned, MON, OFFICE_DAYS)
    assert [m.fields["title"] for m in made.milestones] == ["b", "d", "c", "a"]
    assert made.milestones[3].predecessors == ((1, 1), (2, 0))
    with pytest.raises(CycleError):
        started_on(turned._replace(links=(TemplateLink(0, 1), TemplateLink(1, 0))), MON, OFFICE_DAYS)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.builds(WorkCalendar, st.integers(1, 127), st.sets(days, max_size=30), st.sets(days, max_size=10))


def planned(made: NewPlan) -> Plan:
    """The new plan as it would be read."""
    rows = [
        milestone(
            id=place, **{field: m.fields[field] for field in ("title", "phase", "kind", "due_on", "weight", "tags")}
        )
        for place, m in enumerate(made.milestones)
    ]
    links = [link(p, place, lag) for place, m in enumerate(made.milestones) for p, lag in m.predecessors]
    return plan_of(rows, links=links, project=project(start_on=made.start_on))


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(built_in_templates()), days, calendars)
def test_back_from_the_end_is_forward_from_the_start(template: Template, end_on: date, calendar: WorkCalendar) -> None:
    made = ending_on(template, end_on, calendar)
    assert made == started_on(template, made.start_on, calendar)
    assert made.finish_on <= end_on
    assert calendar.between(made.finish_on, end_on) == 0
    assert calendar.between(made.start_on, made.finish_on) == template.length


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(built_in_templates()), days, calendars)
def test_what_was_started_makes_the_template_again(template: Template, start_on: date, calendar: WorkCalendar) -> None:
    plan = planned(started_on(template, start_on, calendar))
    whole = project(working_days=calendar.week, holidays=calendar.holidays, worked=calendar.worked, start_on=start_on)
    again = template_of(plan._replace(project=whole), (), "")
    assert {(m.title, m.offset) for m in again.milestones} == {(m.title, m.offset) for m in template.milestones}
    titles = [m.title for m in again.milestones]
    were = [m.title for m in template.milestones]
    assert {(titles[x.predecessor], titles[x.successor], x.lag) for x in again.links} == {
        (were[x.predecessor], were[x.successor], x.lag) for x in template.links
    }


@pytest.mark.parametrize("template", built_in_templates(), ids=lambda template: template.name)
def test_the_templates_of_the_program_are_plans_to_start_with(template: Template) -> None:
    made = started_on(template, MON, OFFICE_DAYS)
    plan = planned(made)
    network = Network.of([plan])
    assert network.violated == ()
    assert len(network.links) == len(template.links)
    assert len({m.title for m in template.milestones}) == len(template.milestones)
    assert {m.phase for m in template.milestones} == set(template.phases)
    assert template.description
    assert template.length == max(m.offset or 0 for m in template.milestones)
    for phase in template.phases:
        offsets = [m.offset or 0 for m in template.milestones if m.phase == phase]
        assert max(offsets) <= template.length
    assert any(m.fields["kind"] is MilestoneKind.GATE for m in template.milestones)
    for before, after in pairwise(template.phases):
        first = [min(m.offset or 0 for m in template.milestones if m.phase == phase) for phase in (before, after)]
        assert first[0] <= first[1], "phases begin in their order"


@pytest.mark.parametrize("template", built_in_templates(), ids=lambda template: template.name)
def test_the_templates_of_the_program_pass_the_rules(template: Template) -> None:
    made = started_on(template, MON, OFFICE_DAYS)
    validate_phases([PhaseInput(None, name) for name in made.phases])
    for m in made.milestones:
        assert set(m.fields) <= set(MILESTONE_FIELDS)
        assert validate_milestone(NEW_MILESTONE, m.fields, MON) == m.fields
        validate_criteria([CriterionInput(None, text) for text in m.criteria])


QUOTED = template_of(PLAN, CRITERIA, "Ünsere")._replace(description="mit “Zitat”")


@pytest.mark.parametrize("template", [*built_in_templates(), QUOTED])
def test_a_template_is_read_as_it_was_written(template: Template) -> None:
    assert read_template(template_text(template)) == template


GOOD = json.loads(template_text(template_of(PLAN, CRITERIA, "Ours")))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"milestone_tui_template": 2}, "newer version"),
        ({"milestones": None}, "a list is missing"),
        ({"milestones": [3]}, "no fields"),
        ({"milestones": [{"title": 3}]}, "a text is missing"),
        ({"milestones": [{"title": "x", "kind": "party"}]}, "kind"),
        ({"milestones": [{"title": "x", "offset": -1}]}, "out of range"),
        ({"milestones": [{"title": "x", "weight": True}]}, "out of range"),
        ({"milestones": [{"title": "x", "internal": 1}]}, "yes or no"),
        ({"links": [{"predecessor": 0, "successor": 4}]}, "out of range"),
        ({"links": [{"predecessor": 0, "successor": 1}, {"predecessor": 1, "successor": 0}]}, "form a loop"),
        ({"name": 1}, "a text is missing"),
    ],
)
def test_a_damaged_template_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        read_template(json.dumps(GOOD | change))


@pytest.mark.parametrize("text", ["", "[", "[]", '{"name": "x"}', "[" * 100_000])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="This template cannot be read"):
        read_template(text)


def test_a_short_template_needs_only_titles() -> None:
    short = {"milestone_tui_template": 1, "name": "x", "phases": [], "milestones": [{"title": "A"}], "links": []}
    assert read_template(json.dumps(short)).milestones == (template_row("A", None),)


def test_a_start_on_a_day_off_counts_from_the_working_day_after_it() -> None:
    plan = plan_of([milestone(id=1, due_on=date(2026, 11, 7)), milestone(id=2, due_on=date(2026, 11, 10))])
    assert [m.offset for m in template_of(plan, (), "").milestones] == [0, 1]


@pytest.mark.parametrize("start_on", [date(2199, 12, 31), date(1899, 12, 1)])
def test_a_project_that_would_leave_the_calendar_is_refused_in_a_sentence(start_on: date) -> None:
    template = Template("T", (), (template_row("A", 0), template_row("B", 10)))
    with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
        started_on(template, start_on, OFFICE_DAYS)


@pytest.mark.parametrize("far", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_date_that_no_plan_has_is_none_in_a_template(far: date) -> None:
    found = [milestone(id=1, title="A", due_on=far), milestone(id=2, title="B", due_on=day(3))]
    plan = plan_of(found, project=project(start_on=MON))
    made = template_of(plan, (), "T")
    assert {m.title: m.offset for m in made.milestones} == {"A": None, "B": 3}
    assert read_template(template_text(made)) == made
