"""Who ticks a milestone before its predecessor is told which is still open; it is done all the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from screens import last_line, press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import MilestoneState, ProjectState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

TODAY = date(2026, 11, 22)
ALPHA, BETA, GATE, LATER = 1, 2, 3, 4


@pytest.fixture
def linked(store: Store) -> Store:
    def plan(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        do.milestones.create(acme, {"title": "Alpha", "phase": "Build", "due_on": date(2026, 12, 1)})
        after = [LinkInput(ALPHA)]
        do.milestones.create(acme, {"title": "Beta", "due_on": date(2026, 11, 24)}, predecessors=after)
        gate = {"title": "Build gate", "kind": "gate", "phase": "Build", "due_on": date(2026, 12, 9)}
        do.milestones.create(acme, gate, predecessors=[LinkInput(ALPHA), LinkInput(BETA)])
        do.milestones.create(acme, {"title": "Later", "due_on": date(2027, 1, 9)}, predecessors=[LinkInput(GATE)])

    store.change_blocking(plan)
    return store


@asynccontextmanager
async def running(store: Store, *keys: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        yield pilot


def state(store: Store, milestone_id: int) -> MilestoneState:
    return store.read.milestone(milestone_id).state


ALPHA_OPEN = 'Ticked "Beta" · its predecessor "Alpha" is still open · u to undo'


async def test_a_tick_in_the_projects_says_which_is_open(linked: Store) -> None:
    async with running(linked, "space") as pilot:
        assert last_line(pilot) == ALPHA_OPEN
        assert state(linked, BETA) is MilestoneState.DONE


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_tick_in_the_timeline_says_which_is_open(linked: Store, size: tuple[int, int]) -> None:
    async with running(linked, "enter", "space", size=size) as pilot:
        assert last_line(pilot) == ALPHA_OPEN
        await press(pilot, "u")
        assert state(linked, BETA) is MilestoneState.PLANNED


async def test_of_several_the_count(linked: Store) -> None:
    async with running(linked, "enter", "g", "j", "a", "enter") as pilot:
        assert last_line(pilot) == 'Decided "Build gate": go · 2 of its predecessors are still open · u to undo'
        assert state(linked, GATE) is MilestoneState.DONE


async def test_a_decision_that_leaves_the_gate_open_says_nothing(linked: Store) -> None:
    async with running(linked, "enter", "g", "j", "a", "down", "down", "enter") as pilot:
        assert last_line(pilot) == 'Decided "Build gate": hold · u to undo'


async def test_acceptance_says_which_is_open_and_submitting_does_not(linked: Store) -> None:
    async with running(linked, "enter", "a", "enter") as pilot:
        assert last_line(pilot) == 'Submitted "Beta" · u to undo'
        await press(pilot, "a", "enter")
        assert last_line(pilot) == 'Accepted "Beta" · its predecessor "Alpha" is still open · u to undo'


async def test_the_editor_says_which_is_open(linked: Store) -> None:
    async with running(linked, "enter", "enter") as pilot:
        pilot.app.screen.form.fields["state"].put("done")  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert state(linked, BETA) is MilestoneState.DONE
        assert last_line(pilot) == 'Saved · its predecessor "Alpha" is still open'
        pilot.app.screen.form.fields["title"].put("Beta 2")  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert "still open" not in last_line(pilot), "it was done before"


async def test_who_leaves_the_editor_with_a_save_is_told_on_the_screen_below(linked: Store) -> None:
    async with running(linked, "enter", "enter") as pilot:
        pilot.app.screen.form.fields["state"].put("done")  # type: ignore[attr-defined]
        await press(pilot, "escape", "s")
        assert last_line(pilot) == 'Saved · its predecessor "Alpha" is still open'


async def test_marked_together_they_do_not_hold_each_other(linked: Store) -> None:
    async with running(linked, "enter", "g", "v", "G", "k", "v", "space") as pilot:
        assert "predecessor" not in last_line(pilot)
        assert {state(linked, id_) for id_ in (ALPHA, BETA)} == {MilestoneState.DONE}


async def test_marked_together_what_is_open_predecessors_them_is_told(linked: Store) -> None:
    async with running(linked, "enter", "v", "G", "v", "space") as pilot:
        assert {state(linked, id_) for id_ in (BETA, LATER)} == {MilestoneState.DONE}
        assert "Ticked 2 milestones · 2 of their predecessors are still open · u to undo" in screen_text(pilot.app)


async def test_what_holds_nobody_is_not_told(linked: Store) -> None:
    linked.change_blocking(lambda do: do.milestones.edit(ALPHA, {"state": MilestoneState.CANCELLED}, {}))
    async with running(linked, "space") as pilot:
        assert last_line(pilot) == 'Ticked "Beta" · u to undo'


async def test_a_predecessor_in_an_ended_project_is_not_told(linked: Store) -> None:
    seen = linked.read.detail(BETA).predecessors

    def elsewhere(do: Commands) -> None:
        gulf = do.projects.create({"key": "GULF", "name": "Harbour"})
        quay = do.milestones.create(gulf, {"title": "Quay built", "due_on": date(2026, 12, 24)})
        do.links.set(BETA, [LinkInput(ALPHA), LinkInput(quay)], seen)

    linked.change_blocking(elsewhere)
    assert linked.read.open_predecessors([BETA]) == (), "it is not ticked yet"
    linked.change_blocking(lambda do: do.milestones.tick(BETA, TODAY))
    assert [end.title for end in linked.read.open_predecessors([BETA])] == ["Alpha", "Quay built"]
    (gulf,) = (s.project for s in linked.read.projects(TODAY) if s.project.key == "GULF")
    linked.change_blocking(lambda do: do.projects.edit(gulf.id, {"state": ProjectState.CANCELLED}, {}))
    assert [end.title for end in linked.read.open_predecessors([BETA])] == ["Alpha"]


async def test_an_occasion_is_told_with_it(linked: Store) -> None:
    linked.change_blocking(lambda do: do.milestones.edit(BETA, {"phase": "Trial"}, {}))
    async with running(linked, "space") as pilot:
        assert last_line(pilot) == '✔ Trial complete: 1 of 1. Well done. · its predecessor "Alpha" is still open'


async def test_long_titles_are_cut_and_the_words_stay(linked: Store) -> None:
    long = "The portal of the customers is accepted by all of them"
    linked.change_blocking(lambda do: do.milestones.edit(ALPHA, {"title": long}, {}))
    linked.change_blocking(lambda do: do.milestones.edit(BETA, {"title": f"Beta {long}"}, {}))
    async with running(linked, "space", size=(80, 24)) as pilot:
        assert last_line(pilot).startswith('Ticked "Beta The portal of …"')
        assert last_line(pilot).endswith('…" is still open')
        assert '· its predecessor "The portal' in last_line(pilot)
