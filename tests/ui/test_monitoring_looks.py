"""What the views of monitoring show at a glance: where a what-if came from, where a date leads, which keys help."""

from __future__ import annotations

from datetime import date

import pytest
from screens import first_line, last_line, line_of, press, screen_lines, screen_text

from milestone_tui.plan.analysis.trend import Held, weekly_rate
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.renderer import line_width, title_line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

TODAY = date(2026, 11, 22)


def app_of(demo: Store) -> MilestoneApp:
    return MilestoneApp(demo, Clock.fixed(TODAY))


async def test_a_what_if_names_the_view_that_it_was_opened_from(demo: Store) -> None:
    app = app_of(demo)
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, "3", "j", "j", "full_stop")
        assert isinstance(app.screen, WhatIfScreen)
        assert "› Agenda" in first_line(pilot)
        assert app.screen.title_bar.view == "agenda"
        await press(pilot, "escape", "1", "j", "2", "full_stop")
        assert isinstance(app.screen, WhatIfScreen)
        assert "› Timeline" in first_line(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_a_long_explanation_leaves_room_for_its_keys(demo: Store, size: tuple[int, int]) -> None:
    app = app_of(demo)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j", "x")
        assert last_line(pilot).endswith("esc back")
        assert "Health" in screen_text(app) and "at risk" in screen_text(app)
        assert ("more lines" in screen_text(app)) == (size == (60, 15))


async def test_what_a_risk_or_a_week_is_explained_for_is_its_title(demo: Store) -> None:
    app = app_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "5", "x")
        assert line_of(pilot, "Explain").startswith(" Explain  R")
        await press(pilot, "escape", "6", "x")
        assert line_of(pilot, "Explain").endswith("week of 23 Nov")


async def test_the_key_bar_of_people_names_roles_and_projects_in_80_cells(demo: Store) -> None:
    app = app_of(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "6")
        assert "tab roles   p project/all" in last_line(pilot)


async def test_a_review_says_where_a_date_leads_and_what_the_finish_was(demo: Store) -> None:
    app = app_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "7")
        assert "deadline 31 Dec" in line_of(pilot, "at this rate")
        assert " · finish " in line_of(pilot, "Since 13 Nov")
        await press(pilot, "tab")
        assert "tab this review" in last_line(pilot)
        assert "finish" in screen_text(app)


async def test_a_review_of_an_earlier_day_offers_no_answer(demo: Store) -> None:
    app = app_of(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "T", "1", "space", *"nov", "enter", "7")
        bar = last_line(pilot)
        assert bar.startswith("T return to today")
        assert not any(word in bar for word in ("keep", "finish", "note"))
        assert not any("confirms it" in line for line in screen_lines(app))
        await press(pilot, "enter")
        assert "read-only" in first_line(pilot)


def test_a_rate_leads_later_than_a_date_that_keeps_moving() -> None:
    first = date(2026, 10, 2)
    moved = [Held(first, due_on=date(2026, 11, 20)), Held(date(2026, 10, 30), due_on=date(2026, 12, 4))]
    rate = weekly_rate(moved, first, TODAY)
    assert rate is not None and rate.meets_on is not None and rate.meets_on > date(2026, 12, 4)
    assert weekly_rate((), first, TODAY) is None


def test_the_name_is_cut_before_the_breadcrumb() -> None:
    left = (("ACME", Ink.BRIGHT), (" Customer portal", Ink.TEXT), ("  › Review", Ink.DIM))
    right = (("as of 1 Nov 2026 · read-only", Ink.WARN),)
    line = title_line(left, right, 52, cut_name=True)
    text = "".join(part for part, _ in line)
    assert line_width(line) <= 52
    assert "…  › Review" in text and text.rstrip().endswith("read-only")


def test_a_separator_never_begins_the_right_side() -> None:
    right = (("3 severe", Ink.BAD), (" · ", Ink.DIM), ("15 open", Ink.DIM))
    text = "".join(part for part, _ in title_line((("Risks", Ink.BRIGHT),), right, 20))
    assert text.split()[-2:] == ["15", "open"] and "·" not in text
