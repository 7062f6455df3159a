from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import press, screen_lines
from textual import on
from textual.app import App, ComposeResult

from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import DARK, PALETTES
from milestone_tui.ui.widgets.month import MonthView, moved_by_months


class MonthApp(App[None]):
    """A month, and what it said."""

    def __init__(self, day: date, renderer: Renderer | None = None) -> None:
        super().__init__()
        self.register_theme(DARK.theme())
        self.theme = DARK.name
        self.month = MonthView(renderer or Renderer())
        self.month.day = day
        self.month.today = date(2026, 11, 22)
        self.taken: list[date] = []
        self.left = 0

    def compose(self) -> ComposeResult:
        yield self.month

    @on(MonthView.Chosen)
    def keep(self, event: MonthView.Chosen) -> None:
        self.taken.append(event.day)

    @on(MonthView.Cancelled)
    def count(self) -> None:
        self.left += 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 14), 1, date(2027, 1, 14)),
        (date(2026, 1, 14), -1, date(2025, 12, 14)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert moved_by_months(day, months) == then


@given(st.dates(), st.integers(-40, 40))
def test_turning_pages_never_leaves_the_calendar(day: date, months: int) -> None:
    moved = moved_by_months(day, months)
    assert moved.day <= day.day
    assert date.min <= moved <= date.max


async def test_a_month_is_drawn_with_monday_first() -> None:
    app = MonthApp(date(2026, 12, 14))
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[:8] == [
            "◀  December 2026   ▶",
            "Mo Tu We Th Fr Sa Su",
            "    1  2  3  4  5  6",
            " 7  8  9 10 11 12 13",
            "14 15 16 17 18 19 20",
            "21 22 23 24 25 26 27",
            "28 29 30 31",
            "",
        ]


async def test_keys_move_turn_take_and_leave() -> None:
    app = MonthApp(date(2026, 12, 14))
    async with app.run_test(size=(30, 10)) as pilot:
        app.month.focus()
        await press(pilot, "right", "down", "pagedown", "enter")
        assert app.taken == [date(2027, 1, 22)]
        await press(pilot, "left", "up", "pageup", "enter")
        assert app.taken[1:] == [date(2026, 12, 14)]
        await press(pilot, "t", "enter", "escape")
        assert app.taken[2:] == [date(2026, 11, 22)]
        assert app.left == 1


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_the_ends_of_the_calendar_hold(day: date) -> None:
    app = MonthApp(day)
    async with app.run_test(size=(30, 10)) as pilot:
        app.month.focus()
        await press(pilot, "left", "up", "pageup", "right", "down", "pagedown", "enter")
        assert len(app.taken) == 1


async def test_it_is_drawn_in_ascii_and_in_the_terminals_own_colours() -> None:
    app = MonthApp(date(2026, 12, 14), Renderer(PALETTES["milestone-terminal"], ascii_only=True))
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[0] == "<  December 2026   >"


async def test_a_click_marks_a_day_and_another_one_takes_it() -> None:
    app = MonthApp(date(2026, 12, 14))
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.click(MonthView, offset=(0, 2))  # before the first
        await pilot.click(MonthView, offset=(18, 2))
        assert (app.month.day, app.taken) == (date(2026, 12, 6), [])
        await pilot.click(MonthView, offset=(19, 2))
        assert app.taken == [date(2026, 12, 6)]
        await pilot.click(MonthView, offset=(19, 0))
        assert app.month.day == date(2027, 1, 6)
        await pilot.click(MonthView, offset=(0, 0))
        await pilot.click(MonthView, offset=(0, 0))
        assert app.month.day == date(2026, 11, 6)
        assert app.taken == [date(2026, 12, 6)]
