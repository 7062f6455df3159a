"""Spent of budget on Projects, and the payments of the selected project in its pane."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from screens import assert_snapshot, line_of, press, screen_lines, screen_text, settled
from valued_project import INVOICE, SIGN_OFF, TODAY, fill_valued

from milestone_tui.plan.analysis.payments import PaymentSums
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.projects.home_lines import home_lines
from milestone_tui.ui.views.projects.screen import ProjectsScreen


@pytest.fixture
def valued(store: Store) -> Store:
    """A project with money spent and a payment."""
    fill_valued(store)
    return store


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_spent_of_budget_stands_where_there_is_room(valued: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert_snapshot(app, "projects-money")


async def test_more_than_the_budget_is_red_with_a_word(valued: Store) -> None:
    valued.change_blocking(lambda do: do.projects.edit(1, {"budget": Decimal(80_000)}, {}))
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert line_of(pilot, "Customer portal").rstrip().endswith("104%")
        assert "104% of budget" not in screen_text(app), "it is said once"
        assert "spent €82,500.50 of €80,000, 104%, over budget" in screen_text(app)


async def test_a_low_screen_says_it_in_the_line_of_health(valued: Store) -> None:
    valued.change_blocking(lambda do: do.projects.edit(1, {"budget": Decimal(80_000)}, {}))
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "104% of budget" in screen_text(app)


async def test_the_pane_follows_a_payment(valued: Store) -> None:
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "to invoice" not in screen_text(app)
        valued.change_blocking(lambda do: do.milestones.tick(SIGN_OFF, TODAY))
        await settled(pilot)
        assert "to invoice €20,000" in screen_text(app)
        valued.change_blocking(lambda do: do.payments.invoice(INVOICE, date(2026, 11, 20), "17"))
        await settled(pilot)
        assert "invoiced, not paid €20,000" in screen_text(app)
        valued.change_blocking(lambda do: do.payments.pay(INVOICE, TODAY))
        await settled(pilot)
        assert "paid €20,000" in line_of(pilot, "spent")
        await press(pilot, "u")


async def test_the_first_frame_has_the_same_money(valued: Store) -> None:
    valued.change_blocking(lambda do: do.milestones.tick(SIGN_OFF, TODAY))
    summaries, payments = valued.read.projects(TODAY), valued.read.payment_sums([1], TODAY)
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        lines = home_lines(summaries, summaries, (), TODAY, (120, 40), payments=payments[1])
        painted = {"".join(text for text, _ in line).rstrip() for line, _ in lines}
        seen = [line for line in screen_lines(app) if "75%" in line and "spent" not in line]
        assert [line.replace("▌", " ", 1) for line in seen] == [
            line.replace("▌", " ", 1) for line in painted if "75%" in line and "spent" not in line
        ]


def test_sums_are_of_payments_only_and_by_project(valued: Store) -> None:
    sums = valued.read.payment_sums([1], TODAY)
    assert sums == {1: PaymentSums(open=Decimal(20_000))}
    assert valued.read.payment_sums([], TODAY) == {}
    valued.change_blocking(lambda do: do.milestones.delete([INVOICE]))
    assert valued.read.payment_sums([1], TODAY) == {}


async def test_x_explains_the_money(valued: Store) -> None:
    app = MilestoneApp(valued, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, ProjectsScreen)
        found = {why.figure: why for why in app.screen.explanations()}
        assert found["Spent"].numbers == "€82,500.50 / €110,000 = 75%"
        assert found["Money in"].numbers == "Dec €20,000"
