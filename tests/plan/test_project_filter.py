from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from factories import TODAY, link, milestone, project

from milestone_tui.plan.language.filter import parse_filter
from milestone_tui.plan.language.project_filter import ProjectSearch, carried_text
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, ProjectState

PROJECTS = (
    project(id=1, key="ACME", name="Portal", client="Acme Corp", state=ProjectState.ACTIVE),
    project(id=2, key="NORD", name="Data lake", client="Nordbank", state=ProjectState.ON_HOLD),
    project(id=3, key="VOID", name="Nothing yet", client="", state=ProjectState.PLANNED),
    project(id=4, key="GONE", name="Beta shop", client="Nordbank", archived_at=datetime(2026, 11, 1, tzinfo=UTC)),
)
NAMES = {1: "acme", 2: "nord", 3: "void", 4: "gone"}


def plan() -> Sequence[Milestone]:
    return (
        milestone(id=1, project_id=1, title="Kick-off", owner="Raj", done_on=TODAY - timedelta(3)),
        milestone(id=2, project_id=1, title="Beta", owner="Ana", due_on=TODAY + timedelta(6), tags=("pilot",)),
        milestone(id=3, project_id=1, title="Gone", state=MilestoneState.CANCELLED, kind=MilestoneKind.PAYMENT),
        milestone(id=4, project_id=2, title="Design", kind=MilestoneKind.GATE, due_on=TODAY - timedelta(1)),
        milestone(id=6, project_id=4, title="Closed", owner="Raj", done_on=TODAY - timedelta(9)),
        milestone(id=5, project_id=2, title="Load", due_on=TODAY - timedelta(2), owner="Raj"),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "acme nord void"),
        ("beta", "acme"),
        ("@ana", "acme"),
        ("tag:pilot", "acme"),
        ("kind:gate", "nord"),
        ("is:unowned", "nord"),
        ("is:overdue", "nord"),
        ("is:critical", "acme nord"),
        ("is:violated", "nord"),
        ("due:+2w", "acme nord"),
        ("kick", ""),
        ("is:done", "acme"),
        ("kick is:done", "acme"),
        ("kick state:done", "acme"),
        ("done:-1w", "acme"),
        ("@raj", "nord"),
        ("@raj -is:done", "nord"),
        ("kind:payment", ""),
        ("state:cancelled", "acme"),
        ("acme", "acme"),
        ("acme @ana", "acme"),
        ("acme @raj", ""),
        ("nordbank design", "nord"),
        ("nothing", "void"),
        ("project:void", "void"),
        ("client:nord", "nord"),
        ("nothing is:open", ""),
        ("-acme", "nord void"),
        ("-beta", "acme nord void"),
        ("-is:overdue", "acme"),
        ("state:active", "acme"),
        ("state:on-hold", "nord"),
        ("state:on-hold @raj", "nord"),
        ("beta or design", "acme nord"),
        ("nothing or @ana", "acme void"),
        ("nothing -(@ana or @raj)", ""),
        ("-(nothing or client:acme)", "nord"),
        ("is:archived", "gone"),
        ("is:archived or @ana", "acme gone"),
        ("-is:archived", "acme nord void"),
        ("is:archived beta", "gone"),
        ("is:archived @raj", ""),
        ("client:nord is:archived", "gone"),
    ],
)
def test_a_project_is_shown_for_one_of_its_milestones_or_for_itself(text: str, shown: str) -> None:
    wanted = parse_filter(text, TODAY)
    found = ProjectSearch(PROJECTS, plan(), TODAY, links=[link(4, 5)]).matching(wanted)
    assert {NAMES[id_] for id_ in found} == set(shown.split())


def test_what_is_not_read_is_not_asked() -> None:
    bare = ProjectSearch(PROJECTS[:3], plan()[:4], TODAY, with_archived=False)
    assert bare.answers(parse_filter("beta", TODAY))
    assert not bare.answers(parse_filter("is:critical", TODAY))
    assert not bare.answers(parse_filter("-is:archived", TODAY))
    assert not bare.answers(parse_filter("beta", TODAY + timedelta(1)))


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("", ""),
        ("beta", "beta"),
        ("@ana is:open", "@ana is:open"),
        ("acme", ""),
        ("portal", ""),
        ("acme corp", ""),
        ("acme @ana", "@ana"),
        ("@ana acme beta", "@ana beta"),
        ('"portal" due<1 dec', "due<1 dec"),
        ("client:acme", "client:acme"),
        ("acme client:acme", ""),
        ("acme or @ana", ""),
        ("beta or @raj", "beta or @raj"),
        ("-nord @ana", "-nord @ana"),
        ("(acme or nord) @ana", "(acme or nord) @ana"),
    ],
)
def test_a_timeline_is_not_asked_for_words_that_the_project_answers(text: str, carried: str) -> None:
    assert carried_text(parse_filter(text, TODAY), PROJECTS[0]) == carried
