"""The what-if by a date that is typed."""

from datetime import date

import pytest
from screens import first_line, last_line, line_of, press, screen_text
from supposing import CHARACTERS, DAY, DUE, PUSHED, TODAY, days, named, project_id, supposing, timeline

from milestone_tui.store import Store
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


async def test_a_typed_date_is_shown_letter_by_letter_and_committed_with_a_second_enter(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"+2w")
        assert "Sat 12 Dec 2026 · in 20 days · non-working" in screen_text(pilot.app)
        assert "→ Sat 12 Dec" in first_line(pilot)
        await press(pilot, "enter")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert days(demo) == DUE
        await press(pilot, "full_stop", "full_stop", "enter")
        assert days(demo) == PUSHED


async def test_the_baseline_and_other_words_are_dates_too(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"=baseline", "enter", "enter")
        assert days(demo)["Beta release"] == date(2026, 11, 19)


async def test_what_is_no_date_says_so_and_is_not_left_with_enter(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "m", *"2", "space", *"dec")
        assert "→ Wed 2 Dec" in first_line(pilot)
        await press(pilot, "x", "enter")
        assert "not a date: try 2026-12-01" in line_of(pilot, "Move to")
        assert "→ Sun 29 Nov" in first_line(pilot), "as it was before something was typed"
        await press(pilot, "backspace", "enter", "enter")
        assert days(demo)["Beta release"] == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31.12.9999", "is out of range: dates go from 1900 to 2199."),
        ("32x", "not a date: try 2026-12-01, 1 dec, +2w or eom."),
        ("30 feb 2027", "is not a date: February 2027 has 28 days."),
        ("1/12", "ambiguous: enter 1 dec or 12 jan."),
        ("mid q1", "not one day: try mid jan."),
        ("wed 29 nov 2026", "29 November 2026 is a Sunday."),
        ("=baseline", "no baseline yet."),
    ],
)
async def test_why_it_is_no_date_has_room_beside_it(demo: Store, typed: str, why: str) -> None:
    id_, acme = named(demo, "Go-live").id, project_id(demo)
    demo.change_blocking(lambda do: do.milestones.create(acme, {"title": "New", "due_on": TODAY + DAY}))
    async with timeline(demo, (80, 24), at="New" if typed == "=baseline" else "Go-live") as pilot:
        await press(pilot, "m", *(CHARACTERS.get(letter, letter) for letter in typed))
        assert line_of(pilot, "Move to").split("  ")[-1].strip() == why
        assert "moves" in first_line(pilot) and "→" not in first_line(pilot), "nothing is moved by a mistake"
        await press(pilot, "escape")
        assert demo.read.detail(id_).milestone.due_on == DUE["Go-live"]


async def test_a_typed_date_that_takes_others_beyond_the_calendar_moves_nothing(demo: Store) -> None:
    far = date(2199, 12, 1)
    ids = [named(demo, title).id for title in ("Beta release", "Go-live")]
    demo.change_blocking(lambda do: do.milestones.move_all({ids[1]: far}, {}))
    async with timeline(demo) as pilot:
        below = pilot.app.screen
        assert isinstance(below, TimelineScreen)
        await pilot.app.push_screen(WhatIfScreen(below.context, project_id(demo), ids))
        await press(pilot, "full_stop", "m", *"2199-01-01")
        assert last_line(pilot) == 'Cannot move "Go-live" that far: dates go from 1900 to 2199.'
        assert "+1 wd" in first_line(pilot)


async def test_escape_takes_back_what_was_typed_then_leaves(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "m", *"15", "space", *"dec", "escape")
        assert "→ Sun 29 Nov" in first_line(pilot)
        await press(pilot, "m", "escape")
        assert "→ Sun 29 Nov" in first_line(pilot)
        await press(pilot, "escape", "m", "escape")
        assert isinstance(pilot.app.screen, TimelineScreen), "nothing was moved: straight back"
        assert days(demo) == DUE
