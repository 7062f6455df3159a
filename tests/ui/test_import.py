"""`I` on Projects: the file, the preview of what is new, and the import as one change."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from editing import BETA, TODAY
from screens import SIZES, assert_snapshot, first_line, last_line, line_of, on_top, press, screen_text, settled
from textual.pilot import Pilot
from textual.widgets import Input
from watching import watched

from milestone_tui.config import save_table
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.importing.compared_file import read_and_compare
from milestone_tui.ui.views.importing.panel import ImportPanel
from milestone_tui.ui.views.importing.screen import ImportScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen

CLOCK = Clock.fixed(TODAY)
HEAD = "project,phase,title,owner,due,done\n"
PLAN = (
    HEAD
    + "ACME,Build,Beta release,Ana Kovač,2026-12-11,\n"
    + "ACME,Build,Load test,,,\n"
    + "ACME,Rollout,First site,Mia,2027-02-01,\n"
    + "ACME,Rollout,Second site,Mia,2027-03-01,\n"
    + "ACME,Build,Smoke test,,soon,\n"
)
"""Two milestones that ACME has, of which one differs; two that it has not, with a phase; one that cannot be read."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with plans, which is the current folder too."""
    folder = tmp_path / "home"
    (folder / "plans" / "older").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    (folder / "plans" / "plan.csv").write_text(PLAN, encoding="utf-8")
    return folder


def app_of(store: Store) -> MilestoneApp:
    return MilestoneApp(store, CLOCK)


def typed(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Input).value


async def give(pilot: Pilot[None], path: str) -> None:
    """Open the panel, enter a path and read the file."""
    await press(pilot, "I")
    pilot.app.screen.query_one(Input).value = path
    await press(pilot, "enter")


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Go on until something holds that comes in its own time."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.05)
    raise AssertionError(screen_text(pilot.app))


def changes(store: Store) -> int:
    with closing(sqlite3.connect(store.path)) as db:
        return int(db.execute("SELECT count(*) FROM change").fetchone()[0])


# The preview and the import ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_preview_says_of_each_part_what_becomes_of_it(acme: Store, size: tuple[int, int]) -> None:
    async with app_of(acme).run_test(size=size) as pilot:
        await give(pilot, "~/plans/plan.csv")
        assert on_top(pilot.app) is ImportScreen
        await press(pilot, "j", "j", "j", "j")
        assert "due 28 Nov here, 11 Dec in the file" in screen_text(pilot.app)
        assert_snapshot(pilot.app, "import-preview")


async def test_what_a_person_checks_is_in_the_first_rows(acme: Store, home: Path) -> None:
    (home / "old.csv").write_text(HEAD + "ACME,,Some day,,2027-01-12,\nACME,,Founded,,1926-01-12,\n", encoding="utf-8")
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await give(pilot, "old.csv")
        assert first_line(pilot).rstrip().endswith("2 new · 1 the same · 1 to check first")
        said = screen_text(pilot.app)
        assert said.index("Founded") < said.index("Some day") and "before 1950: check the year" in said


async def test_enter_takes_what_is_new_as_one_change_and_one_undo_takes_it_back(acme: Store) -> None:
    acme.change_blocking(lambda do: do.projects.create({"key": "AAA", "name": "Another"}))
    before, count = acme.read.plan(1), changes(acme)
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await press(pilot, *"gjk")
        await give(pilot, "~/plans/plan.csv")
        assert changes(acme) == count, "a preview writes nothing"
        await press(pilot, "enter")
        assert last_line(pilot) == "Imported 2 milestones and 1 phase into ACME · u to undo"
        assert changes(acme) == count + 1
        after = acme.read.plan(1)
        assert {m.title for m in after.milestones} - {m.title for m in before.milestones} == {
            "First site",
            "Second site",
        }
        assert acme.read.milestone(BETA).due_on == date(2026, 11, 28), "what differs is kept"
        assert line_of(pilot, "▌").split()[1] == "ACME", "the cursor goes to the project"
        await press(pilot, "u")
        assert last_line(pilot) == "Undone: Import 2 milestones and 1 phase into ACME · U to redo"
        assert acme.read.plan(1).milestones == before.milestones


async def test_a_new_project_gets_the_cursor(acme: Store, home: Path) -> None:
    (home / "zebra.csv").write_text("title,due\nKeys,2027-01-02\n", encoding="utf-8")
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await give(pilot, "zebra.csv")
        assert "↵ imports 1 milestone into ZEBRA as one change." in screen_text(pilot.app)
        await press(pilot, "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert line_of(pilot, "▌").split()[1] == "ZEBRA"


@pytest.mark.parametrize("key", ["escape", "q", "1"])
async def test_leaving_changes_nothing(acme: Store, key: str) -> None:
    count = changes(acme)
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await give(pilot, "~/plans/plan.csv")
        await press(pilot, key)
        assert on_top(pilot.app) is ProjectsScreen
        assert changes(acme) == count


async def test_where_nothing_is_new_enter_says_so(acme: Store, home: Path) -> None:
    (home / "same.csv").write_text(HEAD + "ACME,Build,Beta release,,,\n", encoding="utf-8")
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await give(pilot, "same.csv")
        assert first_line(pilot).endswith("3 the same")
        assert "Nothing in same.csv is new for ACME." in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Nothing in same.csv is new. Press esc to go back."


async def test_what_somebody_else_does_is_in_the_preview_and_never_overwritten(acme: Store, ben: Store) -> None:
    async with watched(acme) as (pilot, app):
        await give(pilot, "~/plans/plan.csv")
        assert "3 new · 1 differs, kept · 1 skipped · 3 the same" in first_line(pilot)
        ben.change_blocking(lambda do: do.milestones.create(1, {"title": "First site", "phase": "Rollout"}))
        await press(pilot, "enter")
        await until(pilot, lambda: "Somebody changed these projects. Look" in last_line(pilot))
        assert "Second site" not in {m.title for m in ben.read.plan(1).milestones}
        await until(pilot, lambda: "1 new · 2 differ, kept · 1 skipped · 4 the same" in first_line(pilot))
        await press(pilot, "j")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"due_on": date(2026, 12, 11)}, {}))
        await app.look(pilot)
        await until(pilot, lambda: "1 new · 1 differs, kept · 1 skipped · 5 the same" in first_line(pilot))
        assert last_line(pilot) == "Somebody changed your projects. The preview is up to date again."
        await press(pilot, "enter")
        assert "Second site" in {m.title for m in acme.read.plan(1).milestones}


async def test_hostile_texts_stay_text(acme: Store, home: Path) -> None:
    name = "a[red]b.csv"
    (home / name).write_text(HEAD + '[bold],=cmd(),"[/x] \x1b]0;owned\x07 ‮gnp",<b>,,\n', encoding="utf-8")
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, name)
        shown = screen_text(pilot.app)
        assert "[bold]" in shown and "=cmd()" in shown and "[/x] ␛]0;owned␇" in shown
        assert not any(sign in shown for sign in "\x1b\x07‮")
        await press(pilot, "enter")
        assert not any(sign in screen_text(pilot.app) for sign in "\x1b\x07‮")


async def test_an_export_with_history_is_previewed_too(acme: Store, demo: Store, home: Path) -> None:
    from milestone_tui.exchange.json.archive import write_archive

    (home / "acme.json").write_bytes(write_archive(demo.read.archive(None)))
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, "acme.json")
        assert "is here already: change its key" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Nothing in acme.json is new. Press esc to go back."
        await press(pilot, "escape", "d", "enter")
        await give(pilot, "acme.json")
        await press(pilot, "enter")
        assert last_line(pilot).startswith("Imported ") and last_line(pilot).endswith(" · u to undo")
        assert {p.key for p in acme.read.all_projects()} == {p.key for p in demo.read.all_projects()}


# The file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_tab_completes_and_down_lists_the_files(acme: Store, home: Path, size: tuple[int, int]) -> None:
    for name in ("plan.bak.csv", "house.gan", "notes.doc", ".hidden.csv", "bad\nname.csv"):
        (home / "plans" / name).touch()
    async with app_of(acme).run_test(size=size) as pilot:
        await press(pilot, "I", *"~/pl", "tab")
        assert typed(pilot) == "~/plans/"
        await press(pilot, "down")
        shown = [line.split()[0].lstrip("▌") for line in screen_text(pilot.app).splitlines() if " bytes" in line]
        assert shown == ["house.gan", "plan.bak.csv", "plan.csv"]
        assert_snapshot(pilot.app, "import-files")
        await press(pilot, "p")
        assert "house.gan" not in screen_text(pilot.app)
        await press(pilot, "tab")
        assert typed(pilot) == "~/plans/plan."
        await press(pilot, "down", "enter")
        assert on_top(pilot.app) is ImportScreen


async def test_only_readable_files_are_offered_and_others_where_no_ending_is_known(acme: Store, home: Path) -> None:
    (home / "plans" / "locked.csv").touch(mode=0o000)
    (home / "plans" / "gone.csv").symlink_to(home / "nowhere")
    os.mkfifo(home / "plans" / "pipe.csv")
    (home / "plans" / "notes.doc").touch()
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await press(pilot, "I", *"plans/", "down")
        shown = screen_text(pilot.app)
        assert "plan.csv" in shown and "older/" in shown and "notes.doc" not in shown
        assert "gone.csv" not in shown and "pipe.csv" not in shown
        assert "locked.csv" not in shown or os.geteuid() == 0
        await press(pilot, "escape")
        assert on_top(pilot.app) is ImportPanel, "esc closes the list first"
        await press(pilot, *"no", "tab")
        assert typed(pilot) == "plans/notes.doc"
        await press(pilot, "x", "tab")
        assert "No file or folder here begins like this." in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("none.csv", None, "Cannot read none.csv: no such file."),
        ("plans", None, "plans is a folder."),
        ("~nobody-here/x.csv", None, '"~nobody-here" is not a home folder'),
        ("x.csv", "due\n2026-12-01\n", "No title column found."),
        ("x.gan", "<project", "This file is cut off. Save or copy it again."),
        ("x.csv", "title,due\nBeta,soon\n", 'No milestone in this file can be imported: due "soon" is not a date.'),
        (
            "x.csv",
            "title,due\nBeta,03/04/2026\n",
            "could be 3 Apr 2026 or 4 Mar 2026. Add --dates dmy or --dates mdy.",
        ),
        ("x.ics", "BEGIN:VCALENDAR\n", "This file has days off, not a plan."),
        ("", None, "Enter a file name."),
    ],
)
async def test_a_file_that_cannot_be_imported_is_a_sentence(
    acme: Store, home: Path, path: str, content: str | None, sentence: str
) -> None:
    if content is not None:
        (home / path).write_text(content, encoding="utf-8")
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, path)
        assert on_top(pilot.app) is ImportPanel
        assert sentence in " ".join(screen_text(pilot.app).split())
        assert typed(pilot) == path
        await press(pilot, "escape")
        assert on_top(pilot.app) is ProjectsScreen


def test_dates_that_a_file_leaves_open_are_read_as_the_settings_say_and_that_is_told(acme: Store, home: Path) -> None:
    (home / "x.csv").write_text("title,due\nBeta,03/04/2027\n", encoding="utf-8")
    for order, day in ((DateOrder.DMY, date(2027, 4, 3)), (DateOrder.MDY, date(2027, 3, 4))):
        rows = read_and_compare("x.csv", acme, TODAY, lambda *_: None, order).compared.rows
        assert [row.due_on for row in rows if row.what == "Beta"] == [day]
        assert [row.reason for row in rows if row.what == "dates"] == [
            f"read in the order {order.value}, as in your settings"
        ]


def test_what_was_said_about_a_table_counts_in_the_preview_and_its_columns_are_told(acme: Store, home: Path) -> None:
    (home / "x.csv").write_text("Name;Ende;Wessen\nBeta;20.12.2026;Ana\n", encoding="utf-8")
    settings = home / "settings.toml"
    save_table(settings, {"header": "name|ende|wessen", "map_owner": "Wessen"})
    found = read_and_compare("x.csv", acme, TODAY, lambda *_: None, settings=settings)
    assert isinstance(found.source, ImportedPlan)
    assert [m.owner for m in found.source.projects[0].milestones] == ["Ana"]
    reasons = {row.what: row.reason for row in found.compared.rows}
    assert reasons['column "Ende"'] == "read as due"
    assert reasons["the table"] == 'read as the last one with this header: --map "owner=Wessen"'


async def test_a_read_that_takes_long_can_be_left(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = Event()  # stands for a network mount that is dead
    monkeypatch.setattr("milestone_tui.exchange.input_files.read_bytes_of", lambda *_: ends.wait() and PLAN.encode())
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await press(pilot, "I", *"x.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "Press esc to stop." in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "Not read: you stopped it." in screen_text(pilot.app))
        ends.set()
        await settled(pilot)
        assert on_top(pilot.app) is ImportPanel, "what comes after that is of no interest"
        await press(pilot, "enter")
        assert on_top(pilot.app) is ImportScreen


async def test_a_big_file_is_compared_beside_the_keys_and_imported(acme: Store, home: Path) -> None:
    rows = "".join(f"BIG,Phase {n % 7},Milestone {n},P{n % 50},2026-12-{n % 28 + 1:02},\n" for n in range(10_000))
    (home / "big.csv").write_text(HEAD + rows, encoding="utf-8")
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await press(pilot, "I", *"big.csv", "enter")
        await until(pilot, lambda: on_top(pilot.app) is ImportScreen)
        assert first_line(pilot).endswith("10,008 new")
        await press(pilot, "G", "enter")
        assert last_line(pilot) == "Imported 10,000 milestones and 7 phases into BIG · u to undo"
        assert line_of(pilot, "▌").split()[1] == "BIG"


async def test_the_keys_explain_themselves(acme: Store) -> None:
    async with app_of(acme).run_test(size=(80, 24)) as pilot:
        await press(pilot, "I")
        assert {"preview", "complete", "files", "cancel"} <= set(last_line(pilot).split())
        await press(pilot, "f1")
        assert "Read the file; nothing is imported yet" in screen_text(pilot.app)
        await press(pilot, "escape", "escape")
        await press(pilot, "ctrl+p", *"import")
        assert "import" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert on_top(pilot.app) is ImportPanel


async def test_it_works_on_the_smallest_terminal(acme: Store) -> None:
    async with app_of(acme).run_test(size=(60, 15)) as pilot:
        await press(pilot, "I", *"~/plans/", "down")
        assert "plan.csv" in screen_text(pilot.app)
        await press(pilot, "escape", "escape")
        await give(pilot, "~/plans/plan.csv")
        assert "differs, kept" in screen_text(pilot.app)
        assert last_line(pilot).split() == ["↵", "import", "e", "columns", "esc", "cancel", "?", "help"]


# The same plan again ---------------------------------------------------------------------------------------------

OCTOBER = (
    "project,phase,title,owner,due\n"
    "HOUSE,Build,Gate,Mia,2026-12-04\nHOUSE,Test,Gate,Mia,2027-01-08\nHOUSE,Test,Training,,2027-01-15\n"
    "HOUSE,Test,Handover,,2027-02-05\n"
)
NOVEMBER = (
    "project,phase,title,owner,due\n"
    "HOUSE,Build,Gate,Raj,2026-12-11\nHOUSE,Test,Gate,Mia,2027-01-22\nHOUSE,Test,Handover,,2027-02-19\n"
    "HOUSE,Test,Go-live,,2027-03-01\n"
)


def both_months(store: Store, home: Path) -> int:
    """Import October's plan, move a milestone here, write November's file; return the id of the project."""
    from milestone_tui.exchange.reading import read_plan

    october = read_plan(OCTOBER.encode(), "plan.csv")
    store.change_blocking(lambda do: do.imports.add(october))
    house = next(project.id for project in store.read.all_projects() if project.key == "HOUSE")
    handover = next(m.id for m in store.read.plan(house).milestones if m.title == "Handover")
    store.change_blocking(lambda do: do.milestones.edit(handover, {"due_on": date(2027, 2, 12)}, {}))
    (home / "plan.csv").write_text(NOVEMBER, encoding="utf-8")
    return house


@pytest.mark.parametrize("size", SIZES)
async def test_space_shows_what_an_update_would_take(acme: Store, home: Path, size: tuple[int, int]) -> None:
    both_months(acme, home)
    async with app_of(acme).run_test(size=size) as pilot:
        await give(pilot, "plan.csv")
        assert "press space to update it" in screen_text(pilot.app)
        assert {"update", "cancel"} <= set(last_line(pilot).split())
        await press(pilot, "space", "j")
        await settled(pilot)
        assert "due 4 Dec → 11 Dec" in screen_text(pilot.app)
        assert_snapshot(pilot.app, "import-update")


async def test_enter_updates_and_one_undo_takes_it_back(acme: Store, home: Path) -> None:
    house = both_months(acme, home)
    before, count = acme.read.plan(house).milestones, changes(acme)
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, "plan.csv")
        for key in ("space", "d"):
            await press(pilot, key)
            await settled(pilot)
        assert {"keep", "gone"} <= set(last_line(pilot).split())
        assert changes(acme) == count, "a preview writes nothing"
        await press(pilot, "enter")
        assert last_line(pilot) == "Updated HOUSE: 2 changed, 1 new, 1 cancelled · u to undo"
        now = {(m.phase, m.title): m for m in acme.read.plan(house).milestones}
        assert (now["Build", "Gate"].due_on, now["Build", "Gate"].owner) == (date(2026, 12, 11), "Raj")
        assert now["Test", "Handover"].due_on == date(2027, 2, 12), "somebody moved it here"
        assert now["Test", "Training"].state.value == "cancelled"
        assert changes(acme) == count + 1
        await press(pilot, "u")
        assert acme.read.plan(house).milestones == before


async def test_space_and_d_again_keep_what_is_here(acme: Store, home: Path) -> None:
    house = both_months(acme, home)
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, "plan.csv")
        for key in ("space", "d", "space", "d"):
            await press(pilot, key)
            await settled(pilot)
        await press(pilot, "enter")
        assert last_line(pilot) == "Imported 1 milestone into HOUSE · u to undo"
        assert {m.due_on for m in acme.read.plan(house).milestones if m.title == "Gate"} == {
            date(2026, 12, 4),
            date(2027, 1, 8),
        }


async def test_an_update_that_somebody_overtakes_is_compared_again(acme: Store, ben: Store, home: Path) -> None:
    house = both_months(acme, home)
    async with watched(acme) as (pilot, _):
        await give(pilot, "plan.csv")
        await press(pilot, "space")
        await until(pilot, lambda: "due 4 Dec → 11 Dec" in screen_text(pilot.app))
        gate = next(m.id for m in acme.read.plan(house).milestones if (m.phase, m.title) == ("Build", "Gate"))
        ben.change_blocking(lambda do: do.milestones.edit(gate, {"due_on": date(2026, 12, 7)}, {}))
        await press(pilot, "enter")
        await until(pilot, lambda: "Somebody changed these projects. Look" in last_line(pilot))
        await until(pilot, lambda: "due 7 Dec here, 11 Dec in the file" in screen_text(pilot.app))
        assert acme.read.milestone(gate).due_on == date(2026, 12, 7)


async def test_where_the_file_changes_nothing_space_and_d_say_so(acme: Store, home: Path) -> None:
    both_months(acme, home)
    (home / "plan.csv").write_text(OCTOBER, encoding="utf-8")
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, "plan.csv")
        await press(pilot, "space")
        assert last_line(pilot) == "plan.csv changes nothing here that an update could take."
        await press(pilot, "d")
        assert last_line(pilot) == "No open milestone is missing in plan.csv."


async def test_the_file_of_another_month_goes_into_its_project_or_makes_a_new_one(acme: Store, home: Path) -> None:
    (home / "Tower 2026-10.csv").write_text("title,due\nGate,2026-12-04\nHandover,2027-02-05\n", encoding="utf-8")
    (home / "Tower 2026-11.csv").write_text("title,due\nGate,2026-12-11\nHandover,2027-02-05\n", encoding="utf-8")
    async with app_of(acme).run_test(size=(120, 40)) as pilot:
        await give(pilot, "Tower 2026-10.csv")
        await press(pilot, "enter")
        await settled(pilot)
        (key,) = (project.key for project in acme.read.all_projects() if project.name == "Tower 2026-10")
        await give(pilot, "Tower 2026-11.csv")
        assert f"looks like {key} of another day" in screen_text(pilot.app)
        assert "1 differs" in first_line(pilot) and {"p", "new", "project"} <= set(last_line(pilot).split())
        await press(pilot, "p")
        await settled(pilot)
        assert f"looks like {key}: press p to import it into that." in screen_text(pilot.app)
        await press(pilot, "p", "space")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert last_line(pilot) == f"Updated {key}: 1 changed · u to undo"
    assert len([project for project in acme.read.all_projects() if project.name.startswith("Tower")]) == 1
