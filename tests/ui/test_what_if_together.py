"""The what-if while somebody else works on the same plan."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest
from screens import (
    first_line,
    last_line,
    line_of,
    press,
    settled,
)
from supposing import DUE, PUSHED, TODAY, TWO_WEEKS_AND_TWO_DAYS, days, named, project_id, supposing, timeline
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


@asynccontextmanager
async def together(demo: Store) -> AsyncIterator[tuple[Pilot[None], Store]]:
    other = Store.open(demo.path, Clock.fixed(TODAY), "raj")
    async with timeline(demo) as pilot:
        yield pilot, other
    other.close()


async def test_what_somebody_else_changes_is_taken_in_while_it_is_open(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_blocking(lambda do: do.milestones.move_all({id_: date(2027, 2, 10)}, {}))
        demo.poll()
        await settled(pilot)
        assert "10 Feb" in line_of(pilot, "Load test passed")
        assert "→ Mon 14 Dec" in first_line(pilot), "what is wished stays"
        told = "Somebody else has just moved {}. The result is updated."
        assert last_line(pilot) == told.format('"Load test passed" to 10 Feb')
        beta, sign_off = named(raj, "Beta release").id, named(raj, "Client sign-off").id
        raj.change_blocking(lambda do: do.milestones.edit_all([sign_off], {"title": "Signed"}))
        demo.poll()
        await press(pilot, "plus")
        assert "meanwhile" not in last_line(pilot), "another field of another milestone is no matter"
        raj.change_blocking(lambda do: do.milestones.move_all({beta: date(2026, 12, 1)}, {}))
        demo.poll()
        await settled(pilot)
        assert last_line(pilot) == told.format('"Beta release" to 1 Dec')


async def test_a_collision_is_told_and_the_preview_is_that_of_the_new_state(
    demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.ui.app.WATCH_SECONDS", 3600)  # else the news may come before the key
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_blocking(lambda do: do.milestones.move_all({id_: date(2026, 12, 7)}, {}))
        await press(pilot, "enter")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert last_line(pilot) == 'raj has just moved "Load test passed" to 7 Dec. The result is updated.'
        assert days(demo) == DUE | {"Load test passed": date(2026, 12, 7)}
        await press(pilot, "enter")
        assert days(demo)["Beta release"] == PUSHED["Beta release"]


async def test_what_follows_and_is_cancelled_meanwhile_is_not_moved(
    demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.ui.app.WATCH_SECONDS", 3600)
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_blocking(lambda do: do.milestones.edit_all([id_], {"state": MilestoneState.CANCELLED}))
        await press(pilot, "enter")
        assert last_line(pilot) == '"Load test passed" is cancelled, so it cannot move. Change its state first.'
        assert days(demo) == DUE
        assert "3 more milestones move" in first_line(pilot), "one less than before"
        await press(pilot, "enter")
        assert days(demo) == PUSHED | {"Load test passed": DUE["Load test passed"]}


async def test_what_is_ticked_or_deleted_meanwhile_is_left_with_a_word(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "full_stop")
        id_ = named(raj, "Beta release").id
        raj.change_blocking(lambda do: do.milestones.tick(id_, TODAY))
        demo.poll()
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "This milestone is done. Untick it (space) before you move it."
        await raj.undo()
        demo.poll()
        await press(pilot, "full_stop")
        raj.change_blocking(lambda do: do.milestones.delete([id_]))
        demo.poll()
        await settled(pilot)
        assert last_line(pilot) == "That milestone was deleted while you were moving it."


async def test_what_is_left_of_several_goes_on_while_one_types(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "M", "m", *"7")
        id_ = named(raj, "Beta release").id
        raj.change_blocking(lambda do: do.milestones.delete([id_]))
        demo.poll()
        await settled(pilot)
        await press(pilot, "space", *"dec", "enter")
        assert "What if Build → Mon 7 Dec" in first_line(pilot)
        await press(pilot, "enter")
        assert days(demo)["Load test passed"] == date(2026, 12, 7)


async def test_a_project_that_somebody_deleted_is_left(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "full_stop")
        id_ = project_id(raj)
        raj.change_blocking(lambda do: do.projects.delete(id_))
        demo.poll()
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProjectsScreen)
        assert last_line(pilot) == "ACME was deleted."
