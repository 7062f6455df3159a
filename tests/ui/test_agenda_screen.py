"""The agenda on the screen: what is seen, what a key does to the database, and where the cursor goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from agenda_project import TODAY, agenda_store, day
from screens import assert_snapshot, first_line, last_line, line_of, press, screen_lines, screen_text
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.risk import RiskEditor
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.agenda.screen import AgendaScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = agenda_store(tmp_path / "m.db")
    yield store
    store.close()


def app_of(store: Store, me: str = "Ana Kovač", settings: Path | None = None) -> MilestoneApp:
    preferences = Preferences(path=settings)
    preferences.settings = preferences.settings._replace(me=me)
    return MilestoneApp(store, Clock.fixed(TODAY), preferences=preferences)


def agenda(pilot: Pilot[Any]) -> AgendaScreen:
    screen = pilot.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


def current(pilot: Pilot[Any]) -> str:
    item = agenda(pilot).table.current
    assert item is not None
    return item.subject.title


def titles(pilot: Pilot[Any]) -> list[str]:
    return [item.subject.title for item in agenda(pilot).table.items]


def named(store: Store, title: str) -> Milestone:
    return next(m for plan in store.read.everything() for m in plan.milestones if m.title == title)


async def go_to(pilot: Pilot[Any], title: str) -> None:
    await press(pilot, "g")
    while current(pilot) != title:
        await press(pilot, "j")


# What is seen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_due_is_seen_in_groups(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "3", "j", "j")
        assert current(pilot) == "Beta release"
        assert_snapshot(pilot.app, "agenda")


async def test_on_the_smallest_screen_the_essential_columns_stay(store: Store) -> None:
    async with app_of(store).run_test(size=(60, 15)) as pilot:
        await press(pilot, "3")
        assert screen_lines(pilot.app)[1].split() == ["DUE", "PROJECT", "MILESTONE", "SLIP"]
        late = "16 Nov 2 d late ACME Interviews finished +2 d"
        assert line_of(pilot, "Interviews").removeprefix("▌◆").split() == late.split()


async def test_every_group_has_its_count(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        text = screen_text(pilot.app)
        heads = ("OVERDUE  1", "TODAY  1", "THIS WEEK  1", "NEXT WEEK  2", "NEXT 30 DAYS  1", "LATER  2", "NO DATE  1")
        more = ("AWAITING ACCEPTANCE  1", "REVIEWS DUE  1", "DONE IN THE LAST TWO WEEKS  1")
        assert [head for head in (*heads, *more) if f"\n {head}" not in text] == []
        assert "1 overdue · 2 this week · 1 awaits sign-off · Wed 18 Nov" in first_line(pilot)
        assert "new  " not in text


async def test_a_payment_is_to_invoice_on_its_day(store: Store) -> None:
    payment = named(store, "First instalment")
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        assert "TO INVOICE" not in screen_text(pilot.app)
        store.change_blocking(lambda do: do.milestones.move_all({payment.id: TODAY}, {}))
        store.poll()
        await press(pilot)
        assert "TO INVOICE  1" in screen_text(pilot.app)


async def test_a_risk_is_read_in_the_pane_and_is_no_milestone(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        await go_to(pilot, "Vendor late")
        assert "NORD R1 Vendor late · risk · probability 4 × impact 5 = 20 · review in 2 days" in screen_text(pilot.app)
        await press(pilot, "space")
        assert "not a milestone" in last_line(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RiskEditor)


async def test_float_and_what_it_waits_for(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        assert line_of(pilot, "Load test passed").split()[-4:] == ["0", "wd", "Beta", "release"]
        assert line_of(pilot, "Handover").endswith("Ana Kovač"), "who is to accept it"


async def test_an_empty_agenda_names_the_way_out(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    async with app_of(store).run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert "Nothing is due. Press 1 to add projects and their milestones." in screen_text(pilot.app)
        await press(pilot, "space", "o", "y", "enter", "comma", "right_square_bracket", "p")
        assert isinstance(pilot.app.screen, AgendaScreen)
    store.close()


# Acting ----------------------------------------------------------------------------------------------------------


async def test_a_tick_is_written_and_the_cursor_goes_to_what_is_next(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "space")
        assert named(store, "Interviews finished").done_on == TODAY
        assert current(pilot) == "Prototype accepted"
        assert "DONE IN THE LAST TWO WEEKS  2" in screen_text(pilot.app)
        await press(pilot, "u")
        assert named(store, "Interviews finished").is_open
        assert "OVERDUE  1" in screen_text(pilot.app)


async def test_unmet_criteria_are_asked_about(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "j", "j", "space")
        assert "Notes approved" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert named(store, "Beta release").is_open


async def test_the_approver_signs_off(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        await press(pilot, *["right_square_bracket"] * 7)
        assert current(pilot) == "Handover"
        await press(pilot, "a")
        assert 'Accept "Handover"?' in screen_text(pilot.app)
        await press(pilot, "enter")
        handover = named(store, "Handover")
        assert (handover.state, handover.accepted_on) == (MilestoneState.DONE, TODAY)
        assert "AWAITING" not in screen_text(pilot.app)


async def test_a_move_is_a_what_if_that_comes_back_to_the_row(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "j", "j", "greater_than_sign")
        assert isinstance(pilot.app.screen, WhatIfScreen)
        assert "push  drag  only this" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert current(pilot) == "Beta release"
        assert named(store, "Beta release").due_on == day(4)
        await press(pilot, "greater_than_sign", "enter")
        assert named(store, "Beta release").due_on == day(11)
        assert named(store, "Load test passed").due_on == day(12), "it is pushed to the next working day"
        assert current(pilot) == "Beta release", "the cursor follows into the other group"
        assert "and 1 more · u to undo" in last_line(pilot)


async def test_a_date_is_typed_and_a_done_date_moves(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        await go_to(pilot, "Someday")
        await press(pilot, "full_stop")
        assert "has no date" in last_line(pilot)
        await press(pilot, "m", *"4 dec", "enter", "enter")
        assert named(store, "Someday").due_on == date(2026, 12, 4)
        await go_to(pilot, "Kick-off")
        await press(pilot, "comma", "enter")
        assert named(store, "Kick-off").done_on == day(-7)
        assert current(pilot) == "Kick-off"


async def test_enter_edits_in_place(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "j", "enter")
        assert isinstance(pilot.app.screen, MilestoneEditor)
        await press(pilot, "ctrl+u", *"Prototype shown", "ctrl+s", "escape")
        assert current(pilot) == "Prototype shown"


async def test_what_somebody_else_changes_is_seen(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "raj")
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3")
        late = named(store, "Interviews finished")
        other.change_blocking(lambda do: do.milestones.edit(late.id, {"title": "Interviews over"}, {}))
        store.poll()
        await press(pilot)
        assert current(pilot) == "Interviews over"
        other.change_blocking(lambda do: do.milestones.delete((late.id,)))
        store.poll()
        await press(pilot)
        assert "OVERDUE" not in screen_text(pilot.app)
        assert current(pilot) == "Prototype accepted"
    other.close()


# Looking ---------------------------------------------------------------------------------------------------------


async def test_what_must_i_do_this_week_is_two_keys(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "at")
        assert titles(pilot) == ["Prototype accepted", "Beta release", "Go-live", "Handover", "Kick-off"]
        assert "2 this week · 1 awaits sign-off" in first_line(pilot)
        await press(pilot, "at")
        assert len(titles(pilot)) == 12


async def test_mine_is_asked_once_where_nobody_is_known(store: Store) -> None:
    async with app_of(store, me="").run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "at")
        assert not isinstance(pilot.app.screen, AgendaScreen)
        await press(pilot, *"Raj Patel", "enter")
        assert "Interviews finished" in titles(pilot)
        assert "Beta release" not in titles(pilot)


async def test_mine_works_on_projects_and_the_timeline_too(store: Store) -> None:
    async with app_of(store, me="Mia Berg").run_test(size=(120, 45)) as pilot:
        await press(pilot, "at")
        assert "NORD" in screen_text(pilot.app) and "ACME" not in screen_text(pilot.app)
        await press(pilot, "at")
        assert "ACME" in screen_text(pilot.app)
        await press(pilot, "j", "enter", "at")
        timeline = pilot.app.screen
        assert isinstance(timeline, TimelineScreen)
        assert [timeline.filter_bar.text, len(timeline.chart.milestone_ids)] == ["@me", 1]


async def test_mine_joins_what_is_filtered_already(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "slash", *"go or beta", "enter", "at")
        assert titles(pilot) == ["Beta release", "Go-live"]
        assert agenda(pilot).filter_bar.text == "(go or beta) @me"
        await press(pilot, "escape")
        assert len(titles(pilot)) == 12


async def test_the_filter_has_the_words_of_projects_and_goes_along(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "slash", *"nordbank -is:done", "enter", "3")
        assert agenda(pilot).filter_bar.text == "nordbank -is:done"
        assert "Architecture agreed" in titles(pilot) and "Beta release" not in titles(pilot)
        assert "Kick-off" not in titles(pilot)
        await go_to(pilot, "Go-live")
        await press(pilot, "2")
        timeline = pilot.app.screen
        assert isinstance(timeline, TimelineScreen) and timeline.chart.current is not None
        assert (timeline.chart.current.title, timeline.filter_bar.text) == ("Go-live", "-is:done")


async def test_from_a_project_it_opens_narrowed_on_the_milestone(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "enter", "3")
        assert "ACME Customer portal  › Agenda" in first_line(pilot)
        assert {item.project.key for item in agenda(pilot).table.items} == {"ACME"}
        assert " PROJECT " not in screen_text(pilot.app)
        await press(pilot, "p")
        assert "all projects" in first_line(pilot)
        await go_to(pilot, "Go-live")
        await press(pilot, "p")
        assert "NORD Data lake  › Agenda" in first_line(pilot)
        assert current(pilot) == "Go-live"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ProjectsScreen)


async def test_a_narrowed_agenda_closes_when_its_project_is_deleted(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "enter", "3")
        store.change_blocking(lambda do: do.projects.delete(1))
        store.poll()
        await press(pilot)
        assert isinstance(pilot.app.screen, ProjectsScreen)


async def test_it_is_grouped_by_project_or_owner_and_remembers_that(store: Store) -> None:
    app = app_of(store)
    async with app.run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "o")
        assert [line.strip() for line in screen_lines(app) if line.strip() in ("ACME  4", "NORD  5")] == [
            "ACME  4",
            "NORD  5",
        ]
        await press(pilot, "o")
        assert "Raj Patel  4" in screen_text(app) and "no owner  1" in screen_text(app)
        assert app.context.preferences.views.agenda_groups == "owner"
        await press(pilot, "o")
        assert "OVERDUE  1" in screen_text(app)


async def test_brackets_go_from_group_to_group(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "right_square_bracket", "right_square_bracket")
        assert current(pilot) == "Beta release"
        await press(pilot, "left_square_bracket")
        assert current(pilot) == "Prototype accepted"
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert "This is the first group." in last_line(pilot)
        await press(pilot, "G", "right_square_bracket")
        assert "This is the last group." in last_line(pilot)


async def test_the_list_shown_is_copied_as_text(store: Store) -> None:
    app = app_of(store)
    async with app.run_test(size=(120, 45)) as pilot:
        await press(pilot, "3", "at", "y")
        copied = app.clipboard.splitlines()
        assert copied[:2] == ["TODAY 1", "     Wed  today        ACME  Prototype accepted  @ana        0 d"]
        assert "Copied 5 lines to the clipboard" in last_line(pilot)


async def test_the_counts_of_the_first_screen_lead_here(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 45)) as pilot:
        await press(pilot)
        line = first_line(pilot)
        assert "1 overdue · 2 due this week · Wed 18 Nov" in line
        await pilot.click("TitleBar", offset=(line.index("2 due"), 0))
        await press(pilot)
        assert current(pilot) == "Interviews finished"
