"""Weeks, months and quarters typed as dates on the screens."""

from __future__ import annotations

from datetime import date

import pytest
from editing import BETA, editing, go_to, note_of, write
from screens import SIZES, assert_snapshot, line_of, press, screen_text
from small_project import TODAY
from stage import StageApp
from supposing import CHARACTERS, days, timeline
from textual.widgets import Input

from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.store import Store


def keys(text: str) -> list[str]:
    return [CHARACTERS.get(letter, letter) for letter in text]


@pytest.mark.parametrize(
    ("text", "echo", "day"),
    [
        ("w50", "Fri 11 Dec 2026, last working day of week 50 · in 19 days", date(2026, 12, 11)),
        ("dec 2026", "Wed 30 Dec 2026, last working day of December · in 5 weeks", date(2026, 12, 30)),
        ("q1", "Wed 31 Mar 2027, last working day of Q1 · in 4 months", date(2027, 3, 31)),
        ("mid jan 2027", "Fri 15 Jan 2027, last working day up to 15 Jan · in 8 weeks", date(2027, 1, 15)),
        ("18. Dezember 2026", "Fri 18 Dec 2026 · in 26 days · working day", date(2026, 12, 18)),
    ],
)
async def test_the_editor_echoes_the_day_by_the_calendar_of_the_project(
    acme: Store, text: str, echo: str, day: date
) -> None:
    acme.change_blocking(lambda do: do.holidays.add(1, [HolidayInput(date(2026, 12, 31), "Closed")]))
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, text)
        assert note_of(app, "due_on") == echo
        await press(pilot, "ctrl+s")
        assert acme.read.detail(BETA).milestone.due_on == day


@pytest.mark.parametrize("size", SIZES)
async def test_the_editor_with_a_week_as_a_date(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "w50")
        assert_snapshot(app, "editor-week")


@pytest.mark.parametrize("size", SIZES)
async def test_a_what_if_by_a_week(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "m", *"w50")
        assert "Fri 11 Dec 2026, last working day of week 50" in line_of(pilot, "Move to")
        assert_snapshot(pilot.app, "what-if-week")
        await press(pilot, "enter", "enter")
        assert days(demo)["Beta release"] == date(2026, 12, 11)


async def test_the_last_working_day_so_far_of_a_month_that_goes_on_can_be_shown(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "T", *"nov")
        assert "Fri 20 Nov 2026, last working day of November so far · 2 days ago" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("line", "title", "day"),
    [
        ("Beta w50 @Ana", "Beta", date(2026, 12, 11)),
        ("Abnahme 18. Dezember 2026", "Abnahme", date(2026, 12, 18)),
        ("Report Q1", "Report Q1", None),
    ],
)
async def test_a_quick_add_says_the_day_and_keeps_titles(small: Store, line: str, title: str, day: date | None) -> None:
    app = StageApp(small)
    assert date(2026, 11, 22) == TODAY
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        app.screen.query_one(Input).value = line
        await press(pilot, "end")
        assert ("last working day of week 50" in screen_text(app)) == ("w50" in line)
        await press(pilot, "enter")
        (new_id,) = app.stage.returned
        assert new_id is not None
        new = small.read.detail(new_id).milestone
        assert (new.title, new.due_on) == (title, day)
