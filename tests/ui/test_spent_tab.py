"""What was spent, in the editors of a milestone and of a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from editing import BETA, editing, editing_project, to_tab, write
from screens import assert_snapshot, line_of, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.inputs import CostInput
from milestone_tui.store import Store
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.editor import Editor


def _spent(store: Store) -> list[tuple[date, Decimal, str]]:
    return [(cost.spent_on, cost.amount, cost.note) for cost in store.read.costs_of(BETA)]


@pytest.fixture
def acme(acme: Store) -> Store:
    entries = [
        CostInput(None, date(2026, 10, 20), Decimal("12500.50"), "Build servers"),
        CostInput(None, date(2026, 11, 2), Decimal(1200), "licences"),
    ]
    acme.change_blocking(lambda do: do.costs.set(BETA, entries, ()))
    return acme


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_was_spent_stands_with_its_day_and_the_total(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await to_tab(pilot, "spent")
        assert_snapshot(app, "editor-spent")


async def test_a_line_adds_an_amount_with_day_and_note(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "spent")
        await press(pilot, "n")
        await write(pilot, "spent:3k 9 nov tester for a week")
        await press(pilot, "enter", "escape", "ctrl+s")
        assert (date(2026, 11, 9), Decimal(3000), "tester for a week") in _spent(acme)
        assert "Spent 3" in screen_text(app)
        assert "€16,700.50" in line_of(pilot, "Total")


async def test_a_mistake_stays_in_the_line_and_says_what_to_type(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "spent")
        await press(pilot, "n")
        for typed, said in (("licences", "is not an amount"), ("5 2026-12-24 gift", "in the future"), ("5 usd", "EUR")):
            await press(pilot, "ctrl+u")
            await write(pilot, typed)
            await press(pilot, "enter")
            assert said in screen_lines(app)[-1]
            assert typed in screen_text(app)
            await press(pilot, "ctrl+s")
        await press(pilot, "escape")
        assert len(_spent(acme)) == 2


async def test_an_entry_is_edited_as_one_line_deleted_and_brought_back(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "spent")
        await press(pilot, "j", "enter")
        assert "€1,200 2 Nov 2026 licences" in screen_text(app)
        await press(pilot, "ctrl+u")
        await write(pilot, "1300 3 nov licences")
        await press(pilot, "enter", "ctrl+s")
        assert _spent(acme)[1] == (date(2026, 11, 3), Decimal(1300), "licences")
        await press(pilot, "d", "ctrl+s")
        assert len(_spent(acme)) == 1
        await to_tab(pilot, "history")
        assert "removed: spent €1,300 3 Nov 2026 licences" in screen_text(app)
        await press(pilot, "enter", "ctrl+s")
        assert _spent(acme)[1] == (date(2026, 11, 3), Decimal(1300), "licences")


async def test_more_than_the_value_is_red_and_said_so(acme: Store) -> None:
    async with editing(acme) as (pilot, _):
        await to_tab(pilot, "spent")
        await press(pilot, "n")
        await write(pilot, "30000 yesterday overtime")
        await press(pilot, "enter", "escape")
        assert "over the value" in line_of(pilot, "Total")


async def test_a_project_has_its_own_amounts_and_those_of_its_milestones(acme: Store) -> None:
    async with editing_project(acme) as (pilot, _):
        await to_tab(pilot, "spent")
        await press(pilot, "n")
        await write(pilot, "100000 1 nov team")
        await press(pilot, "enter", "escape", "ctrl+s")
        assert "€13,700.50" in line_of(pilot, "On milestones")
        assert "63% of the budget" in line_of(pilot, "Total")
        (summary,) = acme.read.projects(date(2026, 11, 22))
        assert summary.spent == Decimal("113700.50")


async def test_unsaved_amounts_are_kept_as_a_draft(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "spent")
        await press(pilot, "n")
        await write(pilot, "77 hotel")
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, Editor)
        kept = app.screen.unfinished()
        assert kept is not None
        assert kept.spent is not None
        assert kept.spent.mine[-1] == CostInput(None, date(2026, 11, 22), Decimal(77), "hotel")


async def test_the_invoice_is_shown_for_payments_only(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        assert "Invoice no" not in screen_text(app)
        assert isinstance(app.screen, Editor)
        app.screen.form.fields["kind"].put("payment")
        app.screen.show_state()
        await settled(pilot)
        assert "Invoice no" in screen_text(app)


async def test_two_who_change_one_amount_are_asked_and_the_other_amounts_stay(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await to_tab(pilot, "spent")
        await press(pilot, "j", "enter", "ctrl+u")
        await write(pilot, "1300 2 nov licences")
        await press(pilot, "enter")
        seen = acme.read.costs_of(BETA)
        theirs = CostInput(seen[1].id, date(2026, 11, 2), Decimal(1400), "licences")
        new = CostInput(None, date(2026, 11, 3), Decimal(50), "taxi")
        kept = CostInput(seen[0].id, seen[0].spent_on, seen[0].amount, seen[0].note)
        acme.change_blocking(lambda do: do.costs.set(BETA, [kept, theirs, new], seen))
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        assert "Amount" in screen_text(app)
        assert "€1,400 2 Nov 2026 licences" in screen_text(app)
