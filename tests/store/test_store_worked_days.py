"""Worked days in the list of a project: written, taken back, merged, upgraded, replayed, synced and archived."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from replay import contents, replayed
from taking_back import redo, undo
from twin import Office

from milestone_tui.errors import EditConflict, InvalidInput
from milestone_tui.exchange.json.archive import read_archive, write_archive
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingHoliday, IncomingProject
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.moment import Moment
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

TODAY = date(2026, 11, 22)
SAT, SUN, MON = date(2026, 12, 12), date(2026, 12, 13), date(2026, 12, 14)
EVE = date(2026, 12, 24)
CLOCK = Clock.fixed(TODAY)


def worked(day: date, name: str = "") -> HolidayInput:
    return HolidayInput(day, name, True)


def listed(store: Store, project: int = 1) -> list[tuple[date, str, bool]]:
    return [(entry.day, entry.name, entry.is_worked) for entry in store.read.holidays(project)]


@pytest.fixture
def acme(store: Store) -> Store:
    """ACME, which works from Monday to Friday, and OTHER, which works from Sunday to Thursday."""
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
    store.change_blocking(lambda do: do.projects.create({"key": "OTHER", "name": "Other", "working_days": 0b1001111}))
    return store


def test_worked_days_are_part_of_the_project_wherever_it_is_read(acme: Store) -> None:
    change = acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(SAT, " Sprint "), HolidayInput(EVE)]))
    assert change is not None and change.label == "Add 1 day off and 1 worked day to ACME"
    assert listed(acme) == [(SAT, "Sprint", True), (EVE, "", False)]
    for project in (
        acme.read.project(1),
        acme.read.plan(1).project,
        acme.read.everything("acme")[0].project,
        acme.read.projects(TODAY)[0].project,
    ):
        assert (project.holidays, project.worked) == ((EVE,), (SAT,))
        assert project.calendar.is_working(SAT) and not project.calendar.is_working(SUN)


def test_one_worked_day_is_named_in_the_journal(acme: Store) -> None:
    change = acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(SAT)]))
    assert change is not None and change.label == "Add worked day Sat 12 Dec 2026 to ACME"
    undo(acme)
    assert listed(acme) == []
    redo(acme)
    assert listed(acme) == [(SAT, "", True)]


def test_what_is_a_working_day_anyway_is_not_added_project_by_project(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1, 2], [worked(SAT), worked(SUN), worked(MON)]))
    assert [day for day, _, _ in listed(acme)] == [SAT, SUN]
    assert [day for day, _, _ in listed(acme, 2)] == [SAT]
    assert acme.change_blocking(lambda do: do.holidays.put_all([1, 2], [worked(MON)])) is None


def test_a_repeated_day_counts_once_with_its_first_name(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(SAT, "Sprint"), worked(SAT, "Again")]))
    assert listed(acme) == [(SAT, "Sprint", True)]


def test_a_typed_entry_replaces_one_of_the_other_kind_and_keeps_one_of_its_own(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1], [HolidayInput(EVE, "Eve"), worked(SAT, "Sprint")]))
    acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(EVE, "Release"), HolidayInput(SAT, "Rest")]))
    assert listed(acme) == [(SAT, "Rest", False), (EVE, "Release", True)]
    assert acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(EVE), HolidayInput(SAT)])) is None
    undo(acme)
    assert listed(acme) == [(SAT, "Sprint", True), (EVE, "Eve", False)]


def test_a_file_replaces_no_entry(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1], [HolidayInput(EVE, "Eve"), worked(SAT, "Sprint")]))
    file = [worked(EVE), HolidayInput(SAT), worked(SUN, "File")]
    acme.change_blocking(lambda do: do.holidays.add(1, file))
    assert listed(acme) == [(SAT, "Sprint", True), (SUN, "File", True), (EVE, "Eve", False)]


def test_two_people_who_make_one_day_different_things_are_told(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.set(1, [worked(SAT)], []))
    with pytest.raises(EditConflict) as refused:
        acme.change_blocking(lambda do: do.holidays.set(1, [HolidayInput(SAT)], []))
    (field,) = refused.value.fields
    assert (field.mine, field.theirs) == ("12 Dec 2026", "12 Dec 2026 worked")


def test_a_worked_day_out_of_range_is_refused(acme: Store) -> None:
    with pytest.raises(InvalidInput, match="The worked day 1066-01-01 is out of range"):
        acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(date(1066, 1, 1))]))


def test_an_import_adds_worked_days_and_tells_what_differs(acme: Store) -> None:
    plan = ImportedPlan(
        (
            IncomingProject(
                "Portal",
                (),
                (),
                holidays=(IncomingHoliday(EVE, "Eve"), IncomingHoliday(SUN)),
                worked=(IncomingHoliday(SAT, "Sprint"), IncomingHoliday(SUN, "Both"), IncomingHoliday(date(1, 1, 1))),
            ),
        )
    )
    change = acme.change_blocking(lambda do: do.imports.add(plan, None))
    assert change is not None and "1 day off and 2 worked days" in change.label
    assert listed(acme) == [(SAT, "Sprint", True), (SUN, "Both", True), (EVE, "Eve", False)]
    acme.change_blocking(lambda do: do.holidays.put_all([1], [HolidayInput(SAT, "Rest")]))
    assert acme.change_blocking(lambda do: do.imports.add(plan, None)) is None
    assert listed(acme)[0] == (SAT, "Rest", False)


# Files of other versions ------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of version 11 with two days off, one of them deleted again."""
    path = tmp_path / "old.db"
    changes = (
        (
            "INSERT INTO project (id, key, name, client, description, currency, state, working_days) "
            "VALUES (1, 'ACME', 'Portal', '', '', 'EUR', 'active', 31)",
            "INSERT INTO holiday (id, project_id, day, name) VALUES (1, 1, '2026-12-24', 'Eve')",
            "INSERT INTO holiday (id, project_id, day, name) VALUES (2, 1, '2026-12-25', 'Christmas')",
        ),
        ("DELETE FROM holiday WHERE id = 1",),
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:11])
        for number, statements in enumerate(changes, start=1):
            db.execute("BEGIN")
            db.execute("INSERT INTO open_change VALUES (?)", (number,))
            for statement in statements:
                db.execute(statement)
            db.execute(
                "INSERT INTO change (id, at, login, name, label, kind, reported_on) "
                "VALUES (?, '2026-11-02T12:00:00.000+00:00', '', 'ana', 'All', 'do', ?)",
                (number, f"2026-11-0{number}"),
            )
            db.execute("DELETE FROM open_change")
            db.execute("COMMIT")
    return path


def test_a_file_of_the_eleventh_version_has_days_off_only_and_undoes_what_it_did(old: Path) -> None:
    with closing(Store.open(old, CLOCK, "ana")) as store:
        assert listed(store) == [(date(2026, 12, 25), "Christmas", False)]
        undo(store)
        assert listed(store) == [(EVE, "Eve", False), (date(2026, 12, 25), "Christmas", False)]
        store.change_blocking(lambda do: do.holidays.put_all([1], [worked(EVE)]))
        assert listed(store)[0] == (EVE, "", True)
        undo(store)
        assert listed(store)[0] == (EVE, "Eve", False)


def test_the_past_of_a_file_of_the_eleventh_version_has_days_off_only(old: Path) -> None:
    with closing(Store.open(old, CLOCK, "ana")) as store:
        store.change_blocking(lambda do: do.holidays.put_all([1], [worked(SAT)]))
        with closing(store.open_past(Moment(date(2026, 11, 1)))) as past:
            project = past.read.project(1)
            assert (project.holidays, project.worked) == ((EVE, date(2026, 12, 25)), ())
        with closing(store.open_past(Moment(TODAY))) as past:
            assert past.read.project(1).worked == (SAT,)
    assert contents(old) == replayed(old)


def test_a_journal_of_worked_days_replays_to_the_tables(acme: Store) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1, 2], [worked(SAT), HolidayInput(EVE)]))
    acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(EVE), HolidayInput(SAT)]))
    undo(acme)
    assert contents(acme.path) == replayed(acme.path)


# Text files and archives ------------------------------------------------------------------------------------


@pytest.fixture
def offices(tmp_path: Path, empty_file: Path) -> Iterator[tuple[Office, Office]]:
    """Two offices with one folder; the first has ACME with days off and worked days, some of hostile names."""
    found = [Office(Path(shutil.copy(empty_file, tmp_path / f"{n}.db")), tmp_path / "plans", n) for n in ("ana", "bob")]
    ana, bob = found
    ana(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
    entries = [HolidayInput(EVE + timedelta(days=n), name) for n, name in enumerate(HOSTILE)]
    ana(lambda do: do.holidays.set(1, [worked(SAT, "Sprint"), worked(SUN), HolidayInput(MON, "Fair"), *entries], []))
    yield ana, bob
    for office in found:
        office.close()


HOSTILE = ("worked", "worked, really", "off", "off, worked, off", "off, ", "worked,", "worked, ", "")


def test_worked_days_go_through_text_files_both_ways(offices: tuple[Office, Office]) -> None:
    ana, bob = offices
    ana.sync()
    text = (ana.folder / "ACME.milestones.txt").read_text()
    assert "  off 2026-12-12: worked, Sprint\n  off 2026-12-13: worked\n  off 2026-12-14: Fair\n" in text
    bob.sync()
    assert listed(bob.store) == listed(ana.store)
    bob(lambda do: do.holidays.put_all([1], [HolidayInput(SAT, "Rest"), worked(MON, "Fair")]))
    bob.sync()
    ana.sync()
    assert listed(ana.store)[:3] == [(SAT, "Rest", False), (SUN, "", True), (MON, "Fair", True)]
    assert listed(ana.store) == listed(bob.store)
    assert ana.sync().is_quiet and bob.sync().is_quiet


def test_a_worked_day_can_be_typed_into_the_text_file(offices: tuple[Office, Office]) -> None:
    ana, _ = offices
    ana.sync()
    path = ana.folder / "ACME.milestones.txt"
    path.write_text(path.read_text().replace("off 2026-12-14: Fair", "off 2026-12-19: worked, Cut-over"))
    ana.sync()
    assert [entry for entry in listed(ana.store) if entry[0] < EVE] == [
        (SAT, "Sprint", True),
        (SUN, "", True),
        (date(2026, 12, 19), "Cut-over", True),
    ]


def test_worked_days_go_through_an_archive(acme: Store, tmp_path: Path, empty_file: Path) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1], [worked(SAT, "Sprint"), HolidayInput(EVE)]))
    data = write_archive(acme.read.archive(None))
    with closing(Store.open(Path(shutil.copy(empty_file, tmp_path / "b.db")), CLOCK, "bob")) as other:
        other.change_blocking(lambda do: do.archives.add(read_archive(data)))
        assert listed(other) == listed(acme)
        assert write_archive(other.read.archive(None)) == data


def test_an_archive_of_the_eleventh_version_has_days_off_only(acme: Store, tmp_path: Path, empty_file: Path) -> None:
    acme.change_blocking(lambda do: do.holidays.put_all([1], [HolidayInput(EVE, "Eve")]))
    whole = json.loads(write_archive(acme.read.archive(None)))
    whole["schema"] = 11
    rows = [*whole["rows"]["holiday"]]
    rows += [values for change in whole["changes"] for edit in change["edits"] if (values := edit["after"])]
    for row in rows:
        row.pop("is_worked", None)
    data = json.dumps(whole).encode()
    with closing(Store.open(Path(shutil.copy(empty_file, tmp_path / "b.db")), CLOCK, "bob")) as other:
        other.change_blocking(lambda do: do.archives.add(read_archive(data)))
        assert listed(other) == [(EVE, "Eve", False)]
    assert contents(tmp_path / "b.db") == replayed(tmp_path / "b.db")
