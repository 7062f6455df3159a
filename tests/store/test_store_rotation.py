"""Which copies are kept: no kind deletes another's, none that is being restored, and damaged ones say that they are."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

import milestone_tui.store.copying as copying
from milestone_tui.errors import DatabaseUnusable, InvalidInput, StoreUnavailable
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.backups import KEPT_DAYS, KEPT_OTHERS, back_up, backups_of
from milestone_tui.store.copying import copy_pages, scratch_file
from milestone_tui.store.errors import explain
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.processes import this_process
from milestone_tui.store.restoring import restore_database

TODAY = date(2026, 11, 22)
DAYS = [(TODAY + timedelta(n)).isoformat() for n in range(20)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "milestones.db"
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        add(store, "ONE")
    return path


def add(store: Store, key: str) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": key, "name": key}))


def keys(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [key for (key,) in db.execute("SELECT key FROM project ORDER BY key")]


def labels(path: Path) -> list[str]:
    return [backup.label for backup in backups_of(path)]


def tear(path: Path, table: str = "template") -> None:
    """Damage the page where a table begins that hardly anything reads."""
    with closing(sqlite3.connect(path)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)


def test_ten_restores_of_the_oldest_in_a_row_delete_no_daily_copy(path: Path) -> None:
    for day in DAYS[:KEPT_DAYS]:
        back_up(path, day)
    daily = backups_of(path)
    for _ in range(10):
        kept = restore_database(daily[0].path, path)
        assert kept is not None and kept.exists()

    assert [backup for backup in backups_of(path) if backup.kind == "day"] == daily
    assert labels(path)[KEPT_DAYS:] == ["before-restore"] * KEPT_OTHERS


def test_the_copy_that_is_restored_is_kept_even_where_it_is_the_oldest_of_its_kind(path: Path) -> None:
    oldest = back_up(path, "before-restore").path
    for _ in range(KEPT_OTHERS + 3):
        restore_database(oldest, path)

    assert keys(oldest) == ["ONE"]
    assert labels(path) == ["before-restore"] * (KEPT_OTHERS + 1)


def test_a_copy_of_an_older_version_outlives_ten_restores_of_it(path: Path) -> None:
    with closing(sqlite3.connect(path.with_name("old.db"), isolation_level=None)) as db:
        migrate(db, path, STEPS[:1])
    restore_database(path.with_name("old.db"), path)
    Store.open(path, Clock.fixed(TODAY), "ana").close()
    (old,) = [backup for backup in backups_of(path) if backup.label == "v1"]
    for _ in range(10):
        restore_database(old.path, path)
        Store.open(path, Clock.fixed(TODAY), "ana").close()

    assert old in backups_of(path)


def test_each_kind_is_counted_by_itself_and_what_a_person_put_there_is_never_deleted(path: Path) -> None:
    made = ["mine", "v1", *["v2"] * 5, *DAYS, *["before-restore"] * 5, *["before-restore-damaged"] * 5]
    (path.parent / "backups").mkdir()
    (path.parent / "backups" / "holiday.jpg").touch()
    for label in made:
        back_up(path, label)

    others = KEPT_OTHERS
    damaged = ["before-restore-damaged"] * others
    assert labels(path) == ["mine", "v1", *["v2"] * 5, *DAYS[-KEPT_DAYS:], *["before-restore"] * others, *damaged]
    assert (path.parent / "backups" / "holiday.jpg").exists()


def test_the_copy_of_a_damaged_database_says_so_and_deletes_no_sound_one(path: Path) -> None:
    for day in DAYS[1:]:
        back_up(path, day)
    sound = backups_of(path)
    tear(path)

    for n in range(20, 26):
        with closing(Store.open(path, Clock.fixed(TODAY + timedelta(n)), "ana")) as store:
            add(store, f"N{n}")
            complaint = store.take_backup_error()
            assert complaint is not None and complaint.startswith(
                "The database is damaged. Run `milestone-tui restore` with a backup older than"
            )
            assert f"{TODAY + timedelta(n)}-damaged.db" in complaint

    assert [backup for backup in backups_of(path) if not backup.damaged] == sound
    assert sum(backup.damaged for backup in backups_of(path)) == KEPT_OTHERS


def test_a_value_that_breaks_a_rule_of_ours_is_no_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("DROP TRIGGER IF EXISTS project_update")
        db.execute("INSERT INTO open_change VALUES (99)")
        db.execute("UPDATE project SET state = 'lost'")
        db.execute("DELETE FROM open_change")
        db.commit()

    assert not back_up(path, DAYS[0]).damaged


def test_a_damaged_database_of_an_older_version_is_not_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:1])
    tear(path, "person")
    data = path.read_bytes()

    for _ in range(2):
        with pytest.raises(DatabaseUnusable, match="must be upgraded, but it is damaged, so it was not changed"):
            Store.open(path, Clock.fixed(TODAY), "ana")
    assert path.read_bytes() == data
    assert backups_of(path) == []


def test_what_was_damaged_is_kept_beside_the_sound_copies_and_the_restored_one_is_whole(path: Path) -> None:
    for day in DAYS[:KEPT_DAYS]:
        back_up(path, day)
    daily = backups_of(path)
    for content in (b"no database at all" * 999, bytes(9_000)):
        path.write_bytes(content)
        kept = restore_database(daily[0].path, path)

        assert kept is not None and kept.read_bytes() == content
        assert keys(path) == ["ONE"]
    assert [backup for backup in backups_of(path) if backup.kind == "day"] == daily


def test_a_torn_database_that_is_open_is_restored_in_its_place(path: Path) -> None:
    copy = back_up(path, DAYS[0]).path
    tear(path)
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        restore_database(copy, path)
        store.poll()
        assert [plan.project.key for plan in store.read.everything()] == ["ONE"]
    assert labels(path) == [DAYS[0], "before-restore-damaged"]


def test_the_log_beside_a_copy_counts(path: Path) -> None:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        add(store, "TWO")
        copy = path.parent / "copy.db"
        for suffix in ("", "-wal"):  # as a person copies it while the program runs
            shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
        target = path.parent / "elsewhere.db"
        restore_database(copy, target)

    assert keys(target) == ["ONE", "TWO"]


def test_a_copy_that_a_program_has_open_is_restored_as_it_stands(path: Path) -> None:
    copy = back_up(path, DAYS[0]).path
    with closing(Store.open(copy, Clock.fixed(TODAY), "ana")) as store:
        add(store, "TWO")
        restore_database(copy, path)
        add(store, "THREE")
        assert [plan.project.key for plan in store.read.everything()] == ["ONE", "THREE", "TWO"]

    assert keys(path) == ["ONE", "TWO"]


def test_a_log_that_was_left_by_a_deleted_database_does_not_meet_the_restored_one(path: Path) -> None:
    copy = back_up(path, DAYS[0]).path
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        add(store, "TWO")
        log = path.with_name("milestones.db-wal")
        content = log.read_bytes()
    path.unlink()
    log.write_bytes(content)

    assert restore_database(copy, path) is None
    assert keys(path) == ["ONE"]


def test_a_copy_of_a_locked_database_is_given_up_after_a_while(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        closing(sqlite3.connect(path)) as other,
        closing(sqlite3.connect(path, timeout=0)) as source,
        closing(sqlite3.connect(":memory:")) as target,
    ):
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(copying, "LOCK_SECONDS", 0.0)
        with pytest.raises(sqlite3.OperationalError) as refused:
            copy_pages(source, target)

    assert isinstance(explain(refused.value, path), StoreUnavailable)


def test_a_backup_never_replaces_a_file_and_of_a_damaged_database_it_gets_another_name(path: Path) -> None:
    copy = path.with_name("copy.db")
    tear(path)
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        for name in ("copy-damaged.db", "copy-damaged-2.db"):
            with pytest.raises(DatabaseUnusable, match=f"{path} is damaged. Its readable part was copied to .*{name}"):
                store.copy_to(copy)
            assert not copy.exists()
            assert copy.with_name(name).stat().st_size == path.stat().st_size
        copy.touch()
        with pytest.raises(InvalidInput, match=r"copy.db already exists. Choose another file name."):
            store.copy_to(copy)
        with pytest.raises(InvalidInput, match=r"There is no folder .*no folder\. Create it"):
            store.copy_to(path.parent / "no folder" / "copy.db")


def _over() -> str:
    """The name of a process that has ended, as `this_process` writes it."""
    code = "from milestone_tui.store.processes import this_process; print(this_process())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.check_output([sys.executable, "-c", code], text=True, env=environment).strip()


def test_what_dead_processes_left_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    def named(process: str, serial: int, end: str = "part") -> str:
        host, number, start = process.rsplit("/", 2)
        return f".milestone-tui.{host}.{number}.{start}.{serial}.{end}"

    over, alive = _over(), this_process()
    elsewhere = "/".join(["another-host", *over.rsplit("/", 2)[1:]])
    stays = [named(alive, 999), named(elsewhere, 0), named(over, 0, "db"), ".milestone-tui.part", "mine.part"]
    goes = [named(over, 0), named(over, 1), named(over, 0, "part-journal"), named(elsewhere, 1)]
    for name in (*stays, *goes):
        (tmp_path / name).touch()
    os.utime(tmp_path / named(elsewhere, 1), (0, 0))

    with scratch_file(tmp_path) as scratch:
        assert scratch.stat().st_mode & 0o777 == 0o600
        assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([*stays, scratch.name])
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(stays)
