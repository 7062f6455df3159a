from datetime import date, timedelta

import pytest
from factories import TODAY, milestone, phases, plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.celebration import celebration
from milestone_tui.plan.model import Milestone, MilestoneState, Plan

YESTERDAY = TODAY - timedelta(days=1)


def build(id: int, done: date | None, owner: str = "", baseline: date | None = None, phase: int = 1) -> Milestone:
    name = {1: "Build", 2: "Launch"}[phase]
    return milestone(id=id, phase_id=phase, phase=name, owner=owner, done_on=done, baseline_on=baseline)


def acme(*milestones: Milestone) -> Plan:
    return plan_of(milestones, phases=phases("Build", "Launch"))


LAUNCH = build(9, None, "Mia Berg", phase=2)


def test_the_last_tick_of_a_phase_is_an_occasion() -> None:
    due = TODAY + timedelta(days=2)
    before = acme(build(1, YESTERDAY, "Ana Kovač"), build(2, None, "Raj Patel", due), LAUNCH)
    after = acme(build(1, YESTERDAY, "Ana Kovač"), build(2, TODAY, "Raj Patel", due), LAUNCH)
    assert celebration(before, after, 2, TODAY) == "Build complete: 2 of 2, 2 days early. Well done, Ana and Raj."


def test_the_last_tick_of_all_is_the_projects_occasion() -> None:
    after = acme(build(1, YESTERDAY), build(9, TODAY, phase=2))
    assert celebration(None, after, 9, TODAY) == "ACME Customer portal complete: 2 of 2. Well done."


def test_what_remains_open_is_no_occasion() -> None:
    assert celebration(None, acme(build(1, TODAY), build(2, None), LAUNCH), 1, TODAY) is None
    assert celebration(None, acme(LAUNCH), 9, TODAY) is None
    assert celebration(None, acme(LAUNCH), 404, TODAY) is None


def test_what_was_complete_before_is_not_celebrated_again() -> None:
    before = acme(build(1, YESTERDAY), LAUNCH)
    assert celebration(before, acme(build(1, YESTERDAY), build(2, TODAY), LAUNCH), 2, TODAY) is None


def test_a_milestone_without_a_phase_completes_the_project_alone() -> None:
    loose = milestone(id=5, done_on=TODAY)
    assert celebration(None, acme(loose, LAUNCH), 5, TODAY) is None
    assert celebration(None, acme(loose), 5, TODAY) == "ACME Customer portal complete: 1 of 1. Well done."


def test_what_is_cancelled_neither_counts_nor_delays() -> None:
    cancelled = milestone(id=2, phase_id=1, phase="Build", state=MilestoneState.CANCELLED, owner="Tom Reed")
    after = acme(build(1, TODAY, "Ana Kovač"), cancelled, LAUNCH)
    assert celebration(None, after, 1, TODAY) == "Build complete: 1 of 1. Well done, Ana."


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "2 days late"), (-1, "1 day late"), (0, "on time"), (1, "1 day early")]
)
def test_it_says_how_the_end_kept_to_the_plan(days: int, words: str) -> None:
    after = acme(build(1, TODAY, baseline=TODAY + timedelta(days=days)), LAUNCH)
    assert celebration(None, after, 1, TODAY) == f"Build complete: 1 of 1, {words}. Well done."


@pytest.mark.parametrize(
    ("owners", "thanks"),
    [
        (["Ana Kovač"], "Well done, Ana."),
        (["Ana Kovač", "Ana Kovač", ""], "Well done, Ana."),
        (["Ana Kovač", "Ana Weiss"], "Well done, Ana Kovač and Ana Weiss."),
        (["Ana", "Raj", "Mia"], "Well done, Ana, Raj and Mia."),
        (["Ana", "Raj", "Mia", "Tom", "Eve"], "Well done, Ana, Raj and 3 others."),
    ],
)
def test_everybody_who_owned_a_part_is_thanked(owners: list[str], thanks: str) -> None:
    after = acme(*(build(number, TODAY, owner) for number, owner in enumerate(owners, start=1)), LAUNCH)
    said = celebration(None, after, 1, TODAY)
    assert said is not None
    assert said.endswith(thanks)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([1, 2])), min_size=1, max_size=8))
def test_there_is_an_occasion_exactly_when_nothing_is_left(rows: list[tuple[bool, int]]) -> None:
    milestones = [build(n, TODAY if done else None, phase=phase) for n, (done, phase) in enumerate(rows, start=1)]
    first, phase = milestones[0], rows[0][1]
    complete = all(done for done, other in rows if other == phase)
    assert (celebration(None, acme(*milestones), first.id, TODAY) is not None) == complete


def test_where_the_names_do_not_fit_everybody_is_thanked() -> None:
    after = acme(build(1, TODAY, "Ana"), build(2, TODAY, "Raj"), LAUNCH)
    full = "Build complete: 2 of 2. Well done, Ana and Raj."
    assert celebration(None, after, 1, TODAY, room=len(full)) == full
    assert celebration(None, after, 1, TODAY, room=len(full) - 1) == "Build complete: 2 of 2. Well done, everybody."
    assert celebration(None, after, 1, TODAY, room=40) == "Build complete: 2 of 2. Well done."
    assert celebration(None, after, 1, TODAY, room=20) == "Build complete: 2 of 2."
