from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.errors import DatabaseUnusable, StoreUnavailable
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Reader, Store
from milestone_tui.store.backups import backups_of
from milestone_tui.store.database import on_network, open_database
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.steps import STEPS

CLOCK = Clock.fixed(date(2026, 11, 22))


def test_folder_and_file_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "milestones.db"
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(lambda do: do.people.create({"name": "Ana"}))
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}
    store.close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600} and "milestones.db-wal" in modes


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660, 0o664])
def test_the_mode_of_a_file_that_exists_is_its_owners_affair(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "milestones.db"
    Store.open(path, CLOCK, "ana").close()
    path.chmod(mode)
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(lambda do: do.people.create({"name": "Ana"}))
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in tmp_path.iterdir()}
    store.close()
    assert modes == dict.fromkeys(("milestones.db", "milestones.db-wal", "milestones.db-shm"), mode)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE todo (id INTEGER)")
        db.commit()


def newer(path: Path) -> None:
    Store.open(path, CLOCK, "ana").close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {LATEST + 1}")


def text(path: Path) -> None:
    path.write_text("dear diary, this is not a database at all\n" * 200)


def damaged(path: Path) -> None:
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(lambda do: do.people.create({"name": "Ana"}))
    store.close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "words"),
    [(foreign, "another program"), (newer, "newer"), (text, "not a milestone-tui database"), (damaged, "damaged")],
)
def test_a_file_that_cannot_serve_is_refused_and_left_as_it_was(tmp_path: Path, make: object, words: str) -> None:
    path = tmp_path / "milestones.db"
    assert callable(make)
    make(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=words) as refused:
        Store.open(path, CLOCK, "ana")
    assert str(path) in str(refused.value) and refused.value.exit_code == 3
    assert path.read_bytes() == before


def test_copies_are_named_where_there_are_any(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    damaged(path)
    with pytest.raises(DatabaseUnusable, match=r"is damaged\. Choose another file with --db"):
        Store.open(path, CLOCK, "ana")
    (tmp_path / "backups").mkdir()
    with pytest.raises(
        DatabaseUnusable, match=r"is damaged\. Restore a backup from .*backups with .* Choose another file with --db"
    ):
        Store.open(path, CLOCK, "ana")


def test_a_folder_and_a_place_in_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="is a folder"):
        Store.open(tmp_path, CLOCK, "ana")
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnusable, match="Cannot create"):
        Store.open(tmp_path / "file" / "milestones.db", CLOCK, "ana")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize(("mode", "words"), [(0o000, "may not be read"), (0o400, "read-only")])
def test_a_file_without_permission_is_refused(tmp_path: Path, mode: int, words: str) -> None:
    path = tmp_path / "milestones.db"
    Store.open(path, CLOCK, "ana").close()
    path.chmod(mode)
    with pytest.raises(DatabaseUnusable, match=words):
        Store.open(path, CLOCK, "ana")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    path.touch()
    store = Store.open(path, CLOCK, "ana")
    assert store.read.projects(CLOCK.today()) == () and store.warning is None
    store.close()


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_text(f"1 0 0:1 / {tmp_path} rw - nfs4 server:/ rw\n")
    database, connection = open_database(tmp_path / "milestones.db", mountinfo)
    with closing(connection), closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked"):
            Reader(connection, database.path, Actor.called("ana")).people()
        other.execute("ROLLBACK")


MOUNTS = """21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 21 0:30 / /home rw shared:5 - nfs4 server:/home rw,vers=4.2
37 36 8:2 / /home/ana/local rw - ext4 /dev/sda2 rw
38 21 0:31 / /mnt/my\\040share rw - fuse.sshfs ana@box: rw
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/var/lib/x.db", False),
        ("/home/ana/x.db", True),
        ("/home/ana/local/x.db", False),
        ("/homes/x.db", False),
        ("/mnt/my share/x.db", True),
    ],
)
def test_a_network_file_system_is_known_by_its_mount(tmp_path: Path, path: str, network: bool) -> None:
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_text(MOUNTS)
    assert on_network(Path(path), mountinfo) is network
    assert on_network(Path(path), tmp_path / "missing") is False


def test_on_a_network_file_system_there_is_no_shared_memory(tmp_path: Path) -> None:
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_text(f"1 0 0:1 / {tmp_path} rw - nfs4 server:/ rw\n")
    database, connection = open_database(tmp_path / "milestones.db", mountinfo)
    assert database.warning is not None and "network" in database.warning
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_each_step_runs_from_the_one_before_and_half_of_it_leaves_nothing(tmp_path: Path, number: int) -> None:
    path = tmp_path / "milestones.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[: number - 1])
        step = STEPS[number - 1]
        for statements in range(1, len(step) + 1, 7):
            half: Step = [*step[:statements], "SELECT no_such_function()"]
            before = db.execute("SELECT sql FROM sqlite_master").fetchall()
            with pytest.raises(sqlite3.OperationalError):
                migrate(db, path, [*STEPS[: number - 1], half])
            assert version(db) == number - 1
            assert db.execute("SELECT sql FROM sqlite_master").fetchall() == before
        migrate(db, path, STEPS[:number])
        assert version(db) == number


def test_a_backup_is_made_before_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    Store.open(path, CLOCK, "ana").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, [*STEPS, ["CREATE TABLE later (id INTEGER) STRICT"]])
    (backup,) = backups_of(path)
    assert backup.path.name == f"milestones-0001-v{LATEST}.db"
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600


def test_the_latest_version_is_the_number_of_the_steps() -> None:
    assert len(STEPS) == LATEST


def test_two_programs_that_migrate_at_once_run_each_step_once(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS)
        migrate(db, path, STEPS)
        assert version(db) == LATEST


def test_what_was_to_be_loaded_and_comes_too_late_does_no_harm(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "milestones.db", CLOCK, "ana")
    store.close()
    store.path.unlink()
    store.warm_up().result()
    assert list(tmp_path.iterdir()) == []


def test_what_sqlite_has_beside_a_file_that_is_no_wal_yet_is_there_once_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    Store.open(path, CLOCK, "ana").close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    _, connection = open_database(path)
    with closing(connection):
        assert path.with_name("milestones.db-wal").exists() and path.with_name("milestones.db-shm").exists()
