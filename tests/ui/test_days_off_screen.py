from datetime import date
from pathlib import Path

import pytest
from screens import assert_snapshot, on_top, press, screen_lines, screen_text
from stage import StageApp

from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.store import Store
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.project import ProjectEditor
from milestone_tui.ui.messages import DaysOffRequested, ProjectEditRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

DAYS = [
    HolidayInput(date(2026, 5, 1), "Labour Day"),
    HolidayInput(date(2026, 12, 25), "Christmas"),
    HolidayInput(date(2026, 12, 26), "Boxing Day"),
    HolidayInput(date(2027, 1, 18), "Company day"),
]


@pytest.fixture
def acme(small: Store) -> Store:
    small.change_blocking(lambda do: do.holidays.add(1, DAYS))
    return small


def app_of(store: Store) -> StageApp:
    def first(context: Context) -> DaysOffScreen:
        return DaysOffScreen(context, 1)

    return StageApp(store, screen=first)


def days(store: Store) -> list[tuple[str, str]]:
    return [(holiday.day.isoformat(), holiday.name) for holiday in store.read.holidays(1)]


def cursor(app: StageApp) -> str:
    return " ".join(next(line for line in screen_lines(app) if line.startswith("▌")).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_days_by_year_with_what_stands_on_them(acme: Store, size: tuple[int, int]) -> None:
    app = app_of(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert_snapshot(app, "days-off")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_line_that_adds_one(acme: Store, size: tuple[int, int]) -> None:
    app = app_of(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n", *"24 dec - 2 jan Shutdown")
        assert_snapshot(app, "days-off-add")


async def test_a_day_is_added_by_hand_and_taken_back(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"31 dec New Year's Eve", "enter")
        assert ("2026-12-31", "New Year's Eve") in days(acme)
        assert cursor(app) == "▌ Thu 31 Dec New Year's Eve"
        assert screen_lines(app)[-1] == " Added 1 day off to ACME · u to undo"
        await press(pilot, "u")
        assert len(days(acme)) == 4


async def test_a_span_takes_what_is_not_there_yet(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"24 dec - 27 dec Shutdown", "enter")
        assert screen_lines(app)[-1] == " Added 2 days off to ACME; 2 were already there · u to undo"
        assert ("2026-12-25", "Christmas") in days(acme), "what is there keeps its name"


async def test_a_day_is_deleted_and_so_are_all(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "d")
        assert screen_lines(app)[-1] == " Deleted Fri 25 Dec 2026 Christmas · u to undo"
        assert cursor(app).startswith("▌ Sat 26 Dec")
        await press(pilot, "colon", *"delete all", "enter")
        assert days(acme) == []
        assert isinstance(screen := app.screen, DaysOffScreen)
        assert "delete" not in {hint.does for hint in screen.key_bar.hints}, "nothing to delete"
        assert "No days off yet" in screen_text(app)
        await press(pilot, "d")
        assert screen_lines(app)[-1] == " No day off selected. Press n to add one."
        await press(pilot, "u", "u")
        assert len(days(acme)) == 4


async def test_those_of_a_country_are_taken_for_the_years_of_the_plan(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "I")
        assert "for 2026 to 2028" in screen_text(app)
        await press(pilot, *"DE", "enter")
        assert ("2026-10-03", "German Unity Day") in days(acme)
        assert {day[:4] for day, _ in days(acme)} == {"2026", "2027", "2028"}
        assert acme.read.project(1).calendar.is_working(date(2026, 12, 25)) is False
        await press(pilot, "u")
        assert len(days(acme)) == 4


async def test_a_country_that_there_is_not_is_refused_with_the_nearest(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "I", *"Germny", "enter")
        assert 'There is no country "Germny". Similar: DE (Germany)' in " ".join(screen_text(app).split())
        await press(pilot, "ctrl+u", *"DE", "enter")
        assert on_top(app) is DaysOffScreen


async def test_those_of_a_file_are_taken(acme: Store, tmp_path: Path) -> None:
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261224", "SUMMARY:Eve", "END:VEVENT"]
    lines += ["BEGIN:VEVENT", "DTSTART:20261224T100000", "SUMMARY:Party", "END:VEVENT", "END:VCALENDAR"]
    (tmp_path / "x.ics").write_text("\r\n".join(lines))
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "I", *str(tmp_path / "none.ics"), "enter")
        assert "no such file" in " ".join(screen_text(app).split())
        await press(pilot, "ctrl+u", *str(tmp_path / "x.ics"), "enter")
        assert ("2026-12-24", "Eve") in days(acme)
        assert screen_lines(app)[-1] == " Added 1 day off to ACME; 1 skipped · u to undo"


async def test_a_file_without_a_day_in_these_years_says_so(acme: Store, tmp_path: Path) -> None:
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20011224", "END:VEVENT", "END:VCALENDAR"]
    (tmp_path / "x.ics").write_text("\r\n".join(lines))
    app = app_of(acme)
    async with app.run_test(size=(100, 24)) as pilot:
        await press(pilot, "I", *str(tmp_path / "x.ics"), "enter")
        assert "That file has no days off in 2026 to 2028." in screen_text(app)


async def test_weeks_that_end_on_thursday(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "E", "ctrl+u", *"sun-thu")
        assert "working week Sun-Thu" in screen_text(app)
        await press(pilot, "enter")
        assert acme.read.project(1).working_days == 0b1001111
        assert "working week Sun-Thu" in screen_lines(app)[0]
        assert cursor(app).endswith("weekend"), "25 Dec is a Friday"
        await press(pilot, "E", "ctrl+u", *"nope", "enter")
        assert '"nope" is not a weekday' in screen_text(app)


async def test_a_line_that_says_nothing_is_not_taken(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "enter")
        assert "Enter something such as 25 dec Christmas." in screen_text(app)
        await press(pilot, *"Christmas", "enter")
        assert '"Christmas" does not start with a date' in screen_text(app)
        await press(pilot, "escape")
        assert len(days(acme)) == 4


async def test_the_timeline_and_the_editor_lead_there(acme: Store) -> None:
    def first(context: Context) -> TimelineScreen:
        return TimelineScreen(context, Place(1))

    app = StageApp(acme, screen=first)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "O")
        assert on_top(app) is DaysOffScreen
        await press(pilot, "escape")
        app.post_message(ProjectEditRequested(1))
        await press(pilot, "ctrl+t", "O")
        assert on_top(app) is DaysOffScreen
        await press(pilot, "escape")
        assert on_top(app) is TimelineScreen
        app.post_message(ProjectEditRequested(1))
        await press(pilot, "x", "ctrl+t", "O")
        assert on_top(app) is ProjectEditor
        assert screen_lines(app)[-1] == " Save your changes first (ctrl+s), then open the days off."


async def test_a_new_project_is_saved_before_it_has_days_off(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(ProjectEditRequested(None))
        await press(pilot, "ctrl+t", "O")
        assert screen_lines(app)[-1] == " Save the project first (ctrl+s), then add days off."


async def test_a_project_that_is_deleted_meanwhile_is_left(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(DaysOffRequested(1))
        await press(pilot)
        assert on_top(app) is DaysOffScreen
        acme.change_blocking(lambda do: do.projects.delete(1))
        await press(pilot)
        assert app.screen is app.stage


# Worked days ------------------------------------------------------------------------------------------------


def kinds(store: Store) -> list[tuple[str, bool]]:
    return [(holiday.day.isoformat(), holiday.is_worked) for holiday in store.read.holidays(1)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_worked_days_are_told_apart_by_a_word(acme: Store, size: tuple[int, int]) -> None:
    days = [HolidayInput(date(2026, 12, day), "Sprint weekend", True) for day in (12, 13)]
    acme.change_blocking(lambda do: do.holidays.add(1, [*days, HolidayInput(date(2026, 12, 16), "Fair", True)]))
    app = app_of(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert_snapshot(app, "days-off-worked")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_line_that_makes_days_worked(acme: Store, size: tuple[int, int]) -> None:
    app = app_of(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n", *"work 25-28 dec Release")
        assert_snapshot(app, "days-off-work")


async def test_a_weekend_is_worked_and_taken_back(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"work 12-14 dec Sprint")
        said = " ".join(screen_text(app).split())
        assert "Sat 12 Dec → Sun 13 Dec 2026, 2 worked days, Sprint" in said
        assert "Mon 14 Dec 2026 is a working day anyway" in said
        await press(pilot, "enter")
        assert screen_lines(app)[-1] == " Added 2 worked days to ACME · u to undo"
        assert cursor(app) == "▌ Sat 12 Dec Sprint worked"
        assert acme.read.project(1).calendar.is_working(date(2026, 12, 13))
        await press(pilot, "d")
        assert screen_lines(app)[-1].startswith(" Deleted Sat 12 Dec 2026 Sprint · ")
        assert not acme.read.project(1).calendar.is_working(date(2026, 12, 12))
        await press(pilot, "u", "u")
        assert len(kinds(acme)) == 4


async def test_a_working_day_cannot_be_made_worked(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"work 14 dec", "enter")
        said = " ".join(screen_text(app).split())
        assert "Mon 14 Dec 2026 is a working day anyway. Enter a non-working day, such as a Saturday." in said
        assert len(kinds(acme)) == 4


async def test_a_day_off_that_is_worked_is_replaced_and_told(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"work 25 dec Release")
        assert "Fri 25 Dec 2026 is no longer a day off" in screen_text(app)
        await press(pilot, "enter")
        assert ("2026-12-25", True) in kinds(acme)
        assert cursor(app) == "▌ Fri 25 Dec Release worked anyway"
        await press(pilot, "n", *"25 dec Christmas")
        assert "Fri 25 Dec 2026 is no longer a worked day" in screen_text(app)
        await press(pilot, "enter")
        assert ("2026-12-25", False) in kinds(acme)


async def test_a_due_date_on_a_worked_saturday_is_no_day_off(acme: Store) -> None:
    acme.change_blocking(lambda do: do.milestones.edit(1, {"due_on": date(2026, 12, 12)}, {}))

    def first(context: Context) -> TimelineScreen:
        return TimelineScreen(context, Place(1))

    app = StageApp(acme, screen=first)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "12 Dec°" in screen_text(app)
        acme.change_blocking(lambda do: do.holidays.put_all([1], [HolidayInput(date(2026, 12, 12), "", True)]))
        await press(pilot)
        assert "12 Dec°" not in screen_text(app)
        assert_snapshot(app, "timeline-worked-saturday")
