"""`I` on Projects, for tables: what only the person knows is asked, said in a line and remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from editing import BETA, TODAY
from screens import SIZES, assert_snapshot, last_line, on_top, press, screen_text
from textual.pilot import Pilot
from watching import watched

from milestone_tui.config import load_tables
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.importing.panel import ImportPanel
from milestone_tui.ui.views.importing.screen import ImportScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.widgets.panel_field import PanelField

ODD = "Name;Wann genau;Wessen\nBeta;20.12.2026;Ana\nGamma;21.12.2026;Mia\n"
"""A table whose column of dates has an unknown name."""
OPEN = "Name;Ende\nBeta;04/05/2026\n"
"""A table whose dates can be read in two orders."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with tables."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    (folder / "odd.csv").write_text(ODD, encoding="utf-8")
    (folder / "open.csv").write_text(OPEN, encoding="utf-8")
    return folder


def app_of(store: Store, home: Path) -> MilestoneApp:
    return MilestoneApp(store, Clock.fixed(TODAY), preferences=Preferences(path=home / "settings.toml"))


def field(pilot: Pilot[None], name: str) -> PanelField:
    return next(one for one in pilot.app.screen.query(PanelField) if one.field == name)


def shown(pilot: Pilot[None]) -> str:
    return " ".join(screen_text(pilot.app).split())


async def give(pilot: Pilot[None], path: str) -> None:
    """Open the panel, enter a path and read the file."""
    await press(pilot, "I")
    field(pilot, "file").input.value = path
    await press(pilot, "enter")


async def say(pilot: Pilot[None], options: str) -> None:
    """Replace the options and read the file."""
    field(pilot, "options").input.value = options
    await press(pilot, "enter")


def due_dates(store: Store, key: str) -> dict[str, str]:
    project = next(project for project in store.read.all_projects() if project.key == key)
    return {m.title: str(m.due_on) for m in store.read.plan(project.id).milestones}


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_is_answered_below_the_file(acme: Store, home: Path, size: tuple[int, int]) -> None:
    async with app_of(acme, home).run_test(size=size) as pilot:
        await give(pilot, "odd.csv")
        assert on_top(pilot.app) is ImportPanel
        assert 'No date column found. The columns are "Name", "Wann genau", "Wessen".' in shown(pilot)
        assert 'such as "due=Wann genau", or "due=" to import without dates' in shown(pilot)
        assert field(pilot, "options").input.has_focus
        assert field(pilot, "options").input.value == "due=Wann genau"
        assert_snapshot(pilot.app, "import-question")


async def test_an_answer_leads_to_the_preview_and_is_remembered_once_it_is_imported(acme: Store, home: Path) -> None:
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "odd.csv")
        await say(pilot, "due=Wann genau,owner=Wessen")
        assert on_top(pilot.app) is ImportScreen
        assert not (home / "settings.toml").exists()
        await press(pilot, "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert due_dates(acme, "ODD") == {"Beta": "2026-12-20", "Gamma": "2026-12-21"}
        (entry,) = load_tables(home / "settings.toml")
        assert (entry["map_due"], entry["map_owner"]) == ("Wann genau", "Wessen")
        (home / "next.csv").write_text(ODD.replace("20.12.", "22.12."), encoding="utf-8")
        await give(pilot, "next.csv")
        assert on_top(pilot.app) is ImportScreen


async def test_an_order_of_dates_is_asked_and_typed_behind_what_is_begun(acme: Store, home: Path) -> None:
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "open.csv")
        assert "could be 4 May 2026 or 5 Apr 2026. Add --dates dmy or --dates mdy." in shown(pilot)
        await press(pilot, *"mdy", "enter", "enter")
        assert due_dates(acme, "OPEN") == {"Beta": "2026-04-05"}


async def test_a_second_question_keeps_the_first_answer(acme: Store, home: Path) -> None:
    (home / "two.csv").write_text("Name;Wann genau\nBeta;04/05/2026\n", encoding="utf-8")
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "two.csv")
        await press(pilot, "enter")
        assert field(pilot, "options").input.value == "due=Wann genau --dates "
        await press(pilot, *"dmy", "enter", "enter")
        assert due_dates(acme, "TWO") == {"Beta": "2026-05-04"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("dew=Ende", '"dew" is not a field. Write FIELD=COLUMN with one of: milestone, summary'),
        ("due=Wann", 'There is no column "Wann". The columns are "Name", "Wann genau", "Wessen".'),
        ("due=Wann genau,title=Wann genau", 'Two fields have the column "Wann genau".'),
        ("due=Wann genau --sheet Plan", "This file is text, which has no sheets"),
        ("due=Wann genau --colour red", "--colour is not an option of tables"),
        ("due=Wann genau --dates", "--dates needs a value"),
        ("due=Wann genau --dates ydm", '"ydm" is not an order of dates. Use dmy, mdy or ymd.'),
    ],
)
async def test_an_answer_that_says_nothing_sensible_stays_with_the_reason(
    acme: Store, home: Path, options: str, sentence: str
) -> None:
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "odd.csv")
        await say(pilot, options)
        assert on_top(pilot.app) is ImportPanel
        assert sentence in shown(pilot)
        assert field(pilot, "options").input.value == options
        assert field(pilot, "options").input.has_focus
        await say(pilot, "due=Wann genau")
        assert on_top(pilot.app) is ImportScreen


async def test_another_file_takes_the_question_back_but_not_an_answer(acme: Store, home: Path) -> None:
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "odd.csv")
        await press(pilot, "up")
        assert field(pilot, "file").input.has_focus
        await press(pilot, "backspace")
        assert not field(pilot, "options").display
        assert "GanttProject, Microsoft Project XML" in shown(pilot)
        await press(pilot, "v", "enter", "backspace", "up", "backspace")
        assert field(pilot, "options").display
        await press(pilot, "down")
        assert field(pilot, "options").input.has_focus


@pytest.mark.parametrize("size", SIZES)
async def test_columns_can_be_said_again_from_the_preview(acme: Store, home: Path, size: tuple[int, int]) -> None:
    (home / "known.csv").write_text("Name;Ende;Wessen\nBeta;20.12.2026;Ana\n", encoding="utf-8")
    async with app_of(acme, home).run_test(size=size) as pilot:
        await give(pilot, "known.csv")
        assert "columns" in last_line(pilot)
        await press(pilot, "e")
        assert on_top(pilot.app) is ImportPanel
        assert "Name title · Ende due · Wessen skipped" in shown(pilot)
        assert_snapshot(pilot.app, "import-columns")
        await say(pilot, "owner=Wessen")
        assert on_top(pilot.app) is ImportScreen
        assert 'column "Wessen" read as owner' in shown(pilot)
        await press(pilot, "e")
        assert field(pilot, "options").input.value == "owner=Wessen"
        await press(pilot, "escape", "enter")
        assert on_top(pilot.app) is ProjectsScreen
        known = next(project for project in acme.read.all_projects() if project.key == "KNOWN")
        assert [m.owner for m in acme.read.plan(known.id).milestones] == ["Ana"]


async def test_a_table_that_is_read_again_is_still_updated(acme: Store, home: Path) -> None:
    table = home / "known.csv"
    table.write_text("Name;Ende;Wessen\nBeta;20.12.2026;Ana\n", encoding="utf-8")
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "known.csv")
        await press(pilot, "enter")
        table.write_text("Name;Ende;Wessen\nBeta;22.12.2026;Ana\n", encoding="utf-8")
        await give(pilot, "known.csv")
        await press(pilot, "space")
        assert "↵ updates KNOWN as one change" in shown(pilot)
        await press(pilot, "e")
        await say(pilot, "owner=Wessen")
        assert "↵ updates KNOWN as one change" in shown(pilot)
        await press(pilot, "enter")
        known = next(project for project in acme.read.all_projects() if project.key == "KNOWN")
        assert [(m.owner, str(m.due_on)) for m in acme.read.plan(known.id).milestones] == [("Ana", "2026-12-22")]


async def test_what_somebody_else_does_meanwhile_keeps_the_new_reading(acme: Store, ben: Store, home: Path) -> None:
    (home / "known.csv").write_text(
        "Project;Name;Ende;Wessen\nACME;Beta release;20.12.2026;Ana\nACME;Omega;21.12.2026;Ana\n", encoding="utf-8"
    )
    async with watched(acme) as (pilot, app):
        await give(pilot, "known.csv")
        await press(pilot, "e")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"due_on": date(2026, 12, 20)}, {}))
        app.take_a_look()
        await say(pilot, "owner=Wessen")
        assert 'column "Wessen" read as owner' in shown(pilot)
        await press(pilot, "enter")
        acme_id = next(project.id for project in acme.read.all_projects() if project.key == "ACME")
        assert [m.owner for m in acme.read.plan(acme_id).milestones if m.title == "Omega"] == ["Ana"]


async def test_help_says_what_can_be_typed(acme: Store, home: Path) -> None:
    async with app_of(acme, home).run_test(size=(80, 24)) as pilot:
        await give(pilot, "odd.csv")
        await press(pilot, "f1")
        assert "what columns are, such as due=Ende,owner=Wer; also --dates dmy, --sheet NAME" in shown(pilot)


async def test_a_plan_without_columns_says_so(acme: Store, home: Path) -> None:
    (home / "plan.gan").write_text(
        '<project name="G"><tasks><task id="1" name="Keys" meeting="true" start="2026-12-11" duration="0"/>'
        "</tasks></project>",
        encoding="utf-8",
    )
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "plan.gan")
        assert on_top(pilot.app) is ImportScreen
        await press(pilot, "e")
        assert on_top(pilot.app) is ImportScreen
        assert last_line(pilot) == "plan.gan is not a table with columns."


async def test_settings_that_cannot_be_written_stop_no_import(acme: Store, home: Path) -> None:
    async with app_of(acme, home).run_test(size=(120, 40)) as pilot:
        await give(pilot, "odd.csv")
        await press(pilot, "enter")
        (home / "settings.toml").mkdir()
        await press(pilot, "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert "Imported 2 milestones into ODD" in last_line(pilot)
        assert "The columns are not remembered" in last_line(pilot)
