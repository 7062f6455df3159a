"""What is said where projects, milestones or a baseline are missing yet, and what a low screen still shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from screens import first_line, last_line, line_of, press, screen_lines, screen_text, settled
from small_project import TODAY
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

LOW, USUAL, LEAST = (80, 24), (120, 40), (60, 15)


@asynccontextmanager
async def opened(store: Store, size: tuple[int, int] = LOW, *keys: str) -> AsyncIterator[Pilot[Any]]:
    """Open the program, and press some keys."""
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        yield pilot


def new_project(store: Store, **fields: object) -> int:
    """Add a project without milestones."""
    made: list[int] = []
    store.change_blocking(lambda do: made.append(do.projects.create({"key": "NORD", "name": "Data lake", **fields})))
    return made[0]


def shown_keys(pilot: Pilot[Any]) -> list[str]:
    """Return the keys of the key bar."""
    return [hint.split()[0] for hint in last_line(pilot).split("   ")]


def rule_at(pilot: Pilot[Any]) -> int:
    """Return the line of the rule above the pane."""
    return next(place for place, line in enumerate(screen_lines(pilot.app)) if "────────────────" in line)


# Nothing yet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [USUAL, LOW, LEAST])
async def test_an_empty_database_offers_only_what_can_be_done(store: Store, size: tuple[int, int]) -> None:
    async with opened(store, size) as pilot:
        assert shown_keys(pilot) == ["n", "N", "I", "q", "?"]
        for way in ("n  ", "N  ", "I  ", "milestone-tui --demo"):
            assert way in screen_text(pilot.app)
        for key in ("e", "space", "tab", "s", "slash", "2", "W"):
            await press(pilot, key)
            assert last_line(pilot) == "No projects yet. Press n to create one."
        await press(pilot, "question_mark")
        assert "tick next" not in screen_text(pilot.app) and "timeline" not in screen_text(pilot.app)
        await press(pilot, "escape", "6")
        assert "No people yet" in screen_text(pilot.app)


async def test_with_a_project_all_keys_are_back_and_without_it_gone(store: Store) -> None:
    async with opened(store) as pilot:
        new_project(store)
        store.poll()
        await settled(pilot)
        assert shown_keys(pilot)[:4] == ["↵", "n", "e", "space"]
        await press(pilot, "d")
        assert last_line(pilot).startswith("Deleted")
        await press(pilot, "x")
        await press(pilot, "left_square_bracket")
        assert "No projects yet" in screen_text(pilot.app)
        await press(pilot, "u")
        assert "NORD" in screen_text(pilot.app)


async def test_where_no_project_matches_the_way_back_is_shown(small: Store) -> None:
    async with opened(small, LOW, "slash", *"zzz", "enter") as pilot:
        assert shown_keys(pilot) == ["n", "/", "esc", "?"]
        await press(pilot, "e")
        assert "Press esc to clear the filter" in last_line(pilot)
        await press(pilot, "escape")
        assert "ACME" in screen_text(pilot.app)


@pytest.mark.parametrize("phases", [(), ("Design", "Build")])
async def test_a_new_project_says_how_milestones_come_into_it(store: Store, phases: tuple[str, ...]) -> None:
    project_id = new_project(store)
    store.change_blocking(lambda do: do.phases.set(project_id, [PhaseInput(None, name) for name in phases], []))
    async with opened(store, LOW) as pilot:
        assert "no milestones yet" in line_of(pilot, "▌· NORD")
        assert "NORD no milestones  press ↵, then n, to add one" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert first_line(pilot).endswith("no milestones")
        assert "No milestones yet. Press n to add one, or N to add them from a template." in screen_text(pilot.app)
        assert shown_keys(pilot) == ["n", "N", "E", "esc", "u", "?"]
        for key in ("e", "space", "full_stop", "B", "c", "left"):
            await press(pilot, key)
            assert last_line(pilot).startswith("No milestones yet. Press n to add one")
        await press(pilot, "n", *"Beta 28 nov", "enter", "down")
        assert shown_keys(pilot)[:3] == ["↵", "space", ","]


@pytest.mark.parametrize(
    ("fields", "first", "last"),
    [
        ({}, date(2026, 11, 30), None),
        ({"start_on": date(2027, 1, 4)}, date(2027, 1, 11), None),
        ({"target_on": date(2027, 6, 30)}, None, date(2027, 6, 30)),
    ],
)
async def test_a_template_fills_a_new_project(
    store: Store, fields: dict[str, object], first: date | None, last: date | None
) -> None:
    project_id = new_project(store, **fields)
    async with opened(store, LOW, "enter", "N", "down") as pilot:
        assert "Add milestones from a template to" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Added 12 milestones · u to undo"
        plan = store.read.plan(project_id)
        days = [m.due_on for m in plan.milestones if m.due_on is not None]
        assert len(plan.milestones) == 12 and plan.links and not Network.of([plan]).violated
        assert first in (None, min(days)) and last in (None, max(days))
        await press(pilot, "N")
        assert "N does nothing on this screen" in last_line(pilot)
        await press(pilot, "u")
        assert store.read.plan(project_id).milestones == ()
        assert "N" in shown_keys(pilot) or last_line(pilot).startswith("Und")


async def test_a_missing_baseline_is_said_where_the_slip_would_be(small: Store) -> None:
    async with opened(small, LOW, "enter") as pilot:
        head = next(place for place, line in enumerate(screen_lines(pilot.app)) if "SLIP" in line)
        slip_end = screen_lines(pilot.app)[head].index("SLIP") + len("SLIP")
        assert screen_lines(pilot.app)[head + 1][:slip_end].endswith("  no baseline · B to set one")
        await press(pilot, "full_stop")
        assert "no baseline" in screen_text(pilot.app) and "B to set one" not in screen_text(pilot.app)
        await press(pilot, "escape", "B", "enter", "down")
        assert "no baseline" not in screen_text(pilot.app)
    async with opened(small, USUAL, "enter") as pilot:
        assert "B" not in shown_keys(pilot)


async def test_where_no_slip_is_shown_a_baseline_is_offered_once(small: Store) -> None:
    async with opened(small, LEAST, "enter") as pilot:
        assert last_line(pilot).startswith("No baseline yet. Press B")
        await press(pilot, "q", "enter")
        assert shown_keys(pilot)[-2:] == ["esc", "?"]


async def test_a_project_of_which_all_is_cancelled_says_so(small: Store) -> None:
    ids = [m.id for m in small.read.plan(1).milestones]

    def cancel(do: Commands) -> None:
        for id_ in ids:
            do.milestones.edit(id_, {"state": MilestoneState.CANCELLED}, {})

    small.change_blocking(cancel)
    async with opened(small, LOW) as pilot:
        assert "all cancelled" in line_of(pilot, "▌· ACME")
        assert "ACME all milestones cancelled" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert first_line(pilot).endswith("all milestones cancelled")


# Low screens ---------------------------------------------------------------------------------------------------


async def test_the_pane_names_the_owner_and_the_reason_of_the_health_where_nothing_else_does(demo: Store) -> None:
    async with opened(demo, LOW, "j", "enter") as pilot:
        pane = "\n".join(screen_lines(pilot.app)[rule_at(pilot) :])
        assert "Beta release  @ana · delivery" in pane
        assert "▲ at risk  Beta release has slipped 9 days (critical)" in pane
        assert "slipped" not in first_line(pilot)
    async with opened(demo, USUAL, "j", "enter") as pilot:
        pane = "\n".join(screen_lines(pilot.app)[rule_at(pilot) :])
        assert "@ana" not in pane and "at risk" not in pane
        assert "Beta release has slipped 9 days (critical)" in first_line(pilot)
    async with opened(demo, LEAST, "j", "enter") as pilot:
        assert "Beta release  @ana · delivery" in screen_text(pilot.app)


async def test_the_pane_names_the_client_where_no_column_does(demo: Store) -> None:
    async with opened(demo, LOW) as pilot:
        assert screen_lines(pilot.app)[rule_at(pilot) + 1].endswith("Helios AG")
        await pilot.resize_terminal(*USUAL)
        await settled(pilot)
        assert "Helios AG" not in screen_lines(pilot.app)[rule_at(pilot) + 1]
        await press(pilot, "tab")
        assert screen_lines(pilot.app)[rule_at(pilot) + 1].endswith("Helios AG")
        await press(pilot, "tab")
        await pilot.resize_terminal(*LOW)
        await settled(pilot)
        assert screen_lines(pilot.app)[rule_at(pilot) + 1].endswith("Helios AG")


async def test_the_axis_of_a_low_roadmap_names_months(demo: Store) -> None:
    async with opened(demo, LOW, "tab") as pilot:
        assert line_of(pilot, "PROJECT").split()[1:] == ["Feb", "Apr", "Jul", "Oct", "2027", "Apr", "Jul"]


def blank_rows(pilot: Pilot[Any]) -> int:
    """Return how many rows of a chart between its first and last phase are blank."""
    lines = screen_lines(pilot.app)
    first, last = (next(place for place, line in enumerate(lines) if name in line) for name in ("DISCOVERY", "LAUNCH"))
    return sum(not line.strip(" ┊│") for line in lines[first:last])


async def test_phases_have_blank_lines_between_them_where_rows_are_many(demo: Store) -> None:
    async with opened(demo, USUAL, "j", "enter") as pilot:
        assert blank_rows(pilot) == 3
        await pilot.resize_terminal(*LOW)
        await settled(pilot)
        assert blank_rows(pilot) == 0
        await press(pilot, "full_stop")
        assert blank_rows(pilot) == 0


async def test_the_key_bar_keeps_the_way_back_on_the_smallest_screen(demo: Store) -> None:
    async with opened(demo, LEAST, "6") as pilot:
        assert "esc back" in last_line(pilot)
        await press(pilot, "1", "2")
        assert "esc back" in last_line(pilot)
        await pilot.resize_terminal(*LOW)
        await settled(pilot)
        assert "esc back" not in last_line(pilot), "the line of views names the way"


# Small findings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_shown"), [(30, True), (300, False)])
async def test_today_is_in_the_first_picture_of_a_plan_that_begins_soon(
    store: Store, days: int, is_shown: bool
) -> None:
    project_id = new_project(store)
    for number in range(3):
        due_on = TODAY + timedelta(days + number)
        store.change_blocking(_added(project_id, f"M{number}", due_on))
    async with opened(store, LOW, "enter") as pilot:
        assert ("┊" in line_of(pilot, "M0")) == is_shown


def _added(project_id: int, title: str, due_on: date) -> Callable[[Commands], object]:
    return lambda do: do.milestones.create(project_id, {"title": title, "due_on": due_on})


async def test_people_opened_from_the_days_off_of_a_project_are_its_own(demo: Store) -> None:
    async with opened(demo, LOW, "O") as pilot:
        assert screen_lines(pilot.app)[1].strip().startswith("1 Projects")
        await press(pilot, "6")
        assert "HELIO Billing platform  › People" in first_line(pilot)
        await press(pilot, "1", "6")
        assert "all projects" in first_line(pilot)
        await press(pilot, "1", "2", "C")
        assert "› Baselines" in first_line(pilot) and "2 Timeline" in screen_lines(pilot.app)[1]


async def test_no_blank_is_spelt_out_in_a_title(small: Store) -> None:
    async with opened(small, LOW, "n", "space", "space") as pilot:
        assert "\\x20" not in screen_text(pilot.app) and "␠" not in first_line(pilot)
        await press(pilot, *["backspace"] * 2, "escape", "enter", "e", "ctrl+u", "space")
        assert "\\x20" not in screen_text(pilot.app) and "␠" not in first_line(pilot)
