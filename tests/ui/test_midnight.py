"""Over midnight: what a panel says a word means is what is written, and it says so anew as soon as the day turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from editing import BETA, TODAY, go_to, note_of, write
from screens import line_of, press, screen_lines, screen_text, settled
from watching import watched

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store import Store
from milestone_tui.ui.messages import MilestoneEditRequested


class Night:
    """A clock that a test moves past midnight, from Sunday 22 to Monday 23 November 2026."""

    def __init__(self) -> None:
        self.day = TODAY
        self.clock = Clock(lambda: self.day, Clock.fixed(TODAY).now)

    def fall(self) -> None:
        self.day += timedelta(1)


@pytest.fixture
def night() -> Night:
    return Night()


@pytest.fixture
def acme(acme: Store, night: Night) -> Iterator[Store]:
    """The project of the editors, in a store that goes by the same clock."""
    store = Store.open(acme.path, night.clock, "ana")
    yield store
    store.close()


async def test_the_line_of_a_new_milestone_means_another_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter", "n")
        await write(pilot, "Demo mon")
        assert "Mon 23 Nov 2026" in screen_text(app)
        night.fall()
        await app.look(pilot)
        assert "Mon 30 Nov 2026" in screen_text(app)
        await press(pilot, "enter")
        assert acme.read.milestones([5])[0].due_on == date(2026, 11, 30)


async def test_what_was_shown_last_is_written_before_the_new_day_is_noticed(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter", "n")
        await write(pilot, "Demo mon")
        night.fall()
        await press(pilot, "enter")
        assert acme.read.milestones([5])[0].due_on == date(2026, 11, 23)
        await press(pilot, "a")
        assert "Sun 22 Nov 2026" in screen_text(app), "the sign-off means the day that the title shows"
        await press(pilot, "enter")
        (submitted,) = (m for m in acme.read.plan(1).milestones if m.submitted_on)
        assert submitted.submitted_on == TODAY


async def test_a_sign_off_and_a_decision_are_of_the_new_day(acme: Store, night: Night) -> None:
    acme.change_blocking(lambda do: do.milestones.edit(BETA, {"kind": MilestoneKind.GATE}, {}))
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter")
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await press(pilot, "ctrl+g", "down", "enter")
        assert "Sun 22 Nov 2026" in screen_text(app)
        await write(pilot, "Rota fri")
        assert "a milestone on 27 Nov: Rota" in screen_text(app)
        night.day = date(2026, 11, 28)
        await app.look(pilot)
        assert "Sat 28 Nov 2026" in screen_text(app)
        assert "a milestone on 4 Dec: Rota" in screen_text(app)
        await press(pilot, "enter")
        (decided,) = acme.read.detail(BETA).decisions
        assert decided.decided_on == date(2026, 11, 28)
        assert next(m for m in acme.read.plan(1).milestones if m.title == "Rota").due_on == date(2026, 12, 4)


async def test_the_time_left_to_accept_is_of_the_new_day(acme: Store, night: Night) -> None:
    acme.change_blocking(lambda do: do.acceptance.submit(BETA, date(2026, 11, 20), "Ana Kovač", 10))
    async with watched(acme, night.clock) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await press(pilot, "ctrl+g")
        assert "10 working days" in line_of(pilot, "submitted 20 Nov by Ana Kovač ·")
        night.fall()
        await app.look(pilot)
        assert "9 working days" in line_of(pilot, "submitted 20 Nov by Ana Kovač ·")


async def test_a_date_that_is_typed_in_a_what_if_means_another_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter", "m")
        await write(pilot, "mon")
        assert "Mon 23 Nov 2026" in screen_text(app)
        night.fall()
        await app.look(pilot)
        assert "Mon 30 Nov 2026" in screen_text(app)
        assert "Mon 30 Nov" in screen_lines(app)[0]
        await press(pilot, "enter", "enter")
        assert acme.read.milestones([BETA])[0].due_on == date(2026, 11, 30)


async def test_a_field_of_an_editor_means_another_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        app.post_message(MilestoneEditRequested(BETA))
        await settled(pilot)
        await go_to(pilot, "due_on")
        await write(pilot, "mon")
        assert "23 Nov 2026" in note_of(app, "due_on")
        night.fall()
        await app.look(pilot)
        assert "30 Nov 2026" in note_of(app, "due_on")
        await press(pilot, "ctrl+s")
        assert acme.read.milestones([BETA])[0].due_on == date(2026, 11, 30)


async def test_days_off_mean_another_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter", "O", "n")
        await write(pilot, "tomorrow Feast")
        assert "Mon 23 Nov 2026" in screen_text(app)
        night.fall()
        await app.look(pilot)
        assert "Tue 24 Nov 2026" in screen_text(app)
        await press(pilot, "enter")
        assert [holiday.day for holiday in acme.read.holidays(1)] == [date(2026, 11, 24)]


async def test_a_project_from_a_template_starts_on_the_new_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "N", "enter")
        await write(pilot, "Relaunch")
        assert "Mon 23 Nov 2026" in screen_text(app) or "Sun 22 Nov 2026" in screen_text(app)
        before = screen_text(app)
        night.day = date(2026, 12, 2)
        await app.look(pilot)
        assert screen_text(app) != before
        assert "Wed 2 Dec 2026 →" in screen_text(app)
        await press(pilot, "enter")
        made = next(s.project for s in acme.read.projects(night.day) if s.project.key != "ACME")
        assert made.start_on == night.day


async def test_a_filter_means_another_day(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        await press(pilot, "enter", "slash")
        await write(pilot, "due<tomorrow is:open")
        await press(pilot, "enter")
        assert "Load test" not in screen_text(app)
        night.day = date(2026, 12, 4)
        await app.look(pilot)
        assert "Load test" in screen_text(app)


async def test_a_program_that_was_stopped_overnight_knows_the_day_when_it_goes_on(acme: Store, night: Night) -> None:
    async with watched(acme, night.clock) as (pilot, app):
        night.fall()
        app.app_resume_signal.publish(app)
        await settled(pilot)
        assert "Mon 23 Nov" in screen_lines(app)[0]
