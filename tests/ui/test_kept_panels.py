"""What is typed in a panel: kept while one types, offered at the next start, asked about before it is thrown away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from panels import DELIVERY, GATE, PANELS, TextPanel, fill
from screens import assert_snapshot, last_line, on_top, press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.panels.decision import DecisionScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.people.person import PersonScreen
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TODAY = date(2026, 11, 22)
_ASKING = ("change all", "reason of a what-if")
ASKING = [panel for panel in PANELS if panel.kind not in ("filter", "change") or panel.name in _ASKING]
"""Those that ask before what is typed is thrown away."""


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    store.change_blocking(fill)
    yield store
    store.close()


@asynccontextmanager
async def running(store: Store, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, app


def drafts(store: Store) -> list[tuple[str, int | None]]:
    """Kinds and targets of what is kept, by whomever."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        return db.execute("SELECT kind, target_id FROM draft ORDER BY id").fetchall()


def ended(store: Store) -> None:
    """The program that kept the drafts is long over."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = 'nowhere/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
        db.commit()


async def type_into(pilot: Pilot[Any], panel: TextPanel) -> None:
    await press(pilot, *panel.keys)
    await pilot.press(*({" ": "space", ".": "full_stop", "-": "minus"}.get(letter, letter) for letter in panel.text))
    await settled(pilot)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
async def test_what_is_typed_is_offered_at_the_next_start_and_stands_there_again(plan: Store, panel: TextPanel) -> None:
    async with running(plan) as (pilot, app):
        await type_into(pilot, panel)
        kind = on_top(app)
        app.leave(0)
    assert drafts(plan) == [(panel.kind, panel.target)]
    ended(plan)
    async with running(plan) as (pilot, app):
        assert on_top(app) is DraftsScreen
        await press(pilot, "y")
        assert panel.text in app.clipboard
        await press(pilot, "enter")
        await settled(pilot)
        assert on_top(app) is kind
        assert re.search(panel.again, screen_text(app)), screen_text(app)
        app.keep_drafts()
        assert drafts(plan) == [(panel.kind, panel.target)]


@pytest.mark.parametrize("panel", ASKING, ids=lambda panel: panel.name)
async def test_esc_asks_where_something_is_typed(plan: Store, panel: TextPanel) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, *panel.keys)
        here = app.screen
        await press(pilot, "escape")
        assert app.screen is not here and on_top(app) is not LeaveScreen
    async with running(plan) as (pilot, app):
        await type_into(pilot, panel)
        here = app.screen
        app.keep_drafts()
        await press(pilot, "escape")
        assert on_top(app) is LeaveScreen and "Typed: " in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is here and re.search(panel.again, screen_text(app))
        await press(pilot, "escape", "d")
        assert app.screen is not here and on_top(app) is not LeaveScreen
        assert drafts(plan) == []


async def test_a_draft_thrown_away_is_not_kept_while_its_panel_closes(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await type_into(pilot, next(panel for panel in ASKING if panel.name == "day off"))
        panel = app.screen
        assert isinstance(panel, KeptPanel)
        app.keep_drafts()
        panel.keeper.discard()
        app.keep_drafts()  # as the timer does where it ends between the two
        panel.dismiss(None)
        await settled(pilot)
        assert drafts(plan) == []


async def test_saving_in_the_question_writes_what_stands_there(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "B", "tab", *"Scope", "escape", "s")
        assert on_top(app) is TimelineScreen
    assert [baseline.reason for baseline in plan.read.baselines(1)] == ["Scope"]
    assert drafts(plan) == []


async def test_saving_what_has_a_mistake_stays_with_it(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "g", "a", *"31 foo".replace(" ", ""), "escape", "s")
        assert on_top(app) is DecisionScreen
        app.keep_drafts()
        assert drafts(plan) == [("gate decision", GATE)]


async def test_a_decision_is_made_with_what_was_typed_and_chosen_earlier(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "g", "a", "down", "tab", "tab", *"Budget", "tab", *"Rota")
        app.leave(0)
    ended(plan)
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "enter")
        assert on_top(app) is TimelineScreen
    detail = plan.read.detail(GATE)
    assert [(d.decision.value, d.note) for d in detail.decisions] == [("conditional go", "Budget")]
    assert drafts(plan) == []


async def test_what_is_not_asked_for_any_more_is_told(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "g", "j", "a", "tab", *"Ben")
        app.leave(0)
    plan.change_blocking(lambda do: do.acceptance.submit(DELIVERY, TODAY, "Raj", 10))
    ended(plan)
    async with running(plan) as (pilot, _):
        await press(pilot, "enter")
        assert "No longer a field here: submitted by" in last_line(pilot) and "Ben" in last_line(pilot)


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "6", "e", "tab", *"Nord")
        app.leave(0)
    ended(plan)
    ben = Store.open(plan.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.people.edit(1, {"organisation": "South"}, {"organisation": ""}))
    ben.close()
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "enter")
        assert on_top(app) is PersonScreen
    assert [person.organisation for person in plan.read.people()] == ["South"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("enter", "g", "a", "tab", "A", "b"), "This milestone was deleted"),
        (("6", "e", "tab", "N"), "This person was deleted"),
        (("enter", "B", "tab", "N"), "This project was deleted"),
    ],
)
async def test_what_belongs_to_something_deleted_can_be_copied(plan: Store, keys: tuple[str, ...], said: str) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, *keys)
        app.leave(0)
    plan.change_blocking(lambda do: do.people.delete(1))
    plan.change_blocking(lambda do: do.projects.delete(1))
    ended(plan)
    async with running(plan) as (pilot, app):
        assert "since deleted" in screen_text(app)
        await press(pilot, "enter")
        assert said in last_line(pilot) and on_top(app) is DraftsScreen


async def test_a_template_that_is_gone_is_named(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "S", "enter", "escape", "N", *["j"] * 30, "enter", *"Orbit")
        app.leave(0)
    (template,) = plan.read.templates()
    plan.change_blocking(lambda do: do.templates.delete(template.id))
    ended(plan)
    async with running(plan) as (pilot, app):
        await press(pilot, "enter")
        assert on_top(app) is ProjectsScreen and 'The template "Portal" was deleted.' in last_line(pilot)


async def test_a_filter_that_was_cleared_comes_back_to_go_on_with_or_to_type_over(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "enter", "slash", *"beta", "escape")
        assert drafts(plan) == [] and "of 2" not in screen_text(app)
        await press(pilot, "slash")
        assert " / beta" in screen_text(app) and "1 of 2" in screen_text(app)
        await press(pilot, *"gate")
        assert " / gate" in screen_text(app)
        await press(pilot, "enter")
        app.keep_drafts()
        assert drafts(plan) == []


async def test_what_is_written_or_closed_is_not_kept(plan: Store) -> None:
    async with running(plan) as (pilot, app):
        await press(pilot, "6", "n", *"Zoe")
        app.keep_drafts()
        await press(pilot, "enter")
        assert on_top(app) is PeopleScreen and drafts(plan) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_question_and_the_list_of_drafts(plan: Store, size: tuple[int, int]) -> None:
    for panel in PANELS[:6]:
        async with running(plan, size) as (pilot, app):
            await press(pilot, "escape")  # what is offered from before
            await type_into(pilot, panel)
            if panel.name == "gate decision":
                await press(pilot, "escape")
                assert_snapshot(app, "leave-panel")
                await press(pilot, "escape")
            app.leave(0)
        ended(plan)
    async with running(plan, size) as (_, app):
        assert_snapshot(app, "drafts-of-panels")
