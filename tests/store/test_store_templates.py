from __future__ import annotations

from operator import attrgetter

import pytest
from small_project import TODAY
from taking_back import undo

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.templates.library import built_in_templates
from milestone_tui.plan.templates.template import Template, ending_on, started_on, template_of
from milestone_tui.store import Store

CLIENT_SOFTWARE = built_in_templates()[0]
FIELDS = {"key": "NORD", "name": "Data lake", "client": "Nordbank"}


@pytest.mark.parametrize("template", built_in_templates(), ids=lambda template: template.name)
def test_a_project_is_started_from_a_template_in_one_change(small: Store, template: Template) -> None:
    plan = started_on(template, TODAY, OFFICE_DAYS)
    change = small.change_blocking(lambda do: do.templates.start(FIELDS, template.name, plan))
    assert change is not None
    assert change.label == f'Start NORD from "{template.name}"'
    project = small.read.project_by_key("NORD")
    assert project is not None
    made = small.read.plan(project.id)
    assert [phase.name for phase in made.phases] == list(template.phases)
    assert len(made.milestones) == len(template.milestones)
    assert sorted(link.lag for link in made.links) == sorted(link.lag for link in template.links)
    assert not any(link.kept for link in made.links)
    assert Network.of([made]).violated == ()
    assert {m.kind for m in made.milestones} == {m.fields["kind"] for m in template.milestones}
    assert len(small.read.criteria(project.id)) == sum(len(m.criteria) for m in template.milestones)
    undo(small)
    assert small.read.project_by_key("NORD") is None


def test_what_is_made_of_a_template_makes_the_same_template(small: Store) -> None:
    plan = ending_on(CLIENT_SOFTWARE, TODAY, OFFICE_DAYS)
    fields = {**FIELDS, "start_on": plan.start_on, "target_on": plan.finish_on}
    small.change_blocking(lambda do: do.templates.start(fields, CLIENT_SOFTWARE.name, plan))
    project = small.read.project_by_key("NORD")
    assert project is not None
    again = template_of(small.read.plan(project.id), small.read.criteria(project.id), CLIENT_SOFTWARE.name)
    by_title = attrgetter("title")
    assert sorted(again.milestones, key=by_title) == sorted(CLIENT_SOFTWARE.milestones, key=by_title)
    assert again.phases == CLIENT_SOFTWARE.phases


def test_a_key_that_is_taken_makes_nothing(small: Store) -> None:
    plan = started_on(CLIENT_SOFTWARE, TODAY, OFFICE_DAYS)
    with pytest.raises(InvalidInput) as refused:
        small.change_blocking(lambda do: do.templates.start({**FIELDS, "key": "ACME"}, "x", plan))
    assert refused.value.field == "key"
    assert len(small.read.projects(TODAY)) == 1


def test_the_criteria_of_a_project_are_read_together(small: Store) -> None:
    criteria = small.read.criteria(1)
    assert [criterion.text for criterion in criteria] == [
        "Installable build",
        "Release notes approved by Acme",
        "Support rota agreed",
    ]


def test_a_project_is_filled_from_a_template_in_one_change(small: Store) -> None:
    plan = started_on(CLIENT_SOFTWARE, TODAY, OFFICE_DAYS)
    with pytest.raises(InvalidInput, match="Nothing added: somebody added milestones to ACME"):
        small.change_blocking(lambda do: do.templates.fill(1, CLIENT_SOFTWARE.name, plan))
    ids = [m.id for m in small.read.plan(1).milestones]
    small.change_blocking(lambda do: do.milestones.delete(ids))
    before = small.read.plan(1)
    change = small.change_blocking(lambda do: do.templates.fill(1, CLIENT_SOFTWARE.name, plan))
    assert change is not None and change.label == f'Fill ACME from "{CLIENT_SOFTWARE.name}"'
    filled = small.read.plan(1)
    assert len(filled.milestones) == len(CLIENT_SOFTWARE.milestones)
    assert [phase.name for phase in filled.phases].count("Build") == 1, "phases of the same name are one"
    undo(small)
    assert small.read.plan(1) == before
