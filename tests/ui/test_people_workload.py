"""The workload grid as a person uses it: who has too much, what is behind it, giving work away, absences."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

import pytest
from busy_team import ANA, LEO, MIA, RAJ, TODAY, fill
from screens import assert_snapshot, first_line, last_line, line_of, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.monitoring import Absence
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.panels.identity import IdentityScreen
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.people.absences import AbsencePanel
from milestone_tui.ui.views.people.rows import Kind
from milestone_tui.ui.views.people.screen import PeopleScreen

MON = date(2026, 11, 23)


@pytest.fixture
def team(store: Store) -> Store:
    fill(store)
    return store


def app_on(store: Store, *, ascii_only: bool = False) -> MilestoneApp:
    return MilestoneApp(store, Clock.fixed(TODAY), ascii_only=ascii_only)


def screen_name(app: MilestoneApp) -> str:
    return type(app.screen).__name__


def people(pilot: Pilot[None]) -> PeopleScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PeopleScreen)
    return screen


def names(pilot: Pilot[None]) -> list[str]:
    return [row.name for row in people(pilot).grid.entries if row.kind is Kind.PERSON]


def effort(store: Store, title: str) -> dict[str, Decimal]:
    ids = {m.id for plan in store.read.everything() for m in plan.milestones if m.title == title}
    return {a.person: a.effort_days for a in store.read.assignments() if a.milestone_id in ids}


# Looking ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_who_has_too_much_is_seen_with_what_could_give_way(team: Store, size: tuple[int, int]) -> None:
    async with app_on(team).run_test(size=size) as pilot:
        await press(pilot, "6", "j", "j", "j")
        assert "Raj over by 5.1 days next week" in first_line(pilot)
        assert_snapshot(pilot.app, "workload")


async def test_the_grid_in_ascii(team: Store) -> None:
    async with app_on(team, ascii_only=True).run_test(size=(80, 24)) as pilot:
        await press(pilot, "6", "j", "j", "j")
        assert_snapshot(pilot.app, "workload-ascii")
        shown = "\n".join(line.replace("č", "c") for line in screen_lines(pilot.app))
        assert shown.isascii()


async def test_the_pane_tells_of_the_week_under_the_cursor(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j", "j", "j")
        text = screen_text(pilot.app)
        assert "Raj Patel  week of 23 Nov: 9.1 days of work, 4 can be done" in text
        assert "Architecture agreed could be 86 working days later" in text
        assert "Ana has 5 free days that week, Mia 3.6, Leo 3" in text
        assert line_of(pilot, "Interviews finished").split() == [
            *("NORD", "Interviews", "finished", "overdue", "1", "d", "+4", "d")
        ]
        await press(pilot, "l")
        assert "Raj Patel  week of 30 Nov: 3.5 days of work, 0.5 free" in screen_text(pilot.app)
        await press(pilot, "l", "l", "l")
        assert "week of 21 Dec: no work" in screen_text(pilot.app)
        await press(pilot, "k")
        assert "Mia Lind  week of 21 Dec: no work · absent 21-31 Dec, holiday" in screen_text(pilot.app)
        await press(pilot, "t", "h")
        assert people(pilot).grid.monday == MON, "the first week is the first"


async def test_the_weeks_pan_with_the_cursor(team: Store) -> None:
    async with app_on(team).run_test(size=(80, 24)) as pilot:
        await press(pilot, "6", *["right"] * 4)
        grid = people(pilot).grid
        assert grid.monday == MON + timedelta(weeks=4)
        assert grid.mondays[0] == MON + timedelta(weeks=2)
        assert line_of(pilot, "PERSON").split()[3:] == [*("7", "Dec", "14", "Dec", "21", "Dec", "28", "Dec", "LATER")]
        await press(pilot, *["left"] * 3)
        assert grid.mondays[0] == MON + timedelta(weeks=0)
        await press(pilot, "l", "t")
        assert grid.monday == MON


async def test_a_click_goes_to_a_cell_and_a_second_one_opens_it(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6")
        y = next(y for y, line in enumerate(screen_lines(pilot.app)) if line.startswith("  Raj"))
        x = screen_lines(pilot.app)[y].index("9.1 d")
        await pilot.click(offset=(x + 9, y))
        await settled(pilot)
        assert (people(pilot).grid.person_id, people(pilot).grid.monday) == (RAJ, MON + timedelta(weeks=1))
        await pilot.click(offset=(x + 9, y))
        await settled(pilot)
        assert isinstance(pilot.app.screen, MilestoneEditor)


async def test_people_are_sorted_by_name_or_by_load_and_that_is_remembered(team: Store) -> None:
    preferences = Preferences()
    app = MilestoneApp(team, Clock.fixed(TODAY), preferences=preferences)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6")
        assert names(pilot) == ["Ana Kovač", "Leo Brandt", "Mia Lind", "Raj Patel", "Tom Reed"]
        await press(pilot, "s")
        assert names(pilot)[:2] == ["Raj Patel", "Ana Kovač"]
        assert last_line(pilot) == "Sorted by load, the most overloaded first"
        assert preferences.views.people_order == "load"


async def test_the_filter_shows_people_by_name_or_by_their_milestones(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "slash", *"mia", "enter")
        assert names(pilot) == ["Mia Lind"]
        await press(pilot, "escape", "slash", "backspace", *"is:overdue", "enter")
        assert names(pilot) == ["Raj Patel"]
        assert "1 of 5" in screen_text(pilot.app)
        await press(pilot, "slash", "ctrl+u", *"zzz", "enter")
        assert "No person matches. Press esc to show all." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert len(names(pilot)) == 5


async def test_mine_shows_the_person_at_the_keyboard(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "at")
        assert isinstance(app.screen, IdentityScreen)
        await press(pilot, *"Raj Patel", "enter")
        assert names(pilot) == ["Raj Patel"] and "mine" in first_line(pilot)
        await press(pilot, "escape")
        assert len(names(pilot)) == 5


async def test_narrowed_are_the_people_of_a_project_with_all_their_work(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "2", "6")
        assert names(pilot) == ["Ana Kovač", "Leo Brandt", "Mia Lind", "Raj Patel", "Tom Reed"]
        await press(pilot, "1", "k", "2", "6")
        assert names(pilot) == ["Mia Lind", "Raj Patel"]
        assert first_line(pilot).startswith(" ◆ NORD Data lake  › People  all their work")
        assert "9.1 d" in line_of(pilot, "  Raj Patel"), "with what he does in ACME"
        await press(pilot, "p")
        assert len(names(pilot)) == 5


async def test_the_week_is_copied_as_text(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j", "j", "j", "y")
        assert app.clipboard.splitlines() == [
            "Raj Patel, week of 23 Nov: 9.1 days of work, 4 can be done",
            "NORD Architecture agreed, due 24 Nov: 3 d",
            "ACME Load test passed, due 27 Nov: 3 d",
            "NORD Data migrated, due 11 Dec: 2.1 d",
            "NORD Interviews finished, due 18 Nov: 1 d",
        ]


async def test_on_the_roles_no_week_is_copied_or_given(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "tab")
        for key in ("y", "m"):
            await press(pilot, key)
            assert last_line(pilot) == "Press tab for the workload, and choose a week there."


async def test_a_narrow_title_says_who_has_too_much_before_it_says_all_their_work(team: Store) -> None:
    async with app_on(team).run_test(size=(66, 24)) as pilot:
        await press(pilot, "6", "p")
        title = first_line(pilot)
        assert "  › People" in title
        assert "all their work" not in title
        assert "over by" in title
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "all their work" in first_line(pilot)
        assert "over by" in first_line(pilot)


async def test_a_week_explains_itself(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j", "j", "j")
        (found,) = people(pilot).explanations()
        assert (found.value, len(found.behind)) == ("9.1 d of 4 d", 4)
        await press(pilot, "tab")
        assert people(pilot).explanations() == ()


async def test_the_place_is_the_biggest_work_of_the_week(team: Store) -> None:
    async with app_on(team).run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j", "j", "j")
        place = people(pilot).place
        assert place.milestone_id is not None and place.wide
        assert team.read.milestone(place.milestone_id).title == "Architecture agreed"


# Opening ---------------------------------------------------------------------------------------------------


async def test_enter_opens_the_milestone_of_a_week_or_asks_which(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "enter")
        assert last_line(pilot) == "No work in this week. Choose another week."
        await press(pilot, "j", "j", "j", "enter")
        assert screen_name(app) == "PickMilestone"
        assert_snapshot(app, "pick-milestone")
        await press(pilot, "j", "enter")
        assert screen_name(app) == "MilestoneEditor" and "Load test passed" in first_line(pilot)
        await press(pilot, "escape", "l", "enter")
        assert screen_name(app) == "MilestoneEditor" and "Data migrated" in first_line(pilot)


# Giving work away ------------------------------------------------------------------------------------------


async def test_work_is_given_with_the_milestone_in_one_change(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j", "j", "j", "m")
        assert screen_name(app) == "PickMilestone"
        await press(pilot, "j", "enter")
        assert screen_name(app) == "GiveScreen"
        assert_snapshot(app, "give-work")
        await press(pilot, "j", "enter")
        assert last_line(pilot) == 'Gave 3 d of "Load test passed" to Mia Lind · u to undo'
        assert effort(team, "Load test passed") == {"Mia Lind": 3}
        assert next(m for m in team.read.plan(1).milestones if m.title == "Load test passed").owner == "Mia Lind"
        assert "Ana over by 3 days in the week of 30 Nov" in first_line(pilot)
        await press(pilot, "u")
        assert effort(team, "Load test passed") == {"Raj Patel": 3}
        assert "Raj over by 5.1 days next week" in first_line(pilot)


async def test_a_part_is_given_without_the_milestone(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "6", "j", "j", "j", "m", "enter")
        assert "3 d of 3 d of effort · with the milestone" in screen_text(app)
        await press(pilot, "left", "left")
        assert "2 d of 3 d of effort · not the milestone" in screen_text(app)
        await press(pilot, "enter")
        assert effort(team, "Architecture agreed") == {"Raj Patel": 1, "Mia Lind": 2}
        assert next(m for m in team.read.plan(2).milestones if m.title == "Architecture agreed").owner == "Raj Patel"


async def test_the_owner_may_keep_the_milestone(team: Store) -> None:
    async with app_on(team).run_test(size=(80, 24)) as pilot:
        await press(pilot, "6", "j", "j", "j", "m", "enter", "o", "enter")
        assert effort(team, "Architecture agreed") == {"Mia Lind": 3}
        assert next(m for m in team.read.plan(2).milestones if m.title == "Architecture agreed").owner == "Raj Patel"


async def test_work_that_somebody_else_changed_is_not_given(team: Store) -> None:
    with closing(Store.open(team.path, Clock.fixed(TODAY), "Ben")) as ben:
        async with app_on(team).run_test(size=(120, 40)) as pilot:
            await press(pilot, "6", "j", "j", "j", "m", "enter")
            id_ = next(m.id for m in ben.read.plan(2).milestones if m.title == "Architecture agreed")
            ben.change_blocking(lambda do: do.assignments.give(id_, RAJ, ANA, Decimal(1), Decimal(3), owner=False))
            await press(pilot, "enter")
            assert "Ben changed the effort" in last_line(pilot)
            assert effort(team, "Architecture agreed") == {"Raj Patel": 2, "Ana Kovač": 1}


# Absences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_absences_of_a_person(team: Store, size: tuple[int, int]) -> None:
    app = app_on(team)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "6", "j", "j", "O", "n", *"24 dec")
        assert screen_name(app) == "AbsencePanel"
        assert_snapshot(app, "absence")


async def test_an_absence_is_added_edited_deleted_and_seen_in_the_grid(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "O")
        assert screen_name(app) == "AbsencesScreen"
        assert "No absences yet. Press n to add one." in screen_text(app)
        for key in ("e", "d"):
            await press(pilot, key)
            assert last_line(pilot) == "No absence selected. Press n to add one."
        await press(pilot, "n", *"30 nov - 3 dec dentist", "enter")
        assert last_line(pilot) == "Added absence Mon 30 Nov → Thu 3 Dec 2026, 4 days, dentist · u to undo"
        assert team.read.absences(ANA) == (Absence(2, ANA, date(2026, 11, 30), date(2026, 12, 3), "dentist"),)
        await press(pilot, "escape", "l")
        assert "week of 30 Nov: 8 days of work, 1 can be done · absent 30 Nov - 3 Dec, dentist" in screen_text(app)
        await press(pilot, "e")
        assert "30 Nov - 3 Dec dentist" in screen_text(app)
        await press(pilot, "escape", "O", "e", *[*["backspace"] * 7, *"trip"], "enter")
        assert team.read.absences(ANA)[0].note == "trip"
        await press(pilot, "d")
        assert last_line(pilot) == "Deleted absence 30 Nov 2026 - 3 Dec 2026 trip · u to undo"
        assert team.read.absences(ANA) == ()
        await press(pilot, "u")
        assert len(team.read.absences(ANA)) == 1


@pytest.mark.parametrize(
    ("text", "mistake"),
    [("soon", '"soon" does not start with a date'), ("24 dec - 23 dec 2026", "is before"), ("", "Enter something")],
)
async def test_a_mistake_is_shown_below_the_line(team: Store, text: str, mistake: str) -> None:
    async with app_on(team).run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "O", "n", *["space" if letter == " " else letter for letter in text], "enter")
        assert isinstance(pilot.app.screen, AbsencePanel)
        assert mistake in screen_text(pilot.app)
        assert team.read.absences(ANA) == ()


async def test_a_typed_absence_is_kept_and_resumed(team: Store) -> None:
    app = app_on(team)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "6", "j", "O", "n", *"24 dec")
        app.keep_drafts()
        await settled(pilot)
        app.leave(0)
    other = _as_another_program(team)
    with closing(other):
        app = app_on(other)
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            assert 'Absence: "Leo Brandt"' in screen_text(app)
            await press(pilot, "enter")
            assert screen_name(app) == "AbsencePanel"
            await press(pilot, "enter")
            assert [absence.person_id for absence in other.read.absences()] == [MIA, LEO]


def _as_another_program(store: Store) -> Store:
    """The same file after its program has ended."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE draft SET process = 'another host/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
    return Store.open(store.path, Clock.fixed(TODAY), "ana")


async def test_a_person_who_is_deleted_closes_their_absences(team: Store) -> None:
    with closing(Store.open(team.path, Clock.fixed(TODAY), "Ben")) as ben:
        async with app_on(team).run_test(size=(100, 30)) as pilot:
            await press(pilot, "6", "O")
            ben.change_blocking(lambda do: do.people.delete(ANA))
            team.poll()
            await settled(pilot)
            assert last_line(pilot) == "That person was deleted."
            assert names(pilot)[0] == "Leo Brandt"
