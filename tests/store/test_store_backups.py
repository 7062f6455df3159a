"""Copies: one a day before its first change, and one put in the place of the database, also while it is in use.

How many are kept, and what becomes of damaged ones, is in test_store_rotation.py.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from milestone_tui.errors import DatabaseUnusable, InvalidInput
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store, StoreChanged
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.restoring import restore_database

TODAY = date(2026, 11, 22)


def on(day: date, path: Path) -> Store:
    return Store.open(path, Clock.fixed(day), "ana")


def add(store: Store, key: str) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": key, "name": key}))


def keys(path: Path) -> list[str]:
    store = on(TODAY, path)
    found = [plan.project.key for plan in store.read.everything()]
    store.close()
    return found


def copies(path: Path) -> list[str]:
    folder = path.parent / "backups"
    return sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "milestones.db"


def test_a_copy_is_made_once_a_day_as_the_database_stood_before_its_first_change(path: Path) -> None:
    for days, key in ((0, "ONE"), (0, "TWO"), (1, "THREE"), (1, "FOUR"), (2, "FIVE")):
        store = on(TODAY + timedelta(days), path)
        add(store, key)
        store.close()

    assert copies(path) == ["milestones-0001-2026-11-23.db", "milestones-0002-2026-11-24.db"]
    assert keys(path.parent / "backups" / "milestones-0001-2026-11-23.db") == ["ONE", "TWO"]


def test_a_program_that_runs_past_midnight_makes_one_too(path: Path) -> None:
    day = [TODAY]
    store = Store.open(path, Clock(lambda: day[0], Clock.fixed(TODAY).now), "ana")
    add(store, "ONE")
    day[0] += timedelta(1)
    add(store, "TWO")
    store.close()

    assert copies(path) == ["milestones-0001-2026-11-23.db"]


def test_who_only_reads_makes_no_copy(path: Path) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    store.close()
    later = on(TODAY + timedelta(1), path)
    assert later.read.everything()
    later.close()

    assert copies(path) == []


def test_where_no_copy_can_be_made_the_change_is_and_the_person_is_told_once(path: Path) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    store.close()
    (path.parent / "backups").write_text("a file in the way")
    store = on(TODAY + timedelta(1), path)
    add(store, "TWO")

    assert (
        store.take_backup_error()
        == f"Today's backup failed: not a directory. Your changes are saved. Check {path.parent / 'backups'}."
    )
    assert store.take_backup_error() is None
    assert [plan.project.key for plan in store.read.everything()] == ["ONE", "TWO"]
    store.close()


def test_a_copy_is_restored_and_what_was_there_is_kept(path: Path) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    copy = path.with_name("copy.db")
    store.copy_to(copy)
    add(store, "TWO")
    store.close()

    kept = restore_database(copy, path)

    assert kept is not None
    assert keys(path) == ["ONE"]
    assert keys(kept) == ["ONE", "TWO"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_program_that_has_it_open_sees_the_restored_one_and_goes_on(path: Path) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    copy = path.with_name("copy.db")
    store.copy_to(copy)
    add(store, "TWO")
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)

    restore_database(copy, path)
    store.poll()

    assert [news.database_replaced for news in heard] == [True]
    assert [plan.project.key for plan in store.read.everything()] == ["ONE"]
    add(store, "THREE")
    assert [plan.project.key for plan in store.read.everything()] == ["ONE", "THREE"]
    store.close()


def test_a_copy_with_more_changes_than_were_seen_is_noticed_too(path: Path) -> None:
    other = on(TODAY + timedelta(1), path.with_name("other.db"))
    for key in ("UNO", "DUE", "TRE"):
        add(other, key)
    other.close()
    store = on(TODAY, path)
    add(store, "ONE")

    restore_database(other.path, path)
    news = store.poll()

    assert news is not None and news.database_replaced
    store.close()


def test_it_is_restored_where_nothing_is_and_over_what_is_damaged(path: Path) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    copy = path.with_name("copy.db")
    store.copy_to(copy)
    store.close()

    fresh = path.parent / "elsewhere" / "fresh.db"
    assert restore_database(copy, fresh) is None
    assert keys(fresh) == ["ONE"]

    path.write_bytes(b"this is no database, but somebody may want it back" * 100)
    kept = restore_database(copy, path)
    assert kept is not None and kept.read_bytes().startswith(b"this is no database")
    assert keys(path) == ["ONE"]


def test_a_copy_of_an_older_version_is_brought_up_when_it_is_opened(path: Path) -> None:
    old = path.with_name("old.db")
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        migrate(db, old, STEPS[:1])

    restore_database(old, path)

    assert keys(path) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE song (name TEXT)")
        db.execute("PRAGMA user_version = 9")


def _torn(path: Path) -> None:
    store = on(TODAY, path)
    for number in range(40):
        add(store, f"P{number:03}")
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:-4096] = bytes(len(data) - 8192 - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_foreign, "to another program"),
        (_torn, "damaged"),
        (lambda path: path.write_bytes(b""), "not a milestone-tui backup. Choose another file"),
        (lambda path: path.write_bytes(b"no database" * 999), "not a milestone-tui backup. Choose another file"),
    ],
    ids=["foreign", "torn", "empty", "text"],
)
def test_what_is_no_sound_copy_is_refused_and_nothing_is_changed(path: Path, make: object, said: str) -> None:
    store = on(TODAY, path)
    add(store, "ONE")
    store.close()
    copy = path.with_name("copy.db")
    assert callable(make)
    make(copy)

    with pytest.raises(DatabaseUnusable, match=said):
        restore_database(copy, path)

    assert keys(path) == ["ONE"]
    assert copies(path) == []


def test_a_file_that_is_not_there_and_the_database_itself_are_refused(path: Path) -> None:
    on(TODAY, path).close()

    with pytest.raises(InvalidInput, match="There is no file"):
        restore_database(path.with_name("gone.db"), path)
    with pytest.raises(InvalidInput, match="the database in use"):
        restore_database(path, path)
