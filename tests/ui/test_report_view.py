"""View 8: what a person sees of a report, for whom and about which days, and how it scrolls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from editing import TODAY
from screens import assert_snapshot, first_line, last_line, line_of, on_top, press, screen_lines, screen_text
from textual import events
from textual.pilot import Pilot
from watching import watched

from milestone_tui.config import Settings
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.reporting import ReportSubject
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.words import read_words
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.report.period import PeriodPanel
from milestone_tui.ui.views.report.screen import ReportScreen

CLOCK = Clock.fixed(TODAY)
SIZES = ((80, 24), (120, 40))


def app_of(store: Store, **options: Any) -> MilestoneApp:
    return MilestoneApp(store, CLOCK, **options)


def report_of(pilot: Pilot[None]) -> ReportScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ReportScreen)
    return screen


def seen(pilot: Pilot[None]) -> StoreScreen:
    screen = pilot.app.screen
    assert isinstance(screen, StoreScreen)
    return screen


def markdown(store: Store, audience: Audience) -> str:
    states = store.report_states(store.read, ReportSubject("ACME"), audience, TODAY)
    return to_markdown(status_report(states, audience, read_words()))


# What it shows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_it_shows_what_the_client_gets_and_tab_what_stays_inside(demo: Store, size: tuple[int, int]) -> None:
    async with app_of(demo).run_test(size=size) as pilot:
        undoable = demo.read.undoable()
        await press(pilot, "j", "8")
        assert "for the client" in first_line(pilot)
        assert_snapshot(pilot.app, "report-client")
        assert demo.read.undoable() == undoable, "the key that opens it does nothing else"
        await press(pilot, "tab")
        assert "Internal · since" in screen_text(pilot.app)
        assert_snapshot(pilot.app, "report-internal")


@pytest.mark.parametrize("size", SIZES)
async def test_the_timeline_and_the_charts_are_drawn(demo: Store, size: tuple[int, int]) -> None:
    async with app_of(demo).run_test(size=size) as pilot:
        await press(pilot, "j", "8", *["ctrl+d"] * 3)
        assert_snapshot(pilot.app, "report-below")
        await press(pilot, "G")
        assert "below" not in screen_text(pilot.app)
        assert_snapshot(pilot.app, "report-end")


@pytest.mark.parametrize("size", SIZES)
async def test_in_ascii_every_sign_is_ascii(acme: Store, size: tuple[int, int]) -> None:
    ana = next(person for person in acme.read.people() if person.name == "Ana Kovač")
    acme.change_blocking(lambda do: do.people.edit(ana.id, {"name": "Ana Kovac"}, {}))
    async with app_of(acme, ascii_only=True).run_test(size=size) as pilot:
        await press(pilot, "8")
        while "below" in screen_text(pilot.app):
            assert screen_text(pilot.app).isascii()
            await press(pilot, "pagedown")
        assert screen_text(pilot.app).isascii()
        assert_snapshot(pilot.app, "report-ascii")


@pytest.mark.parametrize("size", [(60, 15), (220, 60), (80, 19)])
async def test_other_sizes(demo: Store, size: tuple[int, int]) -> None:
    async with app_of(demo).run_test(size=size) as pilot:
        await press(pilot, "j", "8")
        assert "where we stand on 22 November 2026" in screen_text(pilot.app)
        assert "o changes that" in screen_text(pilot.app)
        assert last_line(pilot).startswith("tab client, internal   o period   w write")
        await pilot.resize_terminal(80, 24)
        await press(pilot, "j")
        assert "where we stand" not in screen_text(pilot.app)


async def test_an_empty_project_says_so(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": "NEW", "name": "New shop"}))
    async with app_of(store).run_test(size=(80, 24)) as pilot:
        await press(pilot, "8")
        assert "New shop: where we stand on 22 November 2026" in screen_text(pilot.app)
        assert "No milestones yet." in screen_text(pilot.app)
        assert_snapshot(pilot.app, "report-empty")


async def test_the_words_are_those_of_the_settings(demo: Store) -> None:
    preferences = Preferences(Settings(report_words="de"))
    async with app_of(demo, preferences=preferences).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8")
        assert "22. November 2026" in screen_text(pilot.app)


async def test_words_that_cannot_be_read_are_a_sentence_in_the_view(demo: Store, tmp_path: Any) -> None:
    (tmp_path / "mine.toml").write_text("head = 3\n")
    preferences = Preferences(Settings(report_words="mine.toml"), path=tmp_path / "settings.toml")
    async with app_of(demo, preferences=preferences).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8")
        assert 'In mine.toml, "head" is not a text.' in screen_text(pilot.app)
        assert "write" not in last_line(pilot)
        await press(pilot, "w")
        assert last_line(pilot) == "There is no report to write or copy."


# Scrolling -----------------------------------------------------------------------------------------------------


async def test_it_scrolls_by_keys_and_wheel(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8")
        page = report_of(pilot).page
        places = []
        for key in ("j", "down", "k", "ctrl+d", "ctrl+u", "pagedown", "g", "G", "up", "home"):
            await press(pilot, key)
            places.append(page.scroll_offset.y)
        end = places[7]
        half, whole = page.size.height // 2, page.size.height
        assert places == [1, 2, 1, 1 + half, 1, 1 + whole, 0, end, end - 1, 0]
        assert f" {end} lines below " in screen_text(pilot.app)
        await pilot._post_mouse_events([events.MouseScrollDown], offset=(20, 6))
        await press(pilot)
        assert page.scroll_offset.y == 3


async def test_what_somebody_else_changes_is_shown_at_the_same_place(acme: Store, ben: Store) -> None:
    async with watched(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, "8", "j", "j")
        ben.change_blocking(lambda do: do.milestones.edit(1, {"title": "Prototype of Ben"}, {}))
        await app.look(pilot)
        await press(pilot)
        screen = report_of(pilot)
        assert screen.page.scroll_offset.y == 2
        assert screen.shown is not None and screen.shown.made is not None
        assert "Prototype of Ben" in to_markdown(screen.shown.made.report)


async def test_a_project_that_somebody_deletes_leads_back(acme: Store, ben: Store) -> None:
    async with watched(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, "8")
        ben.change_blocking(lambda do: do.projects.delete(1))
        await app.look(pilot)
        await press(pilot)
        assert on_top(app) is ProjectsScreen
        assert "ACME was deleted." in screen_lines(app)[-1]


# Going there and on ----------------------------------------------------------------------------------------------


async def test_the_project_the_milestone_and_the_filter_stay(demo: Store) -> None:
    async with app_of(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "enter", "j", "j")
        place = seen(pilot).place
        assert place.milestone_id is not None
        await press(pilot, "8", "j", "2")
        assert seen(pilot).place == place
        await press(pilot, "8", "escape")
        assert on_top(pilot.app) is ProjectsScreen


async def test_y_copies_what_is_shown_as_markdown(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "y")
        assert pilot.app.clipboard == markdown(demo, Audience.CLIENT)
        assert last_line(pilot) == "Copied the report for the client as Markdown"
        await press(pilot, "tab", "y")
        assert pilot.app.clipboard == markdown(demo, Audience.INTERNAL)


async def test_p_goes_to_the_client_and_inside_to_all_projects(demo: Store) -> None:
    async with app_of(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "8", "p")
        assert "Acme Corp  › Report" in first_line(pilot)
        await press(pilot, "p")
        assert "ACME Customer portal  › Report" in first_line(pilot)
        await press(pilot, "tab", "p", "p")
        assert "All projects  › Report" in first_line(pilot)
        assert "HELIO" in screen_text(pilot.app)
        await press(pilot, "tab")
        assert last_line(pilot) == "A report on all projects is internal. Press p for this project."


async def test_a_project_without_a_client_is_all_that_there_is_for_a_client(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": "NEW", "name": "New shop"}))
    async with app_of(store).run_test(size=(80, 24)) as pilot:
        await press(pilot, "8", "p")
        assert "This project has no client." in last_line(pilot)


# The period ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_period_is_typed_or_chosen(demo: Store, size: tuple[int, int]) -> None:
    async with app_of(demo).run_test(size=size) as pilot:
        await press(pilot, "j", "8", "o")
        assert on_top(pilot.app) is PeriodPanel
        assert_snapshot(pilot.app, "report-period")
        await press(pilot, *"oct")
        assert "October 2026: 1 Oct – 31 Oct, 31 days" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "where we stand on 31 October 2026" in screen_text(pilot.app)
        assert "31 Oct 2026" in first_line(pilot) and "About October 2026; o changes that" in screen_text(pilot.app)
        await press(pilot, "o", *["up"] * 7, "enter")
        assert "Since the last report of 6 Nov; o changes that" in screen_text(pilot.app)


async def test_the_arrow_keys_put_periods_into_the_field(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "o", *["down"] * 4)
        assert line_of(pilot, "Period ").split() == ["▌Period", "last", "month"]
        assert line_of(pilot, "•").split()[1:3] == ["last", "month"]
        await pilot.click(offset=(6, next(n for n, line in enumerate(screen_lines(pilot.app)) if "7 days" in line)))
        await press(pilot)
        assert line_of(pilot, "Period ").split() == ["▌Period", "7", "days"]
        await press(pilot, "enter")
        assert "since 15 November" in screen_text(pilot.app)


async def test_all_projects_begin_seven_days_ago(demo: Store) -> None:
    async with app_of(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "8", "tab", "p", "p")
        assert "All projects: where we stand" in screen_text(pilot.app)
        assert "Internal · since 15 November" in screen_text(pilot.app)
        assert "Since 15 Nov: no earlier report on these projects; o changes that" in screen_text(pilot.app)
        await press(pilot, "o")
        listed = [line.split() for line in screen_lines(pilot.app) if "7 days" in line]
        assert listed == [["•", "7", "days", "16", "Nov", "–", "22", "Nov"]], "once, as the usual period"


async def test_a_mistake_is_told_beside_the_field(demo: Store) -> None:
    async with app_of(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "8", "o", *"soonish", "enter")
        assert "not a period" in line_of(pilot, "soonish")
        await press(pilot, "escape")
        assert "Since the last report of 6 Nov" in screen_text(pilot.app)


async def test_a_period_before_the_project_says_so(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "o", *"2019", "enter")
        assert "ACME" in line_of(pilot, "no project")
        await press(pilot, "o", *["up"] * 7, "enter")
        assert "where we stand" in screen_text(pilot.app)


async def test_this_month_goes_on_to_mean_it(demo: Store) -> None:
    day = [TODAY]
    async with watched(demo, Clock(lambda: day[0], CLOCK.now), size=(80, 24)) as (pilot, app):
        await press(pilot, "j", "8", "o", *"this month", "enter")
        assert "since 31 October" in screen_text(app)
        day[0] = date(2026, 12, 1)
        await app.look(pilot)
        await press(pilot)
        assert "since 30 November" in screen_text(app)
        day[0] += timedelta(1)


async def test_an_earlier_day_has_its_own_report(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "T", *"1 nov", "enter")
        assert "where we stand on 1 November 2026" in screen_text(pilot.app)
        assert "as of 1 Nov 2026 · read-only" in first_line(pilot)
        await press(pilot, "T")
        assert "where we stand on 22 November 2026" in screen_text(pilot.app)
