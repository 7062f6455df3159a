"""A payment is invoiced, then paid, with the key that signs off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from editing import write
from screens import assert_snapshot, last_line, press, screen_text, settled
from textual.pilot import Pilot
from valued_project import INVOICE, TODAY, fill_valued

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place


@asynccontextmanager
async def _on_invoice(
    store: Store, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    fill_valued(store)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("timeline", Place(1, INVOICE)))
        await settled(pilot)
        yield pilot, app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_panel_asks_for_day_and_number(store: Store, size: tuple[int, int]) -> None:
    async with _on_invoice(store, size) as (pilot, app):
        await press(pilot, "a")
        assert_snapshot(app, "payment-invoice")


async def test_invoice_then_paid_then_nothing_is_left(store: Store) -> None:
    async with _on_invoice(store) as (pilot, app):
        await press(pilot, "a")
        await write(pilot, "20 nov")
        await press(pilot, "tab")
        await write(pilot, "2026-17")
        await press(pilot, "enter")
        assert 'Invoiced "Beta invoice" · u to undo' in last_line(pilot)
        assert "€20,000 · invoiced 20 Nov, number 2026-17" in screen_text(app)
        found = store.read.milestone(INVOICE)
        assert (found.invoiced_on, found.invoice_number, found.state) == (
            date(2026, 11, 20),
            "2026-17",
            MilestoneState.PLANNED,
        )
        await press(pilot, "a")
        assert "invoiced on 20 Nov, number 2026-17" in screen_text(app)
        await press(pilot, "enter")
        found = store.read.milestone(INVOICE)
        assert (found.paid_on, found.done_on, found.state) == (TODAY, TODAY, MilestoneState.DONE)
        await press(pilot, "a")
        assert "This payment was paid on 22 Nov. Edit it (↵) to correct that." in last_line(pilot)
        await press(pilot, "u", "u")
        found = store.read.milestone(INVOICE)
        assert (found.invoiced_on, found.invoice_number, found.paid_on, found.state) == (
            None,
            "",
            None,
            MilestoneState.PLANNED,
        )


async def test_money_before_the_invoice_is_refused(store: Store) -> None:
    async with _on_invoice(store) as (pilot, app):
        store.change_blocking(lambda do: do.payments.invoice(INVOICE, date(2026, 11, 20)))
        await settled(pilot)
        await press(pilot, "a")
        await write(pilot, "19 nov")
        await press(pilot, "enter")
        assert "before the invoice of 20 Nov 2026" in screen_text(app)
        assert store.read.milestone(INVOICE).paid_on is None
