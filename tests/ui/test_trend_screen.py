"""View 4 with the milestone trend: what it shows, the cursor, its keys, and what other views take over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from moving_dates import TODAY, MovingClock, moving_store
from screens import assert_snapshot, last_line, line_of, press, screen_lines, screen_text

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.trend.screen import TrendScreen

CLOCK = Clock.fixed(TODAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = moving_store(tmp_path / "m.db")
    yield made
    made.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_chart_beside_its_list_and_the_story_below(store: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4")
        assert isinstance(app.screen, TrendScreen)
        assert_snapshot(app, "trend")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_in_ascii_every_character_is_ascii(store: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(store, CLOCK, ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "j", "j")
        assert screen_text(app).isascii()
        assert_snapshot(app, "trend-ascii")


@pytest.mark.parametrize("size", [(60, 15), (220, 60)])
async def test_other_sizes(store: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "j")
        assert "Load test" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await press(pilot, "k")
        assert "slipping" in line_of(pilot, "Load test passed")


async def test_the_cursor_starts_at_the_first_open_milestone_and_the_story_follows_it(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert "moved 3 times: 19 Nov → 24 Nov → 21 Nov → 28 Nov   at this rate 29 Nov" in screen_text(app)
        assert "scope (1), estimate (1), client input late (1) · last confirmed 11 days ago" in screen_text(app)
        await press(pilot, "k")
        assert "Prototype accepted  never moved, due 10 Nov   done 9 Nov" in screen_text(app)


async def test_the_place_comes_from_the_timeline_and_goes_back(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2")
        timeline = app.screen
        assert isinstance(timeline, TimelineScreen)
        await press(pilot, "G", "4")
        trend = app.screen
        assert isinstance(trend, TrendScreen)
        assert timeline.place.milestone_id == trend.place.milestone_id
        await press(pilot, "g", "j", "2")
        assert isinstance(app.screen, TimelineScreen)
        assert app.screen.place.milestone_id == trend.place.milestone_id == 2
        await press(pilot, "4", "escape")
        assert app.screen.place.project_id == 1


async def test_o_goes_through_the_reporting_dates(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        weeks = screen_text(app)
        await press(pilot, "o")
        assert last_line(pilot) == "Reporting dates: months"
        assert screen_text(app) != weeks
        await press(pilot, "o")
        assert last_line(pilot) == "Reporting dates: reviews"
        await press(pilot, "o", "j", "k")
        assert screen_text(app) == weeks


async def test_enter_edits_and_the_chart_follows_the_change(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4", "enter")
        assert isinstance(app.screen, MilestoneEditor)
        await press(pilot, "escape")
        store.change_blocking(lambda do: do.milestones.edit(3, {"due_on": date(2027, 3, 1)}, {}))
        store.poll()
        await press(pilot, "j")
        assert " 1 Mar" in line_of(pilot, "f ◆ Load test passed")
        await press(pilot, "u")
        assert " 7 Dec" in line_of(pilot, "c ◆ Load test passed")


async def test_y_copies_the_story(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4", "y")
        assert app.clipboard == (
            "ACME Beta release: late shock, moved 3 times: 19 Nov → 24 Nov → 21 Nov → 28 Nov   at this rate 29 Nov"
            " · scope (1), estimate (1), client input late (1) · last confirmed 11 days ago"
        )


async def test_a_date_that_has_passed_needs_a_new_date(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(date(2026, 12, 1)))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert "Beta release  moved 3 times" in screen_text(app)
        assert "needs a new date" in screen_text(app)


async def test_an_empty_project_says_how_to_begin(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "m.db", CLOCK, "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert "No milestone has a date yet. Press 2" in screen_text(app)
        await press(pilot, "e")
        assert last_line(pilot) == "No milestone selected."
    store.close()


async def test_many_milestones_are_drawn_26_at_a_time(tmp_path: Path) -> None:
    moving = MovingClock(TODAY - timedelta(60))
    store = Store.open(tmp_path / "m.db", moving.clock, "ana")

    def create(do: Commands) -> None:
        do.projects.create({"key": "ACME", "name": "Portal"})
        for n in range(60):
            do.milestones.create(1, {"title": f"Step {n:02}", "due_on": TODAY + timedelta(1 + 3 * n)})

    store.change_blocking(create)
    moving.day = TODAY
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert isinstance(app.screen, TrendScreen)
        plot = app.screen.plot.plot
        assert plot is not None
        assert [series.end for series in plot.series if len(series.end) == 1 and series.end.isalpha()][-1] == "a"
        assert len([series for series in plot.series if series.end.isalpha()]) == 26
        await press(pilot, "G")
        plot = app.screen.plot.plot
        assert plot is not None
        assert [series.end for series in plot.series if series.end.isalpha()] == [*"abcdefg", "h"]
        assert "h ◆ Step 59" in line_of(pilot, "Step 59")
    store.close()


async def test_calibration_is_below_the_list(tmp_path: Path) -> None:
    moving = MovingClock(TODAY - timedelta(90))
    store = Store.open(tmp_path / "m.db", moving.clock, "ana")

    def create(do: Commands) -> None:
        do.projects.create({"key": "ACME", "name": "Portal"})
        do.projects.create({"key": "NORD", "name": "Lake"})
        for n in range(10):
            due_on = TODAY - timedelta(20)
            do.milestones.create(1 + n // 5, {"title": f"Step {n}", "due_on": due_on})

    store.change_blocking(create)
    moving.day = TODAY
    store.change_blocking(lambda do: do.milestones.tick_all(range(1, 6), TODAY - timedelta(14)))
    store.change_blocking(lambda do: do.milestones.tick_all(range(6, 11), TODAY - timedelta(20)))
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        told = " ".join(" ".join(line[75:].split()) for line in screen_lines(app)[3:36])
        assert "Done a median of 6 days after the date held 30 days before (5 milestones), in all projects a" in told
        assert "a median of 3 days after it (10 milestones)" in told
        assert isinstance(app.screen, TrendScreen)
        figures = [one.figure for one in app.screen.explanations()]
        assert figures == ["Trend", "At this rate", "Calibration"]
    store.close()


async def test_what_x_explains(store: Store) -> None:
    app = MilestoneApp(store, CLOCK)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert isinstance(app.screen, TrendScreen)
        trend, rate, closer, known = app.screen.explanations()
        assert (trend.value, trend.numbers) == ("late shock", "21 Nov → 28 Nov → 28 Nov → 28 Nov · +7 d, 0 d, 0 d")
        assert (rate.value, rate.behind[0].title) == ("29 Nov", "Beta release")
        assert closer.figure == "Compression"
        assert [behind.title for behind in closer.behind] == ["Client sign-off", "Go-live"]
        assert known.value == "–"
