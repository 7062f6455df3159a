"""The faces burn-up and earned value of Trend."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from screens import assert_snapshot, last_line, line_of, press, screen_lines, screen_text, settled
from textual.pilot import Pilot
from valued_project import BETA, PROTOTYPE, TODAY, fill_valued

from milestone_tui.plan.analysis.value_figures import Figure
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.model import Health
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.trend.screen import TrendScreen

_BURN_UP, _VALUE = ("tab",), ("tab", "tab")


@asynccontextmanager
async def _trend(
    store: Store, *keys: str, size: tuple[int, int] = (120, 40), ascii_only: bool = False
) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    fill_valued(store)
    app = MilestoneApp(store, Clock.fixed(TODAY), ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("trend", Place(1)))
        await settled(pilot)
        await press(pilot, *keys)
        yield pilot, app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_curves_and_the_figures_of_earned_value(store: Store, size: tuple[int, int]) -> None:
    async with _trend(store, *_VALUE, size=size) as (_, app):
        assert_snapshot(app, "trend-value")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_burn_up(store: Store, size: tuple[int, int]) -> None:
    async with _trend(store, *_BURN_UP, size=size) as (_, app):
        assert_snapshot(app, "trend-burn-up")


async def test_the_figures_are_those_of_the_rules(store: Store) -> None:
    async with _trend(store, *_VALUE) as (pilot, _):
        figures = {"BAC": "180,000", "PV": "126,000", "EV": "86,000", "AC": "82,501", "SPI": "0.68", "CPI": "1.04"}
        below_title = screen_lines(pilot.app)[1:]
        for name, value in figures.items():
            line = next(line for line in below_title if f" {name} " in line)
            assert line.split(name)[1].split()[0] == value
        assert "4 d behind" in line_of(pilot, "SPI(t)")


async def test_the_pane_explains_the_figure_under_the_cursor(store: Store) -> None:
    async with _trend(store, *_VALUE) as (pilot, app):
        assert "86,000 / 126,000 = 0.68" in screen_text(app)
        assert "planned by today and not done: Beta release 40,000" in screen_text(app)
        await press(pilot, "g")
        assert "sum of all values" in screen_text(app)
        assert isinstance(app.screen, TrendScreen)
        first = app.screen.explanations()[0]
        assert (first.figure, first.value) == ("BAC", "180,000")
        assert [behind.title for behind in first.behind][:2] == ["Prototype accepted", "Beta release"]


async def test_percent_shows_it_the_other_way_and_back(store: Store) -> None:
    async with _trend(store, *_VALUE) as (pilot, app):
        store.change_blocking(lambda do: do.milestones.edit(BETA, {"progress": 50}, {}))
        await settled(pilot)
        await press(pilot, "percent_sign")
        assert "106,000" in line_of(pilot, " EV ")
        assert "Counted by percent" in screen_text(app)
        assert "Earned by percent complete" in last_line(pilot)
        await press(pilot, "percent_sign")
        assert "86,000" in line_of(pilot, " EV ")


async def test_a_project_keeps_its_own_way_to_earn(store: Store) -> None:
    async with _trend(store) as (pilot, app):
        edit = {"earned_by": EarnedBy.PERCENT}
        store.change_blocking(lambda do: do.milestones.edit(BETA, {"progress": 50}, {}))
        store.change_blocking(lambda do: do.projects.edit(1, edit, {}))
        await settled(pilot)
        await press(pilot, *_VALUE)
        assert "106,000" in line_of(pilot, " EV ")
        assert "Counted by percent" in screen_text(app)


async def test_the_burn_up_counts_weight_and_value_too(store: Store) -> None:
    async with _trend(store, *_BURN_UP) as (pilot, app):
        assert "MILESTONES" in screen_text(app)
        await press(pilot, "o")
        assert "Burn-up by weight" in last_line(pilot)
        await press(pilot, "o")
        assert "180,000" in line_of(pilot, "Scope")
        assert "−40,000" in line_of(pilot, "Difference")


async def test_scope_grows_when_a_milestone_is_added(store: Store) -> None:
    async with _trend(store, *_BURN_UP) as (pilot, _):
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Pen test", "due_on": date(2026, 12, 1)}))
        await settled(pilot)
        assert "+1 since the baseline"[:12] in line_of(pilot, "Scope")
        assert "8" in line_of(pilot, "Scope")


async def test_without_values_it_says_what_to_do(store: Store) -> None:
    fill_valued(store)
    ids = [milestone.id for milestone in store.read.plan(1).milestones]
    store.change_blocking(lambda do: do.milestones.edit_all(ids, {"value": None}))
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("trend", Place(1)))
        await settled(pilot)
        await press(pilot, *_VALUE)
        assert "No milestone has a value." in screen_text(app)
        assert line_of(pilot, " SPI ").split()[-1] == "–"


async def test_without_money_spent_cost_has_no_figure(store: Store) -> None:
    fill_valued(store)
    of_project = [cost for cost in store.read.costs(1) if cost.milestone_id is None]
    of_milestone = store.read.costs_of(PROTOTYPE)
    store.change_blocking(lambda do: do.costs.set_of_project(1, (), of_project))
    store.change_blocking(lambda do: do.costs.set(PROTOTYPE, (), of_milestone))
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("trend", Place(1)))
        await settled(pilot)
        await press(pilot, *_VALUE)
        for name in ("AC", "CV", "CPI", "EAC", "ETC", "VAC", "TCPI"):
            assert line_of(pilot, f" {name} ").rstrip().endswith("–")
        assert "spent" not in "\n".join(line[:70] for line in screen_lines(app)[3:-4])


async def test_an_index_is_red_by_the_thresholds_of_the_project(store: Store) -> None:
    async with _trend(store, *_VALUE) as (pilot, app):

        def health() -> Health | None:
            assert isinstance(app.screen, TrendScreen)
            row = app.screen.face.landing()
            assert isinstance(row, Figure)
            return row.health

        assert health() is Health.OFF_TRACK
        store.change_blocking(lambda do: do.projects.edit(1, {"thresholds": "index 0.5/0.6"}, {"thresholds": ""}))
        store.poll()
        await settled(pilot)
        assert health() is Health.ON_TRACK


@pytest.mark.parametrize("keys", [_BURN_UP, _VALUE])
async def test_both_faces_work_in_ascii(store: Store, keys: tuple[str, ...]) -> None:
    async with _trend(store, *keys, ascii_only=True) as (_, app):
        assert screen_text(app).isascii()


def test_scope_is_replayed_from_the_journal(store: Store) -> None:
    fill_valued(store)
    store.change_blocking(lambda do: do.milestones.delete([BETA]))
    found = store.read.scope_changes(1)
    counts: dict[int, Decimal] = {}
    for change in found:
        counts[change.milestone_id] = change.value if change.counts else Decimal(0)
    assert sum(counts.values()) == sum(m.value or 0 for m in store.read.plan(1).milestones)
